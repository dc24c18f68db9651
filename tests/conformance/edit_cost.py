"""What one edit costs in Excel: every formula that depends on the cell, directly or not, is calculated again.

Excel stops at no value that stays the same, so this is the most that is asked; a branch not taken asks less.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
from jixiao.core.functions import FUNCTIONS
from openpyxl.utils import range_boundaries

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_PART = re.compile(
    r"""(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(.])
      | (?P<call>[A-Z][A-Z0-9_.]*)\(
      | (?P<name>[^\W\d][\w.]*)(?![\w(!.])""",
    re.VERBOSE,
)
_FEW = 64
"""Areas of so few cells are looked up cell by cell."""


class Place(NamedTuple):
    """A cell; column and row count from 1."""

    sheet: str
    column: int
    row: int


class Area(NamedTuple):
    """First column and row, last column and row."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int

    def places(self) -> Iterator[Place]:
        """All of its cells."""
        for column in range(self.left, self.right + 1):
            for row in range(self.top, self.bottom + 1):
                yield Place(self.sheet, column, row)

    def holds(self, place: Place) -> bool:
        """Whether a cell of the same sheet is in it."""
        return self.left <= place.column <= self.right and self.top <= place.row <= self.bottom


class Dependents:
    """The formulas of a workbook, and what they depend on."""

    def __init__(self, path: Path) -> None:
        self._book = openpyxl.load_workbook(path)
        self._of_cell: dict[Place, set[Place]] = defaultdict(set)
        self._of_areas: dict[str, list[tuple[Area, Place]]] = defaultdict(list)
        self._calls: dict[Place, Counter[str]] = {}
        for sheet in self._book:
            for row in sheet.iter_rows():
                for cell in row:
                    text = getattr(cell.value, "text", cell.value)
                    if isinstance(text, str) and text.startswith("="):
                        self._read(Place(sheet.title, cell.column, cell.row), _TEXT.sub('""', text))

    def calls_after(self, sheet: str, name: str, row: int) -> Counter[str]:
        """Our functions that are asked when a cell of a named column is edited; rows count from the column's first."""
        first = next(self._named(name, sheet))
        seen, waiting = set[Place](), [Place(sheet, first.left, first.top + row)]
        while waiting:
            for formula in self._depending(waiting.pop()) - seen:
                seen.add(formula)
                waiting.append(formula)
        return sum((self._calls[place] for place in seen), Counter[str]())

    def _depending(self, place: Place) -> set[Place]:
        wide = {formula for area, formula in self._of_areas[place.sheet] if area.holds(place)}
        return self._of_cell.get(place, set()) | wide

    def _read(self, place: Place, formula: str) -> None:
        self._calls[place] = Counter(found["call"] for found in _PART.finditer(formula) if found["call"] in FUNCTIONS)
        for found in _PART.finditer(formula):
            for area in self._meant(found, place.sheet):
                if (area.right - area.left + 1) * (area.bottom - area.top + 1) > _FEW:
                    self._of_areas[area.sheet].append((area, place))
                else:
                    for cell in area.places():
                        self._of_cell[cell].add(place)

    def _meant(self, found: re.Match[str], sheet: str) -> Iterator[Area]:
        if found["area"]:
            named = (found["sheet"] or sheet).strip("'").replace("''", "'")
            yield Area(named, *range_boundaries(found["area"].replace("$", "")))
        elif found["name"]:
            yield from self._named(found["name"], sheet)

    def _named(self, name: str, sheet: str) -> Iterator[Area]:
        defined = self._book[sheet].defined_names.get(name) or self._book.defined_names.get(name)
        if defined is not None and "$" in str(defined.attr_text):
            for title, cells in defined.destinations:
                yield Area(title, *range_boundaries(cells.replace("$", "")))
