"""Rows that grow with the hints beside them: several hints on one row were cut, and no program makes room by itself."""

from __future__ import annotations

from collections.abc import Iterable

import xlwings as xw

from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout.row_heights import height
from jixiao.interfaces.excel.form_rows import LiveForm

_TALLEST = 400.0
"""Points; Excel's own limit is 409."""


def show_hints_whole(form: LiveForm, rows: Iterable[int]) -> None:
    """Make those of the rows taller whose hint takes more lines than they have."""
    wanted = sorted(set(rows))
    if not wanted:
        return
    column = form.sheet.range((wanted[0], form.at.hint + 1), (wanted[-1], form.at.hint + 1))
    width, hints = round(column.column_width or 0) - 1, column.options(ndim=1).value
    for row in wanted:
        needed = min(_TALLEST, height(lines_needed(str(hints[row - wanted[0]] or ""), width)))
        _grow(form.sheet.range(f"{row}:{row}"), needed)


def _grow(row: xw.Range, needed: float) -> None:
    if (row.row_height or 0) < needed - 1:
        row.row_height = needed
