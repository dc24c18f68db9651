"""One more project form, one more row: what the forms of a family allow a unit to add."""

from __future__ import annotations

import copy
import re

from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.model.forms.family import Family, Form
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
    for block in walk_blocks(form.rows):
        rows = sheet_rows(data, block.repeat, block.cells[0].field)
        if sheet_row in rows:
            return block.repeat, rows.index(sheet_row)
    if not data.rows.get(form.helper_block):
        raise SubmissionError(f"「{data.sheet}」里没有指标行可以照着加。要在别的几行里加一行，请选那几行中的一行再试")
    return form.helper_block, len(data.rows[form.helper_block]) - 1


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
    data.frozen = {_moved(reference, block, index) for reference in data.frozen}


def _moved(reference: str, block: str, index: int) -> str:
    """The reference after a row came in behind that index."""
    match = _ROW_REFERENCE.fullmatch(reference)
    if match and match["block"] == block and int(match["index"]) > index:
        return row_reference(block, int(match["index"]) + 1, match["column"])
    return reference
