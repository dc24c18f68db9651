"""A new estimate of what the bureau would likely give, in the cells of an open workbook."""

from __future__ import annotations

from decimal import Decimal

import xlwings as xw

from jixiao.audit.bureau_score import TOTAL, Assessed
from jixiao.documents.workbook.layout.names import ASSESSED, assessed_name
from jixiao.interfaces.excel.open_book import Snapshot, unprotected


def show_assessed(taken: Snapshot, assessed: Assessed | None) -> None:
    """Replace the estimate on every sheet that has one."""
    if assessed is None:
        return
    for sheet in taken.sheets_naming(assessed_name(TOTAL, ASSESSED[0])):
        _show_on(sheet, assessed, set(taken.saved[sheet.name].defined_names))


def _show_on(sheet: xw.Sheet, assessed: Assessed, names: set[str]) -> None:
    with unprotected(sheet):
        for row in assessed.rows:
            if assessed_name(row.key, ASSESSED[0]) in names:
                _show(sheet, row.key, (row.low, row.high), row.reason, row.raises)
        _show(sheet, TOTAL, assessed.total)


def _show(sheet: xw.Sheet, key: str, points: tuple[Decimal, Decimal], *texts: str) -> None:
    for what, value in zip(ASSESSED, (*map(float, points), *texts), strict=False):
        sheet.names[assessed_name(key, what)].refers_to_range.value = value
