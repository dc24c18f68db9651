"""Headings in two rows: 年度指标值 above 指标性质, 指标值 and 度量单位. They are folded into one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawCell, RawTable

_LONGEST = 24
"""Characters of a heading."""
_FEWEST = 2
"""Headings that reach over both rows, and headings below a group's."""

Groups = Mapping[int, Sequence[RawCell]]


IsOwn = Callable[[Sequence[RawCell], Sequence[RawCell]], bool]


def fold_headings(table: RawTable, is_own: IsOwn) -> list[RawCell]:
    """Make each pair of heading rows one row.

    Args:
        table: what was printed.
        is_own: whether the form itself has these two rows of headings, and they stay as they are.

    Returns:
        The headings that no longer stand in the table: those of groups, and those repeated under several groups
        (总额 under 预算数 and under 执行数), whose first column then carries the group's own heading.
    """
    gone: list[RawCell] = []
    for number in range(len(table.rows) - 1):
        groups = _groups(table, number)
        if groups and not is_own(table.rows[number], table.rows[number + 1]):
            gone += _fold(table, number, groups)
    return gone


def _groups(table: RawTable, number: int) -> Groups:
    """The headings of a row that stand over several of the next, by the upper one's identity; none if it is no pair."""
    upper, lower = table.rows[number], table.rows[number + 1]
    groups = {id(head): [c for c in lower if head.column <= c.column and c.end <= head.end] for head in upper}
    groups = {head: below for head, below in groups.items() if len(below) >= _FEWEST}
    deep = [cell for cell in upper if cell.rows == _FEWEST]
    is_pair = len(deep) >= _FEWEST and sum(map(len, groups.values())) == len(lower) > 0
    return groups if is_pair and all(map(_is_heading, (*deep, *lower))) else {}


def _is_heading(cell: RawCell) -> bool:
    return 0 < len(normal(cell.text)) <= _LONGEST and not normal(cell.text)[0].isdecimal()


def _fold(table: RawTable, number: int, groups: Groups) -> list[RawCell]:
    uses = Counter(normal(cell.text) for below in groups.values() for cell in below)
    row: list[RawCell] = []
    gone: list[RawCell] = []
    for head in table.rows[number]:
        below = groups.get(id(head), ())
        if not below:
            row.append(head)
        elif all(uses[normal(cell.text)] > 1 for cell in below):
            row.append(replace(head, columns=below[0].columns))
            gone += below
        else:
            row += below
            gone.append(head)
    for cell in row:
        cell.row = number
    table.rows[number], table.rows[number + 1] = row, []
    return gone
