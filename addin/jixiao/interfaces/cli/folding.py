"""A text in as many lines as a console needs, cut where Chinese may be cut: nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from rich.text import Text

from jixiao.core.text_width import text_width

_NOT_AT_BEGIN = "，。；：、？！）》」』”’］】…%"
_NOT_AT_END = "（《「『“‘［【"
_OF_A_WORD = re.compile(r"[0-9A-Za-z.,%≥≤±/_-]{2}")
_LONGEST_WORD = 20
"""Characters; of a longer run that is no word any may begin a line."""


def folded(text: Text, width: int, indent: int) -> Iterator[Text]:
    """The lines of a text; all but the first begin with an indent."""
    first, *others = text.divide(_line_ends(text.plain, width, indent))
    yield first
    yield from (Text(" " * indent) + line for line in others)


def _line_ends(text: str, width: int, indent: int) -> list[int]:
    ends, begin = list[int](), 0
    while (latest := _latest_end(text, begin, width - indent if ends else width)) < len(text):
        begin = _end_before(text, latest, begin)
        ends.append(begin)
    return ends


def _latest_end(text: str, begin: int, room: int) -> int:
    """Where a line that begins here has no more room."""
    widths = accumulate(map(text_width, text[begin:]))
    return next((place for place, used in enumerate(widths, begin) if used > room), len(text))


def _end_before(text: str, place: int, begin: int) -> int:
    """The last place up to here where a line may end."""
    lowest = max(begin + 1, place - _LONGEST_WORD)
    return next((end for end in range(place, lowest, -1) if _may_end(text, end)), place)


def _may_end(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    return before not in _NOT_AT_END and after not in _NOT_AT_BEGIN and not _OF_A_WORD.match(before + after)
