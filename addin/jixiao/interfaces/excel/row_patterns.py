"""What the formulas of most rows of a block look like, and which rows do not follow them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

RowFormulas = dict[int, list[str]]
"""What stands in the same columns of some rows, by the row's number; formulas begin with ``=``."""

_ADDRESS = re.compile(r"(?<![\w.])(\$?[A-Z]{1,3})\$?(\d+)(?![\w(])")
_DISTANCE = re.compile(r"(?<![\w.])(\$?[A-Z]{1,3})\[(-?\d+)\]")
_LOST = "#REF!"


def patterns_of(held: RowFormulas) -> list[str]:
    """What most rows hold in each column, told by how far off the cells stand that it names; empty if no formula."""
    columns = zip(*([_relative(formula, row) for formula in formulas] for row, formulas in held.items()), strict=True)
    sound = ([each for each in column if each.startswith("=") and _LOST not in each] for column in columns)
    return [Counter(column).most_common(1)[0][0] if column else "" for column in sound]


def strays(row: int, held: list[str], patterns: list[str]) -> list[int]:
    """The columns, from 0, whose pattern a row does not follow; one into which a person typed is none of them."""
    return [
        place
        for place, pattern in enumerate(patterns)
        if pattern and held[place][:1] in ("", "=") and _relative(held[place], row) != pattern
    ]


def in_row(pattern: str, row: int) -> str:
    """The formula of a pattern in a row."""
    return _outside_texts(pattern, _DISTANCE, lambda found: f"{found[1]}{int(found[2]) + row}")


def name_the_same(formula: str, other: str) -> bool:
    """Whether two formulas name the same cells in the same order; each program writes functions and signs its way."""
    return _addresses(formula) == _addresses(other)


def _addresses(formula: str) -> list[str]:
    return [column.replace("$", "") + row for column, row in _ADDRESS.findall(formula)]


def _relative(formula: str, row: int) -> str:
    """A formula with the distance of each cell from the row in place of its row; texts in it stay."""
    return _outside_texts(formula, _ADDRESS, lambda found: f"{found[1]}[{int(found[2]) - row}]")


def _outside_texts(formula: str, what: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> str:
    parts = formula.split('"')
    return '"'.join(part if number % 2 else what.sub(put, part) for number, part in enumerate(parts))
