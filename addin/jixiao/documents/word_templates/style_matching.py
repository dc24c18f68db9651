"""Fitting the report's own pieces into a document that somebody has edited in Word.

Word and WPS give styles new ids when they save (``Heading1`` becomes ``1``), and keep their names: so pieces are
moved to the ids that the template has for our names, and styles it has lost are added.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart

from jixiao.documents.report.document import styles_xml
from jixiao.documents.report.page_setup import WIDE, Piece
from jixiao.documents.word_templates.landscape_sections import with_turns

_STYLE = re.compile(r'(<w:(?:p|r|tbl)Style w:val=")([^"]*)')
_ID, _VAL = qn("w:styleId"), qn("w:val")
_FOLLOWING = ("w:basedOn", "w:next", "w:link")


class Fitting:
    """The ids of our styles in one template, and pieces with these ids."""

    def __init__(self, document: DocumentObject) -> None:
        self._ids = _adopt_styles(document.styles.element, parse_xml(styles_xml().encode()))

    def fitted(self, pieces: Iterable[Piece]) -> str:
        """The pieces as one, with marks where the page turns."""
        return self.restyled(with_turns(pieces))

    def id(self, style: str) -> str:
        """The template's id for a style of ours."""
        return self._ids.get(style, style)

    def restyled(self, content: str) -> str:
        """WordprocessingML of ours with the template's ids."""
        return _STYLE.sub(lambda match: match[1] + self.id(match[2]), content) if self._ids else content

    def restyle_footers(self, part: DocumentPart) -> None:
        """Give the footers of turned pages the template's ids."""
        for relation in WIDE.footers or ():
            for style in part.rels[relation].target_part.element.iter(qn("w:pStyle")):
                style.set(_VAL, self.id(style.get(_VAL)))


def _adopt_styles(theirs: Any, our: Any) -> dict[str, str]:
    """Add the styles of ours that a template lacks; our ids → the ids it has for the same names."""
    by_name = {_name(style): style.get(_ID) for style in _styles(theirs)}
    missing = [style for style in _styles(our) if _name(style) not in by_name]
    taken = set(by_name.values())
    by_name |= {_name(style): _free(style.get(_ID), taken) for style in missing}
    ids = {style.get(_ID): by_name[_name(style)] for style in _styles(our)}
    for style in missing:
        theirs.append(_with_ids(style, ids))
    return {ours: theirs for ours, theirs in ids.items() if ours != theirs}


def _styles(root: Any) -> Iterator[Any]:
    return (style for style in root.findall(qn("w:style")) if style.find(qn("w:name")) is not None)


def _name(style: Any) -> str:
    """A style's kind and name; Word writes the names of its own in small letters, others do not."""
    return f"{style.get(qn('w:type'))} {style.find(qn('w:name')).get(_VAL).lower()}"


def _free(wanted: str, taken: set[str]) -> str:
    return wanted if wanted not in taken else f"jixiao{wanted}"


def _with_ids(style: Any, ids: dict[str, str]) -> Any:
    added = copy.deepcopy(style)
    added.set(_ID, ids[style.get(_ID)])
    added.attrib.pop(qn("w:default"), None)
    for tag in _FOLLOWING:
        for reference in added.findall(qn(tag)):
            reference.set(_VAL, ids.get(reference.get(_VAL), reference.get(_VAL)))
    return added
