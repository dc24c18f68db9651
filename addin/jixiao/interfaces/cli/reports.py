"""``jixiao report``: the .docx of a workbook as a draft or final, and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from jixiao.audit.presentation import Review
from jixiao.core.errors import UserError
from jixiao.core.files import OutputError, keep_previous, make_folder, protect
from jixiao.core.leftovers import remove_if_empty
from jixiao.documents.libreoffice import write_pdf
from jixiao.documents.report import report_files
from jixiao.documents.versions import Exported, Maker, Status, draft, export, file_message, final, open_fields_message
from jixiao.documents.word_templates import BESIDE, chosen_report, template_beside, template_message
from jixiao.interfaces.cli.check_list import print_findings
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.inputs import evaluated
from jixiao.interfaces.cli.options import Book, Output, need_suffix
from jixiao.interfaces.cli.tables import print_changes, print_open_fields
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.yearly_figures import with_earlier, yearly_rows


class OptionError(UserError):
    """Options that do not go together."""


def report(
    file: Book,
    output: Output,
    as_final: Annotated[bool, typer.Option("--final", help="定稿：还有待填的内容或错误级的校验时不生成")] = False,
    allow_open: Annotated[
        bool, typer.Option("--allow-open", help="与 --final 同用：有待填或错误也照样定稿，并写进文件属性")
    ] = False,
    template: Annotated[
        Path | None,
        typer.Option(help=f"按这份 Word 模板排版；不填则用工作簿旁边的「{BESIDE}」，没有就按规定格式", metavar="模板"),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="同时生成 PDF（需要装有 LibreOffice）")] = False,
    in_parts: Annotated[
        bool, typer.Option("--split", help="每份报告、每张附件各存一个文件，放进与文件名同名的文件夹")
    ] = False,
    by_project: Annotated[
        bool,
        typer.Option(
            "--by-project", help="与 --split 同用：项目支出自评报告每个项目一份；共用的文字每份都有，请在 Word 里分别改"
        ),
    ] = False,
    charts: Annotated[bool, typer.Option("--charts/--no-charts", help="报告里要图表，还是不要")] = True,
    years: Annotated[
        list[Path] | None,
        typer.Option(help="历年对比：以前年度的工作簿或报告，每个年度写一次", metavar="文件"),
    ] = None,
) -> int:
    """Write the report; one that was edited in Word stays, and what changed is shown."""
    need_suffix(output, ".docx")
    if allow_open and not as_final:
        raise OptionError("「--allow-open」要与「--final」一起用")
    _refuse_apart(in_parts, by_project, template)
    protect(file, template, *(years or ()))
    evaluation = _beside_earlier(evaluated(file), years or [])
    status = final(evaluation) if as_final else draft(evaluation)
    if as_final and is_refused(evaluation, status, allow_open):
        return 1
    chosen = _chosen_template(file, template, in_parts)
    make = partial(chosen_report, evaluation, chosen, charts)
    files = _parts(evaluation, output, charts, by_project) if in_parts else [(output, make)]
    try:
        for target, maker in files:
            exported = _exported(target, maker, status)
            if pdf:
                _write_pdf(exported.path)
    except OutputError:
        if in_parts:
            remove_if_empty(files[0][0].parent)
        raise
    _print_rest(status, chosen)
    return 0


def _beside_earlier(evaluation: Evaluation, years: Sequence[Path]) -> Evaluation:
    """The workbook beside the files of earlier years; where the forms have no place for them that is said.

    Raises:
        EarlierError: the files are not of earlier years.
    """
    earlier = [evaluated(path) for path in years]
    for path, each in zip(years, earlier, strict=True):
        if each.submission.unit != evaluation.submission.unit:
            console.print(f"请核对：「{path.name}」里的单位是“{each.submission.unit}”，与这份工作簿的不同")
    beside = with_earlier(evaluation, earlier)
    asked = [s.years for report in evaluation.family.outline.reports for s in report.sections if s.years]
    if years and not asked:
        console.print("这套表样的报告里没有历年对比的位置，报告照常生成；单独的对比表请用 jixiao years")
    elif years and not any(yearly_rows(beside, names) for names in asked):
        console.print("历年对比没有印：这些数，今年或以前的年度还没有填。填好以后重新生成报告")
    return beside


def _refuse_apart(in_parts: bool, by_project: bool, template: Path | None) -> None:
    """Options that need or exclude each other.

    Raises:
        OptionError: they do not go together; the message says how to go on.
    """
    if by_project and not in_parts:
        raise OptionError("「--by-project」要与「--split」一起用")
    if in_parts and template:
        raise OptionError("分开存（--split）的各份都按规定格式排版，不能同时用模板；请去掉其中一个")


def is_refused(evaluation: Evaluation, status: Status, allow_open: bool) -> bool:
    """Whether a final version is not written; what stands against it is told either way."""
    if status.is_ready:
        return False
    print_open_fields(console, status.open_fields)
    print_findings(console, Review(evaluation, status.errors))
    console.print(status.counts(), soft_wrap=True)
    if not allow_open:
        console.print("没有定稿，也没有写任何文件。请补全、改正后再试；确需先定稿的，加 --allow-open", soft_wrap=True)
    return not allow_open


def _chosen_template(book: Path, named: Path | None, in_parts: bool) -> Path | None:
    """The template that is named, else the one beside the workbook; none for a report in parts."""
    beside = template_beside(book)
    if in_parts and beside:
        console.print(f"分开存的各份按规定格式排版，没有用模板：{beside}", soft_wrap=True)
    return None if in_parts else named or beside


def _parts(evaluation: Evaluation, output: Path, charts: bool, by_project: bool) -> list[tuple[Path, Maker]]:
    """The files of a report in parts, their folder made.

    Raises:
        OutputError: the folder cannot be made.
    """
    folder = output.with_suffix("")
    make_folder(folder)
    return [*report_files(evaluation, folder, charts, by_project)]


def _exported(target: Path, make: Maker, status: Status) -> Exported:
    with console.status("正在生成报告…"):
        exported = export(target, make, status)
    console.print(file_message(exported), soft_wrap=True)
    print_changes(console, exported.changes)
    return exported


def _print_rest(status: Status, template: Path | None) -> None:
    """What is said once, however many files there are."""
    if template:
        console.print(template_message(template), soft_wrap=True)
    if status.open_fields:
        console.print(open_fields_message(status), soft_wrap=True)
    if not status.is_final:
        print_open_fields(console, status.open_fields)


def _write_pdf(document: Path) -> None:
    target = document.with_suffix(".pdf")
    with console.status("正在转成 PDF…"):
        kept = keep_previous(target, lambda temporary: write_pdf(document, temporary))
    if kept:
        console.print(f"上一份 PDF 保留为：{kept}", soft_wrap=True)
    console.print(f"已生成 PDF：{target}", soft_wrap=True)
