"""Commands that make a first workbook: an empty one, one of a published report, and the demonstration."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from jixiao.audit.checks import run
from jixiao.audit.presentation import Review
from jixiao.core.files import creating, keep_previous, make_folder, protect
from jixiao.documents.other_formats import read_any
from jixiao.documents.report import report_document
from jixiao.documents.versions import draft, export, file_message
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.changing import Change
from jixiao.documents.workbook.read import BOOK_SUFFIXES
from jixiao.interfaces.cli.books import write_carrying
from jixiao.interfaces.cli.check_list import print_review
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.inputs import evaluated, named_sample, rolled, say_recognised, started
from jixiao.interfaces.cli.options import AnyKind, LeaveBehind, Output, ReadAs, book_name, new_book
from jixiao.interfaces.cli.progress import SheetProgress
from jixiao.interfaces.cli.tables import print_unplaced
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, add_missing_forms


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
