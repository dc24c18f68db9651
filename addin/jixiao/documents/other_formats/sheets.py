"""A workbook that is none of ours as paragraphs and tables: a table for each sheet, lines of one cell as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jixiao.core.package_limits import DOCUMENT
from jixiao.documents.intake.raw_document import RawCell, RawDocument, RawParagraph, RawTable
from jixiao.documents.workbook.read import BookError, ShownSheet, shown_sheets

_MOST_ROWS, _MOST_COLUMNS = 2_000, 64
"""Of one sheet; official forms have some thirty rows and a dozen columns."""

_Area = tuple[int, int, int, int]


def read_sheets(path: Path) -> RawDocument:
    """The visible sheets of a workbook, in order.

    Raises:
        BookError: it cannot be read, or more text stands in it than anybody reads.
    """
    document, length = RawDocument(), 0
    for sheet in shown_sheets(path):
        length += sum(len(text) for row in sheet.rows for text in row)
        if length > DOCUMENT.text:
            raise BookError(f"「{path.name}」里的文字太多（超过 {DOCUMENT.text} 字），不是平常的自评文件，没有打开")
        document.unread += _unread(sheet)
        _take(sheet.rows[:_MOST_ROWS], sheet.merged, document)
    return document


def _unread(sheet: ShownSheet) -> Iterator[str]:
    """What of a sheet is not read, in words."""
    if sheet.is_hidden:
        yield f"隐藏的工作表「{sheet.title}」"
        return
    beyond = [*sheet.rows[_MOST_ROWS:], *(row[_MOST_COLUMNS:] for row in sheet.rows)]
    if not sheet.is_whole or any(text for row in beyond for text in row):
        yield f"工作表「{sheet.title}」第 {_MOST_ROWS} 行以下、第 {_MOST_COLUMNS} 列以右的内容"


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
