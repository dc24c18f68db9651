"""How much of a form is filled, as formulas that follow inserted rows."""

from __future__ import annotations

from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.model.forms.vocabulary import roles


def filled_cells(at: Addresses) -> tuple[str, int]:
    """A formula that counts the filled input cells, and its value now."""
    sheet = names.quoted(at.sheet)
    ranges = [f"{sheet}!{cells}" for cells in _joined([at.places[key] for key in _keys(at)])]
    ranges += [at.column_range(block, at.columns[block][key]) for block, key in _columns(at)]
    values = [at.values.value(key) for key in _keys(at)]
    values += [value for block, key in _columns(at) for value in at.values.column(block, key)]
    return f"COUNTA({','.join(ranges)})", sum(1 for value in values if value is not None)


def input_cells(at: Addresses) -> tuple[str, int]:
    """A formula that counts all input cells, and its value now."""
    keys, parts = len(_keys(at)), []
    total = keys
    for block, (first, last) in at.raster.bounds.items():
        columns = sum(1 for b, _ in _columns(at) if b == block)
        parts.append(f"+(ROWS({at.column_range(block, 0)})-2)*{columns}")
        total += (last - first - 1) * columns
    return f"{keys}{''.join(parts)}", total


def _keys(at: Addresses) -> list[str]:
    return [key for key, column in at.values.schema.fields.items() if column.formula is None]


def _columns(at: Addresses) -> list[tuple[str, str]]:
    """Columns that every row needs filled: not the merged ones, and not the reasons, which only some rows need."""
    return [
        (block, cell.field)
        for block, repeat in at.blocks.items()
        for cell in repeat.cells
        if not cell.formula and not cell.merge and cell.field != roles().reason
    ]


def _joined(places: list[tuple[int, int]]) -> list[str]:
    """Cells below each other joined into ranges, for a formula takes no more than 255 arguments."""
    runs: list[list[tuple[int, int]]] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return [fixed(*run[0]) if len(run) == 1 else f"{fixed(*run[0])}:{fixed(*run[-1])}" for run in runs]
