"""Pages turned on their side within a template: they get sections of their own.

Where the page turns a piece carries a mark only. When the whole document is there, each mark becomes the settings of
a section: the turned page, or the page of the template, whatever an administrator has made of it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from jixiao.documents.report.footers import footers_of
from jixiao.documents.report.page_setup import UPRIGHT, WIDE, Piece, closed
from jixiao.documents.report.wordml import NAMESPACE
from jixiao.documents.word_templates.python_docx import attach

_TURN = "turn"
"""The attribute of a mark; Word never sees it."""

_WIDE, _UPRIGHT = "wide", "upright"
_SECTION, _NUMBERS, _FIRST, _KIND = (qn(f"w:{tag}") for tag in ("sectPr", "pgNumType", "titlePg", "type"))


def with_turns(pieces: Iterable[Piece]) -> str:
    """The pieces as one, a mark at the end of each stretch of pages that are not as those after it."""
    stretches = [(page, "".join(p.text for p in group)) for page, group in groupby(pieces, lambda piece: piece.page)]
    last = len(stretches) - 1
    return "".join(
        text if at == last and page is UPRIGHT else closed(text, _mark(_WIDE if page is WIDE else _UPRIGHT))
        for at, (page, text) in enumerate(stretches)
    )


def settle_turns(document: DocumentObject) -> bool:
    """Make sections of the marks.

    Returns:
        Whether there are turned pages; their footers then are in the document.
    """
    body = document.element.body
    _end_with_mark(body)
    stretch: list[Any] = []
    turns = False
    for section in list(body.iter(_SECTION)):
        stretch.append(section)
        if not section.get(_TURN) or section.getparent() is body:
            turns |= _settled(stretch)
            stretch = []
    if turns and not set(WIDE.footers or ()) <= set(document.part.rels):
        attach(document.part, footers_of(WIDE))
    return turns


def _mark(turn: str) -> str:
    return f'<w:sectPr {_TURN}="{turn}"/>'


def _end_with_mark(body: Any) -> None:
    """A mark in the last paragraph is the whole document's end: one more section would be an empty page."""
    last = body[-1]
    mark = last.getprevious().find(f"{qn('w:pPr')}/{_SECTION}") if last.getprevious() is not None else None
    if mark is not None and mark.get(_TURN):
        last.set(_TURN, mark.get(_TURN))
        mark.getparent().remove(mark)


def _settled(sections: Sequence[Any]) -> bool:
    """Settle the marks before a section of the template, and that section; say whether a page turns there."""
    turns = [section.get(_TURN, _UPRIGHT) for section in sections]
    theirs = copy.deepcopy(sections[-1])
    theirs.attrib.pop(_TURN, None)
    for number, (section, turn) in enumerate(zip(sections, turns, strict=True)):
        settings = _turned(theirs) if turn == _WIDE else copy.deepcopy(theirs)
        if number:
            _run_on(settings)
        section.getparent().replace(section, settings)
    return _WIDE in turns


def _turned(theirs: Any) -> Any:
    """The turned page with the numbering of the template's section."""
    settings = parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{WIDE.section()}</w:body>')[0]
    numbers = theirs.find(_NUMBERS)
    if numbers is not None:
        settings.find(qn("w:cols")).addprevious(copy.deepcopy(numbers))
    return settings


def _run_on(settings: Any) -> None:
    """A section that goes on counting pages, on the very next one."""
    for element in settings.findall(_NUMBERS):
        element.attrib.pop(qn("w:start"), None)
    for element in [e for e in settings if e.tag == _FIRST or (e.tag == _NUMBERS and not e.attrib)]:
        settings.remove(element)
    for element in settings.findall(_KIND):
        element.set(qn("w:val"), "nextPage")
