"""The levels of rows under merged cells: each row has the text of its group."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise


def fill_down(rows: Sequence[dict[str, str]], merged: Sequence[str], lost: Collection[tuple[int, str]] = ()) -> None:
    """A merged cell's text stands in its first row only; below it the cells are blank.

    A blank takes the text above it only where the levels left of it are the same. One that a merged cell begins with
    has lost its own text with the row that was deleted, and takes none: ``lost`` are such, by row and key.
    """
    for number, (above, row) in enumerate(pairwise(rows), start=1):
        for key in merged:
            if not row.get(key) and above.get(key) and (number, key) not in lost:
                row[key] = above[key]
            if row.get(key) != above.get(key):
                break
