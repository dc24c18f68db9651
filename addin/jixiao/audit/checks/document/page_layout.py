"""The pages of a published report against the standard for official documents (C57)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, number_text, passed
from jixiao.audit.checks.prose.prose_rules import PageRules
from jixiao.model.submission.submission import PageLayout

_WHERE = "版面"


def page(context: Context) -> Iterator[Finding]:
    """C57: paper, margins, the body's type and page numbers; a hint, for a unit may have its own style."""
    submission = context.evaluation.submission
    if not submission.published or (layout := submission.layout) is None:
        return
    place, items = FindingPlace(where=_WHERE), list(_differences(layout, context.rules.page))
    yield failed("C57", context, place, {"items": "；".join(items)}) if items else passed("C57", context, place)


def _differences(layout: PageLayout, asked: PageRules) -> Iterator[str]:
    for name, title, within in (*((n, t, asked.paper_within.value) for n, t in asked.paper.items()),
                                *((n, t, asked.margin_within.value) for n, t in asked.margins.items())):  # fmt: skip
        yield from _measure(title.name, getattr(layout, name), title.value, within)
    if layout.font and not any(font in layout.font for font in asked.fonts):
        yield f"正文字体是{layout.font}，标准是{asked.fonts[0]}"
    if layout.size and abs(layout.size - asked.size) > asked.size_within.value:
        yield f"正文字号是{number_text(layout.size)}磅，标准是{number_text(asked.size)}磅（3号）"
    if not layout.has_page_numbers:
        yield "没有页码"


def _measure(title: str, found: Decimal, asked: Decimal, within: Decimal) -> Iterator[str]:
    if abs(found - asked) > within:
        yield f"{title}{number_text(found, 1)}毫米，标准是{number_text(asked, 1)}毫米"
