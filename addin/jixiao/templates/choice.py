"""Which template a report is written with: the one that is asked for, else the one beside the workbook, else none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jixiao.evaluate import Evaluation
from jixiao.report import write_report
from jixiao.templates.render import write_from_template

BESIDE = "报告模板.docx"
"""A file of this name in a workbook's folder is its template."""


def template_beside(book: Path) -> Path | None:
    """The template in a workbook's folder, if there is one."""
    template = book.with_name(BESIDE)
    return template if template.is_file() else None


def report_writer(evaluation: Evaluation, template: Path | None, charts: bool = True) -> Callable[[Path], None]:
    """What writes the report to a path, with a template or without."""
    if template is None:
        return partial(write_report, evaluation, charts=charts)
    return partial(write_from_template, evaluation, template, charts=charts)


def told_template(template: Path | None) -> str:
    """A line that says with which template a report was written; nothing if with none."""
    return f"按模板排版：{template}" if template else ""
