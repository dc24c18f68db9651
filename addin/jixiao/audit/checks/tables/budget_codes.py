"""Rows numbered by the budget's own codes: 208 is the sum of 20805 and 20807, and 合计 that of 201, 208, … (T01).

A table says by most of its rows that it gives all of them; then one that does not add up is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.prose_rules import Headings
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.audit.checks.tables.row_codes import code_of, coded
from jixiao.audit.checks.tables.slips import Slip
from jixiao.audit.checks.tables.totals import is_added, is_total, sum_slip

_LEAST_RIGHT = 2
"""Rows that must add up for each one that is said not to."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of a column and the rows that are its parts by their numbers."""

    column: Column
    whole: Entry
    parts: tuple[Entry, ...]

    def fits(self, grid: Grid) -> bool:
        """Whether the parts add up to the whole."""
        assert self.whole.amount is not None  # noqa: S101 - told to the type checker; only such sums are made
        return grid.adds_up(self.whole.amount, [p.amount for p in self.parts if p.amount is not None])


def budget_codes(context: Context) -> Iterator[Slip]:
    """T01: a row with a code is the sum of the rows whose codes go on from it."""
    words = context.rules.headings
    for number, grid in enumerate(context.tables):
        is_cut = number + 1 < len(context.tables) and not context.tables[number + 1].heading_rows
        yield from slips([one for column in grid.columns for one in _sums(column, grid, words, is_cut=is_cut)], grid)


def slips(found: Sequence[Sum], grid: Grid) -> Iterator[Slip]:
    """The sums that do not come out, in a table where most of them do."""
    wrong = [one for one in found if not one.fits(grid)]
    if wrong and len(found) - len(wrong) >= _LEAST_RIGHT * len(wrong):
        yield from (sum_slip("T01", one.column, one.whole, one.parts, grid) for one in wrong)


def _sums(column: Column, grid: Grid, words: Headings, *, is_cut: bool) -> Iterator[Sum]:
    """Every row that has parts; of a table that a page cuts off only those whose parts are surely all there."""
    by_code = coded(column, grid) if is_added(column, words) else {}
    codes = list(by_code)
    for code in codes:
        parts = _below(code, codes)
        if parts and not (is_cut and codes[-1].startswith(code)):
            yield from sum_of(by_code[code], [by_code[part] for part in parts], column)
    totals = [entry for entry in column.entries if is_total(entry, words) and not code_of(entry, grid)]
    upper = _below("", codes)
    if len(totals) == 1 and len(upper) > 1 and column.heading and not is_cut:
        yield from sum_of(totals[0], [by_code[code] for code in upper], column)


def _below(code: str, codes: Sequence[str]) -> list[str]:
    """The codes that go on from one, each at the highest level that is there."""
    longer = [other for other in codes if other != code and other.startswith(code)]
    return [one for one in longer if not any(other != one and one.startswith(other) for other in longer)]


def sum_of(whole: Entry, parts: Sequence[Entry], column: Column) -> Iterator[Sum]:
    """A row and its parts, if all of them can be read."""
    is_read = all(part.amount is not None or part.is_blank for part in parts)
    if whole.amount is not None and is_read and any(part.amount is not None for part in parts):
        yield Sum(column, whole, tuple(parts))
