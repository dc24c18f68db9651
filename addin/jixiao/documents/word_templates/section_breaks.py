"""Section breaks in paragraphs that vanish.

Word keeps the settings of a section in its last paragraph. Where that is a mark for a whole paragraph, the settings
would vanish with it: they get a paragraph of their own, before a mark that opens something, behind any other.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from jixiao.documents.word_templates.template_marks import Mark, paragraphs, text_part

_OPENING = ("for", "if")
_PPR, _SECTION = qn("w:pPr"), qn("w:sectPr")


def keep_breaks(document: DocumentObject) -> None:
    """Give the section breaks in marks paragraphs of their own."""
    for paragraph in list(paragraphs(text_part(document))):
        section = paragraph.element.find(f"{_PPR}/{_SECTION}")
        levelled = [mark for mark in paragraph.marks if mark.level == "p"]
        if section is not None and levelled:
            _place(_empty_paragraph(section), paragraph.element, levelled[0])


def _empty_paragraph(section: Any) -> Any:
    paragraph = OxmlElement("w:p")
    paragraph.get_or_add_pPr().append(section)
    return paragraph


def _place(paragraph: Any, marked: Any, mark: Mark) -> None:
    if mark.is_step and mark.words.startswith(_OPENING):
        marked.addprevious(paragraph)
    else:
        marked.addnext(paragraph)
