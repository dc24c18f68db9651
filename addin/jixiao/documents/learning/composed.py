"""Labels that are put together: a word that tells what is meant, and around it words that change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_LONGEST = 30
"""No label of so many words is told by one of them."""


class Composed:
    """One section's keys by the words their labels are made of (``composed`` in ``mof/labels.yaml``).

    A label has a key if it is one of the key's ``core`` words with nothing but words of ``around`` before and behind
    it: 预期实现值 is 预期 with 实现 and 值. The first key in the data that fits is the one.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        shared = data["around"]
        self._patterns = {
            key: _pattern(words["core"], [*shared, *words.get("around", ())]) for key, words in data["keys"].items()
        }

    def key(self, reduced: str) -> str:
        """The key of a reduced label, "" for none."""
        return _first(self._patterns, reduced) if len(reduced) <= _LONGEST else ""


def _first(patterns: Mapping[str, re.Pattern[str]], reduced: str) -> str:
    return next((key for key, pattern in patterns.items() if pattern.fullmatch(reduced)), "")


def _pattern(core: Iterable[str], around: Iterable[str]) -> re.Pattern[str]:
    fill = f"(?:{_any(around)})*"
    return re.compile(f"{fill}(?:{_any(core)}){fill}")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
