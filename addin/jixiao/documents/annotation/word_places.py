"""From a finding to the place in a Word file that it speaks of, and the marks of a comment around it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from jixiao.audit.checks import Finding
from jixiao.core.unseen_signs import seen
from jixiao.documents.intake.docx_file import GONE, is_hidden, read_body, text_pieces
from jixiao.documents.intake.raw_document import RawCell, RawParagraph
from jixiao.documents.intake.table_places import find_place
from jixiao.model.forms.numbering import without_numbering

_P, _TC, _R, _T, _P_PR, _R_PR = (qn(f"w:{tag}") for tag in ("p", "tc", "r", "t", "pPr", "rPr"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_QUOTE = re.compile(r"(?P<heading>.*?)：“(?P<quote>.*)”", re.DOTALL)
_REFERENCE = '<w:r {}><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{}"/></w:r>'


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment speaks of: from the beginning of one element to the end of another.

    Two paragraphs (which may be one) are marked from within, anything else from without.
    """

    first: Any
    last: Any

    def mark(self, comment_id: int) -> None:
        """Put the comment's marks around it."""
        start, end = (
            parse_xml(f'<w:commentRange{side} {nsdecls("w")} w:id="{comment_id}"/>') for side in ("Start", "End")
        )
        if self.first.tag == _P:
            self._mark_paragraphs(start, end)
        else:
            self.first.addprevious(start)
            self.last.addnext(end)
        end.addnext(parse_xml(_REFERENCE.format(nsdecls("w"), comment_id)))

    def _mark_paragraphs(self, start: Any, end: Any) -> None:
        properties = self.first.find(_P_PR)
        if properties is None:
            self.first.insert(0, start)
        else:
            properties.addnext(start)
        self.last.append(end)


class Anchors:
    """The places of one document's body.

    Tables and cells are those that intake counts: it reads a copy, whose elements lead back to the body's own.
    """

    def __init__(self, body: Any) -> None:
        self._body = body
        twin = copy.deepcopy(body)
        self._own = dict(zip(twin.iter(_P, _TC), body.iter(_P, _TC), strict=True))
        self._document = read_body(twin)
        self._paragraphs = [b for b in self._document.blocks if isinstance(b, RawParagraph)]

    def beginning(self) -> Anchor:
        """The document's first paragraph that says something; failing that, its very first."""
        speaking = (self._own[paragraph.element] for paragraph in self._paragraphs)
        paragraph = next(speaking, None) if self._paragraphs else next(self._body.iter(_P), None)
        if paragraph is None:
            paragraph = parse_xml(f"<w:p {nsdecls('w')}/>")
            self._body.insert(0, paragraph)
        return Anchor(paragraph, paragraph)

    def find(self, finding: Finding) -> Anchor | None:
        """The cell or sentence of a finding; of a finding on a whole table its first cell."""
        match = _QUOTE.fullmatch(finding.where)
        heading, quote = (match["heading"], match["quote"]) if match else ("", "")
        quote = max(quote.split("\n"), key=len).strip()
        cell = self._cell(finding.sheet, finding.cell)
        if cell is not None:
            paragraphs = _paragraphs_of(self._own[cell.element])
            return (_sentence(paragraphs, quote) if quote else None) or Anchor(paragraphs[0], paragraphs[-1])
        return self._prose(heading, quote) if quote else None

    def _cell(self, sheet: str, cell: str) -> RawCell | None:
        place = find_place(sheet, cell)
        if place is None or place.table >= len(self._document.tables):
            return None
        rows = self._document.tables[place.table].rows
        cells = rows[place.row] if 0 <= place.row < len(rows) else []
        exact = next((cell for cell in cells if cell.column == place.column), None)
        return exact or next((cell for row in rows for cell in row), None)

    def _prose(self, heading: str, quote: str) -> Anchor | None:
        """A quoted sentence: below its heading, if that is found, else wherever it stands first."""
        own = [self._own[paragraph.element] for paragraph in self._paragraphs]
        title = without_numbering(heading)
        starts = (i for i, p in enumerate(self._paragraphs) if title and without_numbering(p.text).startswith(title))
        start = next(starts, 0)
        return _sentence(own[start:], quote) or _sentence(own, quote)


def _paragraphs_of(cell: Any) -> list[Any]:
    """The paragraphs of a cell, not those of tables within it; Word puts one into every cell."""
    own = [p for p in cell.iter(_P) if next(p.iterancestors(_TC)) is cell]
    if not own:
        own = [parse_xml(f"<w:p {nsdecls('w')}/>")]
        cell.append(own[0])
    return own


# ---- sentences ----------------------------------------------------------------------------------------------


def _sentence(paragraphs: list[Any], quote: str) -> Anchor | None:
    """The first place where some words stand in one of the paragraphs."""
    for paragraph in paragraphs:
        text = "".join(text for _, text in _pieces(paragraph))
        start = text.find(quote)
        if start >= 0:
            return _part(paragraph, start, start + len(quote))
        if quote in seen(text):
            return Anchor(paragraph, paragraph)
    return None


def _part(paragraph: Any, start: int, end: int) -> Anchor:
    """A part of a paragraph's text; runs are divided where that is simple, else taken whole."""
    _divide(paragraph, end)
    _divide(paragraph, start)
    within = [element for element, low, high in _placed(paragraph) if high > start and low < end]
    return Anchor(_child(paragraph, within[0]), _child(paragraph, within[-1]))


def _pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The texts of a paragraph as intake reads them."""
    for element, text in text_pieces(paragraph):
        if not any(ancestor.tag in GONE or is_hidden(ancestor) for ancestor in element.iterancestors()):
            yield element, text


def _placed(paragraph: Any) -> Iterator[tuple[Any, int, int]]:
    position = 0
    for element, text in _pieces(paragraph):
        yield element, position, position + len(text)
        position += len(text)


def _divide(paragraph: Any, at: int) -> None:
    """Divide the run that a position lies in; one inside a link or a tracked change stays whole."""
    for element, low, high in _placed(paragraph):
        if low <= at < high:
            run = element.getparent()
            if run.tag == _R and run.getparent() is paragraph:
                _divide_run(run, run.index(element), at - low)
            return


def _divide_run(run: Any, index: int, at: int) -> None:
    """Divide a run before its child of that index, or so far within that child's text; both parts look the same."""
    if not at and all(child.tag == _R_PR for child in run[:index]):
        return
    behind = copy.deepcopy(run)
    for child in run[index + bool(at) :]:
        run.remove(child)
    for child in behind[:index]:
        if child.tag != _R_PR:
            behind.remove(child)
    if at:
        text = run[index].text
        _set_text(run[index], text[:at])
        _set_text(behind.find(_T), text[at:])
    run.addnext(behind)


def _set_text(element: Any, text: str) -> None:
    element.text = text
    element.set(_SPACE, "preserve")


def _child(paragraph: Any, element: Any) -> Any:
    """The child of the paragraph that an element stands in: marks there are never part of a tracked insertion."""
    while element.getparent() is not paragraph:
        element = element.getparent()
    return element
