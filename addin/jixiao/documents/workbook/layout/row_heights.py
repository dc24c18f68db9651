"""How tall the rows of a form's sheet are: as their texts need, which spreadsheets do not see in merged cells."""

from __future__ import annotations

import math

from jixiao.core.text_width import lines_needed
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.grid import Placed
from jixiao.model.submission.unit_labels import worded

CHARACTERS_PER_MM = 0.62
"""Of a column's width, for a millimetre of the printed form."""

_LINE, _LEAST = 14.5, 20.0


def height(lines: int) -> float:
    """The height in points of a row with that many lines."""
    return max(_LEAST, lines * _LINE + 4)


def row_lines(values: FormValues) -> list[int]:
    """How many lines each row of a form's layout needs."""
    lines = [2 if values.form.title_inside and row == 0 else 1 for row in range(values.layout.height)]
    for placed in values.layout.cells:
        if placed.rows == 1:
            lines[placed.row] = max(lines[placed.row], placed_lines(values, placed))
    for placed in values.layout.cells:
        if placed.rows > 1 and not placed.block:
            last = placed.row + placed.rows - 1
            lines[last] += max(0, placed_lines(values, placed) - sum(lines[placed.row : last + 1]))
    return lines


def placed_lines(values: FormValues, placed: Placed) -> int:
    """How many lines a cell needs, its label or its value."""
    label = worded(values.data, placed.label, values.schema.year)
    value = values.printed(placed.key, placed.block, placed.index) if placed.key else ""
    label_columns, _ = placed.cell.span if isinstance(placed.cell.span, tuple) else (0, 0)
    middle, end = placed.column + label_columns, placed.column + placed.columns
    if not label_columns:
        return _lines_within(values, label + value, middle, end)
    return max(_lines_within(values, label, placed.column, middle), _lines_within(values, value, middle, end))


def _lines_within(values: FormValues, text: str, first: int, end: int) -> int:
    """Lines that a text takes across some of the form's columns."""
    return lines_needed(text, math.fsum(values.form.columns[first:end]) * CHARACTERS_PER_MM - 1)
