"""The commands, their help and their errors, all in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from typer.main import get_command

from jixiao.audit.bureau_score import Dates
from jixiao.audit.checks import Finding, run
from jixiao.audit.checks.catalogue import catalogue
from jixiao.audit.presentation import Review
from jixiao.core.files import creating, keep_previous, make_folder, protect
from jixiao.core.functions.results import Outcome
from jixiao.documents.other_formats import read_any
from jixiao.documents.report import report_document
from jixiao.documents.versions import draft, export, file_message
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.changing import Change
from jixiao.documents.workbook.read import BOOK_SUFFIXES
from jixiao.interfaces.cli.assessments import asked_day, assessed_file, print_assessed
from jixiao.interfaces.cli.batch import check_each, refuse_for_several
from jixiao.interfaces.cli.books import (
    add_indicator,
    add_project,
    delete_indicator,
    final,
    freeze_formulas,
    move_indicator,
    print_book,
    remove_project,
    write_carrying,
)
from jixiao.interfaces.cli.bundles import bundle
from jixiao.interfaces.cli.check_list import print_review
from jixiao.interfaces.cli.chinese import ChineseProgram, CommandError, explain
from jixiao.interfaces.cli.circulation import merge_books, split_book, undo_last, upgrade_books
from jixiao.interfaces.cli.collecting import collect_command, unit_command, waive_command
from jixiao.interfaces.cli.comparisons import compare, years
from jixiao.interfaces.cli.families import app as family_commands
from jixiao.interfaces.cli.formula import evaluate_formula
from jixiao.interfaces.cli.inputs import evaluated, named_sample, rolled, say_recognised, started
from jixiao.interfaces.cli.install import app as installing
from jixiao.interfaces.cli.lists import ListFormat, annotate_copy, format_of, list_findings, print_json
from jixiao.interfaces.cli.options import (
    AnyKind,
    Book,
    Books,
    LeaveBehind,
    Output,
    ReadAs,
    book_name,
    new_book,
    refuse_same,
)
from jixiao.interfaces.cli.pages import page
from jixiao.interfaces.cli.program_options import of_the_program
from jixiao.interfaces.cli.progress import SheetProgress
from jixiao.interfaces.cli.reports import report
from jixiao.interfaces.cli.tables import print_catalogue, print_functions, print_scores, print_unplaced
from jixiao.interfaces.cli.templates import app as templates
from jixiao.model.evaluation.scored_rows import scored_rows
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, add_missing_forms

app = ChineseProgram(
    name="jixiao", help="预算绩效自评工作簿：新建、打分、校验、生成报告。", pretty_exceptions_enable=False
)
app.callback()(of_the_program)
console = Console(highlight=False, markup=False, emoji=False)  # brackets in a file's name are no colours


class Format(StrEnum):
    """How lists are written."""

    text = "text"
    json = "json"


Form = Annotated[Format, typer.Option("--format", help="输出格式：text 表格，json 数据", metavar="格式")]


def run_app(arguments: list[str]) -> int:
    """Run the full program; wrong words on the command line become one Chinese line."""
    try:
        return _program()(arguments, prog_name="jixiao", standalone_mode=False) or 0
    except CommandError as error:
        typer.echo(explain(error), err=True)
        return 2
    except typer.Abort:
        typer.echo("已取消，没有改动任何文件", err=True)
        return 2


@cache
def _program() -> Callable[..., int | None]:
    """All commands with their options, read from their functions once."""
    return get_command(app)


@app.command("new", help="新建一个单位一个年度的自评工作簿")
def new(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="保存到哪个文件；不填则按单位和年度取名。.xlsm 带按钮，.xlsx 不带", metavar="文件"
        ),
    ] = None,
    family: Annotated[str, typer.Option(help="表样名称，如 hunan-2024", metavar="表样")] = "",
    unit: Annotated[str, typer.Option(help="单位全称", metavar="单位")] = "",
    year: Annotated[int | None, typer.Option(help="评价年度，如 2024", metavar="年度", min=2000, max=2100)] = None,
    projects: Annotated[int, typer.Option(help="项目个数（每个项目一张表）", metavar="个数", min=0, max=200)] = 1,
    last: Annotated[Path | None, typer.Option("--from", help="上年的工作簿或报告，从它结转", metavar="文件")] = None,
    leave_behind: LeaveBehind = False,
) -> int:
    """Write a new workbook, empty or begun from last year's; an existing file is never overwritten."""
    target = new_book(output) if output else None
    unit, year = unit.strip(), year or 0
    old, submission = rolled(last, family, unit, year) if last else (None, started(family, unit, year, projects))
    target = target or new_book(book_name(submission.unit, submission.year))
    if last and old and last.suffix.lower() in BOOK_SUFFIXES:
        write_carrying(last, load(submission.family), Change(old, submission), target, leave_behind)
    else:
        with creating(target) as temporary:
            build(load(submission.family), submission, temporary, written=SheetProgress())
    console.print(f"已新建工作簿：{target}", soft_wrap=True)
    return 0


