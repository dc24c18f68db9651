"""Columns that are worked out from two others beside them, as most rows of their table show (T06).

Nothing is taken from what headings call the others: the rows themselves prove what a column is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.audit.checks.tables.rates import amount_beside, blocks, is_judged_by_heading, percent_of_entry
from jixiao.audit.checks.tables.totals import place_of
from jixiao.core.quantity import Amount, plain, printed_precision
from jixiao.core.quantity.slips import digits_of

_DIFFERENCE = re.compile(r"增|减|差|结余|结转|剩余|变动|变化")
_RATE = re.compile(r"率|幅|占|比例|比重|进度|%|％")
_POINTS = re.compile(r"得分|分值|权重|目标|指标")
_MOST_COLUMNS = 12
_MOST_ROWS = 200
_MOST_WRONG = 5
_FEWEST = 3
"""Rows that prove a relation; two are enough where their figures are long."""
_LONG = 3

Fits = Callable[[Amount, Amount, Amount], bool | None]
"""Whether a figure is what two others make; ``None`` if they make nothing: of nothing there is no share."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """What a column is of two others, and the rows in which it is that and in which not."""

    column: Column
    sign: str
    first: Column
    second: Column
    right: list[Entry]
    wrong: list[Entry]

    @property
    def is_proven(self) -> bool:
        """Whether so many rows show it that no chance does."""
        known = [entry.amount for entry in self.right if entry.amount is not None and entry.amount.value]
        is_long = len(known) == _FEWEST - 1 and all(digits_of(amount.value) >= _LONG for amount in known)
        return (len(known) >= _FEWEST or is_long) and len(known) >= 2 * len(self.wrong)


def worked_out(context: Context) -> Iterator[Finding]:
    """T06: a column is the difference, share or growth of two others in every row, if it is in most."""
    for grid in context.tables:
        wrong = [found for columns in blocks(grid) for found in _of_block(columns[:_MOST_COLUMNS], context)]
        for row in sorted({entry.row for relation in wrong for entry in relation.wrong}):
            yield _told(row, wrong, grid, context)


def _of_block(columns: Sequence[Column], context: Context) -> Iterator[_Relation]:
    """The relation of each column that is worked out and in some row is not so."""
    for column in columns:
        if is_judged_by_heading(column) or _POINTS.search(column.heading):
            continue
        proven = [r for r in _relations(column, columns, context) if r.is_proven]
        best = max(proven, key=lambda relation: len(relation.right), default=None)
        if best and best.wrong and not any(not relation.wrong for relation in proven):
            yield best


def _relations(column: Column, columns: Sequence[Column], context: Context) -> Iterator[_Relation]:
    others = [c for c in columns if c is not column and not _RATE.search(c.heading)]
    for first, second in permutations(others, 2):
        if _RATE.search(column.heading):
            yield _relation(column, "÷", first, second, _is_share(context))
            yield _relation(column, "较", first, second, _is_growth(context))
        elif _DIFFERENCE.search(column.heading):
            yield _relation(column, "-", first, second, _is_difference)


def _relation(column: Column, sign: str, first: Column, second: Column, fits: Fits) -> _Relation:
    right, wrong = list[Entry](), list[Entry]()
    uppers, lowers = ({e.row: e.amount for e in c.entries} for c in (first, second))
    for entry in column.entries[:_MOST_ROWS]:
        if len(wrong) > max(_MOST_WRONG, len(right)):
            break  # no relation of theirs
        figure = entry.amount if sign == "-" else percent_of_entry(entry)
        upper, lower = uppers.get(entry.row), lowers.get(entry.row)
        if figure is not None and upper is not None and lower is not None and (upper.value or lower.value):
            is_so = fits(figure, upper, lower)
            if is_so is not None:
                (right if is_so else wrong).append(entry)
    return _Relation(column, sign, first, second, right, wrong)


def _is_difference(figure: Amount, first: Amount, second: Amount) -> bool:
    """A fall is often printed without its sign."""
    return printed_precision.adds_up(first, [second, figure]) or printed_precision.adds_up(second, [first, figure])


def _is_share(context: Context) -> Fits:
    digits = context.rules.tolerances.percent_digits

    def fits(figure: Amount, first: Amount, second: Amount) -> bool | None:
        span = printed_precision.percent_of(first, second)
        return printed_precision.is_within(figure, span, digits) if span else None

    return fits


def _is_growth(context: Context) -> Fits:
    digits = context.rules.tolerances.percent_digits

    def fits(figure: Amount, first: Amount, second: Amount) -> bool | None:
        span = printed_precision.growth_from(first, second)
        return any(printed_precision.is_within(figure, s, digits) for s in (span, span.opposite())) if span else None

    return fits


def _told(row: int, wrong: Sequence[_Relation], grid: Grid, context: Context) -> Finding:
    """One finding for a row, whatever the number of its columns that are not what they are in other rows."""
    found = [(relation, entry) for relation in wrong for entry in relation.wrong if entry.row == row]
    first = found[0][1]
    place = FindingPlace(f"{grid.name}：{first.label}", sheet=grid.name, cell=place_of(first.cell))
    return failed("T06", context, place, {"label": first.label, "columns": "；".join(_said(*one) for one in found)})


def _said(relation: _Relation, entry: Entry) -> str:
    upper, lower = amount_beside(relation.first, entry), amount_beside(relation.second, entry)
    assert upper is not None  # noqa: S101 - told to the type checker; only such rows are wrong
    assert lower is not None  # noqa: S101
    assert entry.amount is not None  # noqa: S101
    names = f"{relation.first.heading}{relation.sign}{relation.second.heading}"
    figures = f"{plain(upper.value)}{relation.sign}{plain(lower.value)}"
    printed = entry.amount.text or plain(entry.amount.value)
    return f"{relation.column.heading}写的是{printed}，别的行都是{names}，这一行{figures}得不出这个数"
