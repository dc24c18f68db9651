"""WordprocessingML as text.

A report is put together as strings and parsed once, which is far quicker than building its cells one by one.
"""

from __future__ import annotations

import re
from functools import cache

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TWIPS_PER_MM = 1440 / 25.4

_SPECIAL = re.compile(r"[\x00-\x1f<>&\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold in any spelling."""


def twips(millimetres: float) -> int:
    """A length in twentieths of a point, as Word counts."""
    return round(millimetres * _TWIPS_PER_MM)


def paragraph(style: str, text: str) -> str:
    """A paragraph of a named style."""
    return f"{open_paragraph(style)}{run(text)}</w:p>"


@cache
def open_paragraph(style: str) -> str:
    """A paragraph's beginning."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'


def run(text: str) -> str:
    """A run with any text: what XML forbids is dropped, line breaks and tabs stay line breaks and tabs."""
    if not text:
        return ""
    if not _SPECIAL.search(text):  # most cells; a report has thousands
        return f"<w:r>{_text(text)}</w:r>"
    lines = _clean(text).split("\n")
    return f"<w:r>{'<w:br/>'.join(map(_line, lines))}</w:r>"


def _clean(text: str) -> str:
    text = _FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(line: str) -> str:
    return "<w:tab/>".join(map(_text, line.split("\t")))


def _text(text: str) -> str:
    if not text:
        return ""
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<w:t{space}>{text}</w:t>"
