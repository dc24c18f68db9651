"""Which template a report is written with: the one that is asked for, else the one beside the workbook, else none."""

from __future__ import annotations

from pathlib import Path

from jixiao.documents.report import report_document
from jixiao.documents.word_package import WordPackage
from jixiao.documents.word_templates.python_docx import closed
from jixiao.documents.word_templates.render import rendered
from jixiao.documents.word_templates.template_file import open_template
from jixiao.model.evaluation import Evaluation

BESIDE = "报告模板.docx"
"""A file of this name in a workbook's folder is its template."""


def template_beside(book: Path) -> Path | None:
    """The template in a workbook's folder, if there is one."""
    template = book.with_name(BESIDE)
    return template if template.is_file() else None


def chosen_report(evaluation: Evaluation, template: Path | None, charts: bool = True) -> WordPackage:
    """The report as a document, with a template or without.

    Raises:
        DocumentError: the template is no Word file, or not a safe one.
        TemplateError: it has faults.
    """
    if template is None:
        return report_document(evaluation, charts)
    return closed(rendered(evaluation, open_template(template), charts))


def template_message(template: Path | None) -> str:
    """A line that says with which template a report was written; nothing if with none."""
    return f"按模板排版：{template}" if template else ""
