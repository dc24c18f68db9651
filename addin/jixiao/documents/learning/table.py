"""Reading a blank table: which of its cells are words of the form, which are to be filled in, and with what.

Top down: indicator blocks first, by their headings; then row by row with the headings that stand above. What stands in
cells that are to be filled in is taken out and kept apart, so that a filled form is read as well as a blank one.
"""

from __future__ import annotations

from jixiao.documents.intake.raw_document import RawTable
from jixiao.documents.learning.afterwards import find_points, move_execution, tell_twins_apart
from jixiao.documents.learning.headed_rows import HeadedRows
from jixiao.documents.learning.heads import lowest_heads
from jixiao.documents.learning.indicators import Indicators
from jixiao.documents.learning.known import Known
from jixiao.documents.learning.pairs import Pairs
from jixiao.documents.learning.taken import Block, TakenTable
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.tidying import fill_gaps, join_sides
from jixiao.documents.learning.words import embedded


class TableLearner:
    """Reads one table."""

    def __init__(self, table: RawTable, known: Known) -> None:
        fill_gaps(table)
        join_sides(table, known)
        self._known, self._rows = known, table.rows
        self._taker = Taker(table, known)
        self._taken = self._taker.taken
        self._indicators, self._pairs = Indicators(self._taker), Pairs(self._taker)
        self._headed = HeadedRows(self._taker, self._pairs)
        self._latest: Block | None = None

    def read(self) -> TakenTable:
        """Every cell of the table."""
        self._indicators.find()
        row = 0
        while row < len(self._rows):
            block = self._taken.block_at(row)
            if block:
                if not block.name.startswith("list"):
                    self._headed.forget()
                row = block.last + 1
                self._latest = block
            else:
                row += self._take_row(row)
        find_points(self._taker)
        move_execution(self._taker)
        tell_twins_apart(self._taker)
        return self._taken

    def _take_row(self, row: int) -> int:
        """Take a row, and those below it that are headings with it; how many rows these are."""
        cells = self._taken.content(row)
        for side in self._taken.sides(row):
            if side.row == row:
                self._taker.label(side)
        if not cells or row in self._indicators.heading_rows:
            self._headed.forget()
            return 1
        if self._latest is not None and self._indicators.take_total(row, self._latest):
            return 1
        if self._known.counts_rows(cells[0].text) and self._headed.has_heads:
            for cell in cells:
                self._taker.label(cell)
            return 1
        heads = lowest_heads(self._taken, row)
        if self._headed.take_heads(heads, row):
            return heads.depth
        if self._headed.has_heads and self._headed.fits(cells):
            self._headed.take(cells, row)
            return 1
        self._headed.forget()
        self._taker.by_nature &= any(embedded(cell.text) for cell in cells)
        self._pairs.take(cells)
        return 1
