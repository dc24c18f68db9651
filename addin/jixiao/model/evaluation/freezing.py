"""Values in place of formulas, and back: a form that is settled no longer follows other figures.

What is frozen counts as typed; ``FormData.frozen`` remembers it, so that the formulas can come back.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from jixiao.model.evaluation.evaluation import Evaluation, FormValues
from jixiao.model.forms.family import Cell
from jixiao.model.forms.grid import walk_cells
from jixiao.model.submission.figures import exact
from jixiao.model.submission.submission import Submission, row_reference


def formula_fields(values: FormValues) -> Iterator[tuple[Cell, str, int]]:
    """Each field of the printed form that has a formula: its cell, block ("" outside) and row index (-1 outside)."""
    form = values.form
    for block, cell in walk_cells(form.all_rows):
        if cell.formula:
            for index in values.rows(block) if block else (-1,):
                yield cell, block, index


def freeze(evaluation: Evaluation) -> tuple[Submission, int]:
    """The submission with values in place of its formulas, and how many; what was typed over one stays as it is."""
    submission = copy.deepcopy(evaluation.submission)
    count = 0
    for values, data in zip(evaluation.forms, submission.forms, strict=True):
        for cell, block, index in formula_fields(values):
            if values.typed(cell.field, block, index) is None:
                value = exact(values.value(cell.field, block, index), cell.kind)
                (data.rows[block][index] if block else data.fields)[cell.field] = value
                data.frozen.add(row_reference(block, index, cell.field) if block else cell.field)
                count += 1
    return submission, count


def restore(evaluation: Evaluation) -> tuple[Submission, int]:
    """The submission with formulas where values were frozen, and how many; other values typed over one stay."""
    submission = copy.deepcopy(evaluation.submission)
    count = 0
    for values, data in zip(evaluation.forms, submission.forms, strict=True):
        for cell, block, index in formula_fields(values):
            if (row_reference(block, index, cell.field) if block else cell.field) in data.frozen:
                (data.rows[block][index] if block else data.fields).pop(cell.field, None)
                count += 1
        data.frozen = set()
    return submission, count
