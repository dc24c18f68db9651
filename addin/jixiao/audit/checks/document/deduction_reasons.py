"""Whether the report's problems speak of the marks that were lost (C58)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.document.similar_texts import pairs, shared
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, passed, unjudged
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.report_sentences import printed_paragraphs
from jixiao.model.forms.family import Report, Section
from jixiao.model.forms.vocabulary import roles

_QUOTED = 30
"""Characters of the section that are quoted as its place."""


def losses(context: Context) -> Iterator[Finding]:
    """C58: each indicator that lost marks is spoken of in 存在的问题 of the report on its form."""
    for report in context.evaluation.family.outline.reports:
        lost = [row for values in context.evaluation.of(report.id) for row in _lost(values)]
        section = next((s for s in report.sections if s.key in context.rules.problems.sections), None)
        if lost and section:
            yield _of_report(report, section, lost, context)


def _of_report(report: Report, section: Section, lost: list[tuple[str, str]], context: Context) -> Finding:
    reference, lines = f"{report.id}.{section.key}", printed_paragraphs(context.evaluation, report, section)
    if not lines:
        place = FindingPlace(where=section.heading, reference=reference)
        return unjudged("C58", context, place, "报告里没有找到存在的问题这一部分")
    place, told_of = (
        FindingPlace(where=f"{section.heading}：“{lines[0][:_QUOTED]}”", reference=reference),
        pairs("\n".join(lines)),
    )
    least = context.rules.problems.least_shared.value
    silent = [name for name, reason in lost if max(shared(name, told_of), shared(reason, told_of)) < least]
    if not silent:
        return passed("C58", context, place)
    return failed("C58", context, place, {"items": "、".join(f"「{name}」" for name in silent)})


def _lost(values: FormValues) -> Iterator[tuple[str, str]]:
    """The name and the reason of each row that got less than its weight."""
    if not {roles().weight, roles().score} <= values.schema.blocks.get(roles().indicators, {}).keys():
        return
    for index in values.rows(roles().indicators):
        full, got = (values.value(key, roles().indicators, index) for key in (roles().weight, roles().score))
        if isinstance(full, Decimal) and isinstance(got, Decimal) and got < full:
            yield _text(values, roles().name, index), _text(values, roles().reason, index)


def _text(values: FormValues, key: str, index: int) -> str:
    block = roles().indicators
    return values.printed(key, block, index) if key in values.schema.blocks[block] else ""
