"""A report from a template: docxtpl with the values of a submission, in bounds, and whole or not at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from lxml import etree

from jixiao.core.errors import UserError
from jixiao.documents.word_templates.check import check_template
from jixiao.documents.word_templates.field_values import values_of
from jixiao.documents.word_templates.finishing import finish
from jixiao.documents.word_templates.language import Environment
from jixiao.documents.word_templates.python_docx import save
from jixiao.documents.word_templates.section_breaks import keep_breaks
from jixiao.documents.word_templates.style_matching import Fitting
from jixiao.documents.word_templates.template_file import Fault, TemplateFile, open_template
from jixiao.model.evaluation import Evaluation

_TOLD = 5
"""Faults that the message of a refused template shows."""


class TemplateError(UserError):
    """A template that cannot be used; the message is Chinese and names the first faults."""


class _Document(DocxTemplate):  # type: ignore[misc]
    """docxtpl without what it does beyond our marks."""

    def resolve_listing(self, xml: str) -> str:
        """Our values bring their line breaks with them."""
        return xml

    def fix_tables(self, xml: str) -> Any:
        """The rendered text as a tree, refused if it is not well-formed.

        docxtpl would mend it by guessing and adjust the columns of tables, which our marks leave as they are.
        """
        return parse_xml(xml)

    def fix_docpr_ids(self, tree: Any) -> None:
        """Drawings that a loop repeats need numbers of their own."""
        for number, drawing in enumerate(tree.iter(qn("wp:docPr")), 1):
            drawing.set("id", str(number))

    def render_properties(self, *args: Any, **kwargs: Any) -> None:
        """Ours are set afterwards."""


def write_from_template(evaluation: Evaluation, template: Path, target: Path, charts: bool = True) -> None:
    """Write the report of a submission with an administrator's template.

    Args:
        evaluation: the submission with its computed values.
        template: the .docx with marks.
        target: the .docx; an existing one is replaced only when the new one is whole.
        charts: whether the outline's charts are drawn.

    Raises:
        DocumentError: the template is no Word file, or not a safe one.
        TemplateError: it has faults.
        OutputError: the file cannot be written; what stood there before still stands.
    """
    save(rendered(evaluation, open_template(template), charts), target)


def rendered(evaluation: Evaluation, template: TemplateFile, charts: bool = True) -> DocumentObject:
    """The report as a document.

    Raises:
        TemplateError: the template has faults.
    """
    refuse_faults(template, check_template(template, evaluation.family).faults)
    engine = _Document(BytesIO(template.content))
    engine.init_docx()
    document: DocumentObject = engine.docx
    fitting = Fitting(document)
    keep_breaks(document)
    try:
        engine.render(values_of(evaluation, fitting, charts), Environment(), autoescape=True)
    except (JinjaError, etree.XMLSyntaxError, RecursionError) as error:
        raise TemplateError(
            f"模板「{template.name}」套不出完整的报告，没有生成。请把最近改动的标记改回去再试，"
            "或用 jixiao template new 重新建一份"
        ) from error
    finish(document, evaluation, fitting)
    return document


def refuse_faults(template: TemplateFile, faults: tuple[Fault, ...]) -> None:
    """Refuse a template that has faults.

    Raises:
        TemplateError: names the first of them.
    """
    if faults:
        shown = "；".join(map(str, faults[:_TOLD]))
        raise TemplateError(
            f"模板「{template.name}」有 {len(faults)} 处不对，没有生成报告：{shown}。"
            "请在 Word 里改正，用 jixiao template check 再查一遍"
        )
