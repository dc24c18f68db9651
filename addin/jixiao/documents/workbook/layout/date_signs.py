"""A date, a time or a percentage where a figure belongs says so at once, and so does every total that counts a date.

An amount typed with a sign of money (￥118.49) shows the unit that it counts in: 118.49万元.

Told by conditional formats: in a formula ``CELL`` would be calculated at each change, and the book count as changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.worksheet import Worksheet

from jixiao.documents.workbook.layout.addresses import Addresses, reference_of
from jixiao.documents.workbook.layout.input_rules import date_test, money_test, share_test
from jixiao.documents.workbook.layout.raster import address, fixed
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.forms.expression import names, parse
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.forms.grid import Placed
from jixiao.model.submission.figures import NO_SHARES
from jixiao.model.submission.submission import row_reference

_DATE, _SHARE = "⚠日期", "⚠百分数"
HAS_DATE = "⚠含日期"
"""What a total shows that would count a date."""

_UNITS: Mapping[Kind, str] = {"amount": "万元", "yuan": "元", "count": "人", "points": "分"}
"""What is said behind a figure that was typed with a sign of money."""

_MOST = 80
"""Figures in one total, so that the condition is no longer than a program takes."""


_Sign = tuple[tuple[int, int, int, int], str, str]
"""An area, the condition of a sign, and the sign."""


class DateSigns:
    """The signs of one sheet."""

    def __init__(self, at: Addresses) -> None:
        self._at = at
        self._figures = {reference_of(p): p for p in at.layout.cells if p.key and p.cell.kind in NUMERIC}

    def write(self, sheet: Worksheet, styles: Styles) -> None:
        """Write them: in the cells that are typed into, and in those that are calculated from them."""
        formats = {sign: styles.saying_of_number(sign) for sign in (_DATE, HAS_DATE, _SHARE)}
        formats |= {unit: styles.with_unit(unit) for unit in _UNITS.values()}
        for area, test, sign in self._signs():
            sheet.conditional_format(*area, {"type": "formula", "criteria": test, "format": formats[sign]})

    def _signs(self) -> list[_Sign]:
        """The signs, planned once for all sheets that have as many rows."""
        plans, key = self._at.values.schema.plans, f"date signs {self._at.raster.bounds}"
        if key not in plans:
            plans[key] = [*self._of_typed(), *self._of_computed()]
        signs: list[_Sign] = plans[key]
        return signs

    def _of_typed(self) -> Iterator[_Sign]:
        for area, kind in {self._area(placed): placed.cell.kind for placed in self._figures.values()}.items():
            yield area, f"={date_test(address(*area[:2]), kind)}", _DATE
            if kind in NO_SHARES:
                yield area, f"={share_test(address(*area[:2]))}", _SHARE
            if kind in _UNITS:
                yield area, f"={money_test(address(*area[:2]))}", _UNITS[kind]

    def _of_computed(self) -> Iterator[_Sign]:
        for reference, placed in self._figures.items():
            counted = dict(self._counted(placed, frozenset({reference})))
            if counted and len(counted) <= _MOST:
                row, column = self._at.places[reference]
                test = f"=OR({','.join(date_test(fixed(*place), kind) for place, kind in counted.items())})"
                yield (row, column, row, column), test, HAS_DATE

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
