"""Tables that a page break cut in two: the second part begins with the first one's headings once more."""

from __future__ import annotations

from jixiao.intake.labels import normal
from jixiao.intake.raw import RawBlock, RawDocument, RawParagraph, RawTable

_CONTINUED = frozenset({"续表", "续上表", "接上表", "续"})
_FEWEST = 4
"""Texts that a row of headings has at least."""


def join_split(document: RawDocument) -> None:
    """Put the parts of a table together; the headings that are printed again are left out, tables numbered anew."""
    blocks: list[RawBlock] = []
    is_announced = False
    for block in document.blocks:
        before = blocks[-1] if blocks else None
        if isinstance(block, RawTable) and isinstance(before, RawTable) and _continues(before, block, is_announced):
            _append(before, block)
        elif isinstance(block, RawParagraph) and isinstance(before, RawTable) and normal(block.text) in _CONTINUED:
            is_announced = True
            continue
        else:
            blocks.append(block)
        is_announced = False
    document.blocks = blocks
    for number, table in enumerate(document.tables):
        table.number = number


def _continues(first: RawTable, second: RawTable, is_announced: bool) -> bool:
    """Whether a table goes on in the next: as wide, and beginning with headings from the middle of the first."""
    if not second.rows or _width(first) != _width(second):
        return False
    return is_announced or _is_in(first, _texts(second, 0), since=1)


def is_repeated(table: RawTable, number: int, above: int) -> bool:
    """Whether a row prints the headings of a row above once more; a label beside them may be merged away."""
    return _say_the_same(_texts(table, number), _texts(table, above))


def repeated_rows(table: RawTable) -> set[int]:
    """The rows that print those of a row above once more, as :func:`is_repeated` tells; in one pass."""
    found: set[int] = set()
    whole: set[frozenset[str]] = set()
    shorter: set[frozenset[str]] = set()
    for number in range(len(table.rows)):
        said = frozenset(_texts(table, number))
        if len(said) < _FEWEST:
            continue
        parts = {said - {text} for text in said}
        if said in whole or said in shorter or not parts.isdisjoint(whole):
            found.add(number)
        whole.add(said)
        shorter |= parts
    return found


def _is_in(first: RawTable, said: set[str], since: int = 0) -> bool:
    return any(_say_the_same(said, _texts(first, row)) for row in range(since, len(first.rows)))


def _say_the_same(said: set[str], headings: set[str]) -> bool:
    return len(said) >= _FEWEST and len(said ^ headings) <= 1


def _texts(table: RawTable, number: int) -> set[str]:
    return {normal(cell.text) for cell in table.rows[number]} - {""}


def _width(table: RawTable) -> int:
    return max((cell.end for row in table.rows for cell in row), default=0)


def _append(first: RawTable, second: RawTable) -> None:
    """The rows of the second part below those of the first, without the headings that it repeats."""
    start = next((n for n in range(len(second.rows)) if not _is_in(first, _texts(second, n))), len(second.rows))
    offset = len(first.rows) - start
    kept = {id(cell): cell for rows in (second.rows, second.covered) for row in rows[start:] for cell in row}
    for cell in kept.values():
        cell.row += offset
    first.rows += second.rows[start:]
    first.covered += second.covered[start:]
