"""Rates that stand beside their figures in a table (T02), and sums over columns that other rows prove (T03)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, number_text
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.audit.checks.tables.totals import place_of
from jixiao.core.quantity import PERCENT, Amount, plain, printed_precision

_RATE = re.compile(r"执行率|执行进度|完成率|支出实现率|支付率|支出进度|到位率|预算到位|预算执行|使用率|拨付率")
_POINTS = re.compile(r"得分|分值|权重")
_FORMULA = re.compile(r"(?P<upper>[A-Z①-⑨])[/÷](?P<lower>[A-Z①-⑨])")
_LETTER = re.compile(r"[（(]?(?P<letter>[A-Z①-⑨])[)）]?$")
_UPPER = re.compile(r"执行|支出|决算|支付|拨付|使用|完成")
_LOWER = re.compile(r"预算|到位|下达|计划|安排|指标|小计|总额|资金数")
_TOTAL = re.compile(r"(?:^|·)(?:本年)?(?:收入|支出)?(?:合计|小计|总计|总额|共计)(?:数|金额)?(?:[（(][^（）()]*[)）])?$")
_SCORE_TOTAL = re.compile(r"(?:^|·)(?:自评)?(?:总分|总得分|得分合计)(?:[（(][^（）()]*[)）])?$")
_NO_SUM = re.compile(r"率|幅|比例|比重|占|%|％")
"""A row of such: 比上年增减%."""
_NO_PART = re.compile(r"率|比例|占比|%|增减|单价|标准|得分|分值")
_NO_SCORE = re.compile(r"比例|占比|%|增减|单价|金额|万元|分值|权重|排名")
"""Of a total of points 预算执行率（10分） is a part."""
_FRACTION = Decimal("1.5")
_LEAST_ROWS = 2

Row = dict[int, Entry]


def rates(context: Context) -> Iterator[Finding]:
    """T02: a rate is the one figure of its row over the other."""
    for grid in context.tables:
        for columns in blocks(grid):
            yield from _of_block(columns, grid, context)


def is_judged_by_heading(column: Column) -> bool:
    """Whether T02 judges a column by what its heading says."""
    return bool(_RATE.search(column.heading)) and not _POINTS.search(column.heading)


def blocks(grid: Grid) -> Iterator[list[Column]]:
    """The columns under one run of headings."""
    starts = dict.fromkeys(column.start for column in grid.columns)
    yield from ([c for c in grid.columns if c.start == start] for start in starts)


def _of_block(columns: Sequence[Column], grid: Grid, context: Context) -> Iterator[Finding]:
    for rate in columns:
        if not is_judged_by_heading(rate):
            continue
        pairs = _operands(rate, columns)
        wrong = [said for entry in rate.entries if (said := _judge(entry, pairs, context))]
        if wrong:
            place = FindingPlace(f"{grid.name}：{rate.heading}", sheet=grid.name, cell=place_of(wrong[0][0].cell))
            yield failed("T02", context, place, {"heading": rate.heading, "rows": "；".join(said for _, said in wrong)})


def _operands(rate: Column, columns: Sequence[Column]) -> list[tuple[Column, Column]]:
    """What is divided by what: by the letters of the headings, or by what the headings say."""
    if formula := _FORMULA.search(rate.heading):
        lettered = {m["letter"]: c for c in columns if c is not rate and (m := _LETTER.search(c.heading))}
        upper, lower = lettered.get(formula["upper"]), lettered.get(formula["lower"])
        return [(upper, lower)] if upper and lower else []
    plain_ones = [c for c in columns if c is not rate and not re.search(r"率|进度|%|得分|分值", c.heading)]
    uppers = [c for c in plain_ones if _UPPER.search(c.heading)]
    lowers = [c for c in plain_ones if _LOWER.search(c.heading) and c not in uppers]
    return [(upper, lower) for upper in uppers for lower in lowers]


def _judge(entry: Entry, pairs: Sequence[tuple[Column, Column]], context: Context) -> tuple[Entry, str] | None:
    """What a rate should be, if none of the pairs gives it."""
    printed = percent_of_entry(entry)
    if printed is None:
        return None
    figures = [(amount_beside(upper, entry), amount_beside(lower, entry)) for upper, lower in pairs]
    given = [(upper, lower) for upper, lower in figures if upper is not None and lower is not None]
    found = [(u, low, span) for u, low in given if (span := printed_precision.percent_of(u, low))]
    digits = context.rules.tolerances.percent_digits
    if not found or any(printed_precision.is_within(printed, span, digits) for _, _, span in found):
        return None
    upper, lower, span = found[0]
    expected = number_text(span.exact, max(2, printed.digits))
    return entry, f"{entry.label}{plain(upper.value)}÷{plain(lower.value)}应为{expected}%，写的是{printed.text}"


def amount_beside(column: Column, beside: Entry) -> Amount | None:
    """The figure of another column in the same row."""
    return next((e.amount for e in column.entries if e.row == beside.row), None)


def percent_of_entry(entry: Entry) -> Amount | None:
    """The rate in percent; a small figure without a sign may be a fraction or a percentage, and is left alone."""
    amount = entry.amount
    if amount is None or amount.unit not in ("", PERCENT):
        return None
    return None if not amount.unit and 0 < amount.value <= _FRACTION else amount


# ---- sums over columns --------------------------------------------------------------------------------------


def column_sums(context: Context) -> Iterator[Finding]:
    """T03: a column called 合计 is the sum of those beside it, where most rows of the table say so."""
    for grid in context.tables:
        for columns in blocks(grid):
            for total in columns:
                if _TOTAL.search(total.heading) or _SCORE_TOTAL.search(total.heading):
                    yield from _over_columns(total, columns, grid, context)


def _over_columns(total: Column, columns: Sequence[Column], grid: Grid, context: Context) -> Iterator[Finding]:
    for parts in _beside(total, columns):
        added = [e for e in total.entries if e.amount and not _NO_SUM.search(e.label)]
        rows = [(e, found) for e in added if (found := _row_parts(e, parts))]
        right = [e for e, found in rows if e.amount and grid.adds_up(e.amount, found)]
        wrong = [(e, found) for e, found in rows if e not in right]
        if len(right) >= _LEAST_ROWS and len(right) >= 2 * len(wrong):
            if wrong:
                yield _told(total, wrong, grid, context)
            return


def _beside(total: Column, columns: Sequence[Column]) -> Iterator[list[Column]]:
    """The columns right of it up to the next such one, and those left of it."""
    others = [c for c in columns if c is not total]
    right = [c for c in others if c.number > total.number]
    left = [c for c in others if c.number < total.number]
    ends = _NO_SCORE if _SCORE_TOTAL.search(total.heading) else _NO_PART
    for side in (_until_total(right, ends), _until_total(left[::-1], ends)):
        numbers = sorted(c.number for c in side)
        if len(side) > 1 and all(b - a <= 2 for a, b in pairwise(numbers)):
            yield sorted(side, key=lambda column: column.number)


def _until_total(columns: Sequence[Column], ends: re.Pattern[str]) -> list[Column]:
    kept = list[Column]()
    for column in columns:
        if _TOTAL.search(column.heading) or _SCORE_TOTAL.search(column.heading) or ends.search(column.heading):
            break
        kept.append(column)
    return kept


def _row_parts(total: Entry, parts: Sequence[Column]) -> list[Amount]:
    found = [amount for column in parts if (amount := amount_beside(column, total)) is not None]
    return found if len(found) > 1 else []


def _told(total: Column, wrong: Sequence[tuple[Entry, list[Amount]]], grid: Grid, context: Context) -> Finding:
    said = []
    for entry, parts in wrong:
        added = number_text(sum((p.value for p in parts), Decimal(0)), 6)
        listed = "＋".join(plain(p.value) for p in parts)
        said.append(f"{entry.label}{plain(entry.amount.value) if entry.amount else ''}，{listed}＝{added}")
    place = FindingPlace(f"{grid.name}：{total.heading}", sheet=grid.name, cell=place_of(wrong[0][0].cell))
    return failed("T03", context, place, {"heading": total.heading, "rows": "；".join(said)})
