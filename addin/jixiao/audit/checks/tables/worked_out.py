"""Columns that are worked out from two others beside them, as most rows of their table show (T06).

Nothing is taken from what headings call the others: the rows themselves prove what a column is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.table_grid import Column, Entry, Grid, bare
from jixiao.audit.checks.tables.rates import beside, blocks, is_judged_by_heading, percent_of_entry, value_text
from jixiao.audit.checks.tables.slips import Slip, Wanted, wanted_of_sum
from jixiao.audit.checks.tables.totals import is_total
from jixiao.core.quantity import Amount, half_up, printed_precision
from jixiao.core.quantity.slips import digits_of

_MOST_COLUMNS = 12
_MOST_ROWS = 200
_MOST_WRONG = 5
_FEWEST = 3
"""Rows that prove a relation; two are enough where their figures are long."""
_LONG = 3
_LEAST_STEPS = 2
"""Rows that must run on for one that does not to be told."""

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


def worked_out(context: Context) -> Iterator[Slip]:
    """T06: a column is the difference, share or growth of two others in every row, if it is in most."""
    for grid in context.tables:
        wrong = [found for columns in blocks(grid) for found in _of_block(columns[:_MOST_COLUMNS], context)]
        yield from (_slip(relation, entry, grid) for relation in wrong for entry in relation.wrong)
        for columns in blocks(grid):
            yield from _running(columns[:_MOST_COLUMNS], grid, context)


def _of_block(columns: Sequence[Column], context: Context) -> Iterator[_Relation]:
    """The relation of each column that is worked out and in some row is not so."""
    headings = context.rules.headings
    for column in columns:
        if is_judged_by_heading(column, headings) or headings.has(headings.points, column.heading):
            continue
        proven = [r for r in _relations(column, columns, context) if r.is_proven]
        best = max(proven, key=lambda relation: len(relation.right), default=None)
        if best and best.wrong and not any(not relation.wrong for relation in proven):
            yield best


def _relations(column: Column, columns: Sequence[Column], context: Context) -> Iterator[_Relation]:
    headings = context.rules.headings
    others = [c for c in columns if c is not column and not headings.has(headings.rate, c.heading)]
    for first, second in permutations(others, 2):
        if headings.has(headings.rate, column.heading):
            yield _relation(column, "÷", first, second, _is_share(context))
            yield _relation(column, "较", first, second, _is_growth(context))
        elif headings.has(headings.difference, column.heading):
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


def _slip(relation: _Relation, entry: Entry, grid: Grid) -> Slip:
    upper, lower = beside(relation.first, entry), beside(relation.second, entry)
    assert upper is not None  # noqa: S101 - told to the type checker; only such rows are wrong
    assert lower is not None  # noqa: S101
    names = f"{relation.first.heading}{relation.sign}{relation.second.heading}"
    figures = f"{value_text(upper)}{relation.sign}{value_text(lower)}"
    printed = bare(entry.cell.text)
    said = f"{relation.column.heading}写的是{printed}，别的行都是{names}，这一行{figures}得不出这个数"
    cells, wanted = (entry.cell, upper.cell, lower.cell), _wanted(relation.sign, entry, upper, lower)
    return Slip("T06", grid, ("label", "columns"), entry.label, entry.row, entry.cell, said, cells, wanted)


def _running(columns: Sequence[Column], grid: Grid, context: Context) -> Iterator[Slip]:
    """累计: what the row before had and what this row adds, if most rows say so."""
    words = context.rules.headings
    for column in (c for c in columns if words.has(words.running, c.heading)):
        others = [c for c in columns if c is not column and not words.has((*words.rate, *words.running), c.heading)]
        judged = [steps for other in others if (steps := _steps(column, other, grid))]
        best = max(judged, key=lambda steps: sum(step.is_right for step in steps), default=())
        wrong = [step for step in best if not step.is_right]
        if len(best) - len(wrong) >= max(_LEAST_STEPS, len(wrong)) and len(wrong) <= _MOST_WRONG:
            yield from (step.slip(column, grid) for step in wrong)


@dataclass(frozen=True, slots=True)
class _Step:
    """A running total, the one before it and what is added, and whether it is so."""

    total: Entry
    before: Entry
    added: Entry
    is_right: bool

    def slip(self, column: Column, grid: Grid) -> Slip:
        """What is told of a step that does not come out."""
        figures = f"{value_text(self.before)}＋{value_text(self.added)}"
        said = f"{column.heading}写的是{value_text(self.total)}，上一行的累计加这一行{figures}得不出这个数"
        cells = (self.total.cell, self.before.cell, self.added.cell)
        wanted = wanted_of_sum(self.total, (self.before, self.added))
        return Slip("T06", grid, ("label", "columns"), self.total.label, self.total.row, cells[0], said, cells, wanted)


def _steps(column: Column, other: Column, grid: Grid) -> list[_Step]:
    """Each row that follows the one before it at once and has both figures."""
    found = list[_Step]()
    for before, total in pairwise(column.entries[:_MOST_ROWS]):
        added = beside(other, total)
        if is_total(total):
            break
        if before.amount and total.amount and added and added.amount and total.row == before.row + 1:
            is_right = grid.adds_up(total.amount, [before.amount, added.amount])
            found.append(_Step(total, before, added, is_right))
    return found


def _wanted(sign: str, entry: Entry, upper: Entry, lower: Entry) -> Wanted:
    """What the column, or for a difference one of the two others, would have to be."""
    figure, first, second = entry.amount, upper.amount, lower.amount
    assert figure is not None  # noqa: S101 - told to the type checker; only such rows are judged
    assert first is not None  # noqa: S101
    assert second is not None  # noqa: S101
    if sign == "-":
        return {
            entry.cell: first.value - second.value,
            upper.cell: second.value + figure.value,
            lower.cell: first.value - figure.value,
        }
    give = printed_precision.percent_of if sign == "÷" else printed_precision.growth_from
    span = give(first, second)
    return {entry.cell: half_up(span.exact, max(2, figure.digits))} if span else {}
