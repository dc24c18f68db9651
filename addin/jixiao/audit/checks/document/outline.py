"""The report's sections against the family's outline (C56)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, passed, unjudged
from jixiao.model.evaluation.report_sentences import fill
from jixiao.model.forms.family import Report

_EXTRA = 8
"""A line may be so much longer than the heading that it is."""


def outline(context: Context) -> Iterator[Finding]:
    """C56: the main headings of a published report are all there, in their order."""
    for report in context.evaluation.family.outline.reports:
        submission = context.evaluation.submission
        if submission.published and (found := submission.headings.get(report.id)):
            yield _of_report(report, found, context)


def _of_report(report: Report, found: list[str], context: Context) -> Finding:
    main = [section for section in report.sections if section.level == 1]
    missing = [section.heading for section in main if section.key not in found]
    place = FindingPlace(where=fill(report.title, context.evaluation), reference=report.id)
    if context.evaluation.family.head.fallback or len(missing) > len(main) * context.rules.outline.most_missing.value:
        return unjudged("C56", context, place, "报告不是按本表样的提纲写的")
    if not missing:
        return passed("C56", context, place)
    moved = [heading for heading in missing if _stands_elsewhere(heading, report, context)]
    if moved:
        return failed("C56-order", context, place, {"items": "、".join(f"“{heading}”" for heading in moved)})
    return failed("C56", context, place, {"items": "、".join(f"“{heading}”" for heading in missing)})


def _stands_elsewhere(heading: str, report: Report, context: Context) -> bool:
    """Whether a heading stands as a line in the text of another section, where it is out of order."""
    words = heading.partition("、")[2] or heading
    texts = context.evaluation.submission.texts.get(report.id, {}).values()
    return any(words in line and len(line) <= len(heading) + _EXTRA for text in texts for line in text.splitlines())
