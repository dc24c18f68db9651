"""Attributes of cells: the same throughout, or area by area; and number formats between Excel's codes and Calc's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from xlwings_calc.addresses import Area, bounding
from xlwings_calc.office import Office, struct, uno_error

DATE, PERCENT, TEXT, LOGICAL = 2, 128, 256, 1024
"""Bits of com.sun.star.util.NumberFormat."""

ISO_DATE, ISO_MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
GENERAL, BOOLEAN = "General", "BOOLEAN"

_LOOKS_NUMERIC = re.compile(r"(?i)\s*(?:[-+(]?\s*\$?\s*\.?\d[\d.,:/%+\-e ]*\)?\s*(?:[ap]m)?|true|false)\s*")
_SLASHED_DATE = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")


def common(cells: Any, name: str) -> Any:
    """A property of cells, or None where they differ."""
    if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE":
        return None
    return cells.getPropertyValue(name)


def alike(sheet: Any, points: Sequence[Area], name: str) -> Iterator[tuple[Sequence[Area], Any]]:
    """Groups of single cells in each of which a property is the same, with its value.

    UNO tells whether a property is the same throughout an area, so halving finds the groups in few calls.
    """
    area = bounding(points)
    value = common(cells_of(sheet, area), name)
    if value is not None or area.size == 1:
        yield points, value
        return
    for half in area.halves():
        inside = [point for point in points if half.holds(point)]
        if inside:
            yield from alike(sheet, inside, name)


def first_locked(sheet: Any, area: Area) -> Area | None:
    """The first locked part of an area of a protected sheet, if there is one."""
    if not sheet.isProtected():
        return None
    protection = common(cells_of(sheet, area), "CellProtection")
    if protection is None and area.size > 1:
        upper, lower = area.halves()
        return first_locked(sheet, upper) or first_locked(sheet, lower)
    return area if protection.IsLocked else None


def cells_of(sheet: Any, area: Area) -> Any:
    """UNO's object for an area of a sheet.

    Raises:
        IndexError: it lies outside the sheet.
    """
    try:
        return sheet.getCellRangeByPosition(area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1)
    except uno_error() as error:
        raise IndexError(f"{area} is not on the sheet") from error


class NumberFormats:
    """The number formats of a document. Keys are its own numbers for them."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._formats = document.NumberFormats
        self._english = struct("com.sun.star.lang.Locale", Language="en", Country="US")
        self.kind = cache(self._kind)  # the bits of a key's kind
        self.code = cache(self._code)  # the code of a key, as Excel writes it
        self.key = cache(self._key)  # the key of a code

    def _code(self, key: int) -> str:
        number_format = self._formats.getByKey(key)
        if number_format.StandardFormat and not number_format.Type & (DATE | TEXT | LOGICAL | PERCENT):
            return GENERAL
        return lowered(number_format.FormatString)

    def is_general(self, key: int) -> bool:
        """Whether it is the format of cells that have none."""
        return self.code(key) == GENERAL

    def of_cells(self, sheet: Any, points: Sequence[Area]) -> dict[Area, int]:
        """The key of each of some cells."""
        groups = alike(sheet, points, "NumberFormat") if points else ()
        return {point: key for group, key in groups for point in group}

    def _kind(self, key: int) -> int:
        return int(self._formats.getByKey(key).Type)

    def _key(self, code: str) -> int:
        if code == GENERAL:
            return 0  # of the document's own locale, which new cells have
        key = self._formats.queryKey(code, self._english, False)
        return int(key if key != -1 else self._formats.addNew(code, self._english))

    def reading(self, office: Office, text: str) -> tuple[float, str] | None:
        """What a person's typing means in Excel: a number and the format a cell without one gets; None for a text.

        English conventions, as Excel's own interface for programs has them.
        """
        if not _LOOKS_NUMERIC.fullmatch(text):
            return None
        formatter = office.service("com.sun.star.util.NumberFormatter")
        formatter.attachNumberFormatsSupplier(self._document)
        text = _SLASHED_DATE.sub(r"\1-\2-\3", text.strip())
        try:
            key = formatter.detectNumberFormat(self._formats.getStandardIndex(self._english), text)
            number = formatter.convertStringToNumber(key, text)
        except uno_error():
            return None
        return number, self._typed_code(self._kind(key), number, text, key)

    def _typed_code(self, kind: int, number: float, text: str, key: int) -> str:
        if kind & DATE:
            return ISO_DATE if number == int(number) else ISO_MOMENT
        if kind & PERCENT:
            return "0.00%" if "." in text else "0%"
        return BOOLEAN if kind & LOGICAL else self.code(key)


def lowered(code: str) -> str:
    """Calc writes ``YYYY-MM-DD``, Excel ``yyyy-mm-dd``; texts in quotes and in brackets stay."""
    parts = re.split(r'("[^"]*"|\[\$[^\]]*\]|\\.|AM/PM|A/P)', code)
    parts[::2] = [re.sub(r"(?<![A-Z])[YMDHS]+(?![A-Z])", lambda m: m[0].lower(), part) for part in parts[::2]]
    return "".join(parts).replace("[RED]", "[Red]").replace("[BLUE]", "[Blue]")
