"""A reviewer's findings on the cells they speak of: a note to read, and a colour that shows where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.workbook.cells import lines_needed

Notes = Mapping[tuple[int, str], Sequence[str]]
"""What to note, by form (its index; -1 is the report's text) and reference."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

AUTHOR = "绩效自评校验"
_COLOUR = "#FF9C9C"
_LONGEST = 16_000
"""A note takes 32 767 characters, rare ones counting two."""

_WIDTH, _LINE, _HIGHEST = 320, 17, 700
_CHARACTERS = 42


class NoteWriter:
    """Writes the notes of one book; the cells' own formats stay as they are."""

    def __init__(self, book: Workbook) -> None:
        self._colour = book.add_format({"bg_color": _COLOUR})

    def write(self, sheet: Worksheet, noted: Iterable[tuple[Area, Sequence[str]]]) -> None:
        """Note texts on areas of a sheet; those of one area in one note, in their order."""
        found: dict[Area, list[str]] = {}
        for area, texts in noted:
            found.setdefault(area, []).extend(texts)
        for area, texts in found.items():
            self._write_note(sheet, area, "\n\n".join(texts)[:_LONGEST])

    def _write_note(self, sheet: Worksheet, area: Area, text: str) -> None:
        height = min(_HIGHEST, 24 + _LINE * lines_needed(text, _CHARACTERS))
        look = {"author": AUTHOR, "width": _WIDTH, "height": height, "font_name": "宋体", "font_size": 9}
        sheet.write_comment(*area[:2], text, look)
        sheet.conditional_format(*area, {"type": "formula", "criteria": "=TRUE()", "format": self._colour})
