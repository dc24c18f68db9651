"""Titles in lines that keep words whole, as GB/T 9704-2012, 7.3.2 wants them."""

from __future__ import annotations

import re
from math import ceil

TITLE_LINE, COVER_LINE = 20, 17
"""Characters on a line of 156 mm: of a report's title (22 pt), of the cover's (26 pt)."""

_END_OF_PLACE = re.compile(r"[省市州盟县区旗镇乡](?!级)|人民政府")
"""Where the name of a unit may be broken: behind the place it belongs to."""


def broken(title: str, unit: str, longest: int) -> str:
    """A title; if it is too long for a line, the unit's name stands on a line of its own, or on two."""
    if len(title) <= longest or not unit:
        return title
    return title.replace(unit, f"\n{_halved(unit, longest)}\n").strip()


def _halved(name: str, longest: int) -> str:
    """A name too long for a line as two lines, of lengths as near to each other as its words allow."""
    if len(name) <= longest:
        return name
    ends = (match.end() for match in _END_OF_PLACE.finditer(name))
    fitting = [end for end in ends if 0 < end < len(name) and max(end, len(name) - end) <= longest]
    end = min(fitting, key=lambda place: abs(2 * place - len(name)), default=ceil(len(name) / 2))
    return f"{name[:end]}\n{name[end:]}"
