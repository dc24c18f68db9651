"""A workbook that is none of ours as paragraphs and tables: a table for each sheet, lines of one cell as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from jixiao.documents.intake.raw_document import RawCell, RawDocument, RawParagraph, RawTable
from jixiao.documents.workbook.read import shown_rows

_MOST_ROWS, _MOST_COLUMNS = 2_000, 64
"""Of one sheet; official forms have some thirty rows and a dozen columns."""

_Area = tuple[int, int, int, int]


def read_sheets(path: Path) -> RawDocument:
    """The visible sheets of a workbook, in order.

    Raises:
        BookError: it cannot be read.
    """
    document = RawDocument()
    for _, rows, merged in shown_rows(path):
        _take(rows[:_MOST_ROWS], merged, document)
    return document


def _take(rows: Sequence[Sequence[str]], merged: Iterable[_Area], document: RawDocument) -> None:
    """Titles and notes over and under a sheet's table are paragraphs, what stands between is the table."""
    filled = [[c for c, text in enumerate(row[:_MOST_COLUMNS]) if text.strip()] for row in rows]
    inside = [number for number, columns in enumerate(filled) if len(columns) > 1]
    first, last = (inside[0], inside[-1]) if inside else (len(rows), -1)
    for number, columns in enumerate(filled):
        if number == first:
            _table(rows, first, last, merged, document)
        if columns and not first <= number <= last:
            document.blocks.append(RawParagraph(rows[number][columns[0]].strip()))


def _table(
    rows: Sequence[Sequence[str]], first: int, last: int, merged: Iterable[_Area], document: RawDocument
) -> None:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in merged}
    hidden = {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, min(bottom, last) + 1)
        for column in range(left, min(right, _MOST_COLUMNS) + 1)
        if (row, column) != (top, left)
    }
    table = RawTable(number=len(document.tables))
    document.blocks.append(table)
    for number in range(first, last + 1):
        table.rows.append([])
        table.covered.append([])
        for column, text in enumerate(rows[number][:_MOST_COLUMNS]):
            if (number, column) not in hidden:
                height, width = spans.get((number, column), (1, 1))
                height = min(height, last - number + 1)
                cell = RawCell(number - first, column, width, text.strip(), height)
                table.rows[-1].append(cell)
    for cells in list(table.rows):
        for cell in cells:
            for below in range(cell.row + 1, cell.row + cell.rows):
                table.covered[below].append(cell)
