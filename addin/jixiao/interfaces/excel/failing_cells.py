"""What fails in an open workbook, by the cells where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import xlwings as xw

from jixiao.audit.checks import Finding
from jixiao.core.functions.results import Outcome

Place = tuple[int, int, int]
"""Sheet, row, column: the order in which a person goes through a workbook."""


class _Placed(Protocol):
    @property
    def place(self) -> Place: ...


PlacedCell = TypeVar("PlacedCell", bound=_Placed)
"""A cell that knows where a person comes to it."""


@dataclass(frozen=True, slots=True)
class FailingCell:
    """A cell with everything that fails there."""

    place: Place
    sheet: str
    address: str
    findings: tuple[Finding, ...]


def problems(book: xw.Book, findings: Iterable[Finding]) -> list[FailingCell]:
    """The failing cells in order; what cannot be placed in a cell is left to the sheet 校验."""
    found: dict[Place, tuple[str, str, list[Finding]]] = {}
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for finding in findings:
        cell = _cell(sheets, finding) if finding.outcome is Outcome.FAIL else None
        if cell is not None:
            place = (cell.sheet.index, cell.row, cell.column)
            found.setdefault(place, (cell.sheet.name, cell.address, []))[2].append(finding)
    return [FailingCell(place, sheet, address, tuple(of)) for place, (sheet, address, of) in sorted(found.items())]


def first_behind(place: Place | None, cells: Sequence[PlacedCell]) -> PlacedCell | None:
    """The first of some cells in order that stands behind a place; the first of all behind nothing."""
    return next((cell for cell in cells if place is None or cell.place > place), None)


def next_after(place: Place | None, found: Sequence[FailingCell]) -> FailingCell | None:
    """The first problem behind a place; behind the last one, the first again."""
    return first_behind(place, found) or (found[0] if found else None)


def _cell(sheets: dict[str, xw.Sheet], finding: Finding) -> xw.Range | None:
    return sheets[finding.sheet].range(finding.cell) if finding.cell and finding.sheet in sheets else None
