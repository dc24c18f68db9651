"""A date, a time or a percentage where a figure belongs says so at once, and so does every total that counts a date.

Told by conditional formats: in a formula ``CELL`` would be calculated at each change, and the book count as changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.worksheet import Worksheet

from jixiao.documents.workbook.layout.addresses import Addresses, reference_of
from jixiao.documents.workbook.layout.input_rules import date_test, share_test
from jixiao.documents.workbook.layout.raster import address, fixed
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.forms.expression import names, parse
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.forms.grid import Placed
from jixiao.model.submission.figures import NO_SHARES
from jixiao.model.submission.submission import row_reference

_DATE, _SHARE, _HAS_DATE = "⚠日期", "⚠百分数", "⚠含日期"

_MOST = 80
"""Figures in one total, so that the condition is no longer than a program takes."""


class DateSigns:
    """The signs of one sheet."""

    def __init__(self, at: Addresses) -> None:
        self._at = at
        self._figures = {reference_of(p): p for p in at.layout.cells if p.key and p.cell.kind in NUMERIC}

    def write(self, sheet: Worksheet, styles: Styles) -> None:
        """Write them: in the cells that are typed into, and in those that are calculated from them."""
        typed, computed = styles.saying_of_number(_DATE), styles.saying_of_number(_HAS_DATE)
        share = styles.saying_of_number(_SHARE)
        for area, kind in {self._area(placed): placed.cell.kind for placed in self._figures.values()}.items():
            test = f"={date_test(address(*area[:2]), kind)}"
            sheet.conditional_format(*area, {"type": "formula", "criteria": test, "format": typed})
            if kind in NO_SHARES:
                test = f"={share_test(address(*area[:2]))}"
                sheet.conditional_format(*area, {"type": "formula", "criteria": test, "format": share})
        for reference, placed in self._figures.items():
            counted = dict(self._counted(placed, frozenset({reference})))
            if counted and len(counted) <= _MOST:
                test = f"=OR({','.join(date_test(fixed(*place), kind) for place, kind in counted.items())})"
                look = {"type": "formula", "criteria": test, "format": computed}
                row, column = self._at.places[reference]
                sheet.conditional_format(row, column, row, column, look)

    def _area(self, placed: Placed) -> tuple[int, int, int, int]:
        """A figure's cell; in a block all rows of its column, so that a row that is put in says so too."""
        row, column = self._at.places[reference_of(placed)]
        first, last = self._at.raster.bounds[placed.block] if placed.block else (row, row)
        return first, column, last, column

    def _counted(self, placed: Placed, above: frozenset[str]) -> Iterator[tuple[tuple[int, int], Kind]]:
        """The cells that a person types into and a formula counts, by way of other formulas too; with their kinds."""
        keys = names(parse(placed.cell.formula)) if placed.cell.formula else ()
        for reference in (each for key in keys for each in self._references(key, placed)):
            if reference not in above and (figure := self._figures.get(reference)):
                if figure.cell.formula:
                    yield from self._counted(figure, above | {reference})
                yield self._at.places[reference], figure.cell.kind

    def _references(self, key: str, placed: Placed) -> Iterator[str]:
        """What a key of a formula stands for: a field, a cell of the formula's own row, or a column of a block."""
        block, _, column = key.rpartition(".")
        columns: Mapping[str, object] = self._at.columns.get(placed.block, {})
        if placed.block and key in columns:
            yield row_reference(placed.block, placed.index, key)
        elif key in self._figures:
            yield key
        elif block in self._at.columns:
            yield from (row_reference(block, index, column) for index in self._at.values.rows(block))
