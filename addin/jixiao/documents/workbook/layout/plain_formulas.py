"""A workbook whose formulas are written as they stand."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet


class _PlainSheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter searches each formula for some forty functions newer than ours, which takes most of its time."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: float | str = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0


class PlainWorkbook(Workbook):  # type: ignore[misc]
    """Takes no function newer than Excel 2007, and no array formulas."""

    worksheet_class = _PlainSheet