@app.command("import", help="把已有的自评报告（.docx，也可以是 .doc、.wps、.rtf、.odt、.pdf 或别的表格文件）读成工作簿")
def import_report(
    file: Annotated[Path, typer.Argument(help="自评报告（.docx）", metavar="文件")],
    output: Output,
    family: ReadAs = "",
    any_kind: AnyKind = False,
) -> int:
    """Write the workbook of a published report; what was not understood is listed there and here."""
    output = new_book(output)
    protect(file)
    intake = read_any(file, family, any_kind=any_kind)
    say_recognised(intake)
    add_missing_forms(intake.family, intake.submission)
    with creating(output) as temporary:
        build(intake.family, intake.submission, temporary)
    print_unplaced(console, intake.submission.unplaced)
    console.print(f"已写成工作簿：{output}", soft_wrap=True)
    return 0


@app.command("score", help="按规则给每个指标打分，与填写的得分并列")
def score(file: Book, output_format: Form = Format.text, family: ReadAs = "") -> int:
    """Print the indicator rows of a workbook with the points the rule gives."""
    rows = list(scored_rows(evaluated(file, family)))
    if output_format is Format.json:
        print_json([row.record() for row in rows])
    else:
        print_scores(console, rows)
    return 0


@app.command("check", help="校验工作簿或报告：哪里不对、两边的数字、怎么办")
def check(
    files: Books,
    output_format: Annotated[
        ListFormat | None,
        typer.Option("--format", help="输出格式：text 表格，json 数据，html 网页，xlsx 清单", metavar="格式"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="清单存到哪个文件；不填则显示在屏幕上", metavar="文件")
    ] = None,
    annotated: Annotated[
        Path | None,
        typer.Option("--annotate", help="另存带批注的副本（.docx 批注，.xlsx 附注和颜色），原件不动", metavar="文件"),
    ] = None,
    last: Annotated[
        Path | None, typer.Option("--last", help="上年的工作簿或报告，核对上年决算数", metavar="文件")
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="全部列出；不加则只显示一屏")] = False,
    family: ReadAs = "",
    any_kind: AnyKind = False,
) -> int:
    """List what fails; the exit code is 1 if any of it is an error."""
    chosen = format_of(output_format, output)
    if len(files) > 1:
        refuse_for_several({"--annotate": annotated, "--last": last})
        return check_each(files, chosen, output, console, family=family, any_kind=any_kind, whole=whole)
    file = files[0]
    evaluation = evaluated(file, family, any_kind=any_kind)
    review = Review(evaluation, tuple(run(evaluation, evaluated(last) if last else None)), file.name)
    if annotated:
        refuse_same(annotated, output)
        annotate_copy(review, file, annotated)
    list_findings(review, chosen, output, file, console, whole=whole)
    return int(_has_errors(review.findings))


@app.command("assess", help="按考核评分表估计自评工作能得多少分，还能怎样提高")
def assess_command(
    file: Book,
    output_format: Form = Format.text,
    deadline: Annotated[str, typer.Option(help="当年通知规定的报送截止日期，如 2025-05-31", metavar="日期")] = "",
    handed_in: Annotated[str, typer.Option("--handed-in", help="实际报送日期", metavar="日期")] = "",
    family: ReadAs = "",
) -> int:
    """Print each item with its likely points, and what would raise them."""
    dates = Dates(asked_day(deadline, "--deadline"), asked_day(handed_in, "--handed-in"))
    assessed = assessed_file(evaluated(file, family), dates)
    if output_format is Format.json:
        print_json(assessed.records())
    else:
        print_assessed(console, assessed)
    return 0


