"""Headings in several rows: the lowest heading over each column, with the words that stand above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.taken import TakenTable
from jixiao.documents.learning.words import is_value

_MOST_ROWS = 3


@dataclass(slots=True)
class Heads:
    """The lowest headings, how many rows they take, the headings above them, and what stands above each."""

    cells: list[RawCell]
    depth: int = 1
    above: list[RawCell] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)

    def group(self, cell: RawCell) -> str:
        """The words right above a lowest heading."""
        return self.groups.get(id(cell), "")


def lowest_heads(taken: TakenTable, row: int) -> Heads:
    """The headings that begin in a row; in one row of them, the row's own cells."""
    rows = taken.table.rows
    cells = sorted(rows[row], key=lambda cell: cell.column)
    found = Heads(cells)
    while len(cells) > 1 and found.depth < _MOST_ROWS and row + found.depth < len(rows):
        split = _split(found.cells, rows[row + found.depth], row + found.depth)
        if not split:
            break
        for group, parts in split:
            found.above.append(group)
            found.groups |= {id(part): group.text for part in parts}
        parts_of_all = [part for _, parts in split for part in parts]
        kept = [cell for cell in found.cells if all(cell is not group for group, _ in split)]
        found.cells = sorted([*kept, *parts_of_all], key=lambda cell: cell.column)
        found.depth += 1
    if found.depth == 1:
        return Heads(taken.content(row))
    found.cells = [cell for cell in found.cells if cell.row + cell.rows == row + found.depth]
    return found


def _split(heads: Sequence[RawCell], below: Sequence[RawCell], row: int) -> list[tuple[RawCell, list[RawCell]]]:
    """The headings that end above a row, each with the words below that divide it; none unless all there are such."""
    ending = [head for head in heads if head.row + head.rows == row and head.columns > 1 and head.text]
    split = [(head, [cell for cell in below if head.column <= cell.column and cell.end <= head.end]) for head in ending]
    split = [(head, parts) for head, parts in split if len(parts) > 1 and _fills(head, parts)]
    are_words = all(cell.text and not is_value(cell.text) for _, parts in split for cell in parts)
    return split if are_words and sum(len(parts) for _, parts in split) == len(below) else []


def _fills(head: RawCell, parts: Sequence[RawCell]) -> bool:
    return sum(part.columns for part in parts) == head.columns
