"""Totals and their parts in tables nobody described, by label and place (T01).

A total is judged where its rows say that they are its parts: because another column of the same rows adds up, or
because the rows are plain. Where only some reading of the rows adds up, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.prose_rules import Headings
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.audit.checks.tables.row_codes import coded
from jixiao.audit.checks.tables.slips import Slip, wanted_of_sum
from jixiao.core.quantity import PERCENT, Amount, plain, printed_precision
from jixiao.core.quantity.slips import slip_in_sum

_REMARK = re.compile(r"[（(][^（）()]*[)）]|[:：]+$")
_TOTAL = re.compile(r"(?:其中)?.{0,14}(?:合计|总计|小计|共计|总额|总数)(?:数|金额)?")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]")
_SUB = re.compile(r"小计")
_OF_WHICH = re.compile(r"其中|(?:\d|[一二三四五六七八九十])?[.、]?其中")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．]")
_FUNDS = re.compile(r"资金总额|总金额|资金合计")
_MOST = 200
"""Parts of one total that are looked at."""
_NEAR = Decimal("0.2")
_LEAST_PROVEN = 2
_FEWEST_DIGITS = 4
"""Of a number meant instead of one in a table by a point moved, so that it is no chance that it adds up."""
_FEW = 10
"""Rows of which every choice is tried."""
_RUNNING = "累计"
"""A column called so may run on from row to row; its total is what the last row has."""
_SLIGHT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take rows as the parts of a total; a ``plain`` one leaves nothing to guess."""

    parts: tuple[Entry, ...]
    is_plain: bool

    @property
    def rows(self) -> tuple[int, ...]:
        """What makes readings of two columns the same one."""
        return tuple(part.row for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Judged:
    column: Column
    total: Entry
    readings: tuple[_Reading, ...]
    fitting: frozenset[tuple[int, ...]]
    """The rows of the readings that add up."""


def label_of(text: str) -> str:
    """A label without remarks in brackets and the colon behind it."""
    return _REMARK.sub("", text)


def is_added(column: Column, words: Headings) -> bool:
    """Whether what stands in a column can be added."""
    return not words.has(words.not_added, column.heading)


def is_total(entry: Entry, words: Headings) -> bool:
    """Whether a row's label says that it is a total, and no remark in brackets that some rows do not count."""
    if not _TOTAL.fullmatch(label_of(entry.label)):
        return False
    return not any(words.has(words.not_all_counted, remark) for remark in _BRACKET.findall(entry.label))


def totals(context: Context) -> Iterator[Slip]:
    """T01: a total is the sum of its parts."""
    words = context.rules.headings
    for grid in context.tables:
        by_row: dict[int, list[_Judged]] = {}
        for column in grid.columns:
            if is_added(column, words) and not coded(column, grid):  # those have a rule of their own
                for judged in _of_column(column, grid, words):
                    by_row.setdefault(judged.total.row, []).append(judged)
        for columns in by_row.values():
            yield from _of_row(columns, grid)


def _of_column(column: Column, grid: Grid, words: Headings) -> Iterator[_Judged]:
    entries = column.entries
    marks = [i for i, entry in enumerate(entries) if is_total(entry, words)]
    for i in marks:
        amount = entries[i].amount
        if amount is not None and amount.unit != PERCENT and (readings := tuple(_readings(entries, i, marks))):
            fitting = frozenset(r.rows for r in readings if _fits(entries[i], r, grid))
            yield _Judged(column, entries[i], readings, fitting)


def _readings(entries: Sequence[Entry], total: int, marks: Sequence[int]) -> Iterator[_Reading]:
    """The rows below a total up to the next one, or those above it, all of them or the upper level only."""
    below = entries[total + 1 : min((m for m in marks if m > total), default=len(entries))][:_MOST]
    above = entries[max((m for m in marks if m < total), default=-1) + 1 : total][-_MOST:]
    is_grand = not _SUB.search(entries[total].label)
    subs = [entries[m] for m in marks if m < total and _SUB.search(entries[m].label)]
    if is_grand and subs:
        yield _Reading((*subs, *above), is_plain=False)
        yield _Reading(tuple(subs), is_plain=False)
        yield _Reading(tuple(e for i, e in enumerate(entries[:total]) if i not in marks), is_plain=False)
    is_first = total == 0 or not above
    for listed, is_sure in ((_unbroken(entries[total], below), is_first), (above, not below or not is_first)):
        yield from _levels(tuple(listed), is_sure=is_sure and not subs)


def _unbroken(total: Entry, below: Sequence[Entry]) -> list[Entry]:
    """The rows right below a total, up to one that holds no figure."""
    kept = list[Entry]()
    for entry in below:
        if entry.row != total.row + len(kept) + 1 or (entry.amount is None and not entry.is_blank):
            break
        kept.append(entry)
    return kept


def _levels(parts: tuple[Entry, ...], *, is_sure: bool) -> Iterator[_Reading]:
    if not any(part.amount is not None for part in parts):
        return
    is_flat = not any(_OF_WHICH.match(part.label) for part in parts[1:]) and not _is_mixed(parts)
    yield _Reading(parts, is_plain=is_sure and is_flat)
    if not is_flat:
        yield _Reading(_upper(parts), is_plain=is_sure)
        yield _Reading(tuple(p for i, p in enumerate(parts) if not i or not _OF_WHICH.match(p.label)), is_plain=False)
        yield _Reading(tuple(p for p in parts if _NUMBERED.match(p.label)), is_plain=False)
    yield _Reading(_without_children(parts), is_plain=False)


def _is_mixed(parts: Sequence[Entry]) -> bool:
    """Whether some rows are numbered and others, or in another way, are not."""
    kinds = {(match[0][-1], match[0][0] in "（(") if (match := _NUMBERED.match(p.label)) else None for p in parts}
    return len(kinds) > 1


def _upper(parts: Sequence[Entry]) -> tuple[Entry, ...]:
    """The rows before and after those that 其中 begins below another row."""
    kept, is_inside = list[Entry](), False
    for i, part in enumerate(parts):
        is_inside = (i > 0 and bool(_OF_WHICH.match(part.label))) or (is_inside and not _NUMBERED.match(part.label))
        if not is_inside:
            kept.append(part)
    return tuple(kept)


def _without_children(parts: Sequence[Entry]) -> tuple[Entry, ...]:
    """The rows left when each run that adds up to the row above it is taken as that row's own parts."""
    kept, i = list[Entry](), 0
    while i < len(parts):
        kept.append(parts[i])
        i += 1 + _children(parts, i)
    return tuple(kept)


def _children(parts: Sequence[Entry], parent: int) -> int:
    whole, run = parts[parent].amount, list[Amount]()
    for part in parts[parent + 1 :] if whole is not None and whole.value else ():
        if part.amount is not None:
            run.append(part.amount)
        if whole is not None and run and printed_precision.adds_up(whole, run):
            return parts.index(part) - parent
    return 0


def _given(parts: Sequence[Entry]) -> list[Amount]:
    return [part.amount for part in parts if part.amount is not None]


def _fits(total: Entry, reading: _Reading, grid: Grid) -> bool:
    is_given = total.amount is not None and bool(_given(reading.parts))
    return total.amount is not None and is_given and grid.adds_up(total.amount, _alike(total.amount, reading))


# ---- one total over all its columns -------------------------------------------------------------------------


def _of_row(columns: Sequence[_Judged], grid: Grid) -> Iterator[Slip]:
    """A total in the columns in which it fails."""
    proven = _proven(columns)
    wrong = [(j, reading) for j in columns if not j.fitting and (reading := _told(j, proven)) is not None]
    is_sure = all(_is_proven(r, proven) or (r.is_plain and _count(r) > 1) for _, r in wrong)
    for judged, reading in wrong:
        yield sum_slip("T01" if is_sure else "T01-near", judged.column, judged.total, reading.parts, grid)


def sum_slip(check: str, column: Column, whole: Entry, parts: Sequence[Entry], grid: Grid) -> Slip:
    """A total that its parts do not make up in one of its columns."""
    cells = [whole.cell, *(part.cell for part in parts if part.amount is not None)]
    said = sum_text(column, whole, parts)
    wanted = wanted_of_sum(whole, parts)
    return Slip(check, grid, ("label", "sums"), whole.label, whole.row, whole.cell, said, cells, wanted)


def _is_something(judged: _Judged) -> bool:
    return judged.total.amount is not None and judged.total.amount.value != 0


def _count(reading: _Reading) -> int:
    return len(_given(reading.parts))


def _proven(columns: Sequence[_Judged]) -> set[tuple[int, ...]]:
    """The rows that a total is the sum of in one of its columns, by those that hold something there."""
    readings = ((j, r) for j in columns if _is_something(j) for r in j.readings if r.rows in j.fitting)
    return {held for _, r in readings if len(r.rows) >= _LEAST_PROVEN and (held := _held(r))}


def _held(reading: _Reading) -> tuple[int, ...]:
    """The rows that count: a blank or a nought tells nothing of what a row is part of."""
    return tuple(part.row for part in reading.parts if part.amount is not None and part.amount.value)


def _is_proven(reading: _Reading, proven: set[tuple[int, ...]]) -> bool:
    held = set(_held(reading))
    return bool(held) and any(held <= set(rows) <= set(reading.rows) for rows in proven)


def _told(judged: _Judged, proven: set[tuple[int, ...]]) -> _Reading | None:
    """The reading by which a total is wrong beyond doubt; ``None`` if its parts cannot be told."""
    whole = judged.total.amount
    if whole is None or any(p.amount is None and not p.is_blank for p in judged.readings[0].parts):
        return None
    if _RUNNING in judged.column.heading and any(whole == part for part in _given(judged.readings[0].parts)):
        return None
    if known := next((r for r in judged.readings if _count(r) and _is_proven(r, proven)), None):
        return known
    plain_ones = [r for r in judged.readings if r.is_plain and _count(r)]
    if not plain_ones or _may_hold_children(whole, plain_ones[0]):
        return None
    reading = plain_ones[0]
    total = sum((p.value for p in _given(reading.parts)), Decimal(0))
    is_near = abs(total - whole.value) <= _NEAR * abs(whole.value)
    is_over = total > whole.value >= 0 and bool(_FUNDS.search(judged.total.label))
    is_slip = slip_in_sum(whole, _alike(whole, reading), _FEWEST_DIGITS) is not None
    return reading if ((is_near or is_slip) and _count(reading) > 1) or is_over else None


def _may_hold_children(whole: Amount, reading: _Reading) -> bool:
    """Whether the rows are the total if some of them, or a run of them, are parts of another row that nothing marks."""
    parts = [part.value for part in _alike(whole, reading)]
    excess = sum(parts, Decimal(0)) - whole.value
    if excess <= 0:
        return False
    sums = list(accumulate(parts, initial=Decimal(0)))
    runs = (sums[end] - sums[start] for start in range(1, len(parts)) for end in range(start + 1, len(sums)))
    few = len(parts) <= _FEW and printed_precision.some_add_up(whole, _alike(whole, reading))
    return few or any(abs(run - excess) <= _SLIGHT for run in runs)


def _alike(whole: Amount, reading: _Reading) -> list[Amount]:
    """Parts in the unit of their total, where only one of them prints it."""
    return [part if part.unit else replace(part, unit=whole.unit) for part in _given(reading.parts)]


def sum_text(column: Column, total: Entry, parts: Sequence[Entry]) -> str:
    """What a total says in a column, and what its parts add up to."""
    whole, given = total.amount, [p for p in parts if p.amount is not None]
    assert whole is not None  # noqa: S101 - told to the type checker; only such totals are judged
    listed = "、".join(f"{p.label}{plain(p.amount.value)}" for p in given[:8] if p.amount is not None)
    added = sum((p.value for p in _given(given)), Decimal(0))
    more = "等" if len(given) > 8 else ""
    heading = f"{column.heading}：" if column.heading else ""
    return f"{heading}{plain(whole.value)}，{listed}{more}相加为{number_text(added, 6)}"
