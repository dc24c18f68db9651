"""Formulas of a blank sheet: the cells of those that only add up others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from openpyxl.utils import range_boundaries

from jixiao.documents.intake.raw_document import RawCell

_MOST_CELLS = 400
_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,5}"
_SUM = re.compile(rf"=\s*(?:SUM\(([^()]*)\)|({_CELL}(?:\s*\+\s*{_CELL})+))\s*", re.IGNORECASE)
_RANGE = re.compile(rf"\s*({_CELL}(?::{_CELL})?)\s*")
_ERROR = re.compile(r"#[A-Z/0!?]+")


def formulas_of(sheet: Any) -> dict[tuple[int, int], str]:
    """The formulas of a sheet that was opened with them: row and column, from 0 → formula."""
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return {(cell.row - 1, cell.column - 1): str(cell.value) for cell in cells}


def take_formulas(rows: list[list[RawCell]], formulas: dict[tuple[int, int], str]) -> None:
    """Tell cells of a sheet their formulas, and take away the figures that these gave; words they gave stay."""
    at = {(cell.row, cell.column): cell for row in rows for cell in row} if formulas else {}
    for place, formula in formulas.items():
        cell = at.get(place)
        if cell is None or _says_words(cell.text):
            continue
        cell.text, cell.formula = "", formula
        cell.sums = tuple(at[other] for other in _added(formula) if other in at)


def is_circular(cell: RawCell) -> bool:
    """Whether a cell adds up, over whatever cells between, itself."""
    seen: set[int] = set()
    open_cells = list(cell.sums)
    while open_cells:
        other = open_cells.pop()
        if other is cell:
            return True
        if id(other) not in seen:
            seen.add(id(other))
            open_cells += other.sums
    return False


def _says_words(result: str) -> bool:
    return not _ERROR.fullmatch(result) and any("\u4e00" <= character <= "\u9fff" for character in result)


def _added(formula: str) -> Iterator[tuple[int, int]]:
    """The cells that a formula adds up; none for any other formula."""
    match = _SUM.fullmatch(formula)
    parts = re.split(r"[,，]", match[1]) if match and match[1] else match[2].split("+") if match else []
    spans = [_RANGE.fullmatch(part) for part in parts]
    bounds = [range_boundaries(span[1].replace("$", "")) for span in spans if span]
    counts = [(right - left + 1) * (bottom - top + 1) for left, top, right, bottom in bounds]
    if all(spans) and sum(counts) <= _MOST_CELLS:
        for left, top, right, bottom in bounds:
            yield from product(range(top - 1, bottom), range(left - 1, right))
