"""How much of what every unit fills in stands in a form, as formulas that follow inserted rows."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.core.functions.results import BLANK_RESULT
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.model.evaluation.evaluation import GOES_ON
from jixiao.model.evaluation.left_blank import blank_cells, wanted, wanted_count


def filled_cells(at: Addresses) -> tuple[str, int]:
    """A formula that counts the needed cells that are filled, and its value now; of a block in its named rows."""
    found = wanted(at.values)
    ranges = [f"{names.quoted(at.sheet)}!{cells}" for cells in _joined([at.places[key] for key in found.fields])]
    parts = [f"COUNTA({','.join(ranges)})"] if ranges else []
    for block, columns in found.typed.items():
        parts += [_count(at, block, key) for key in columns]
        for key in found.computed[block]:
            blank = "-".join(_count(at, block, key, said) for said in ("", BLANK_RESULT))
            parts.append(f"{_count(at, block)}-{blank}")
    return "+".join(parts) or "0", wanted_count(at.values) - len(blank_cells(at.values))


def needed_cells(at: Addresses) -> tuple[str, int]:
    """A formula that counts the needed cells, and its value now: of a block those of its named rows, at least one."""
    found = wanted(at.values)
    parts = [str(len(found.fields))]
    for block, columns in found.typed.items():
        named = _count(at, block)
        parts.append(f"MAX(1,{named})*{len(columns)}")
        if computed := found.computed[block]:
            parts.append(f"{named}*{len(computed)}")
    return "+".join(parts), wanted_count(at.values)


def _count(at: Addresses, block: str, key: str = "", said: str = "<>") -> str:
    """How many rows of a block have a name, and in a column what is said; if nothing is, something."""
    name = _column(at, block, at.values.schema.names[block])
    asked = [(name, "<>"), (name, f"<>{GOES_ON}*")]
    if key and key != at.values.schema.names[block]:
        asked.append((_column(at, block, key), said))
    return "COUNTIFS({})".format(",".join(f'{cells},"{condition}"' for cells, condition in asked))


def _column(at: Addresses, block: str, key: str) -> str:
    return at.column_range(block, at.columns[block][key])


def _joined(places: Sequence[tuple[int, int]]) -> list[str]:
    """Cells below each other joined into ranges, for a formula takes no more than 255 arguments."""
    runs: list[list[tuple[int, int]]] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if runs and runs[-1][-1] == (row - 1, column):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    return [fixed(*run[0]) if len(run) == 1 else f"{fixed(*run[0])}:{fixed(*run[-1])}" for run in runs]
