"""Mending a table before it is read: rows that end early, and labels that were meant to reach further down."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.learning.blank import table_width
from jixiao.documents.learning.known import Known
from jixiao.documents.learning.words import is_list_mark

_FEWEST_BESIDE, _FEWEST_CELLS = 3, 2


def fill_gaps(table: RawTable) -> None:
    """Where a row ends early or begins late, a blank cell stands."""
    width = table_width(table)
    for number, row in enumerate(table.rows):
        taken = sorted([*row, *table.covered[number]], key=lambda cell: cell.column)
        column = 0
        for cell in [*taken, RawCell(number, width, 1, "")]:
            if cell.column > column:
                row.append(RawCell(number, column, cell.column - column, ""))
            column = max(column, cell.end)
        row.sort(key=lambda cell: cell.column)


def insert_row(table: RawTable, number: int, heads: Sequence[RawCell]) -> None:
    """A blank row below headings, as they are divided; what stands beside them reaches over it too."""
    beside = [c for c in (*table.rows[number - 1], *table.covered[number - 1]) if c.end <= heads[0].column]
    for cell in (cell for row in table.rows[number:] for cell in row):
        cell.row += 1
    for cell in beside:
        cell.rows += 1
    table.rows.insert(number, [RawCell(number, head.column, head.columns, "") for head in heads])
    table.covered.insert(number, beside)


def join_sides(table: RawTable, known: Known) -> None:
    """A label in the first column with blanks below it, left of rows of their own, was meant to reach over them."""
    for number, row in enumerate(table.rows):
        side = next((cell for cell in row if cell.column == 0 and cell.rows == 1 and cell.text), None)
        if side is None or len(row) < _FEWEST_BESIDE or is_list_mark(side.text):
            continue
        heads_goals = all(known.is_goal(cell.text) for cell in row[1:] if cell.text)
        below = number + 1
        while below < len(table.rows) and _continues_side(table, side, below, heads_goals):
            blank = table.rows[below].pop(0)
            table.covered[below].append(side)
            side.rows += blank.rows
            below += 1


def _continues_side(table: RawTable, side: RawCell, number: int, heads_goals: bool) -> bool:
    cells = table.rows[number]
    if len(cells) < _FEWEST_CELLS or table.covered[number]:
        return False
    blank, second = cells[0], cells[1]
    is_blank = not blank.text and blank.rows == 1 and (blank.column, blank.end) == (0, side.end)
    return is_blank and (bool(second.text) or (heads_goals and number == side.row + 1))
