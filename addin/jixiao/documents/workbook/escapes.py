"""Texts to the letter: what XML cannot hold is written as ``_x000D_``, and those very letters as ``_x005F_x000D_``.

openpyxl takes the two for the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_ESCAPED = re.compile("_x(00[01][0-9A-F]|005F|FFFE|FFFF)_", re.IGNORECASE)
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-F]{4}_)", re.IGNORECASE)


def escaped(text: str) -> str:
    """A text as a workbook's XML holds it, where some of its own letters look like an escaped character."""
    return _LIKE_ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """What a workbook's XML means."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def load_to_the_letter(file: IO[bytes], *, results: bool) -> Any:
    """A workbook as openpyxl's objects, to be read and never saved.

    Args:
        file: the open file.
        results: stored results instead of formulas.
    """
    reader = _Reader(file, data_only=results, keep_links=False)
    reader.read()
    for sheet in reader.wb.worksheets:
        for cell in sheet._cells.values():
            if cell.data_type == "s" and "_x" in cell.value:
                cell._value = unescaped(cell.value)  # its setter refuses what only the file's writer could refuse
    return reader.wb


def cells_of(sheet: Any) -> list[Any]:
    """The cells that a sheet's file has, row by row.

    openpyxl's own rows have every cell up to the last one: a single one in the far corner makes 17 thousand million.
    """
    return [cell for _, cell in sorted(sheet._cells.items())]


class _Sheet(Worksheet):  # type: ignore[misc,unused-ignore]
    """Merged cells get no borders: openpyxl draws them anew around each area, which takes as long as all the rest."""

    def _clean_merge_range(self, area: Any) -> None:
        _, *others = area.cells
        for row, column in others:
            self._cells[row, column] = MergedCell(self, row, column)


class _Reader(ExcelReader):  # type: ignore[misc,unused-ignore]
    """Leaves texts as the file has them."""

    def read_worksheets(self) -> None:
        self.wb.create_sheet = self._new_sheet
        super().read_worksheets()

    def _new_sheet(self, title: str) -> Worksheet:
        sheet = _Sheet(self.wb, title)
        self.wb._add_sheet(sheet)
        return sheet

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as stream:
                self.shared_strings = list(_strings(stream))


def _strings(stream: IO[bytes]) -> Iterator[str]:
    for _, node in iterparse(stream):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            yield Text.from_tree(node).content
            node.clear()
