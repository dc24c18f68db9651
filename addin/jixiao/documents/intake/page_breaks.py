"""Tables that a page break cut in two: the second part begins with the first one's headings once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawBlock, RawCell, RawDocument, RawTable

_CONTINUED = frozenset({"续表", "续上表", "接上表", "续"})
_FEWEST = 4
"""Texts that a row of headings has at least."""
_FEWEST_ROWS = 2
_FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_END = re.compile(r"合\s*计|总\s*计|总\s*分")
"""A row behind which a list does not go on."""


GoesOn = Callable[[RawTable, RawTable], bool]


def join_split(document: RawDocument, goes_on: GoesOn = lambda first, second: False) -> None:
    """Put the parts of a table together; the headings that are printed again are left out, tables numbered anew.

    Args:
        document: its blocks are changed.
        goes_on: whether a table right behind another one is its second part, where nothing in it tells.
    """
    blocks: list[RawBlock] = []
    growing: _Growing | None = None
    is_announced = False
    for block in document.blocks:
        if isinstance(block, RawTable):
            if growing and (growing.goes_on_in(block, is_announced) or goes_on(growing.table, block)):
                growing.append(block)
            else:
                blocks.append(block)
                growing = _Growing(block)
            is_announced = False
        elif growing and normal(block.text) in _CONTINUED:
            is_announced = True
        else:
            blocks.append(block)
            growing, is_announced = None, False
    document.blocks = blocks
    for number, table in enumerate(document.tables):
        table.number = number


def is_repeated(table: RawTable, number: int, above: int) -> bool:
    """Whether a row prints the headings of a row above once more; a label beside them may be merged away."""
    return _say_the_same(_texts(table, number), _texts(table, above))


def repeated_rows(table: RawTable) -> set[int]:
    """The rows that print those of a row above once more, as :func:`is_repeated` tells; in one pass."""
    found: set[int] = set()
    above = _Printed()
    for number in range(len(table.rows)):
        said = _texts(table, number)
        if above.holds(said):
            found.add(number)
        if len(said) >= _FEWEST:
            above.add(said)
    return found


class _Printed:
    """What rows say, so that one more is compared with all of them at once."""

    def __init__(self) -> None:
        self._whole: set[frozenset[str]] = set()
        self._shorter: set[frozenset[str]] = set()

    def add(self, said: frozenset[str]) -> None:
        """Take in what a row says."""
        self._whole.add(said)
        self._shorter |= _without_one(said)

    def holds(self, said: frozenset[str]) -> bool:
        """Whether one of the rows says the same, as :func:`_say_the_same` has it."""
        if len(said) < _FEWEST:
            return False
        return said in self._whole or said in self._shorter or not _without_one(said).isdisjoint(self._whole)


class _Growing:
    """A table that may go on in the next one, with what its rows below the first say."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self._width = _width(table)
        self._top = _texts(table, 0) if table.rows else frozenset()
        self._below = _Printed()
        self._names: set[str] = set()
        self._take_in(1)

    def goes_on_in(self, second: RawTable, is_announced: bool) -> bool:
        """Whether the next is as wide, and announced, or begins with headings of this one, or lists on as it did."""
        if not second.rows or self._width != _width(second):
            return False
        return is_announced or self._below.holds(_texts(second, 0)) or self._lists_on(second)

    def _lists_on(self, second: RawTable) -> bool:
        """Whether figures go on under the top headings, printed once more or not, in a list that has no end yet."""
        above, repeated = self.table.rows[-1], _repeated(self.table, second)
        if len(self.table.rows) < _FEWEST_ROWS or repeated >= len(second.rows) or _END.search(_joined(above)):
            return False
        below = second.rows[repeated]
        is_alike = _are_alike(above, below) and any(map(_is_figure, below))
        return is_alike and len(above) > 1 and not self._names & _named(second.rows[repeated:])

    def append(self, second: RawTable) -> None:
        """The rows of the second part below, without the headings that it repeats."""
        first = self.table
        said = next((n for n in range(len(second.rows)) if not self._says(_texts(second, n))), len(second.rows))
        start = max(said, _repeated(first, second))
        length = len(first.rows)
        kept = {id(cell): cell for rows in (second.rows, second.covered) for row in rows[start:] for cell in row}
        for cell in kept.values():
            cell.row += length - start
        first.rows += second.rows[start:]
        first.covered += second.covered[start:]
        self._take_in(length)

    def _says(self, said: frozenset[str]) -> bool:
        return _say_the_same(said, self._top) or self._below.holds(said)

    def _take_in(self, since: int) -> None:
        self._names |= _named(self.table.rows[max(1, since) :])
        for number in range(max(1, since), len(self.table.rows)):
            self._below.add(_texts(self.table, number))


def _repeated(first: RawTable, second: RawTable) -> int:
    """How many rows of headings at the top of a table another one prints once more."""
    pairs = zip(first.rows, second.rows, strict=False)
    alike = takewhile(lambda pair: _is_heading(pair[0]) and _cells(pair[0]) == _cells(pair[1]), pairs)
    return sum(1 for _ in alike)


def _is_heading(row: Sequence[RawCell]) -> bool:
    return len(row) > 1 and not any(character.isdigit() for character in _joined(row))


def _cells(row: Sequence[RawCell]) -> list[tuple[int, int, str]]:
    return [(cell.column, cell.columns, normal(cell.text)) for cell in row]


def _are_alike(above: Sequence[RawCell], below: Sequence[RawCell]) -> bool:
    """Whether two rows have their cells in the same places, and figures where the other has figures or nothing."""
    pairs = list(zip(above, below, strict=False))
    is_laid_alike = len(above) == len(below) and all((a.column, a.columns) == (b.column, b.columns) for a, b in pairs)
    filled = [(a, b) for a, b in pairs if a.text.strip() and b.text.strip()]
    return is_laid_alike and all(_is_figure(a) == _is_figure(b) for a, b in filled)


def _is_figure(cell: RawCell) -> bool:
    return bool(_FIGURE.fullmatch(cell.text.strip()))


def _named(rows: Sequence[Sequence[RawCell]]) -> set[str]:
    """What rows are called: forms that are filled for each project call theirs the same."""
    return {_name(row) for row in rows} - {""}


def _name(row: Sequence[RawCell]) -> str:
    """A row's first words with the codes before them, which several rows share: 208 | 05 | 01 | 行政单位离退休."""
    first = next((n for n, cell in enumerate(row) if cell.text.strip() and not _is_figure(cell)), -1)
    return normal("".join(cell.text for cell in row[: first + 1]))


def _joined(row: Sequence[RawCell]) -> str:
    return "".join(cell.text for cell in row)


def _say_the_same(said: frozenset[str], headings: frozenset[str]) -> bool:
    return len(said) >= _FEWEST and len(said ^ headings) <= 1


def _without_one(said: frozenset[str]) -> set[frozenset[str]]:
    """The same texts, each of them left out once."""
    return {said - {text} for text in said}


def _texts(table: RawTable, number: int) -> frozenset[str]:
    return frozenset(normal(cell.text) for cell in table.rows[number]) - {""}


def _width(table: RawTable) -> int:
    return max((cell.end for row in table.rows for cell in row), default=0)
