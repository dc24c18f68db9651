"""Tables whose rows are what others have as columns: 预算数, 执行数 and 执行率 one below the other (T06)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.table_grid import Grid
from jixiao.audit.checks.tables.slips import Slip
from jixiao.audit.checks.tables.worked_out import relations
from jixiao.model.submission.printed_table import PrintedCell, PrintedTable

_FEWEST = 3
"""Columns that can prove what a row is."""


def turned(context: Context) -> Iterator[Slip]:
    """T06: a row is the same of the same others in every column, if it is in most."""
    for grid in context.tables:
        if _may_be_turned(grid, context):
            other, back = _turned(grid)
            for slip in relations(other, context, is_turned=True):
                cells, wanted = [back[cell] for cell in slip.cells], {back[c]: v for c, v in slip.wanted.items()}
                yield replace(slip, grid=grid, row=slip.cell.column, cell=back[slip.cell], cells=cells, wanted=wanted)


def _may_be_turned(grid: Grid, context: Context) -> bool:
    """Whether some row is called as what is worked out."""
    is_worked_out = context.rules.headings.is_worked_out
    return grid.width > _FEWEST and any(is_worked_out(grid.text(row, 0)) for row in range(1, grid.height))


def _turned(grid: Grid) -> tuple[Grid, dict[PrintedCell, PrintedCell]]:
    """The table with rows for columns, and the cell that each of its cells is."""
    pairs = [
        (PrintedCell(cell.column, cell.row, cell.columns, cell.rows, cell.text), cell) for cell in grid.table.cells
    ]
    table: PrintedTable = replace(grid.table, cells=tuple(cell for cell, _ in pairs))
    return Grid(table), dict(pairs)
