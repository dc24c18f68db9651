"""A sheet as the copy of the open workbook has it, which tells in no time what is right: a live cell takes a call."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from openpyxl.worksheet.formula import ArrayFormula

from jixiao.documents.workbook.layout.input_rules import sign_of_money
from jixiao.documents.workbook.layout.styles import INPUT_COLOUR
from jixiao.interfaces.excel.remembered_cells import PROBLEM_COLOUR
from jixiao.model.submission.typed_figures import SERIAL_SHARE

_INPUT = frozenset({INPUT_COLOUR[1:].upper(), "".join(f"{part:02X}" for part in PROBLEM_COLOUR)})


class SavedSheet:
    """What mending asks of a sheet; rows and columns count from 1. What is not certain here is asked of the live one.

    Args:
        sheet: openpyxl's worksheet, formulas as formulas.
    """

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._merged = {area.bounds for area in sheet.merged_cells.ranges}

    @property
    def last_column(self) -> int:
        """The number of the last column that is used."""
        return int(self._sheet.max_column)

    def formula(self, row: int, column: int) -> str:
        """The formula of a cell in the program's own notation, or what is typed there; empty for a blank."""
        held = self._sheet.cell(row, column).value
        return str(held.text if isinstance(held, ArrayFormula) else "" if held is None else held)

    def is_text(self, row: int, column: int) -> bool:
        """Whether a text stands in a cell."""
        return bool(self._sheet.cell(row, column).data_type == "s")

    def is_date(self, row: int, column: int) -> bool:
        """Whether a number stands in a cell that is shown as a date, or as TRUE or FALSE."""
        return isinstance(self._sheet.cell(row, column).value, datetime | time | bool)

    def is_no_share(self, row: int, column: int) -> bool:
        """Whether a number stands in a cell that is shown as a percentage, and no percentage is that large."""
        held = self._sheet.cell(row, column).value
        return self.is_share(row, column) and abs(held) >= SERIAL_SHARE

    def is_share(self, row: int, column: int) -> bool:
        """Whether a number stands in a cell that is shown as a percentage."""
        cell = self._sheet.cell(row, column)
        return isinstance(cell.value, int | float) and str(cell.number_format).endswith("%")

    def shows_money(self, row: int, column: int) -> bool:
        """Whether a number stands in a cell that is shown with a sign of money."""
        cell = self._sheet.cell(row, column)
        return isinstance(cell.value, int | float) and bool(sign_of_money(str(cell.number_format)))

    def has_input_looks(self, row: int, column: int) -> bool:
        """Whether a cell is yellow, or marked as a problem, and bordered and unlocked."""
        cell = self._sheet.cell(row, column)
        is_coloured, line = str(cell.fill.fgColor.rgb)[2:] in _INPUT, cell.border.bottom
        return is_coloured and not cell.protection.locked and line is not None and bool(line.style)

    def is_merged(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Whether exactly these cells are one."""
        return (left, top, right, bottom) in self._merged

    def row_height(self, row: int) -> float:
        """The height of a row in points; 0 if the file does not tell."""
        return float(self._sheet.row_dimensions[row].height or 0)
