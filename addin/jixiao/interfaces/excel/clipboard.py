"""What another program copied, put into a form's visible cells as texts and figures; LibreOffice's clipboard only.

LibreOffice's own pasting refuses blocks over merged cells and fills hidden rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import xlwings as xw

from jixiao.core.errors import UserError
from jixiao.model.submission.figures import CellValue, cell_value

Block = list[list[CellValue]]

_HTML, _TEXT = "text/html", "text/plain;charset=utf-16"
_CELLS = ("td", "th")
_ENDS = (*_CELLS, "tr", "table")
_EXACT = ("sdval", "x:num")
"""Where LibreOffice and Excel say a figure with all its digits, beside the text that shows it rounded."""


class NothingCopiedError(UserError):
    """There is nothing to paste; the message says what to do."""


def put_block(selected: xw.Range, block: Block) -> tuple[int, int]:
    """Write a block from the selected cell on; how many cells were written, and how many are not to be filled in."""
    written = refused = 0
    rows = _visible(selected.sheet.api.getRows(), selected.row - 1)
    for row, values in zip(rows, block, strict=False):
        cells = _cells(selected.sheet, row, selected.column - 1)
        for cell, value in zip(cells, values, strict=False):
            if cell.api.CellProtection.IsLocked:
                refused += 1
            else:
                cell.value = value
                written += 1
    return written, refused


def copied_block(office: Any) -> Block:
    """The rows of cells that are on the clipboard.

    Raises:
        NothingCopiedError: there is no text on it.
    """
    contents = office.service("com.sun.star.datatransfer.clipboard.SystemClipboard").getContents()
    flavours = contents.getTransferDataFlavors() if contents else ()
    data = {flavour.MimeType: flavour for flavour in reversed(flavours)}
    html = next((contents.getTransferData(data[kind]).value for kind in data if kind.startswith(_HTML)), b"")
    text = contents.getTransferData(data[_TEXT]) if _TEXT in data else ""
    block = block_of(html, text)
    if not block:
        raise NothingCopiedError(
            "剪贴板里没有文字。请先在 Word 或别的工作簿里选中、复制，再选要填的第一格，按“粘贴为数值”。"
        )
    return block


def block_of(html: bytes, text: str) -> Block:
    """A table's rows; without one the lines of a text, which are one cell unless they are figures or have tabs."""
    table = _Table()
    table.feed(html.decode("utf-16" if html[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace"))
    if table.rows:
        return table.rows
    lines = [[_value(part) for part in line.split("\t")] for line in text.rstrip().splitlines()]
    if "\t" in text or all(isinstance(value, Decimal | None) for line in lines for value in line):
        return lines
    return [[text.strip()]]


class _Table(HTMLParser):
    """The rows of the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Block = []
        self._exact: str | None = None
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS:
            self._end()
        if tag == "tr":
            self.rows.append([])
        elif tag in _CELLS and self.rows:
            self._text = []
            self._exact = next((value for name, value in attrs if name in _EXACT), None)
        elif tag in ("p", "br") and self._text:
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(" ".join(data.split()))

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDS:
            self._end()

    def _end(self) -> None:
        """A cell ends where the next begins, too."""
        if self._text is not None:
            self.rows[-1].append(_value("".join(self._text), self._exact))
            self._text = None


def _value(text: str, exact: str | None = None) -> CellValue:
    """A figure as such, with the digits it was copied from; all else as the text it shows."""
    text = text.strip()
    value = cell_value(text, "amount")
    if text.endswith("%") or not isinstance(value, Decimal):
        return text or None
    given = cell_value(exact, "amount") if exact else None
    return given if isinstance(given, Decimal) else value


def _cells(sheet: xw.Sheet, row: int, first: int) -> Iterator[xw.Range]:
    """The cells of a row that are seen: of merged cells the first."""
    for column in _visible(sheet.api.getColumns(), first):
        cell = sheet.range((row + 1, column + 1))
        if cell.merge_area(1, 1).address == cell.address:
            yield cell


def _visible(lines: Any, first: int) -> Iterator[int]:
    return (number for number in range(first, lines.getCount()) if lines.getByIndex(number).IsVisible)
