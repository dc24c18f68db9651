"""Whether texts speak of the same thing, by the pairs of characters that they share."""

from __future__ import annotations

import re
from collections.abc import Set
from decimal import Decimal

_NOT_WORDS = re.compile(r"[\W\d_]+")


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text, signs and figures left out."""
    runs = _NOT_WORDS.sub(" ", text).split()
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def shared(text: str, known: Set[str]) -> Decimal:
    """The share (0 to 1) of a text's pairs that are among others; 0 of a text without any."""
    own = pairs(text)
    return Decimal(len(own & known)) / len(own) if own else Decimal(0)
