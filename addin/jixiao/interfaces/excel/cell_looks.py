"""How a cell to fill in looks and behaves, in Excel and in LibreOffice."""

from __future__ import annotations

from typing import Any

import xlwings as xw

from jixiao.documents.workbook.layout.styles import INPUT_COLOUR
from jixiao.interfaces.excel.clipboard import copied_block, put_block
from jixiao.interfaces.excel.open_book import is_calc
from jixiao.interfaces.excel.remembered_cells import PROBLEM_COLOUR

INPUT: Any = tuple(int(INPUT_COLOUR[place : place + 2], 16) for place in (1, 3, 5))
_EXCEL_BOTTOM = 9
_EXCEL_LINE, _EXCEL_VALUES, _EXCEL_TEXT = 1, -4163, "Unicode Text"
_HAIRLINE = 18  # hundredths of a millimetre


def has_input_looks(cell: xw.Range) -> bool:
    """Whether a cell is yellow, or marked as a problem, and bordered and unlocked."""
    if cell.color not in (INPUT, PROBLEM_COLOUR):
        return False
    if not is_calc(cell.sheet.book.app):
        return not cell.api.Locked and cell.api.Borders(_EXCEL_BOTTOM).LineStyle == _EXCEL_LINE
    return not cell.api.CellProtection.IsLocked and cell.api.BottomBorder.OuterLineWidth > 0


def look_like_input(cell: xw.Range) -> None:
    """Yellow, bordered and unlocked, whatever was pasted over it."""
    cell.color = INPUT
    if not is_calc(cell.sheet.book.app):
        cell.api.Locked = False
        cell.api.Borders.LineStyle = _EXCEL_LINE
        return
    protection = cell.api.CellProtection
    protection.IsLocked = False
    cell.api.CellProtection = protection
    for side in ("TopBorder", "BottomBorder", "LeftBorder", "RightBorder"):
        line = getattr(cell.api, side)
        line.OuterLineWidth = _HAIRLINE
        setattr(cell.api, side, line)


def paste_values(app: xw.App) -> str | None:
    """What was copied, as values: from a workbook without its formats, from Word as plain text; what is to be told."""
    selected: Any = app.selection
    if is_calc(app):
        office: Any = app.impl.office
        written, refused = put_block(selected, copied_block(office))
        return f"粘贴了 {written} 格；另有 {refused} 格不是填写的格子，没有动。" if refused else None
    try:
        selected.api.PasteSpecial(Paste=_EXCEL_VALUES)
    except Exception:  # what was copied is no range: Excel has an error of its own for that
        selected.sheet.api.PasteSpecial(Format=_EXCEL_TEXT)
    return None
