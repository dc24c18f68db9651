"""A new estimate of what the bureau would likely give, in the cells of an open workbook."""

from __future__ import annotations

from decimal import Decimal

import xlwings as xw

from jixiao.audit.bureau_score import TOTAL, Assessed
from jixiao.documents.workbook.layout.names import ASSESSED, assessed_name
from jixiao.interfaces.excel.open_book import unprotected


def show_assessed(book: xw.Book, assessed: Assessed | None) -> None:
    """Replace the estimate on every sheet that has one."""
    for sheet in book.sheets if assessed else ():
        cells = {name.name.rpartition("!")[2]: name for name in sheet.names}
        rows = [row for row in assessed.rows if assessed_name(row.key, ASSESSED[0]) in cells]  # type: ignore[union-attr]
        if rows:
            with unprotected(sheet):
                for row in rows:
                    _show(cells, row.key, (row.low, row.high), row.reason, row.raises)
                _show(cells, TOTAL, assessed.total)  # type: ignore[union-attr]


def _show(cells: dict[str, xw.Name], key: str, points: tuple[Decimal, Decimal], *texts: str) -> None:
    for what, value in zip(ASSESSED, (*map(float, points), *texts), strict=False):
        cells[assessed_name(key, what)].refers_to_range.value = value
