"""How much of what every unit fills in stands in a form, as formulas that follow inserted rows."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.raster import fixed


def filled_cells(at: Addresses) -> tuple[str, int]:
    """A formula that counts the needed cells that are filled, and its value now."""
    ranges = [f"{names.quoted(at.sheet)}!{cells}" for cells in _joined([at.places[key] for key in _keys(at)])]
    ranges += [at.column_range(block, at.columns[block][key]) for block, key in _columns(at)]
    values = [at.values.value(key) for key in _keys(at)]
    values += [value for block, key in _columns(at) for value in at.values.column(block, key)]
    return f"COUNTA({','.join(ranges)})" if ranges else "0", sum(1 for value in values if value is not None)


def needed_cells(at: Addresses) -> tuple[str, int]:
    """A formula that counts the needed cells, and its value now: of a block those of its named rows, at least one."""
    keys, parts = len(_keys(at)), []
    total = keys
    for block in dict.fromkeys(block for block, _ in _columns(at)):
        columns, name = sum(1 for b, _ in _columns(at) if b == block), at.values.schema.names[block]
        parts.append(f"+MAX(1,COUNTA({at.column_range(block, at.columns[block][name])}))*{columns}")
        named = sum(1 for value in at.values.column(block, name) if value is not None)
        total += max(1, named) * columns
    return f"{keys}{''.join(parts)}", total


def _keys(at: Addresses) -> list[str]:
    return [key for key in at.values.form.needed if key in at.places]


def _columns(at: Addresses) -> list[tuple[str, str]]:
    split = (key.split(".") for key in at.values.form.needed if key not in at.places)
    return [(block, key) for block, key in split]


def _joined(places: Sequence[tuple[int, int]]) -> list[str]:
    """Cells below each other joined into ranges, for a formula takes no more than 255 arguments."""
    runs: list[list[tuple[int, int]]] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return [fixed(*run[0]) if len(run) == 1 else f"{fixed(*run[0])}:{fixed(*run[-1])}" for run in runs]
