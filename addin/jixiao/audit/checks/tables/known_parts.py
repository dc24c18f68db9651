"""Rows of a table that are known to make up another of its rows: 公务用车购置费 and 运行维护费 (T01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.account import bare_name
from jixiao.audit.checks.prose.prose_rules import Split, subjects
from jixiao.audit.checks.table_grid import Entry, Grid
from jixiao.audit.checks.tables.slips import Slip
from jixiao.audit.checks.tables.totals import sum_slip
from jixiao.core.quantity import PERCENT
from jixiao.core.quantity.sentences import read_label

_FEWEST = 2


def known_parts(context: Context) -> Iterator[Slip]:
    """T01: rows that ``narrative.yaml`` knows as the parts of a row add up to it."""
    for grid in context.tables:
        for split in context.rules.splits.values() if not grid.form else ():
            found = [(column, *one) for column in grid.columns for one in _known(split, column.entries)]
            yield from (
                sum_slip("T01", column, whole, parts, grid)
                for column, whole, parts in found
                if not _adds_up(whole, parts, grid)
            )


def _known(split: Split, entries: Sequence[Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """A row with all the rows below it that make it up."""
    called = [read_label(bare_name(entry.label)).subject for entry in entries]
    names = [subjects(aliases) for aliases in (*split.parts, *split.others)]
    for i, whole in enumerate(entries):
        if whole.amount is None or whole.amount.unit == PERCENT or not split.is_whole(called[i]):
            continue
        found: dict[int, Entry] = {}
        for name, entry in zip(called[i + 1 :], entries[i + 1 :], strict=True):
            if split.is_whole(name):
                break
            place = next((n for n, aliases in enumerate(names) if name in aliases), -1)
            if place >= 0:
                found.setdefault(place, entry)
        if len(split.parts) >= _FEWEST and set(range(len(split.parts))) <= set(found):
            yield whole, list(found.values())


def _adds_up(whole: Entry, parts: Sequence[Entry], grid: Grid) -> bool:
    if whole.amount is None or any(part.amount is None and not part.is_blank for part in parts):
        return True
    given = [part.amount for part in parts if part.amount is not None]
    alike = [amount if amount.unit else replace(amount, unit=whole.amount.unit) for amount in given]
    return not alike or grid.adds_up(whole.amount, alike)
