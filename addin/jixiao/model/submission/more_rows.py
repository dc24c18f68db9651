"""One more project form, one more row: what the forms of a family allow a unit to add."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.model.forms.family import Family, Form, Repeat
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission.errors import SubmissionError
from jixiao.model.submission.new_submission import start
from jixiao.model.submission.submission import FormData, Submission, row_reference

_ROW_REFERENCE = re.compile(r"(?P<block>\w+)\[(?P<index>\d+)\]\.(?P<column>.+)")


def with_project(old: Submission, family: Family) -> Submission:
    """The submission with one more of each form that is filled once a project, worded as the others are.

    Raises:
        SubmissionError: the family has no such form.
    """
    submission = copy.deepcopy(old)
    repeated = [form.id for form in family.forms if form.repeated]
    if not repeated:
        raise SubmissionError(f"表样「{family.head.title}」没有按项目填写的表，不能新增")
    for new in start(family, old.unit, old.year).forms:
        if new.form in repeated:
            new.wording = dict(next((form.wording for form in submission.of(new.form)), {}))
            submission.forms.append(new)
    order = [form.id for form in family.forms]
    submission.forms.sort(key=lambda data: order.index(data.form))
    return submission


def without_project(old: Submission, family: Family, number: int) -> Submission:
    """The submission without one of the forms that are filled once a project.

    Raises:
        SubmissionError: the form is of another kind, or the only one of its kind.
    """
    data = old.forms[number]
    if not family.form(data.form).repeated:
        raise SubmissionError(f"「{data.sheet}」不是项目表，不能去掉")
    if len(list(old.of(data.form))) < 2:
        raise SubmissionError("只有一张项目表了，不能再去掉；没有项目的话把它空着就可以")
    submission = copy.deepcopy(old)
    del submission.forms[number]
    return submission


def row_to_follow(data: FormData, form: Form, sheet_row: int) -> tuple[str, int]:
    """The block and the index of the row that a new one is to follow.

    Args:
        data: a filled form that was read from a sheet.
        form: its form.
        sheet_row: a row of that sheet, counted from 1. Outside all blocks it stands for the last row of the form's
            main block.

    Raises:
        SubmissionError: the form has no rows to add to.
    """
    found = _row_at(data, form, sheet_row)
    if found:
        return found
    if not data.rows.get(form.helper_block):
        raise SubmissionError(f"「{data.sheet}」里没有指标行可以照着加。要在别的几行里加一行，请选那几行中的一行再试")
    return form.helper_block, len(data.rows[form.helper_block]) - 1


def row_on(data: FormData, form: Form, sheet_row: int) -> tuple[str, int]:
    """The block and the index of the row that stands in a sheet's row.

    Raises:
        SubmissionError: no row of a block stands there.
    """
    found = _row_at(data, form, sheet_row)
    if not found:
        rows = sorted(row for block in walk_blocks(form.rows) for row in _rows_of(data, block))
        where = f"，指标在第 {rows[0]} 至 {rows[-1]} 行" if rows else ""
        raise SubmissionError(f"「{data.sheet}」第 {sheet_row} 行不是指标行{where}")
    return found


def _row_at(data: FormData, form: Form, sheet_row: int) -> tuple[str, int] | None:
    for block in walk_blocks(form.rows):
        rows = _rows_of(data, block)
        if sheet_row in rows:
            return block.repeat, rows.index(sheet_row)
    return None


def _rows_of(data: FormData, block: Repeat) -> list[int]:
    return sheet_rows(data, block.repeat, block.cells[0].field)


def sheet_rows(data: FormData, block: str, column: str) -> list[int]:
    """The sheet rows, counted from 1, of a block's rows."""
    references = (row_reference(block, index, column) for index in range(len(data.rows.get(block, ()))))
    return [coordinate_to_tuple(data.places[reference])[0] for reference in references]


def insert_row(data: FormData, form: Form, block: str, index: int) -> None:
    """Put an empty row behind a row of a block, in the same group of merged cells."""
    (repeat,) = (each for each in walk_blocks(form.rows) if each.repeat == block)
    rows = data.rows[block]
    merged = (cell.field for cell in repeat.cells if cell.merge)
    rows.insert(index + 1, {key: rows[index][key] for key in merged if rows[index].get(key)})
    _move(data, block, {at: at + 1 for at in range(index + 1, len(rows))})


def delete_row(data: FormData, block: str, index: int) -> None:
    """Take a row out of a block; each other row goes on saying which group it is of.

    Raises:
        SubmissionError: it is the block's only one.
    """
    rows = data.rows[block]
    if len(rows) < 2:
        raise SubmissionError("这几行只剩一行了，不能再删；不用的话把内容清空就可以")
    del rows[index]
    _move(data, block, {index: -1} | {at: at - 1 for at in range(index + 1, len(rows) + 1)})


def swap_rows(data: FormData, form: Form, block: str, index: int, step: int) -> None:
    """Exchange a row with its neighbour of the same group.

    Raises:
        SubmissionError: there is none in that direction, or it is of another group.
    """
    rows, other = data.rows[block], index + step
    if not 0 <= other < len(rows):
        raise SubmissionError("已经是最上面的一行了" if step < 0 else "已经是最下面的一行了")
    (repeat,) = (each for each in walk_blocks(form.rows) if each.repeat == block)
    levels = [cell.field for cell in repeat.cells if cell.merge]
    if [rows[index].get(key) for key in levels] != [rows[other].get(key) for key in levels]:
        raise SubmissionError("相邻的那一行属于另一个一级或二级指标，不能对调；要换到那一类，请在那里插入一行再填")
    rows[index], rows[other] = rows[other], rows[index]
    _move(data, block, {index: other, other: index})


def _move(data: FormData, block: str, moved: Mapping[int, int]) -> None:
    """Have the references to frozen cells follow their rows; one to a row that is gone (-1) is dropped."""
    found = (_moved(reference, block, moved) for reference in data.frozen)
    data.frozen = {reference for reference in found if reference}


def _moved(reference: str, block: str, moved: Mapping[int, int]) -> str:
    match = _ROW_REFERENCE.fullmatch(reference)
    if not match or match["block"] != block:
        return reference
    index = moved.get(int(match["index"]), int(match["index"]))
    return row_reference(block, index, match["column"]) if index >= 0 else ""


def moved_reference(reference: str, block: str, index: int, by: int = 1) -> str:
    """The reference after a row came in behind that index, or went from there."""
    match = _ROW_REFERENCE.fullmatch(reference)
    if match and match["block"] == block and int(match["index"]) > index:
        return row_reference(block, int(match["index"]) + by, match["column"])
    return reference
