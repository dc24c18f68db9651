"""Rows that grow with what is said on them: no program makes room by itself where a formula comes to say more."""

from __future__ import annotations

from collections.abc import Iterable

import xlwings as xw

from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout.row_heights import height
from jixiao.documents.workbook.sheets.problem_sheet import FIRST_PROBLEM, SHOWN, problem_height
from jixiao.interfaces.excel.form_rows import LiveForm
from jixiao.interfaces.excel.open_book import unprotected
from jixiao.model.forms.sheet_titles import CHECKS

_TALLEST = 400.0
"""Points; Excel's own limit is 409."""

_SAID = 7
"""Columns of 校验 that hold texts."""


def show_hints_whole(form: LiveForm, rows: Iterable[int]) -> None:
    """Make those of the rows taller whose hint takes more lines than they have."""
    wanted = sorted(set(rows))
    if not wanted:
        return
    column = form.sheet.range((wanted[0], form.at.hint + 1), (wanted[-1], form.at.hint + 1))
    width, hints = round(column.column_width or 0) - 1, column.options(ndim=1).value
    for row in wanted:
        needed = min(_TALLEST, height(lines_needed(str(hints[row - wanted[0]] or ""), width)))
        _grow(form.sheet, row, needed)


def show_problems_whole(book: xw.Book) -> None:
    """Make the rows of 校验 as tall as what stands in them now."""
    if CHECKS not in [sheet.name for sheet in book.sheets]:
        return
    sheet = book.sheets[CHECKS]
    said = sheet.range((FIRST_PROBLEM, 1), (FIRST_PROBLEM + SHOWN - 1, _SAID)).options(ndim=2).value
    with unprotected(sheet):
        for row, texts in enumerate(said, FIRST_PROBLEM):
            if str(texts[0] or "").strip():
                _grow(sheet, row, problem_height([str(text or "") for text in texts]))


def _grow(sheet: xw.Sheet, row: int, needed: float) -> None:
    cells = sheet.range(f"{row}:{row}")
    if (cells.row_height or 0) < needed - 1:
        cells.row_height = needed
