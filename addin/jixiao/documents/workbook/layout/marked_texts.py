"""Several texts in one hidden cell, each behind its mark, and how formulas take one out again.

Columns and cells that only hold what other cells join cost more than they tell; a cell of many is one to keep in mind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

LONGEST = 4000
"""Characters of one formula, half of Excel's 8192: most of ours take two bytes of its other limit, 16384."""


def mark(number: int) -> str:
    """What stands before a text, counted from 1, and behind the one before it; no document is numbered like that."""
    return f"⟦{number}⟧"


def joined_formula(formulas: Sequence[str], first: int = 1) -> str:
    """The formula, without ``=``, of a cell that holds what each of these gives."""
    marked = (f'"{mark(number)}"&{formula}' for number, formula in enumerate(formulas, first))
    return "&".join((*marked, f'"{mark(first + len(formulas))}"'))


def joined(texts: Sequence[str], first: int = 1) -> str:
    """What such a cell holds."""
    marked = (mark(number) + text for number, text in enumerate(texts, first))
    return "".join((*marked, mark(first + len(texts))))


def taken(cell: str, number: int, skipped: int = 0) -> str:
    """A formula of one text in a cell, without its first characters."""
    start = beginning(cell, number, skipped)
    return f'MID({cell},{start},FIND("{mark(number + 1)}",{cell})-({start}))'


def beginning(cell: str, number: int, skipped: int = 0) -> str:
    """A formula of the place where a text begins in a cell."""
    return f'FIND("{mark(number)}",{cell})+{len(mark(number)) + skipped}'


def packed(lengths: Iterable[int]) -> Iterator[int]:
    """For each formula, by its length, the number of the cell that it goes into, in order and from 0."""
    cell, used = 0, 0
    for length in lengths:
        if used and used + length > LONGEST:
            cell, used = cell + 1, 0
        used += length
        yield cell
