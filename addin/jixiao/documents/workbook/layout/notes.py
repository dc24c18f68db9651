"""A reviewer's findings on the cells they speak of: a note to read, and a colour that shows where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks.findings import SEVERITY_COLOURS
from jixiao.core.text_width import lines_needed


class Note(NamedTuple):
    """What is noted on a cell, and how bad it is (a key of ``SEVERITY_COLOURS``)."""

    severity: str
    text: str


Notes = Mapping[tuple[int, str], Sequence[Note]]
"""What to note, by form (its index; -1 is the report's text) and reference."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

AUTHOR = "绩效自评校验"
_LONGEST = 16_000
"""A note takes 32 767 characters, rare ones counting two."""

_WIDTH, _LINE, _HIGHEST = 320, 17, 700
_CHARACTERS = 42


class NoteWriter:
    """Writes the notes of one book; the cells' own formats stay as they are."""

    def __init__(self, book: Workbook) -> None:
        self._looks = {severity: book.add_format({"bg_color": colour}) for severity, colour in SEVERITY_COLOURS.items()}

    def write(self, sheet: Worksheet, noted: Iterable[tuple[Area, Sequence[Note]]]) -> None:
        """Note texts on areas of a sheet; those of one area in one note, in their order, coloured as the worst."""
        found: dict[Area, list[Note]] = {}
        for area, notes in noted:
            found.setdefault(area, []).extend(notes)
        for area, notes in found.items():
            self._write_note(sheet, area, "\n\n".join(note.text for note in notes)[:_LONGEST])
            worst = next(severity for severity in SEVERITY_COLOURS if any(note.severity == severity for note in notes))
            rule = {"type": "formula", "criteria": "=TRUE()", "format": self._looks[worst]}
            sheet.conditional_format(*area, rule)

    def _write_note(self, sheet: Worksheet, area: Area, text: str) -> None:
        height = min(_HIGHEST, 24 + _LINE * lines_needed(text, _CHARACTERS))
        look = {"author": AUTHOR, "width": _WIDTH, "height": height, "font_name": "宋体", "font_size": 9}
        sheet.write_comment(*area[:2], text, look)
