"""How wide a text is, and how many lines it takes: a Chinese character counts two."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@lru_cache(maxsize=4096)
def lines_needed(text: str, width: float) -> int:
    """How many lines a text needs in a cell of that width; spreadsheets do not fit merged cells themselves."""
    return sum(max(1, math.ceil(text_width(line) / width)) for line in text.split("\n"))
