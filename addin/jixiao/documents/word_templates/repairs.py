"""What marks leave behind that Word would call damaged: tables without rows, cells without paragraphs."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

_TBL, _TR, _TC, _TC_PR = (qn(f"w:{tag}") for tag in ("tbl", "tr", "tc", "tcPr"))
_BOX = qn("w:txbxContent")
_EDGES = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


def mend(document: DocumentObject) -> None:
    """Take out tables without rows, and put an empty paragraph where one must be."""
    edges = [r.target_part.element for r in document.part.rels.values() if r.reltype in _EDGES]
    for root in (document.element.body, *edges):
        for table in list(root.iter(_TBL)):
            if next(table.iter(_TR), None) is None:
                table.getparent().remove(table)
        for home in root.iter(_TC, _BOX):
            _end_with_paragraph(home)
    for edge in edges:
        _end_with_paragraph(edge)


def _end_with_paragraph(home: Any) -> None:
    if not len(home) or home[-1].tag in (_TBL, _TC_PR):
        home.append(OxmlElement("w:p"))
