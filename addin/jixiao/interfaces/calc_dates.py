"""A date or a time in a cell for a figure, in an open LibreOffice document: it becomes a text that no total adds.

Calc makes a date of 3-5 and a time of 12:30, takes both for numbers, and tells a condition of most dates' formats
nothing, so that no format can say it. Excel refuses what is typed so by the cell's own rule.

Standard library only and no ``import uno``: what changed is handed in, by the extension or by a test.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

_DATE, _TIME = 2, 4  # of com.sun.star.util.NumberFormat
_DATES = 2  # com.sun.star.sheet.CellFlags.DATETIME: numbers that are shown as a date or a time
_DAY_NOUGHT = datetime(1899, 12, 30)
_MOST = 1_000
"""Cells looked at in one change: more is a sheet of somebody's own."""


def refuse_dates(document: Any, cells: Any) -> int:
    """Write the dates among cells that have just changed as ``误填 2026-03-05``, where a rule asks for a figure.

    Returns:
        The number of cells whose content was replaced.
    """
    found = [cell for cell in _dates(cells) if _asks_for_a_figure(cell)]
    for cell in found:
        shown = _shown(cell.getValue(), document.NumberFormats.getByKey(cell.NumberFormat).Type)
        cell.NumberFormat = 0
        cell.setString(f"误填 {shown}")
    return len(found)


def _dates(cells: Any) -> list[Any]:
    """The cells that hold a number shown as a date or a time."""
    found = []
    for area in cells.queryContentCells(_DATES):
        place = area.getRangeAddress()
        rows, columns = place.EndRow - place.StartRow + 1, place.EndColumn - place.StartColumn + 1
        if rows * columns <= _MOST:
            found += [area.getCellByPosition(column, row) for row in range(rows) for column in range(columns)]
    return found


def _asks_for_a_figure(cell: Any) -> bool:
    """Whether a person may type here and the cell's rule is ours for figures."""
    if cell.CellProtection.IsLocked:
        return False
    rule = cell.Validation
    return rule.Type.value == "CUSTOM" and "ISNUMBER" in rule.getFormula1()


def _shown(serial: float, kind: int) -> str:
    """A date as it is written in full, a time of a day as hours and minutes."""
    moment = _DAY_NOUGHT + timedelta(days=serial)
    return f"{moment:%H:%M}" if kind & _TIME and not kind & _DATE else f"{moment:%Y-%m-%d}"
