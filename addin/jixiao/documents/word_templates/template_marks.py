"""The marks in a template's paragraphs: ``{{ field }}``, ``{% if … %}``, ``{%p for … %}``, and where they stand.

docxtpl finds marks with regular expressions over the whole XML and cannot tell where one is wrong; here they are read
paragraph by paragraph, as a person sees them, however Word has split a paragraph into runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

BRACES = frozenset("{}｛｝")
"""Full-width ones are what a Chinese keyboard makes of them; they are no marks."""

_MARK = re.compile(r"\{\{(?P<field>[^{}%]*)\}\}|\{%(?P<step>[^{}%]*)%\}|\{#[^{}]*#\}")
"""As docxtpl sees them: no percent sign and no brace within."""

_LEVEL = re.compile(r"(?P<level>p|tr|tc|r) +(?P<words>.*)", re.DOTALL)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
"""Word makes typographic quotation marks of straight ones; docxtpl takes both."""

_P, _R, _T, _TR, _TBL, _TC = (qn(f"w:{tag}") for tag in ("p", "r", "t", "tr", "tbl", "tc"))
_PARTS = {
    RELATIONSHIP_TYPE.HEADER: "页眉",
    RELATIONSHIP_TYPE.FOOTER: "页脚",
    RELATIONSHIP_TYPE.FOOTNOTES: "脚注",
}
"""The parts that docxtpl renders besides the text itself."""


class Part(NamedTuple):
    """A part of a template with marks: what it is called and its XML."""

    name: str
    root: Any


@dataclass(frozen=True)
class Mark:
    """One mark: a field to print, or a step (``for``, ``if``, ``endfor`` …).

    ``level`` is docxtpl's letter: ``p`` stands for its whole paragraph, ``tr`` for its whole table row.
    """

    words: str
    is_step: bool
    level: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with marks or with braces that are none: its text, its place in words, its element."""

    part: str
    place: str
    text: str
    element: Any

    @property
    def marks(self) -> list[Mark]:
        """Its marks in order; comments are none."""
        return [_mark(match) for match in _MARK.finditer(self.text) if match.lastgroup is not None]

    @property
    def rest(self) -> str:
        """Its text without marks."""
        return _MARK.sub("", self.text)

    @property
    def row(self) -> Any | None:
        """The table row it stands in."""
        return next(self.element.iterancestors(_TR), None)


def parts(document: DocumentObject) -> Iterator[Part]:
    """The parts of a template that may have marks."""
    yield text_part(document)
    for relation in document.part.rels.values():
        if relation.reltype in _PARTS and not relation.is_external:
            yield Part(_PARTS[relation.reltype], parse_xml(relation.target_part.blob))


def text_part(document: DocumentObject) -> Part:
    """The text itself."""
    return Part("正文", document.element.body)


def paragraphs(part: Part) -> Iterator[Paragraph]:
    """The paragraphs of a part that have braces in them."""
    number, tables = 0, dict[Any, int]()
    for element in part.root.iter(_P, _TBL):
        if element.tag == _TBL:
            tables[element] = len(tables) + 1
            continue
        text = own_text(element)
        table = next(element.iterancestors(_TBL), None)
        number += bool(text.strip()) and table is None
        if BRACES & set(text):
            place = f"第{number}段" if table is None else f"第{tables[table]}个表{_cell_place(element)}"
            yield Paragraph(part.name, part.name + place, text, element)


def count_braces(part: Part) -> int:
    """How many braces there are in a part's text."""
    texts = (text.text or "" for text in part.root.iter(_T))
    return sum(text.count("{") + text.count("}") for text in texts)


def own_text(paragraph: Any) -> str:
    """A paragraph's text without that of text boxes anchored in it."""
    texts = paragraph.iter(_T)
    if paragraph.find(f".//{_P}") is not None:
        texts = (text for text in texts if next(text.iterancestors(_P)) is paragraph)
    return "".join(text.text or "" for text in texts)


def _mark(match: re.Match[str]) -> Mark:
    is_step = match.lastgroup == "step"
    words = match[match.lastgroup or 0].translate(_QUOTES)
    levelled = _LEVEL.fullmatch(words)
    level, words = (levelled["level"], levelled["words"]) if levelled else ("", words)
    return Mark(words.strip(), is_step, level)


def _cell_place(paragraph: Any) -> str:
    cell, row = (next(paragraph.iterancestors(tag)) for tag in (_TC, _TR))
    return f"第{_position(row)}行第{_position(cell)}格"


def _position(element: Any) -> int:
    return len(list(element.itersiblings(element.tag, preceding=True))) + 1
