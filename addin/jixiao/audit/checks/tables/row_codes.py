"""The budget's own numbers of rows: 208, 20805, 2080501, in one cell or in those of 类, 款 and 项."""

from __future__ import annotations

import re

from jixiao.audit.checks.table_grid import Column, Entry, Grid, bare

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_PIECE = re.compile(r"\d{1,7}")
_OF_A_LEVEL = 2
"""Digits of 款 and of 项 alone."""


def coded(column: Column, grid: Grid) -> dict[str, Entry]:
    """A column's rows by their codes; none if they are not of several levels or stand twice."""
    rows = [(code_of(entry, grid), entry) for entry in column.entries]
    by_code = {code: entry for code, entry in rows if code}
    is_twice = len(by_code) < sum(bool(code) for code, _ in rows)
    return by_code if not is_twice and len({len(code) for code in by_code}) > 1 else {}


def code_of(entry: Entry, grid: Grid) -> str:
    """The digits before a row's name, in one cell or in those of 类, 款 and 项."""
    named = next((c for c in range(entry.cell.column) if bare(grid.text(entry.row, c)) == entry.label), 0)
    digits = ""
    for left in range(named - 1, -1, -1):
        text = grid.text(entry.row, left)
        if text and not _PIECE.fullmatch(text):
            break
        digits = text.zfill(_OF_A_LEVEL) + digits if text else digits  # 301 | 2 has lost its nought
        if len(text) > _OF_A_LEVEL:
            break
    return digits if _CODE.fullmatch(digits) else ""
