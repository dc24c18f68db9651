"""Two tables right behind each other, as wide but with other columns: one form on a grid that has the lines of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from jixiao.documents.intake.raw_document import RawBlock, RawCell, RawDocument, RawTable

_SAME_LINE, _SAME_WIDTH = 1.5, 3.0
"""Millimetres that two lines, and the right edges of two tables, may lie apart and be one."""

Widths = dict[int, list[float]]
"""By a table's identity its columns in millimetres, of tables that say them."""


def join_grids(document: RawDocument, widths: Widths, goes_on: Callable[[RawTable, RawTable], bool]) -> None:
    """Put a table that goes on in the next one together with it; tables are numbered anew.

    Args:
        document: its blocks are changed.
        widths: those of the tables; a table that was put together has those of its new grid.
        goes_on: whether a table is the second part of the one before, as far as its words tell.
    """
    kept: list[RawBlock] = []
    for block in document.blocks:
        before = kept[-1] if kept else None
        if not isinstance(before, RawTable) or not isinstance(block, RawTable):
            kept.append(block)
        elif _are_as_wide(before, block, widths) and goes_on(before, block):
            _join(before, block, widths)
        else:
            kept.append(block)
    document.blocks = kept
    for number, table in enumerate(document.tables):
        table.number = number


def _are_as_wide(first: RawTable, second: RawTable, widths: Widths) -> bool:
    mine, others = widths.get(id(first), []), widths.get(id(second), [])
    return bool(mine and others) and abs(sum(mine) - sum(others)) <= _SAME_WIDTH


def _join(first: RawTable, second: RawTable, widths: Widths) -> None:
    lines = [[0.0, *accumulate(widths[id(table)])] for table in (first, second)]
    edges = _edges([edge for own in lines for edge in own])
    for table, own in zip((first, second), lines, strict=True):
        _lay_on(table, [_nearest(edges, edge) for edge in own])
    length = len(first.rows)
    for cell in _cells(second):
        cell.row += length
    first.rows += second.rows
    first.covered += second.covered
    widths[id(first)] = [right - left for left, right in pairwise(edges)]


def _edges(lines: Sequence[float]) -> list[float]:
    """The lines of both grids, those that are one once."""
    edges: list[float] = []
    for line in sorted(lines):
        if not edges or line - edges[-1] > _SAME_LINE:
            edges.append(line)
    return edges


def _nearest(edges: Sequence[float], line: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - line))


def _lay_on(table: RawTable, places: Sequence[int]) -> None:
    for cell in _cells(table):
        left, right = places[cell.column], places[min(cell.end, len(places) - 1)]
        cell.column, cell.columns = left, max(right - left, 1)


def _cells(table: RawTable) -> list[RawCell]:
    return [cell for row in table.rows for cell in row]
