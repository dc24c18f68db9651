"""Rates that stand beside their figures in a table (T02), and sums over columns that other rows prove (T03)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.prose_rules import Headings
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.audit.checks.tables.slips import Slip, wanted_of_sum
from jixiao.core.quantity import PERCENT, Amount, half_up, plain, printed_precision
from jixiao.core.quantity.slips import digits_of, slip_in_sum
from jixiao.core.quantity.units import unit_base

_FORMULA = re.compile(r"(?P<upper>[A-Z①-⑨])[/÷](?P<lower>[A-Z①-⑨])")
_LETTER = re.compile(r"[（(]?(?P<letter>[A-Z①-⑨])[)）]?$")
_TOTAL = re.compile(
    r"(?:^|·)(?:(?:本年|全年|近?[二两三四五]年)?(?:收入|支出)?(?:合计|小计|总计|总额|共计)|全年)(?:数|金额)?(?:[（(][^（）()]*[)）])?$"
)
_SCORE_TOTAL = re.compile(r"(?:^|·)(?:自评)?(?:总分|总得分|得分合计)(?:[（(][^（）()]*[)）])?$")
_FRACTION = Decimal("1.5")
_LEAST_ROWS = 2
_MOST_PAIRS = 36
"""Columns that may be divided by one another; of more, nobody can tell which a rate is of."""

_FEWEST_DIGITS = 4
"""Of a sum that one row alone proves, beside one in which two digits were exchanged or a point was moved."""


def rates(context: Context) -> Iterator[Slip]:
    """T02: a rate is the one figure of its row over the other."""
    for grid in context.tables:
        for columns in blocks(grid):
            yield from _of_block(columns, grid, context)


def blocks(grid: Grid) -> Iterator[list[Column]]:
    """The columns under one run of headings."""
    starts = dict.fromkeys(column.start for column in grid.columns)
    yield from ([c for c in grid.columns if c.start == start] for start in starts)


def _of_block(columns: Sequence[Column], grid: Grid, context: Context) -> Iterator[Slip]:
    headings = context.rules.headings
    for rate in columns:
        if headings.is_use(rate.heading):
            pairs = _likeliest_first(_operands(rate, columns, headings), rate, grid, context)
            yield from (slip for entry in rate.entries if (slip := _judge(rate, entry, pairs, grid, context)))


def _likeliest_first(
    pairs: Sequence[tuple[Column, Column]], rate: Column, grid: Grid, context: Context
) -> list[tuple[Column, Column]]:
    """The pair first that gives the rate in most rows: 全年预算数 rather than 年初预算数."""
    digits = context.rules.tolerances.percent_digits

    def right(pair: tuple[Column, Column]) -> int:
        printed = ((percent_of_entry(e), _figures(pair, e, grid)) for e in rate.entries)
        given = ((p, _percent(*figures)) for p, figures in printed if p and figures)
        return sum(bool(span) and printed_precision.is_within(p, span, digits) for p, span in given if span)

    return sorted(pairs, key=lambda pair: -right(pair)) if len(pairs) > 1 else list(pairs)


def _operands(rate: Column, columns: Sequence[Column], headings: Headings) -> list[tuple[Column, Column]]:
    """What is divided by what: by the letters of the headings, or by what the headings say."""
    if formula := _FORMULA.search(rate.heading):
        lettered = {m["letter"]: c for c in columns if c is not rate and (m := _LETTER.search(c.heading))}
        upper, lower = lettered.get(formula["upper"]), lettered.get(formula["lower"])
        return [(upper, lower)] if upper and lower else []
    plain_ones = [c for c in columns if c is not rate and not headings.has(headings.no_operand, c.heading)]
    uppers = _called_as(rate, plain_ones) or [c for c in plain_ones if headings.has(headings.upper, c.heading)]
    lowers = [c for c in plain_ones if headings.has(headings.lower, c.heading) and c not in uppers]
    is_clear = len(uppers) * len(lowers) <= _MOST_PAIRS
    return [(upper, lower) for upper in uppers for lower in lowers] if is_clear else []


def _called_as(rate: Column, columns: Sequence[Column]) -> list[Column]:
    """到位 beside 到位率: the column that a rate is named after."""
    stem = rate.heading.rpartition("·")[2].partition("率")[0]
    return [c for c in columns if len(stem) > 1 and stem in c.heading]


def _judge(
    rate: Column, entry: Entry, pairs: Sequence[tuple[Column, Column]], grid: Grid, context: Context
) -> Slip | None:
    """What a rate should be, if none of the pairs gives it."""
    printed = percent_of_entry(entry)
    if printed is None:
        return None
    given = [figures for pair in pairs if (figures := _figures(pair, entry, grid))]
    found = [(u, low, span) for u, low in given if (span := _percent(u, low))]
    digits = context.rules.tolerances.percent_digits
    if not found or any(printed_precision.is_within(printed, span, digits) for _, _, span in found):
        return None
    upper, lower, span = found[0]
    expected = half_up(span.exact, max(2, printed.digits))
    units = ("", "") if _unit(upper) == _unit(lower) else (_unit(upper), _unit(lower))
    divided = f"{value_text(upper)}{units[0]}÷{value_text(lower)}{units[1]}"
    said = f"{entry.label}{divided}应为{plain(expected)}%，写的是{printed.text}"
    cells, wanted = (entry.cell, upper.cell, lower.cell), {entry.cell: expected}
    return Slip("T02", grid, ("heading", "rows"), rate.heading, entry.row, entry.cell, said, cells, wanted)


def _figures(pair: tuple[Column, Column], entry: Entry, grid: Grid) -> tuple[Entry, Entry] | None:
    """What stands in two columns of a row, with the units of their headings where they differ: （亿元）, （元）."""
    upper, lower = beside(pair[0], entry), beside(pair[1], entry)
    if upper is None or lower is None:
        return None
    units = grid.unit(pair[0].heading, upper), grid.unit(pair[1].heading, lower)
    is_mixed = units[0] != units[1] and all(unit_base(unit)[1] == printed_precision.MONEY for unit in units)
    return (_in(units[0], upper), _in(units[1], lower)) if is_mixed else (upper, lower)


def _in(unit: str, entry: Entry) -> Entry:
    return replace(entry, amount=replace(entry.amount, unit=unit)) if entry.amount else entry


def _unit(entry: Entry) -> str:
    return entry.amount.unit if entry.amount else ""


def _percent(upper: Entry, lower: Entry) -> printed_precision.Span | None:
    is_given = upper.amount is not None and lower.amount is not None
    return printed_precision.percent_of(upper.amount, lower.amount) if is_given else None  # type: ignore[arg-type]


def beside(column: Column, entry: Entry) -> Entry | None:
    """The figure of another column in the same row."""
    found = column.by_row.get(entry.row)
    return found if found is not None and found.amount is not None else None


def value_text(entry: Entry) -> str:
    """A cell's number as messages say it."""
    return plain(entry.amount.value) if entry.amount else ""


