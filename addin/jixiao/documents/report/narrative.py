"""The cover and the narrative reports: the family's headings, the figures' sentences, the unit's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.report.charts import chart_paragraphs
from jixiao.documents.report.history_table import history_paragraphs
from jixiao.documents.report.title_lines import COVER_LINE, TITLE_LINE, broken
from jixiao.documents.report.wordml import paragraph
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.evaluation.report_sentences import common_values, fill, printed_paragraphs
from jixiao.model.forms.family import Report, Section
from jixiao.model.submission.placeholders import placeholder

NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)")

_LEVELS = {
    "Heading1": re.compile(r"[一二三四五六七八九十]+、"),
    "Heading2": re.compile(r"（[一二三四五六七八九十]+）"),
    "Heading3": re.compile(r"\d{1,2}[.．](?!\d)"),
    "Heading4": re.compile(r"（\d{1,2}）"),
}
"""GB/T 9704-2012, 7.3.3: how the levels are numbered."""

_LONGEST_HEADING = 28
"""Characters: one line."""

_SENTENCE = re.compile(r"[。；！？：，]")


def cover(evaluation: Evaluation, report: Report | None = None, project: str = "") -> Iterator[str]:
    """The cover: the title, then unit and date; of all, or of one report that has a file of its own."""
    for index, text in enumerate(cover_lines(evaluation, report)):
        yield paragraph("CoverLine", text) if index else paragraph("CoverTitle", _with_project(text, project))


def cover_lines(evaluation: Evaluation, report: Report | None = None) -> list[str]:
    """What the cover says; the first line is its title, or that of the one report it stands before."""
    first, *others = evaluation.family.outline.cover.lines or ("",)
    title = fill(report.title if report else first, evaluation)
    return [broken(title, _unit(evaluation), COVER_LINE), *(fill(line, evaluation) for line in others)]


def narrative(evaluation: Evaluation, charts: bool = True) -> Iterator[str]:
    """All reports, each on a new page; ``charts``: with those that the outline places."""
    for report in wanted_reports(evaluation):
        yield from report_paragraphs(evaluation, report, charts)


def report_paragraphs(evaluation: Evaluation, report: Report, charts: bool = True, project: str = "") -> Iterator[str]:
    """One report; the name of a ``project`` that it is on alone stands under its title."""
    yield paragraph("Title", _with_project(report_title(evaluation, report), project))
    for section, texts in section_texts(evaluation, report):
        yield paragraph(f"Heading{section.level}", fill(section.heading, evaluation))
        yield from section_paragraphs(evaluation, section, texts, charts)


def section_paragraphs(
    evaluation: Evaluation, section: Section, texts: Sequence[str], charts: bool = True
) -> Iterator[str]:
    """What stands under a section's heading."""
    yield from (paragraph(_style(text), text) for text in texts)
    yield from history_paragraphs(evaluation, section)
    if charts:
        yield from chart_paragraphs(evaluation, section)


def signature(evaluation: Evaluation) -> Iterator[str]:
    """Who signs and when, behind the narrative."""
    for style, line in zip(("Signature", "SignatureDate"), evaluation.family.outline.signature, strict=False):
        yield paragraph(style, fill(line, evaluation))


def report_title(evaluation: Evaluation, report: Report) -> str:
    """A report's title, in lines."""
    return broken(fill(report.title, evaluation), _unit(evaluation), TITLE_LINE)


def section_texts(evaluation: Evaluation, report: Report) -> Iterator[tuple[Section, list[str]]]:
    """Each section's paragraphs; one with nothing to say prints what its data tell (无), or asks for a text."""
    parents = report.parents
    for section in report.sections:
        texts = printed_paragraphs(evaluation, report, section)
        if not texts and section.key not in parents:
            texts = [section.empty or placeholder(NUMBERING.sub("", fill(section.heading, evaluation)))]
        yield section, texts


def _unit(evaluation: Evaluation) -> str:
    return common_values(evaluation)["unit"]


def _with_project(title: str, project: str) -> str:
    return f"{title}\n（{project}）" if project else title


def _style(text: str) -> str:
    """The style of a paragraph: a line that a person numbered like a heading is one."""
    if len(text) > _LONGEST_HEADING or _SENTENCE.search(text):
        return "ReportText"
    return next((style for style, number in _LEVELS.items() if number.match(text)), "ReportText")
