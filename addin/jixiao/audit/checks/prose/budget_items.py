"""An item of the budget that a text gives otherwise than the row of its name: “…住房公积金（项）”35.27万元 (N10)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.table_grid import Entry, Grid
from jixiao.audit.checks.tables.row_codes import code_of
from jixiao.core.quantity import Amount, plain, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, Role

_ITEM = re.compile(r"(?:[）)\-—“\"])(?P<name>[\u4e00-\u9fff、]{3,30})(?:[（(]项[)）][”\"]?|[”\"]科目)")
_ITEM_CODE = 7
"""Digits of an item's code: 2210201."""
_MOST = 12
_AT_ONCE = 6
"""Characters behind an item's name in which its amount stands; else its final account does, farther on."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What a table gives for an item: the figures of a row in their unit, its total first."""

    place: str
    amounts: tuple[Amount, ...]


def budget_items(context: Context) -> Iterator[Contradiction]:
    """N10: an item's amount stands in some column of a row of its name, if tables have such rows."""
    rows = _rows(context.tables)
    floor = context.rules.tolerances.money
    for passage in context.passages if rows else ():
        for name, figure in _items(passage):
            given = rows.get(name, [])
            is_given = any(printed_precision.same(figure.amount, a, floor) for row in given for a in row.amounts)
            if given and not is_given:
                nearest = min(given, key=lambda row: abs(_base(row.amounts[0]) - _base(figure.amount)))
                total = nearest.amounts[0]
                yield Contradiction("N10", passage, figure, {
                    "name": name, "figure": mention_text(figure), "place": nearest.place, "role": name,
                    "base": f"{plain(total.value)}{total.unit}",
                })  # fmt: skip


def _base(amount: Amount) -> Decimal:
    return printed_precision.in_base(amount)


def _rows(tables: Sequence[Grid]) -> dict[str, list[_Row]]:
    """The rows with a code of an item, by their names."""
    found: dict[str, list[_Row]] = {}
    for grid in tables:
        by_row: dict[int, tuple[str, list[Amount]]] = {}
        for column in grid.columns:
            for entry in column.entries:
                unit = grid.unit(column.heading, entry)
                if entry.amount and dimension(replace(entry.amount, unit=unit)) == MONEY and _is_item(entry, grid):
                    by_row.setdefault(entry.row, (entry.label, []))[1].append(replace(entry.amount, unit=unit))
        for label, amounts in by_row.values():
            found.setdefault(label, []).append(_Row(grid.name, tuple(amounts)))
    return found


def _is_item(entry: Entry, grid: Grid) -> bool:
    return len(code_of(entry, grid)) == _ITEM_CODE


def _items(passage: Passage) -> Iterator[tuple[str, Mention]]:
    """Each item that a text names, with the amount right behind its name, or else its final account."""
    mentions = passage.prose.mentions
    matches = list(_ITEM.finditer(passage.text))
    for match, following in zip_longest(matches, matches[1:]):
        line = passage.text.find("\n", match.end())
        ends = (following.start() if following else len(passage.text), line if line >= 0 else len(passage.text))
        first = bisect_left(mentions, match.end(), key=lambda m: m.place.start)
        own = [m for m in mentions[first : first + _MOST] if m.place.start < min(ends)]
        figure = next((m for m in own[:1] if m.place.start - match.end() <= _AT_ONCE), None)
        figure = figure or next((m for m in own if m.label.role is Role.FINAL and m.label.year == 0), None)
        if figure and figure.is_figure and figure.is_sure and dimension(figure.amount) == MONEY:
            yield match["name"], figure
