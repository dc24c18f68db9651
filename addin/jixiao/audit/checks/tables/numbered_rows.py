"""Rows numbered one below the other: 一、 is the sum of its （一） and （二） (T01)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.prose_rules import Headings
from jixiao.audit.checks.table_grid import Column, Entry
from jixiao.audit.checks.tables.budget_codes import Sum, slips, sum_of
from jixiao.audit.checks.tables.slips import Slip
from jixiao.audit.checks.tables.totals import is_added, is_total

_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
)
_FEWEST = 2
_DEEPEST = len(_LEVELS)


def numbered_rows(context: Context) -> Iterator[Slip]:
    """T01: a numbered row is the sum of those numbered below it, where most rows of the table say so."""
    words = context.rules.headings
    for grid in context.tables:
        added = [column for column in grid.columns if is_added(column, words)]
        yield from slips([one for column in added for one in _sums(column, words)], grid)


def _sums(column: Column, words: Headings) -> Iterator[Sum]:
    entries, levels = column.entries, [_level(entry, words) for entry in column.entries]
    for i, level in enumerate(levels):
        if level < _DEEPEST:
            end = next((at for at in range(i + 1, len(levels)) if levels[at] <= level), len(levels))
            yield from _sum(entries[i], _highest(range(i + 1, end), levels), column)
    totals = [entry for entry, level in zip(entries, levels, strict=True) if level < 0]
    if len(totals) == 1:
        yield from _sum(totals[0], [at for at, level in enumerate(levels) if not level], column)


def _sum(whole: Entry, rows: Sequence[int], column: Column) -> Iterator[Sum]:
    parts = [column.entries[at] for at in rows]
    if len(parts) >= _FEWEST and not any("其中" in part.label for part in parts):
        yield from sum_of(whole, parts, column)


def _highest(rows: Sequence[int], levels: Sequence[int]) -> list[int]:
    """Those of the rows below another that are its own parts."""
    top = min((levels[row] for row in rows), default=_DEEPEST)
    return [row for row in rows if levels[row] == top < _DEEPEST]


def _level(entry: Entry, words: Headings) -> int:
    """How deep a row is numbered: 0 for 一、; as deep as can be without a number; a total ends all levels."""
    if is_total(entry, words):
        return -1
    return next((depth for depth, number in enumerate(_LEVELS) if number.match(entry.label)), _DEEPEST)