def percent_of_entry(entry: Entry) -> Amount | None:
    """The rate in percent; a small figure without a sign may be a fraction or a percentage, and is left alone."""
    amount = entry.amount
    if amount is None or amount.unit not in ("", PERCENT):
        return None
    return None if not amount.unit and 0 < amount.value <= _FRACTION else amount


# ---- sums over columns --------------------------------------------------------------------------------------


def column_sums(context: Context) -> Iterator[Slip]:
    """T03: a column called 合计 is the sum of those beside it, where most rows of the table say so."""
    for grid in context.tables:
        for columns in blocks(grid):
            for total in columns:
                if _TOTAL.search(total.heading) or _SCORE_TOTAL.search(total.heading):
                    yield from _over_columns(total, columns, grid, context.rules.headings)


def _over_columns(total: Column, columns: Sequence[Column], grid: Grid, headings: Headings) -> Iterator[Slip]:
    for parts in _beside(total, columns, headings):
        added = [e for e in total.entries if _is_added(e, headings)]
        rows = [(e, found) for e in added if (found := _row_parts(e, parts))]
        right = [e for e, found in rows if e.amount and grid.adds_up(e.amount, [p.amount for p in found if p.amount])]
        wrong = [(e, found) for e, found in rows if e not in right]
        if (len(right) >= _LEAST_ROWS and len(right) >= 2 * len(wrong)) or _is_one_slip(right, wrong):
            yield from (_told(total, entry, found, grid) for entry, found in wrong)
            return


def _is_added(entry: Entry, headings: Headings) -> bool:
    """Whether a row's figures can be added; those of a row of rates cannot, whatever it is called."""
    return entry.amount is not None and entry.amount.unit != PERCENT and not headings.has(headings.no_sum, entry.label)


def _is_one_slip(right: Sequence[Entry], wrong: Sequence[tuple[Entry, list[Entry]]]) -> bool:
    """Whether one row with long figures is right, and one stroke makes the only other one so."""
    known = [entry.amount for entry in right if entry.amount is not None]
    if len(known) != 1 or len(wrong) != 1 or digits_of(known[0].value) < _FEWEST_DIGITS:
        return False
    (entry, parts), *_ = wrong
    given = [part.amount for part in parts if part.amount is not None]
    return entry.amount is not None and slip_in_sum(entry.amount, given, _FEWEST_DIGITS) is not None


def _beside(total: Column, columns: Sequence[Column], headings: Headings) -> Iterator[list[Column]]:
    """The columns right of it up to the next such one, and those left of it."""
    others = [c for c in columns if c is not total]
    right = [c for c in others if c.number > total.number]
    left = [c for c in others if c.number < total.number]
    ends = headings.no_score if _SCORE_TOTAL.search(total.heading) else headings.no_part
    for side in (_until_total(right, ends, headings), _until_total(left[::-1], ends, headings)):
        numbers = sorted(c.number for c in side)
        if len(side) > 1 and all(b - a <= 2 for a, b in pairwise(numbers)):
            yield sorted(side, key=lambda column: column.number)


def _until_total(columns: Sequence[Column], ends: tuple[str, ...], headings: Headings) -> list[Column]:
    kept = list[Column]()
    for column in columns:
        is_total = _TOTAL.search(column.heading) or _SCORE_TOTAL.search(column.heading)
        if is_total or headings.has(ends, column.heading):
            break
        kept.append(column)
    return kept


def _row_parts(total: Entry, parts: Sequence[Column]) -> list[Entry]:
    found = [entry for column in parts if (entry := beside(column, total)) is not None]
    return found if len(found) > 1 else []


def _told(total: Column, entry: Entry, parts: Sequence[Entry], grid: Grid) -> Slip:
    added = number_text(sum((p.amount.value for p in parts if p.amount), Decimal(0)), 6)
    said = f"{entry.label}{value_text(entry)}，{'＋'.join(map(value_text, parts))}＝{added}"
    cells, wanted = (entry.cell, *(p.cell for p in parts)), wanted_of_sum(entry, parts)
    return Slip("T03", grid, ("heading", "rows"), total.heading, entry.row, entry.cell, said, cells, wanted)
