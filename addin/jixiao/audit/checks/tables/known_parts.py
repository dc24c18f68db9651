"""Rows of a table that are known to make up another of its rows: 公务用车购置费 and 运行维护费 (T01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed
from jixiao.audit.checks.prose.account import bare_name
from jixiao.audit.checks.prose.prose_rules import Split, subjects
from jixiao.audit.checks.table_grid import Column, Entry, Grid
from jixiao.audit.checks.tables.totals import place_of, sum_text
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.sentences import read_label

_FEWEST = 2


def known_parts(context: Context) -> Iterator[Finding]:
    """T01: rows that ``narrative.yaml`` knows as the parts of a row add up to it."""
    for grid in context.tables:
        for split in context.rules.splits.values() if not grid.form else ():
            wrong: dict[int, list[tuple[Column, Entry, list[Entry]]]] = {}
            for column in grid.columns:
                for whole, parts in _known(split, column.entries):
                    if not _adds_up(whole, parts):
                        wrong.setdefault(whole.row, []).append((column, whole, parts))
            yield from (_finding(found, grid, context) for found in wrong.values())


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


def _adds_up(whole: Entry, parts: Sequence[Entry]) -> bool:
    if whole.amount is None or any(part.amount is None and not part.is_blank for part in parts):
        return True
    given = [part.amount for part in parts if part.amount is not None]
    alike = [amount if amount.unit else replace(amount, unit=whole.amount.unit) for amount in given]
    return not alike or printed_precision.adds_up(whole.amount, alike)


def _finding(found: Sequence[tuple[Column, Entry, list[Entry]]], grid: Grid, context: Context) -> Finding:
    whole = found[0][1]
    place = FindingPlace(f"{grid.name}：{whole.label}", sheet=grid.name, cell=place_of(whole.cell))
    sums = "；".join(sum_text(column, whole, parts) for column, whole, parts in found)
    return failed("T01", context, place, {"label": whole.label, "sums": sums})
