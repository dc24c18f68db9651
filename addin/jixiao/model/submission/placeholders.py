"""What a draft prints where something is still to be filled in: ``［待填：填报日期］``.

The report prints such marks and lists them; a document that is read gives none of them back as a value. A person may
write one into a text of their own; it then counts as open, too, and stays in that text.
"""

from __future__ import annotations

import re

MARK_BEGINS = "［待填："
"""What every mark begins with."""

_PATTERN = re.compile(rf"{MARK_BEGINS}([^［］\n]*)］")


def placeholder(what: str) -> str:
    """The mark for something that is still to be filled in."""
    return f"{MARK_BEGINS}{what}］"


def asked_for(text: str) -> list[str]:
    """What the marks in a text ask for, in order."""
    return _PATTERN.findall(text)


def split_at_placeholders(text: str) -> list[tuple[str, bool]]:
    """A text cut at its marks: pieces in order, each with whether it is a mark; empty ones are left out."""
    pieces, end = [], 0
    for match in _PATTERN.finditer(text):
        pieces += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def without_placeholders(text: str) -> str:
    """A text without its marks."""
    return _PATTERN.sub("", text)


def is_placeholder(text: str) -> bool:
    """Whether a text holds marks and nothing else."""
    return bool(_PATTERN.search(text)) and not without_placeholders(text).strip()
