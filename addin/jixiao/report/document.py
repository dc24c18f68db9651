"""The report as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from jixiao.evaluate import Evaluation
from jixiao.evaluate.sentences import fill
from jixiao.files import replacing
from jixiao.report.attachments import attachment_list, attachments
from jixiao.report.narrative import cover, narrative
from jixiao.report.styles import BOTTOM, BUILT_IN, DEFAULTS, FOOTER, LEFT, PAPER, RIGHT, STYLES, TOP
from jixiao.report.wordml import NAMESPACE

_PAGE_NUMBER = (
    '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
)

_BALLAST = ("thumbnail", "stylesWithEffects", "customXml", "extended-properties")
"""Parts of python-docx's empty document that tell of itself: a picture of a blank page, who made it, and a second set
of styles, which some versions of Word read instead of the first."""


def write_report(evaluation: Evaluation, target: Path) -> None:
    """Write the report of a submission.

    Args:
        evaluation: the submission with its computed values.
        target: the .docx; an existing one is replaced only when the new one is whole.

    Raises:
        OutputError: the file cannot be written; what stood there before still stands.
    """
    document = _empty_document()
    _set_properties(document, evaluation)
    parts = (cover(evaluation), narrative(evaluation), attachment_list(evaluation), attachments(evaluation))
    _set_content(document, "".join(text for part in parts for text in part))
    with replacing(target) as temporary:
        document.save(str(temporary))


def _set_content(document: DocumentObject, content: str) -> None:
    """Put the content before the page's settings.

    These move, not the content: to move thousands of cells from one tree to another costs more than to parse them.
    """
    root = parse_xml(f'<w:document xmlns:w="{NAMESPACE}"><w:body>{content}</w:body></w:document>')
    root.body.append(document.element.body.sectPr)
    document.part._element = root


def _parsed(content: str) -> list[Any]:
    """Small pieces of WordprocessingML as elements."""
    return list(parse_xml(f'<w:body xmlns:w="{NAMESPACE}">{content}</w:body>'))


def _empty_document() -> DocumentObject:
    """A document with our page and our styles and nothing of the default template's looks."""
    document = Document()
    _drop_ballast(document)
    _set_styles(document)
    _set_language(document)
    _set_page(document)
    return document


def _drop_ballast(document: DocumentObject) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_BALLAST)]:
            del relations[key]


def _set_styles(document: DocumentObject) -> None:
    """Our styles instead of the template's; what it says of styles that Word has built in stays."""
    styles = document.styles.element
    built_in = styles.find(qn("w:latentStyles"))
    styles.clear()
    styles.extend([*_parsed(DEFAULTS), built_in, *_parsed("".join(style.xml() for style in STYLES) + BUILT_IN)])


def _set_language(document: DocumentObject) -> None:
    """Chinese line breaking and fonts; the present Word's layout, not a compatibility mode."""
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    settings.find(f"{qn('w:compat')}/{qn('w:compatSetting')}").set(qn("w:val"), "15")


def _set_page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, PAPER)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.footer_distance = Mm(FOOTER)
    _set_page_number(section)


def _set_page_number(section: Any) -> None:
    """— 1 — in the footer; the cover is page 0 and shows none."""
    section.different_first_page_header_footer = True
    footer = section.footer
    footer.is_linked_to_previous = False
    footer._element[:] = _parsed(_PAGE_NUMBER)
    columns = section._sectPr.find(qn("w:cols"))
    columns.addprevious(_parsed('<w:pgNumType w:start="0"/>')[0])


def _set_properties(document: DocumentObject, evaluation: Evaluation) -> None:
    """The title; no person's name."""
    properties = document.core_properties
    properties.title = fill(evaluation.family.outline.reports[0].title, evaluation)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
