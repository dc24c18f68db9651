"""The levels of rows under merged cells: each row has the text of its group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def fill_down(rows: Sequence[dict[str, str]], merged: Sequence[str]) -> None:
    """A merged cell's text stands in its first row only; below it the cells are blank.

    A blank takes the text above it only where the levels left of it are the same.
    """
    for above, row in pairwise(rows):
        for key in merged:
            if not row.get(key) and above.get(key):
                row[key] = above[key]
            if row.get(key) != above.get(key):
                break
