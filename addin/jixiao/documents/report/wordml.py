"""WordprocessingML as text.

A report is put together as strings and parsed once, which is far quicker than building its cells one by one.
"""

from __future__ import annotations

import re
from functools import cache

from jixiao.core.unseen_signs import seen
from jixiao.model.submission.placeholders import split_at_placeholders

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_TWIPS_PER_MM = 1440 / 25.4
_EMU_PER_MM = 36_000

_SPECIAL = re.compile(r"[\x00-\x1f<>&［\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold in any spelling."""

_HIGHLIGHTED = '<w:rPr><w:rStyle w:val="Placeholder"/><w:highlight w:val="yellow"/></w:rPr>'
"""A style to find them by; the highlight stands with the run, since Word leaves it out of styles."""


def twips(millimetres: float) -> int:
    """A length in twentieths of a point, as Word counts."""
    return round(millimetres * _TWIPS_PER_MM)


def emu(millimetres: float) -> int:
    """A length as drawings count."""
    return round(millimetres * _EMU_PER_MM)


def paragraph(style: str, text: str, *, with_next: bool = False) -> str:
    """A paragraph of a named style; see :func:`open_paragraph`."""
    return f"{open_paragraph(style, with_next)}{run(text)}</w:p>"


def kept_together(before: str, behind: str) -> str:
    """What stands before and behind on one page where they meet: the last paragraph ends where the next begins."""
    head, end, tail = before.rpartition("</w:pPr>")
    return f"{head}<w:keepNext/>{end}{tail}{behind}" if end and behind else before + behind


@cache
def open_paragraph(style: str, with_next: bool = False) -> str:
    """A paragraph's beginning; ``with_next`` keeps it on the page of the next one."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if with_next else ""}</w:pPr>'


def run(text: str) -> str:
    """Runs with any text: what XML forbids is dropped, line breaks and tabs stay line breaks and tabs.

    What is still to be filled in is a run of its own, highlighted.
    """
    if not text:
        return ""
    if not _SPECIAL.search(text):  # most cells; a report has thousands
        return f"<w:r>{_text(text)}</w:r>"
    pieces = split_at_placeholders(_clean(text))
    return "".join(f"<w:r>{_HIGHLIGHTED if marked else ''}{_lines(piece)}</w:r>" for piece, marked in pieces)


def _lines(text: str) -> str:
    return "<w:br/>".join(map(_line, text.split("\n")))


def legal(text: str) -> str:
    """A text without what XML forbids and what is unseen, its line breaks all of one kind."""
    return seen(_FORBIDDEN.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")


def _clean(text: str) -> str:
    return legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(line: str) -> str:
    return "<w:tab/>".join(map(_text, line.split("\t")))


def _text(text: str) -> str:
    if not text:
        return ""
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<w:t{space}>{text}</w:t>"
