"""Texts to the letter: what XML cannot hold is written as ``_x000D_``, and those very letters as ``_x005F_x000D_``.

openpyxl takes the two for the same.
"""

from __future__ import annotations

import re

_ESCAPED = re.compile("_x(00[01][0-9A-F]|005F|FFFE|FFFF)_", re.IGNORECASE)
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-F]{4}_)", re.IGNORECASE)


def escaped(text: str) -> str:
    """A text as a workbook's XML holds it, where some of its own letters look like an escaped character."""
    return _LIKE_ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """What a workbook's XML means."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
