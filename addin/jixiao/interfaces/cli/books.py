"""Commands that make a workbook from a workbook, as the buttons of the same names do in an open one."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.core.errors import UserError
from jixiao.core.files import creating, keep_previous, private_folder, protect, refuse_target
from jixiao.core.leftovers import remove
from jixiao.documents.circulation.log import changes_of, record
from jixiao.documents.libreoffice import write_pdf
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.editing.carrying import MovedRow, refuse_loss, write_lost
from jixiao.documents.workbook.editing.changing import Change, rebuild
from jixiao.documents.workbook.editing.in_place import freeze_in_place
from jixiao.documents.workbook.final import build_final
from jixiao.documents.workbook.printing import print_forms
from jixiao.interfaces.cli.inputs import opened_book
from jixiao.interfaces.cli.options import LeaveBehind, Output, need_suffix, new_book
from jixiao.interfaces.cli.publishing import check_public, published
from jixiao.interfaces.cli.reports import OptionError
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.freezing import freeze, restore
from jixiao.model.forms.family import Family, Form
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission import FormData, Submission
from jixiao.model.submission.more_rows import (
    delete_row,
    insert_row,
    row_on,
    row_to_follow,
    swap_rows,
    with_project,
    without_project,
)
from jixiao.model.submission.submission import row_reference

Workbook = Annotated[Path, typer.Argument(help="自评工作簿（.xlsx、.xlsm）", metavar="工作簿")]

OnSheet = Annotated[str, typer.Option(help="在哪张表里，如 附件2（写工作表名称的开头就可以）", metavar="工作表")]
AtRow = Annotated[int, typer.Option(help="第几行（工作表左边的行号）", metavar="行号", min=1)]

Moved = tuple[str, MovedRow]
"""What was done, in words, and where each row of the sheet stands now."""


class SheetError(UserError):
    """There is no such sheet, or more than one."""


def add_project(book: Workbook, output: Output, leave_behind: LeaveBehind = False) -> int:
    """Write the workbook with one more empty project form."""
    output = new_book(output)
    family, submission, opened = _opened(book)
    change = Change(submission, with_project(submission, family), opened=opened)
    write_carrying(book, family, change, output, leave_behind, command="新增项目表")
    return _told("已加上一张空白的项目表", output)


def remove_project(book: Workbook, output: Output, sheet: OnSheet, leave_behind: LeaveBehind = False) -> int:
    """Write the workbook without one project form."""
    output = new_book(output)
    family, submission, opened = _opened(book)
    data = _form_on(submission, sheet)
    number = submission.forms.index(data)
    change = Change(submission, without_project(submission, family, number), removed=number, opened=opened)
    write_carrying(book, family, change, output, leave_behind, command="删除项目表")
    return _told(f"已去掉「{data.sheet}」", output)


def add_indicator(
    book: Workbook,
    output: Output,
    sheet: OnSheet,
    after: Annotated[
        int, typer.Option(help="加在第几行下面（工作表左边的行号）；不填则加在最后一行指标下面", metavar="行号", min=1)
    ] = 1,  # a sheet's first row holds no indicators
    leave_behind: LeaveBehind = False,
) -> int:
    """Write the workbook with one more empty row."""

    def change(data: FormData, form: Form) -> Moved:
        block, index = row_to_follow(data, form, after)
        insert_row(data, form, block, index)
        above = _sheet_row(data, form, block, index)
        return "加了一行", lambda row: row + int(row > above)

    return _change_rows(book, output, sheet, change, leave_behind)


def delete_indicator(
    book: Workbook, output: Output, sheet: OnSheet, row: AtRow, leave_behind: LeaveBehind = False
) -> int:
    """Write the workbook without one row."""

    def change(data: FormData, form: Form) -> Moved:
        block, index = row_on(data, form, row)
        delete_row(data, block, index)
        return f"删去了第 {row} 行", lambda at: 0 if at == row else at - int(at > row)

    return _change_rows(book, output, sheet, change, leave_behind)


def move_indicator(
    book: Workbook,
    output: Output,
    sheet: OnSheet,
    row: AtRow,
    down: Annotated[bool, typer.Option("--down/--up", help="往下移一行，或往上移一行")] = True,
    leave_behind: LeaveBehind = False,
) -> int:
    """Write the workbook with one row exchanged with its neighbour."""
    step = 1 if down else -1

    def change(data: FormData, form: Form) -> Moved:
        block, index = row_on(data, form, row)
        swap_rows(data, form, block, index, step)
        other = _sheet_row(data, form, block, index + step)
        return f"第 {row} 行与第 {other} 行对调了", lambda at: {row: other, other: row}.get(at, at)

    return _change_rows(book, output, sheet, change, leave_behind)


def _change_rows(
    book: Path, output: Path, sheet: str, change: Callable[[FormData, Form], Moved], leave_behind: bool
) -> int:
    """Write the workbook with the rows of one form changed."""
    output = new_book(output)
    family, submission, opened = _opened(book)
    number = submission.forms.index(_form_on(submission, sheet))
    changed = copy.deepcopy(submission)
    data = changed.forms[number]
    done, moved = change(data, family.form(data.form))
    whole = Change(submission, changed, rows=(number, moved), opened=opened)
    write_carrying(book, family, whole, output, leave_behind, command=done)
    return _told(f"「{data.sheet}」里{done}", output)


def _sheet_row(data: FormData, form: Form, block: str, index: int) -> int:
    """The row of the sheet that was read in which a block's row stood."""
    (repeat,) = (each for each in walk_blocks(form.rows) if each.repeat == block)
    row, _ = coordinate_to_tuple(data.places[row_reference(block, index, repeat.cells[0].field)])
    return int(row)


