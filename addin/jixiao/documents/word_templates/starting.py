"""The template a family starts with: in look and order the report that is written without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docx.document import Document as DocumentObject

from jixiao.documents.report.document import new_document
from jixiao.documents.report.page_setup import COVER, UPRIGHT, Piece, in_sections
from jixiao.documents.report.wordml import paragraph
from jixiao.documents.word_templates.python_docx import opened, save
from jixiao.model.forms.family import Family, Report
from jixiao.model.forms.sentence_template import MARK


def write_starting_template(family: Family, target: Path) -> None:
    """Write the template a family starts with.

    Args:
        family: the family it is for; its id stands in the file's properties (类别).
        target: the .docx; an existing one is replaced only when the new one is whole.

    Raises:
        OutputError: the file cannot be written; what stood there before still stands.
    """
    save(starting_template(family), target)


def starting_template(family: Family) -> DocumentObject:
    """The template a family starts with."""
    pieces = (Piece(COVER, "".join(_cover(family))), Piece(UPRIGHT, "".join(_text(family))))
    document = opened(new_document(f"{family.head.title}报告模板", in_sections(pieces)))
    document.core_properties.category = family.head.id
    return document


def family_of(document: DocumentObject) -> str:
    """The id of the family a template was made for; empty if it does not say."""
    return str(document.core_properties.category)


def _cover(family: Family) -> Iterator[str]:
    yield paragraph("CoverTitle", "{{ titles.cover }}")
    yield from (paragraph("CoverLine", _marks(line)) for line in family.outline.cover.lines[1:])


def _text(family: Family) -> Iterator[str]:
    repeated = {form.id for form in family.forms if form.repeated}
    for report in family.outline.reports:
        yield from _optional(report) if report.id in repeated else _report(report)
    yield paragraph("AttachmentList", "{{p attachment_list }}")
    for style, line in zip(("Signature", "SignatureDate"), family.outline.signature, strict=False):
        yield paragraph(style, _marks(line))
    yield paragraph("ReportText", "{{p attachments }}")


def _optional(report: Report) -> Iterator[str]:
    """A report that is left out where there is nothing to report on."""
    yield paragraph("ReportText", f"{{%p if reports.{report.id} %}}")
    yield from _report(report)
    yield paragraph("ReportText", "{%p endif %}")


def _report(report: Report) -> Iterator[str]:
    yield paragraph("Title", f"{{{{ titles.{report.id} }}}}")
    for section in report.sections:
        yield paragraph(f"Heading{section.level}", _marks(section.heading))
        yield paragraph("ReportText", f"{{{{p sections.{report.id}.{section.key} }}}}")


def _marks(text: str) -> str:
    """A line of the outline with a template's marks instead of the outline's."""
    return MARK.sub(r"{{ \1 }}", text)
