"""What the cells of a blank table were taken for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jixiao.documents.intake.raw_document import RawCell, RawTable


class CellRole(StrEnum):
    """What a cell is; the words are those of the table that administrators correct."""

    LABEL = "表头"
    FIELD = "填写"
    BOTH = "表头带填写"
    BLANK = "空格"


@dataclass(slots=True)
class Taken:
    """One cell, or one column of a block: its role, its key, how sure that is, and what stood there.

    ``value`` is what was printed or filled in; ``help`` the form's own instruction inside the cell. ``title`` are the
    words the key was found by.
    """

    cell: RawCell
    role: CellRole = CellRole.LABEL
    key: str = ""
    sureness: str = "S"
    kind: str = "text"
    value: str = ""
    help: str = ""
    title: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    """Rows that repeat: the rows ``first`` to ``last`` of the table, and the heading cell of each column."""

    name: str
    first: int
    last: int
    columns: list[Taken] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The columns' keys, in the form's own order."""
        return [column.key for column in self.columns]


@dataclass(slots=True)
class TakenTable:
    """A table as it was taken: each cell by its identity, and its blocks."""

    table: RawTable
    width: int
    cells: dict[int, Taken] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    points: str = ""
    """Points of the rate of execution, where a heading prints them and no column has them."""

    def of(self, cell: RawCell) -> Taken:
        """What a cell was taken for; what nobody took is printed as it stands."""
        return self.cells.get(id(cell)) or Taken(cell, CellRole.LABEL if cell.text else CellRole.BLANK)

    def block_at(self, row: int) -> Block | None:
        """The block whose rows a row is among."""
        return next((block for block in self.blocks if block.first <= row <= block.last), None)

    def content(self, row: int) -> list[RawCell]:
        """A row's own cells without the labels on its left that reach over several rows."""
        cells = sorted(self.table.rows[row], key=lambda cell: cell.column)
        column = 0
        covered = {cell.column: cell for cell in self.table.covered[row]}
        while column in covered:
            column = covered[column].end
        while cells and cells[0].column <= column and cells[0].rows > 1 and cells[0].end < self.width:
            column = cells.pop(0).end
        return cells

    def sides(self, row: int) -> list[RawCell]:
        """The labels left of a row that reach over several, outermost first."""
        own = {id(cell) for cell in self.content(row)}
        around = [*self.table.covered[row], *self.table.rows[row]]
        first = min((cell.column for cell in self.content(row)), default=self.width)
        return sorted((c for c in around if id(c) not in own and c.column < first), key=lambda c: c.column)
