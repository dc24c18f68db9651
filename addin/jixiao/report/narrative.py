"""The cover and the narrative reports: the family's headings, the figures' sentences, the unit's own text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from jixiao.evaluate import Evaluation
from jixiao.evaluate.sentences import fill, paragraphs
from jixiao.forms.model import Report, Section
from jixiao.report.wordml import paragraph

_NOTHING = "无"
"""What a section prints that has nothing to say."""

_TITLE_LINE = 20
"""Characters on a line of a title (156 mm at 22 pt)."""


def cover(evaluation: Evaluation) -> Iterator[str]:
    """The cover: the title, then unit and date."""
    texts = [fill(line, evaluation) for line in evaluation.family.outline.cover.lines]
    for index, text in enumerate(texts):
        yield paragraph("CoverLine", text) if index else paragraph("CoverTitle", _broken(text, evaluation))


def narrative(evaluation: Evaluation) -> Iterator[str]:
    """All reports, each on a new page."""
    for report in evaluation.family.outline.reports:
        if _is_wanted(evaluation, report):
            yield paragraph("Title", _broken(fill(report.title, evaluation), evaluation))
            yield from _sections(evaluation, report)


def _is_wanted(evaluation: Evaluation, report: Report) -> bool:
    """A report on forms that are filled many times (projects) is left out where there are none and no text for it."""
    repeated = any(form.id == report.id and form.repeated for form in evaluation.family.forms)
    texts = evaluation.submission.texts.get(report.id, {})
    return not repeated or any(evaluation.of(report.id)) or any(texts.values())


def _broken(title: str, evaluation: Evaluation) -> str:
    """A title too long for a line, the unit's name on a line of its own: no word is broken."""
    unit = evaluation.submission.unit
    return title.replace(unit, f"\n{unit}\n").strip() if unit and len(title) > _TITLE_LINE else title


def _sections(evaluation: Evaluation, report: Report) -> Iterator[str]:
    parents = _parents(report.sections)
    for section in report.sections:
        yield paragraph(f"Heading{section.level}", fill(section.heading, evaluation))
        texts = [*paragraphs(evaluation, section), *_own_text(evaluation, report, section)]
        if not texts and section.key not in parents:
            texts = [_NOTHING]
        yield from (paragraph("ReportText", text) for text in texts)


def _parents(sections: Sequence[Section]) -> set[str]:
    """The sections that have sections below them."""
    return {section.key for section, after in pairwise(sections) if after.level > section.level}


def _own_text(evaluation: Evaluation, report: Report, section: Section) -> list[str]:
    text = evaluation.submission.texts.get(report.id, {}).get(section.key, "")
    return [line.strip() for line in text.splitlines() if line.strip()]
