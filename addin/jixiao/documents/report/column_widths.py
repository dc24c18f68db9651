"""How a table is set: its columns as the form has them, or shared out anew and smaller where it would be too tall."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.core.text_width import text_width
from jixiao.documents.report.styles import SMALL_TABLE_LINE, SMALL_TABLE_SIZE, TABLE_LINE, TABLE_SIZE

_STEP, _NARROWEST, _MOST_STEPS = 2.0, 9.0, 16
"""Millimetres that pass from one column to another at a time, what each keeps, and how many times."""

_MARGIN, _POINT = 0.7, 0.3528
_LEAST_ROW, _ROW_MARGINS = 5.7, 0.6


@dataclass(frozen=True, slots=True)
class Print:
    """A size of letters: the end of its styles' names, and in millimetres a half-width character and a line."""

    suffix: str
    half_width: float
    line: float


NORMAL = Print("", TABLE_SIZE / 2 * _POINT, TABLE_LINE * _POINT)
SMALL = Print("Small", SMALL_TABLE_SIZE / 2 * _POINT, SMALL_TABLE_LINE * _POINT)


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell of one row: the row, its first column, the one behind its last, and how wide its lines are."""

    row: int
    first: int
    end: int
    lines: tuple[int, ...]


def printed(row: int, column: int, columns: int, text: str) -> Printed:
    """A cell with its text measured once."""
    return Printed(row, column, column + columns, tuple(map(text_width, text.split("\n"))))


def fitted(columns: Sequence[float], cells: Sequence[Printed], room: float) -> tuple[list[float], Print]:
    """The columns' widths, in the same sum, and the letters: small ones only where the table then fits its page.

    Args:
        columns: the form's widths, in millimetres.
        cells: the cells that stand in one row.
        room: what a page has for the table; a shorter one stays as it is.
    """
    widths, height = _shared(columns, cells, room, NORMAL)
    if height > room:
        small, height = _shared(columns, cells, room, SMALL)
        if height <= room:
            return small, SMALL
    return widths, NORMAL


def _shared(columns: Sequence[float], cells: Sequence[Printed], room: float, size: Print) -> tuple[list[float], float]:
    """While the table is too tall, the column that makes it so gets some more from the one that misses it least."""
    widths = list(columns)
    height, lines = _size(widths, cells, size)
    for _ in range(_MOST_STEPS):
        tries = _tries(widths, cells, size) if height > room else ()
        best = min(tries, default=(height, lines, widths))
        if best[:2] >= (height, lines):
            break
        height, lines, widths = best
    return widths, height


def _tries(widths: list[float], cells: Sequence[Printed], size: Print) -> Iterator[tuple[float, int, list[float]]]:
    """The table's size when its tallest column gets a step more, taken from each other in turn."""
    taker = _tallest(widths, cells, size)
    for giver, width in enumerate(widths):
        if taker is not None and giver != taker and width - _STEP >= _NARROWEST:
            changed = list(widths)
            changed[taker] += _STEP
            changed[giver] -= _STEP
            yield *_size(changed, cells, size), changed


def _tallest(widths: Sequence[float], cells: Sequence[Printed], size: Print) -> int | None:
    """The column whose own cells have the most lines where their row is as tall as they are."""
    most = _most_lines(widths, cells, size)
    lines: Counter[int] = Counter()
    for cell in cells:
        own = _lines(widths, cell, size)
        if cell.end - cell.first == 1 and own > 1 and own == most[cell.row]:
            lines[cell.first] += own
    return lines.most_common(1)[0][0] if lines else None


def _size(widths: Sequence[float], cells: Sequence[Printed], size: Print) -> tuple[float, int]:
    """How tall a table is, and how many lines its cells have together: fewer may make a row lower a step later."""
    most: dict[int, int] = {}
    together = 0
    for cell in cells:
        lines = _lines(widths, cell, size)
        most[cell.row] = max(most.get(cell.row, 0), lines)
        together += lines
    return sum(max(_LEAST_ROW, lines * size.line + _ROW_MARGINS) for lines in most.values()), together


def _most_lines(widths: Sequence[float], cells: Sequence[Printed], size: Print) -> dict[int, int]:
    most: dict[int, int] = {}
    for cell in cells:
        most[cell.row] = max(most.get(cell.row, 0), _lines(widths, cell, size))
    return most


def _lines(widths: Sequence[float], cell: Printed, size: Print) -> int:
    room = max(2, math.floor((sum(widths[cell.first : cell.end]) - 2 * _MARGIN) / size.half_width))
    return sum(max(1, math.ceil(line / room)) for line in cell.lines)
