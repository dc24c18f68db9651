"""Commands that make a workbook from a workbook, as the buttons of the same names do in an open one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.errors import UserError
from jixiao.core.files import creating, keep_previous, protect
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.options import Output, need_suffix, new_book
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.freezing import freeze, restore
from jixiao.model.forms.family import Family
from jixiao.model.submission import FormData, Submission
from jixiao.model.submission.additions import insert_row, row_to_follow, with_project

Workbook = Annotated[Path, typer.Argument(help="自评工作簿（.xlsx、.xlsm）", metavar="工作簿")]


class SheetError(UserError):
    """There is no such sheet, or more than one."""


def add_project(book: Workbook, output: Output) -> int:
    """Write the workbook with one more empty project form."""
    output = new_book(output)
    family, submission = _read(book)
    return _written(family, with_project(submission, family), output, "已加上一张空白的项目表")


def add_indicator(
    book: Workbook,
    output: Output,
    sheet: Annotated[str, typer.Option(help="在哪张表里加，如 附件2（写工作表名称的开头就可以）", metavar="工作表")],
    after: Annotated[
        int, typer.Option(help="加在第几行下面（工作表左边的行号）；不填则加在最后一行指标下面", metavar="行号", min=1)
    ] = 1,  # a sheet's first row holds no indicators
) -> int:
    """Write the workbook with one more empty row."""
    output = new_book(output)
    family, submission = _read(book)
    data = _form_on(submission, sheet)
    form = family.form(data.form)
    insert_row(data, form, *row_to_follow(data, form, after))
    return _written(family, submission, output, f"「{data.sheet}」里加了一行")


def final(book: Workbook, output: Output) -> int:
    """Write the forms with values only; the previous file is kept beside it."""
    need_suffix(output, ".xlsx")
    evaluation = evaluate(*_read(book))
    kept = keep_previous(output, lambda target: build_final(evaluation, target))
    if kept:
        typer.echo(f"上一份上报版保留为：{kept}")
    typer.echo(f"已导出上报版：{output}")
    return 0


def freeze_formulas(
    book: Workbook,
    output: Output,
    back: Annotated[bool, typer.Option("--restore", help="恢复以前冻结的公式")] = False,
) -> int:
    """Write the workbook with values in place of formulas, or with the formulas back."""
    output = new_book(output)
    family, submission = _read(book)
    changed, count = (restore if back else freeze)(evaluate(family, submission))
    done = f"已恢复 {count} 个公式" if back else f"已把 {count} 个计算结果固定为数值"
    return _written(family, changed, output, done)


def _read(book: Path) -> tuple[Family, Submission]:
    """A workbook, over which nothing is written from then on."""
    protect(book)
    return read_book(book)


def _written(family: Family, submission: Submission, target: Path, done: str) -> int:
    with creating(target) as temporary:
        build(family, submission, temporary)
    typer.echo(f"{done}，存为新的工作簿：{target}（原来的工作簿没有改动）")
    return 0


def _form_on(submission: Submission, sheet: str) -> FormData:
    """The filled form whose sheet is so named, or the only one whose name begins so.

    Raises:
        SheetError: there is none, or several.
    """
    names = [data.sheet for data in submission.forms]
    found = [data for data in submission.forms if data.sheet == sheet]
    found = found or [data for data in submission.forms if data.sheet.startswith(sheet)]
    if len(found) != 1:
        what = "有几张工作表的名称这样开头" if found else "没有这样的工作表"
        raise SheetError(f"「{sheet}」：{what}。可以写：{'、'.join(names)}")
    return found[0]
