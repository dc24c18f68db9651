"""A1 addresses and the rectangles they stand for. Rows and columns count from 1, as in xlwings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

ROWS, COLUMNS = 1_048_576, 16_384
"""Of a sheet: Excel's limits, and Calc's since 7.4."""

_CORNER = r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})"
_CELLS = re.compile(rf"{_CORNER}(?::{_CORNER})?", re.IGNORECASE)
_WHOLE_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
_WHOLE_ROWS = re.compile(r"\$?([1-9][0-9]{0,6}):\$?([1-9][0-9]{0,6})")


class Area(NamedTuple):
    """A rectangle of cells; one without rows or columns is what an empty slice gives."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        """The number of the last row."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The number of the last column."""
        return self.column + self.columns - 1

    @property
    def size(self) -> int:
        """The number of cells."""
        return self.rows * self.columns

    @property
    def is_whole_rows(self) -> bool:
        """Whether it reaches across the sheet."""
        return self.columns == COLUMNS

    @property
    def is_whole_columns(self) -> bool:
        """Whether it reaches from the first row to the last."""
        return self.rows == ROWS

    def holds(self, other: Area) -> bool:
        """Whether another area lies within this one."""
        return (
            self.row <= other.row
            and self.column <= other.column
            and other.last_row <= self.last_row
            and other.last_column <= self.last_column
        )

    def halves(self) -> tuple[Area, Area]:
        """The area cut in two across its longer side."""
        if self.rows >= self.columns:
            cut = self.rows // 2
            return self._replace(rows=cut), self._replace(row=self.row + cut, rows=self.rows - cut)
        cut = self.columns // 2
        return self._replace(columns=cut), self._replace(column=self.column + cut, columns=self.columns - cut)

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """The address as Excel writes it: ``$A$1:$B$2``, ``$A:$B``, ``$1:$2``."""
        row, column = "$" * row_absolute, "$" * column_absolute
        if self.is_whole_columns:
            return f"{column}{letters(self.column)}:{column}{letters(self.last_column)}"
        if self.is_whole_rows:
            return f"{row}{self.row}:{row}{self.last_row}"
        first = f"{column}{letters(self.column)}{row}{self.row}"
        return first if self.size == 1 else f"{first}:{column}{letters(self.last_column)}{row}{self.last_row}"


def bounding(areas: Iterable[Area]) -> Area:
    """The smallest area around some."""
    areas = tuple(areas)
    row, column = min(a.row for a in areas), min(a.column for a in areas)
    last_row, last_column = max(a.last_row for a in areas), max(a.last_column for a in areas)
    return Area(row, column, last_row - row + 1, last_column - column + 1)


def parse(address: str) -> Area | None:
    """The area of an address such as ``B3``, ``$A$1:C2``, ``A:B`` or ``1:3``; None if it is none."""
    if found := _CELLS.fullmatch(address):
        column, row, last_column, last_row = found.groups()
        corners = [(int(row), number(column)), (int(last_row or row), number(last_column or column))]
    elif found := _WHOLE_COLUMNS.fullmatch(address):
        corners = [(1, number(found[1])), (ROWS, number(found[2]))]
    elif found := _WHOLE_ROWS.fullmatch(address):
        corners = [(int(found[1]), 1), (int(found[2]), COLUMNS)]
    else:
        return None
    area = bounding(Area(*corner) for corner in corners)
    return area if area.last_row <= ROWS and area.last_column <= COLUMNS else None


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number(column: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    result = 0
    for letter in column.upper():
        result = result * 26 + ord(letter) - ord("A") + 1
    return result


def quoted(sheet: str) -> str:
    """A sheet's name as Excel's formulas write it: in apostrophes unless it is a plain word."""
    looks_like_a_cell = parse(sheet) or re.fullmatch(r"(?i)r\d*(?:c\d*)?|c\d*", sheet)
    is_plain = re.fullmatch(r"[^\W\d]\w*", sheet) and not looks_like_a_cell
    return sheet if is_plain else "'" + sheet.replace("'", "''") + "'"


def unquoted(sheet: str) -> str:
    """The name itself of a sheet as a formula writes it."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