app.add_typer(installing, name="install")
app.add_typer(templates, name="template")
app.add_typer(family_commands, name="family")
app.command("bundle", help="生成离线安装包：工作簿、程序、安装脚本和使用手册，给不能上网的办公电脑")(bundle)
app.command("page", help="生成一个网页文件：双击打开就能校验、打分、生成报告，不用安装")(page)
app.command("collect", help="把收齐的一批文件读成一份汇总：问题、得分、汇总表和网页")(collect_command)
app.command("compare", help="比较两份文件：哪些数字、哪些段落不同")(compare)
app.command("years", help="历年对比：几个年度的数字并列，有增减和图")(years)
app.command("unit", help="把汇总里一个单位的问题和得分写成一个网页")(unit_command)
app.command("waive", help="给汇总里的一个问题写情况说明，以后列为已说明")(waive_command)
app.command("add-project", help="加一张空白的项目表")(add_project)
app.command("remove-project", help="去掉一张项目表，后面的依次往前排")(remove_project)
app.command("add-indicator", help="在一张表里加一行指标")(add_indicator)
app.command("delete-indicator", help="在一张表里删去一行指标")(delete_indicator)
app.command("move-indicator", help="把一行指标往上或往下移一行")(move_indicator)
app.command("final", help="导出上报版：只有数值的工作簿")(final)
app.command("print", help="把各张表生成一个可以直接打印的 PDF（需要装有 LibreOffice）")(print_book)
app.command("freeze", help="把计算结果固定为数值，或恢复公式")(freeze_formulas)
app.command("split", help="把工作簿分给几个人填：一个项目一份，或按分工表")(split_book)
app.command("merge", help="把收回来的各份合并进总的工作簿，不一样的列出来由您选定")(merge_books)
app.command("undo", help="撤回命令或按钮最近的一次改动，保存以后也可以")(undo_last)
app.command("upgrade", help="把以前的版本做的工作簿换成这一版的，填的内容都保留")(upgrade_books)
app.command("report", help="由工作簿生成自评报告（.docx）")(report)


@app.command("eval", help='计算一个公式，如 =SCORE_ROW(10,"≥95%","96%")')
def evaluate_command(formula: Annotated[str, typer.Argument(help="公式", metavar="公式")]) -> int:
    """Print what a cell with this formula would show."""
    return evaluate_formula(formula)


@app.command("checks", help="列出每条校验：需要什么、依据、把握，在公开文件上实测多准")
def checks(
    family: Annotated[str, typer.Option(help="表样，不填为通用", metavar="表样")] = "generic",
    output_format: Form = Format.text,
) -> int:
    """Print the catalogue of checks of a family."""
    entries = catalogue(load(family))
    if output_format is Format.json:
        print_json([entry.record() for entry in entries])
    else:
        print_catalogue(console, entries)
    return 0


@app.command("functions", help="列出单元格里可用的函数")
def functions() -> int:
    """Print the registry."""
    print_functions(console)
    return 0


@app.command("demo", help="用一个单位的真实数字走完全程：工作簿、校验、报告")
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件夹", metavar="文件夹")] = Path("out"),
    sample: Annotated[str, typer.Option(help="示例名称", metavar="示例")] = "service-center-2024",
) -> int:
    """Build a sample's workbook, read it back, check it, and write its report."""
    make_folder(output)
    book, document = output / f"{sample}.xlsm", output / f"{sample}.docx"
    source = named_sample(sample)
    kept = keep_previous(book, partial(_build, source))
    console.print(f"1/3 已生成工作簿：{book}" + (f"（上一份保留为：{kept}）" if kept else ""), soft_wrap=True)
    evaluation = evaluated(book)
    console.print("2/3 校验结果：")
    print_review(console, Review(evaluation, tuple(run(evaluation)), book.name))
    exported = export(document, lambda: report_document(evaluation), draft(evaluation))
    console.print(f"3/3 {file_message(exported)}", soft_wrap=True)
    return 0


def _build(source: Submission, target: Path) -> None:
    build(load(source.family), source, target)


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(f.outcome is Outcome.FAIL and f.severity == "error" for f in findings)