def final(
    book: Annotated[Path, typer.Argument(help="自评工作簿（.xlsx、.xlsm）", metavar="工作簿")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="保存到哪个文件（.xlsx）", metavar="文件")
    ] = None,
    leave_behind: LeaveBehind = False,
    public: Annotated[
        bool,
        typer.Option("--public", help="公开版：工作簿和同名的报告（.docx），不带填表人、电话、签字、批注和文件属性"),
    ] = False,
    allow_open: Annotated[bool, typer.Option("--allow-open", help="与 --public 同用：有待填或错误也照样生成")] = False,
    check_only: Annotated[
        bool, typer.Option("--check-only", help="与 --public 同用：只检查一个要公开的文件（.docx、.xlsx）")
    ] = False,
) -> int:
    """Write the forms with values only; the previous file is kept beside it."""
    _refuse_apart(public, allow_open, check_only)
    if check_only:
        return check_public(book)
    if output is None:
        raise OptionError("缺少「--output」：请用 -o 写明保存到哪个文件")
    if public:
        return published(evaluate(*_read(book)), output, allow_open)
    need_suffix(output, ".xlsx")
    refuse_target(output)
    family, submission, opened = _opened(book)
    evaluation = evaluate(family, submission)
    found = additions(book, family, submission, output.parent, opened)
    lost = [item for item in found if item.what is not What.FORMULA]  # their results are what the form prints
    refuse_loss(lost, leave_behind)
    with listed_beside(lost, output):
        kept = keep_previous(output, lambda target: build_final(evaluation, target))
    if kept:
        typer.echo(f"上一份上报版保留为：{kept}")
    typer.echo(f"已导出上报版：{output}")
    return 0


def print_book(
    book: Annotated[Path, typer.Argument(help="自评工作簿（.xlsx、.xlsm）", metavar="工作簿")],
    output: Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件（.pdf）", metavar="文件")],
) -> int:
    """Write the forms as a PDF to be printed; the previous file is kept beside it."""
    need_suffix(output, ".pdf")
    refuse_target(output)
    typer.echo(print_forms(evaluate(*_read(book)), output, write_pdf))
    return 0


def _refuse_apart(public: bool, allow_open: bool, check_only: bool) -> None:
    """Options that need each other.

    Raises:
        OptionError: one is missing.
    """
    if (allow_open or check_only) and not public:
        raise OptionError("「--allow-open」「--check-only」要与「--public」一起用")


def freeze_formulas(
    book: Workbook,
    output: Output,
    back: Annotated[bool, typer.Option("--restore", help="恢复以前冻结的公式")] = False,
    leave_behind: LeaveBehind = False,
) -> int:
    """Write the workbook with values in place of formulas, or with the formulas back."""
    output = new_book(output)
    family, submission, opened = _opened(book)
    changed, count = (restore if back else freeze)(evaluate(family, submission))
    done = f"已恢复 {count} 个公式" if back else f"已把 {count} 个计算结果固定为数值"
    change = Change(submission, changed, opened=opened)
    _record(family, change, "恢复公式" if back else "冻结公式")
    if back or output.suffix.lower() != book.suffix.lower() or not _frozen(book, submission, changed, output):
        write_carrying(book, family, change, output, leave_behind)
    return _told(done, output)


def _read(book: Path) -> tuple[Family, Submission]:
    """A workbook, over which nothing is written from then on."""
    return _opened(book)[:2]


def _opened(book: Path) -> tuple[Family, Submission, Any]:
    """The same, and the workbook itself."""
    protect(book)
    return opened_book(book)


def write_carrying(
    book: Path, family: Family, change: Change, target: Path, leave_behind: bool, command: str = ""
) -> None:
    """Write the workbook of a changed submission with what people added to the old one.

    ``command`` is what the log calls the change.

    Raises:
        LossError: some of it would be left behind, and nobody agreed to that; nothing is written.
    """
    if command:
        _record(family, change, command)
    with creating(target) as temporary:
        lost = rebuild(book, family, change, temporary, target.parent)
        refuse_loss(lost, leave_behind)
    tell_lost(lost, target)


def _record(family: Family, change: Change, command: str) -> None:
    record(change.new, command, f"{datetime.now():%Y-%m-%d %H:%M}", changes_of(family, change))


def tell_lost(lost: Sequence[Addition], target: Path) -> None:
    """List what was left behind beside the result, and say so."""
    with listed_beside(lost, target):
        pass


@contextmanager
def listed_beside(lost: Sequence[Addition], target: Path) -> Iterator[None]:
    """List what is left behind beside the result that the block writes, and say so; without it no list stays."""
    if not lost:
        yield
        return
    listed = target.with_name(f"{target.stem}没有带过去的内容.txt")
    keep_previous(listed, lambda temporary: write_lost(lost, temporary))
    try:
        yield
    except BaseException:
        remove(listed)
        raise
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
    found = found or [data for data in submission.forms if data.sheet.startswith(f"{sheet} ")]
    found = found or [data for data in submission.forms if data.sheet.startswith(sheet)]
    if len(found) != 1:
        what = "有几张工作表的名称这样开头" if found else "没有这样的工作表"
        raise SheetError(f"「{sheet}」：{what}。可以写：{'、'.join(names)}")
    return found[0]
