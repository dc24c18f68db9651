"""One grid, three uses: laid out for a submission it builds the sheet, the Word table, and reads a table back.

A form's rows are expanded with the submission's repeated rows into :class:`Placed` cells on a plain raster of rows
and columns; the users of a layout know nothing of patterns, sides and repeats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TypeAlias

from jixiao.model.forms.family import Cell, Form, Pattern, Repeat, Row, RowData, Side

Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, str]]]
"""Repeated rows by block: what the submission holds for each of them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its place; ``row`` and ``column`` count from 0.

    ``key`` is the field's key; in a repeated block ``block`` and ``index`` say which row of it.
    """

    row: int
    column: int
    rows: int
    columns: int
    cell: Cell
    label: str = ""
    key: str = ""
    block: str = ""
    index: int = -1


@dataclass(slots=True)
class Layout:
    """A form laid out for one submission.

    ``blocks`` gives each repeated block's rows as ``(first, count)``. ``width`` and ``height`` are in grid cells.
    """

    width: int
    height: int = 0
    cells: list[Placed] = field(default_factory=list)
    blocks: dict[str, tuple[int, int]] = field(default_factory=dict)


def lay_out(form: Form, rows: Rows) -> Layout:
    """The printed table of a form, with as many rows in each block as ``rows`` has."""
    return _expand(form.rows, len(form.columns), rows)


def lay_out_lines(lines: Sequence[RowData], width: int) -> Layout:
    """The lines above or below a table, on the table's columns."""
    return _expand(lines, width, {})


def _expand(items: Sequence[RowData], width: int, rows: Rows) -> Layout:
    layout = Layout(width)
    for item in items:
        _place(layout, item, 0, rows)
    return layout


def _place(layout: Layout, item: RowData, column: int, rows: Rows) -> None:
    if isinstance(item, Row):
        _place_row(layout, item.cells, column)
    elif isinstance(item, Pattern):
        for cells in item.rows:
            _place_row(layout, cells, column)
    elif isinstance(item, Repeat):
        _place_block(layout, item, column, rows.get(item.repeat, ()))
    else:
        _place_side(layout, item, column, rows)


def _place_row(layout: Layout, cells: Sequence[Cell], column: int, block: str = "", index: int = -1) -> None:
    for cell in cells:
        if not cell.covered:
            place = (layout.height, column, cell.rows, cell.width)
            layout.cells.append(Placed(*place, cell, cell.label, cell.field, block, index))
        column += cell.width
    layout.height += 1


def _place_side(layout: Layout, item: Side, column: int, rows: Rows) -> None:
    first, position = layout.height, len(layout.cells)
    for inner in item.rows:
        _place(layout, inner, column + item.side.width, rows)
    height = layout.height - first
    if not height:  # beside a block without rows there is no room
        return
    placed = Placed(first, column, height, item.side.width, item.side, item.side.label, item.side.field)
    layout.cells.insert(position, placed)


def _place_block(layout: Layout, item: Repeat, column: int, data: Sequence[Mapping[str, str]]) -> None:
    layout.blocks[item.repeat] = (layout.height, len(data))
    runs = merged_runs(item, data)
    starts = [*accumulate((cell.width for cell in item.cells), initial=column)]
    for index in range(len(data)):
        for cell, (start, end) in zip(item.cells, pairwise(starts), strict=True):
            rows = runs.get((cell.field, index), 1)
            if rows:
                layout.cells.append(
                    Placed(layout.height, start, rows, end - start, cell, "", cell.field, item.repeat, index)
                )
        layout.height += 1


def merged_runs(item: Repeat, data: Sequence[Mapping[str, str]]) -> dict[tuple[str, int], int]:
    """How many rows each cell of the merged columns covers; 0 where a cell above covers the place.

    Equal neighbours join, a blank joins nothing, and a column's run ends where a run to its left ends.
    """
    runs: dict[tuple[str, int], int] = {}
    outer: list[str] = []
    for cell in (c for c in item.cells if c.merge):
        outer.append(cell.field)
        start = 0
        for index in range(len(data)):
            joins = index > 0 and _same(data[index - 1], data[index], outer)
            start = start if joins else index
            runs[cell.field, index] = 0 if joins else 1
            if joins:
                runs[cell.field, start] += 1
    return runs


def _same(above: Mapping[str, str], below: Mapping[str, str], keys: Sequence[str]) -> bool:
    return bool(below.get(keys[-1])) and all(above.get(k, "") == below.get(k, "") for k in keys)


def labels_of(form: Form) -> list[str]:
    """The labels that a form prints, each once, in order."""
    return list(dict.fromkeys(cell.label for _, cell in walk_cells(form.above + form.rows + form.below) if cell.label))


def is_in_yuan(form: Form) -> bool:
    """Whether a form's amounts are in 元."""
    return any(cell.kind == "yuan" for _, cell in walk_cells(form.rows))


def walk_cells(items: Sequence[RowData]) -> Iterator[tuple[str, Cell]]:
    """Every cell of a form's rows with the block it belongs to ("" outside blocks), patterns filled in."""
    for item in items:
        if isinstance(item, Row):
            yield from (("", cell) for cell in item.cells)
        elif isinstance(item, Pattern):
            yield from (("", cell) for cells in item.rows for cell in cells)
        elif isinstance(item, Repeat):
            yield from ((item.repeat, cell) for cell in item.cells)
        else:
            yield "", item.side
            yield from walk_cells(item.rows)


def walk_blocks(items: Sequence[RowData]) -> Iterator[Repeat]:
    """The repeated blocks of a form's rows."""
    for item in items:
        if isinstance(item, Repeat):
            yield item
        elif isinstance(item, Side):
            yield from walk_blocks(item.rows)
