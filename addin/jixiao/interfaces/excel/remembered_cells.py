"""Cells that a command remembers in the workbook itself, by names of the sheet, which move along with their cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import xlwings as xw

from jixiao.documents.workbook.layout.names import quoted
from jixiao.interfaces.excel.open_book import Snapshot, is_calc, naming

_MARKED = "jixiao_mark"
_NO_COLOUR = "none"
PROBLEM_COLOUR = (255, 199, 206)


def remember(cells: xw.Range, name: str) -> None:
    """Give cells a name of their sheet that people do not see in lists."""
    defined = cells.sheet.names.add(name, f"={quoted(cells.sheet.name)}!{cells.address}")
    if not is_calc(cells.sheet.book.app):
        defined.api.Visible = False


def remembered(sheet: xw.Sheet, prefix: str) -> Iterator[tuple[xw.Name, str]]:
    """The sheet's names that begin so, with what stands behind the prefix."""
    for name in list(sheet.names):
        plain = name.name.rpartition("!")[2]
        if plain.startswith(f"{prefix}_"):
            yield name, plain.removeprefix(f"{prefix}_")


def cells_of(name: xw.Name) -> xw.Range | None:
    """The cells of a name; ``None`` if they were deleted."""
    with suppress(Exception):  # each program has an error of its own for #REF!
        return name.refers_to_range
    return None


def mark(sheet: xw.Sheet, addresses: list[str]) -> None:
    """Colour cells, and remember what colour each had."""
    with naming(sheet):
        for number, address in enumerate(addresses, start=1):
            cell = sheet.range(address)
            colour = cell.color
            before = "".join(f"{part:02X}" for part in colour) if colour else _NO_COLOUR
            remember(cell, f"{_MARKED}_{before}_{number}")
            cell.color = PROBLEM_COLOUR


def clear_marks(taken: Snapshot) -> None:
    """Give marked cells their colours back; one that a person has coloured since keeps that colour."""
    for sheet in taken.sheets_naming(_MARKED):
        with naming(sheet):
            for name, told in remembered(sheet, _MARKED):
                cell, before = cells_of(name), told.partition("_")[0]
                if cell is not None and cell.color == PROBLEM_COLOUR:
                    cell.color = None if before == _NO_COLOUR else f"#{before}"
                name.delete()
