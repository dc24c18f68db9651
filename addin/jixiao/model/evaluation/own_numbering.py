"""What a project's text numbers below a heading begins one level below it, as officials number (GB/T 9704-2012, 7.3.3).

Each project would begin again at （一） under （一）.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMERALS = "一二三四五六七八九十"
_LEVELS = (
    re.compile(rf"([{_NUMERALS}]{{1,3}})、"),
    re.compile(rf"（([{_NUMERALS}]{{1,3}})）"),
    re.compile(r"(\d{1,2})[.．、](?!\d)"),
)
"""The kinds of numbers from the highest; what is below the last stays as it is."""


def numbered_below(level: int, lines: Sequence[str]) -> list[str]:
    """The lines of a text under a heading of that level.

    A list that begins again with the heading's own kind of number goes one level down, with all below it; one that
    goes on (``（四）`` under ``（三）……``) stays.
    """
    first = next((at for at, line in enumerate(lines) if _begins_again(level, line)), len(lines))
    return [*lines[:first], *(_lowered(level, line) for line in lines[first:])]


def _begins_again(level: int, line: str) -> bool:
    match = _LEVELS[level - 1].match(line) if level <= len(_LEVELS) else None
    return bool(match and match[1] in ("一", "1"))


def _lowered(level: int, line: str) -> str:
    for above, pattern in enumerate(_LEVELS[level - 1 :], start=level):
        if match := pattern.match(line):
            return _number(above + 1, _value(match[1])) + line[match.end() :]
    return line


def _number(level: int, value: int) -> str:
    return {2: f"（{_in_words(value)}）", 3: f"{value}.", 4: f"（{value}）"}[level]


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (_NUMERALS.find(tens) + 1 if tens else 1 if ten else 0) * 10 + (_NUMERALS.find(ones) + 1 if ones else 0)


def _in_words(value: int) -> str:
    tens, ones = divmod(value, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return ten + (_NUMERALS[ones - 1] if ones else "")
