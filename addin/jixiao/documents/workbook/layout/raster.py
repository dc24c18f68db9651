"""Where a laid-out form stands on its sheet.

Every repeated block lies between two hidden *boundary rows*. Names and formulas cover the block from boundary to
boundary, so a row that a person inserts anywhere inside, even first or last, is included without further ado.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter.utility import xl_col_to_name

from jixiao.model.forms.grid import Layout, Placed

FIRST_ROW = 2
"""The attachment's number and the title stand above the table."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Sheet rows (from 0) of a layout.

    ``rows[i]`` is the sheet row of layout row *i*; ``ends[i]`` the last sheet row that a label spanning to layout
    row *i* covers; ``bounds`` the boundary rows of each block; ``last`` the table's last row.
    """

    rows: tuple[int, ...]
    ends: tuple[int, ...]
    bounds: dict[str, tuple[int, int]]
    last: int

    def area(self, placed: Placed) -> tuple[int, int, int, int]:
        """First row, first column, last row, last column of a cell."""
        ends = self.rows if placed.block else self.ends
        last = placed.row + placed.rows - 1
        return self.rows[placed.row], placed.column, ends[last], placed.column + placed.columns - 1


def raster(layout: Layout, above: int = 0) -> Raster:
    """Give every layout row its sheet row, with a boundary row before and after each block, below ``above`` lines."""
    opens = {first: block for block, (first, _) in layout.blocks.items()}
    closes = {first + count: block for block, (first, count) in layout.blocks.items()}
    rows: list[int] = []
    ends: list[int] = []
    bounds: dict[str, tuple[int, int]] = {}
    sheet_row = FIRST_ROW + above
    for index in range(layout.height + 1):
        if index in closes and closes[index] in bounds:
            bounds[closes[index]] = (bounds[closes[index]][0], sheet_row)
            sheet_row += 1
        if index:
            ends.append(sheet_row - 1)
        if index in opens:
            bounds[opens[index]] = (sheet_row, sheet_row + 1)
            sheet_row += 1
            if closes.get(index) == opens[index]:  # a block without rows: its boundaries touch
                sheet_row += 1
        rows.append(sheet_row)
        sheet_row += 1
    return Raster(tuple(rows[:-1]), tuple(ends), bounds, rows[-1] - 1)


@lru_cache(maxsize=65536)
def address(row: int, column: int) -> str:
    """A relative address, for formulas that are copied with their row."""
    return f"{xl_col_to_name(column)}{row + 1}"


@lru_cache(maxsize=65536)
def fixed(row: int, column: int) -> str:
    """An absolute address, for names and for formulas on other sheets."""
    return f"${xl_col_to_name(column)}${row + 1}"


def fixed_range(first: int, last: int, column: int) -> str:
    """An absolute range of one column."""
    return f"{fixed(first, column)}:{fixed(last, column)}"
