"""Commands that make a workbook from a workbook, as the buttons of the same names do in an open one."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.errors import UserError
from jixiao.core.files import creating, keep_previous, private_folder, protect, refuse_target
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.editing.carrying import Carrier, refuse_loss, write_lost
from jixiao.documents.workbook.editing.in_place import freeze_in_place
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.options import LeaveBehind, Output, need_suffix, new_book
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.freezing import freeze, restore
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission
from jixiao.model.submission.additions import insert_row, row_to_follow, sheet_rows, with_project

Workbook = Annotated[Path, typer.Argument(help="自评工作簿（.xlsx、.xlsm）", metavar="工作簿")]


class SheetError(UserError):
    """There is no such sheet, or more than one."""


def add_project(book: Workbook, output: Output, leave_behind: LeaveBehind = False) -> int:
    """Write the workbook with one more empty project form."""
    output = new_book(output)
    family, submission = _read(book)
    changed = with_project(submission, family)
    write_carrying(book, family, (submission, changed), output, leave_behind)
    return _told("已加上一张空白的项目表", output)


def add_indicator(
    book: Workbook,
    output: Output,
    sheet: Annotated[str, typer.Option(help="在哪张表里加，如 附件2（写工作表名称的开头就可以）", metavar="工作表")],
    after: Annotated[
        int, typer.Option(help="加在第几行下面（工作表左边的行号）；不填则加在最后一行指标下面", metavar="行号", min=1)
    ] = 1,  # a sheet's first row holds no indicators
    leave_behind: LeaveBehind = False,
) -> int:
    """Write the workbook with one more empty row."""
    output = new_book(output)
    family, submission = _read(book)
    data = _form_on(submission, sheet)
    form = family.form(data.form)
    changed = copy.deepcopy(submission)
    number = submission.forms.index(data)
    block, index = row_to_follow(data, form, after)
    insert_row(changed.forms[number], form, block, index)
    (repeat,) = (each for each in walk_blocks(form.rows) if each.repeat == block)
    inserted = (number, sheet_rows(data, block, repeat.cells[0].field)[index])
    write_carrying(book, family, (submission, changed), output, leave_behind, inserted)
    return _told(f"「{data.sheet}」里加了一行", output)


def final(book: Workbook, output: Output, leave_behind: LeaveBehind = False) -> int:
    """Write the forms with values only; the previous file is kept beside it."""
    need_suffix(output, ".xlsx")
    refuse_target(output)
    evaluation = evaluate(*_read(book))
    found = additions(book, evaluation.family, evaluation.submission, output.parent)
    lost = [item for item in found if item.what is not What.FORMULA]  # their results are what the form prints
    refuse_loss(lost, leave_behind)
    tell_lost(lost, output)
    kept = keep_previous(output, lambda target: build_final(evaluation, target))
    if kept:
        typer.echo(f"上一份上报版保留为：{kept}")
    typer.echo(f"已导出上报版：{output}")
    return 0


def freeze_formulas(
    book: Workbook,
    output: Output,
    back: Annotated[bool, typer.Option("--restore", help="恢复以前冻结的公式")] = False,
    leave_behind: LeaveBehind = False,
) -> int:
    """Write the workbook with values in place of formulas, or with the formulas back."""
    output = new_book(output)
    family, submission = _read(book)
    changed, count = (restore if back else freeze)(evaluate(family, submission))
    done = f"已恢复 {count} 个公式" if back else f"已把 {count} 个计算结果固定为数值"
    if not (back or output.suffix.lower() != book.suffix.lower()) and _frozen(book, submission, changed, output):
        return _told(done, output)
    write_carrying(book, family, (submission, changed), output, leave_behind)
    return _told(done, output)


def _read(book: Path) -> tuple[Family, Submission]:
    """A workbook, over which nothing is written from then on."""
    protect(book)
    return read_book(book)


def write_carrying(
    book: Path,
    family: Family,
    change: tuple[Submission, Submission],
    target: Path,
    leave_behind: bool,
    inserted: tuple[int, int] | None = None,
) -> None:
    """Write the workbook of a changed submission with what people added to the old one.

    ``inserted`` are a form and the row of its sheet behind which a row came in.

    Raises:
        LossError: some of it would be left behind, and nobody agreed to that; nothing is written.
    """
    old, new = change
    carrier = Carrier(book, family, old, new)
    if inserted:
        carrier.row_inserted(*inserted)
    with creating(target) as temporary:
        found = additions(book, load(old.family), old, target.parent)
        build(family, new, temporary)
        lost = carrier.carry(found, temporary) if found else []
        refuse_loss(lost, leave_behind)
    tell_lost(lost, target)


def tell_lost(lost: Sequence[Addition], target: Path) -> None:
    """List what was left behind beside the result, and say so."""
    if lost:
        listed = target.with_name(f"{target.stem}没有带过去的内容.txt")
        keep_previous(listed, lambda temporary: write_lost(lost, temporary))
        typer.echo(f"有 {len(lost)} 处自己加的内容没有带过去，列在：{listed}", err=True)


def _frozen(book: Path, old: Submission, changed: Submission, target: Path) -> bool:
    """Whether the formulas could be settled in the saved file's own parts."""
    with private_folder(target.parent) as folder:
        whole = folder / f"frozen{target.suffix}"
        if not freeze_in_place(book, old, changed, whole):
            return False
        with creating(target) as temporary:
            shutil.copyfile(whole, temporary)
    return True


def _told(done: str, target: Path) -> int:
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
