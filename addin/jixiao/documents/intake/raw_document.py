"""What a Word file holds, freed of Word: paragraphs and tables in their order, merged cells as one cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias


class Margin(NamedTuple):
    """A text of a header or a footer: which of them, and what it says."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph outside tables; ``element`` is where it stands in the XML."""

    text: str
    element: Any = field(default=None, compare=False, repr=False)


@dataclass(slots=True)
class RawCell:
    """A cell; rows and columns count from 0, columns in the table's grid. ``rows`` grows with vertical merges.

    ``element`` is where it begins in the XML. A cell of a sheet may have a ``formula``; ``sums`` are the cells that
    it adds up.
    """

    row: int
    column: int
    columns: int
    text: str
    rows: int = 1
    element: Any = field(default=None, compare=False, repr=False)
    formula: str = field(default="", compare=False, repr=False)
    sums: tuple[RawCell, ...] = field(default=(), compare=False, repr=False)

    @property
    def end(self) -> int:
        """The grid column behind the cell."""
        return self.column + self.columns

    def overlap(self, other: RawCell) -> int:
        """How many grid columns two cells share."""
        return min(self.end, other.end) - max(self.column, other.column)


@dataclass(slots=True)
class RawTable:
    """A table: ``rows[i]`` are the cells that begin in row *i*, ``covered[i]`` those that reach into it from above."""

    number: int
    rows: list[list[RawCell]] = field(default_factory=list)
    covered: list[list[RawCell]] = field(default_factory=list)

    def at(self, row: int, like: RawCell) -> RawCell | None:
        """The cell of a row that lies under (or over) another: the one that shares most of its columns."""
        cells = [*self.rows[row], *self.covered[row]]
        best = max(cells, key=lambda cell: cell.overlap(like), default=None)
        return best if best and best.overlap(like) > 0 else None


RawBlock: TypeAlias = RawParagraph | RawTable


@dataclass(slots=True)
class RawDocument:
    """Everything in order; ``body`` is the XML it was read from, ``margins`` what stands around the text of pages.

    ``unread`` says of parts that were not read which they are.
    """

    body: Any = field(default=None, compare=False, repr=False)
    blocks: list[RawBlock] = field(default_factory=list)
    margins: list[Margin] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def tables(self) -> list[RawTable]:
        """The tables alone."""
        return [block for block in self.blocks if isinstance(block, RawTable)]
