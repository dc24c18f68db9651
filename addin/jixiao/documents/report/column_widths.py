"""How a table is set: its columns as the form has them, or shared out anew and smaller where it would be too tall."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.core.text_width import text_width
from jixiao.documents.report.styles import SMALL_TABLE_LINE, SMALL_TABLE_SIZE, TABLE_LINE, TABLE_SIZE

_STEPS, _NARROWEST, _MOST_STEPS = (2.0, 4.0, 8.0), 9.0, 40
"""Millimetres that pass from one column to another at a time, more where less changes nothing, what each keeps, and
how many times."""

_FIGURE = re.compile(r"[≥≤＞＜±]?[\d.,%]{2,15}")
_SIGNS = "≥≤＞＜±"
"""Before a figure; our fonts print them as wide as a Chinese character."""

_FIGURE_ROOM = 1.3
"""What a figure needs of its own width, for fonts that are wider than ours, so that it is never broken in two."""

_TAKERS = 2
_MARGIN, _POINT = 0.7, 0.3528
_ROW_MARGINS = 0.6
_SPARE = 15.0
"""Millimetres that small letters are to leave: programs and fonts break lines differently."""


_Size = tuple[float, int, list[float]]
"""How tall a table is, the lines of its cells together, and its columns."""


@dataclass(frozen=True, slots=True)
class Print:
    """A size of letters: the end of its styles' names, and in millimetres a half-width character, a line, a low row."""

    suffix: str
    half_width: float
    line: float
    least_row: float


NORMAL = Print("", TABLE_SIZE / 2 * _POINT, TABLE_LINE * _POINT, 5.7)
SMALL = Print("Small", SMALL_TABLE_SIZE / 2 * _POINT, SMALL_TABLE_LINE * _POINT, 4.4)


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of one row: the row, its first column, the one behind its last, how wide its lines and its figures are."""

    row: int
    first: int
    end: int
    lines: tuple[int, ...]
    figure: int = 0


def printed(row: int, column: int, columns: int, text: str) -> PrintedCell:
    """A cell with its text measured once."""
    figure = max((len(found) + (found[0] in _SIGNS) for found in _FIGURE.findall(text)), default=0)
    return PrintedCell(row, column, column + columns, tuple(map(text_width, text.split("\n"))), figure)


def fitted(columns: Sequence[float], cells: Sequence[PrintedCell], room: float) -> tuple[list[float], Print, bool]:
    """The columns' widths, in the same sum, the letters, and whether the table surely fits its page.

    Letters are small only where the table then fits.

    Args:
        columns: the form's widths, in millimetres.
        cells: the cells that stand in one row.
        room: what a page has for the table; a shorter one stays as it is.
    """
    widths, height = _shared(columns, cells, room, NORMAL)
    if height > room:
        small, height = _shared(columns, cells, room - _SPARE, SMALL)
        if height <= room:
            return small, SMALL, height <= room - _SPARE
    return widths, NORMAL, height <= room - _SPARE


def _shared(
    columns: Sequence[float], cells: Sequence[PrintedCell], room: float, size: Print
) -> tuple[list[float], float]:
    """While the table is too tall, the column that makes it so gets some more from the one that misses it least."""
    table, least = _Table(cells, size), _least(len(columns), cells, size)
    widened = _widened(columns, least)
    now = (*table.size(widened), widened)
    for _ in range(_MOST_STEPS):
        tries = (min(_tries(now, table, step, least), default=now) for step in _STEPS) if now[0] > room else ()
        better = next((each for each in tries if each[:2] < now[:2]), None)
        if better is None:
            break
        now = better
    return now[2], now[0]


def _least(columns: int, cells: Sequence[PrintedCell], size: Print) -> list[float]:
    """What each column keeps, so that the figures of its own cells stand in one line."""
    least = [_NARROWEST] * columns
    for cell in cells:
        if cell.end - cell.first == 1:
            width = cell.figure * size.half_width * _FIGURE_ROOM + 2 * _MARGIN
            least[cell.first] = max(least[cell.first], width)
    return least


def _widened(columns: Sequence[float], least: Sequence[float]) -> list[float]:
    """Columns that are too narrow for their figures take what they miss from those that have the most to spare."""
    widths = list(columns)
    for column, needed in enumerate(least):
        giver = max(range(len(widths)), key=lambda other: widths[other] - least[other])
        moved = min(needed - widths[column], widths[giver] - least[giver])
        if moved > 0:
            widths[column] += moved
            widths[giver] -= moved
    return widths


def _tries(now: _Size, table: _Table, step: float, least: Sequence[float]) -> Iterator[_Size]:
    """The table's size when one of its tallest columns gets a step more, taken from each other in turn."""
    for taker in table.tallest(now[2]):
        for giver, width in enumerate(now[2]):
            if giver != taker and width - step >= least[giver]:
                changed = list(now[2])
                changed[taker] += step
                changed[giver] -= step
                yield *table.size(changed), changed


class _Table:
    """The cells of a table by their columns, each asked once for its lines at a width."""

    def __init__(self, cells: Sequence[PrintedCell], print_: Print) -> None:
        self._print = print_
        self._spans: dict[tuple[int, int], list[PrintedCell]] = {}
        for cell in cells:
            self._spans.setdefault((cell.first, cell.end), []).append(cell)
        self._known: dict[tuple[tuple[int, int], int], dict[int, int]] = {}

    def size(self, widths: Sequence[float]) -> tuple[float, int]:
        """How tall it is, and how many lines its cells have together: fewer may make a row lower a step later."""
        spans = [self._lines(span, widths) for span in self._spans]
        heights = (
            max(self._print.least_row, lines * self._print.line + _ROW_MARGINS) for lines in _most(spans).values()
        )
        # fsum: from Python 3.12 on sum() rounds otherwise, and a report is the same with every version
        return math.fsum(heights), sum(sum(rows.values()) for rows in spans)

    def tallest(self, widths: Sequence[float]) -> list[int]:
        """The columns whose own cells have the most lines where their row is as tall as they are."""
        spans = {span: self._lines(span, widths) for span in self._spans}
        most = _most(list(spans.values()))
        lines = {
            first: sum(own for row, own in rows.items() if own > 1 and own == most[row])
            for (first, end), rows in spans.items()
            if end - first == 1
        }
        return [column for column, own in Counter(lines).most_common(_TAKERS) if own]

    def _lines(self, span: tuple[int, int], widths: Sequence[float]) -> dict[int, int]:
        """The lines of the cells of a span, by row."""
        room = max(2, math.floor((math.fsum(widths[slice(*span)]) - 2 * _MARGIN) / self._print.half_width))
        if (span, room) not in self._known:
            rows: dict[int, int] = {}
            for cell in self._spans[span]:
                own = sum(max(1, math.ceil(line / room)) for line in cell.lines)
                rows[cell.row] = max(own, rows.get(cell.row, 0))
            self._known[span, room] = rows
        return self._known[span, room]


def _most(spans: Sequence[dict[int, int]]) -> dict[int, int]:
    most: dict[int, int] = {}
    for rows in spans:
        for row, lines in rows.items():
            if lines > most.get(row, 0):
                most[row] = lines
    return most
