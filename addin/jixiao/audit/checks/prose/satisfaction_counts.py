"""满意度 against the counts of a survey: 收回480份，满意456份，基本满意18份，不满意6份，满意度95% (N04)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import PERCENT, Amount, printed_precision
from jixiao.core.quantity.sentences import Mention, Prose
from jixiao.core.quantity.slips import is_reversed_ratio

_NAMED = re.compile(r"满意(?:率|度)(?:指标|评价)?(?:均|约|为|达到?|是|[:：])*$")
_DEGREE = re.compile(r"满意(?!度|率)|一般|不了解")
_ASKED = re.compile(r"[收回]回|有效|发放|发出|调查|走访|抽查|访谈|访问|受访")
_HALF = re.compile(r"一般|基本满意|比较满意|较满意|较为满意")
_CONTENT = re.compile(r"满意")
_DISCONTENT = re.compile(r"不(?:太|够|很)?满意|一般|不了解")
_FEWEST, _MOST = 2, 6
_SENTENCES = 2
"""Sentences before, in which the counts may stand."""


def satisfaction_counts(context: Context) -> Iterator[Contradiction]:
    """N04: the satisfied are so many of all who answered, whichever degrees are taken for satisfied."""
    for passage in context.passages:
        for rate in passage.prose.mentions:
            if rate.amount.unit == PERCENT and rate.is_sure and _NAMED.search(rate.words):
                yield from _judge(rate, passage, context)


def _judge(rate: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    degrees, wholes = _counts(rate, passage.prose)
    content = [m for m in degrees if _CONTENT.search(m.words) and not _DISCONTENT.search(m.words)]
    asked = [w for w in wholes if _ASKED.search(w.words)]
    if not content or not wholes or (len(degrees) < _FEWEST and not asked):
        return
    chosen = [group for size in range(1, len(content) + 1) for group in combinations(content, size)]
    digits = context.rules.tolerances.percent_digits
    spans = [printed_precision.percent_of(_sum(group), whole.amount) for whole in wholes for group in chosen]
    if any(span is None or printed_precision.is_within(rate.amount, span, digits) for span in spans):
        return
    if _may_be_weighted(rate, degrees, content, wholes) and not _is_stroke(rate, chosen, wholes):
        return
    first = printed_precision.percent_of(_sum(content), wholes[0].amount)
    assert first is not None  # noqa: S101 - told to the type checker; the lines above have seen to it
    yield Contradiction("N04", passage, rate, {
        "upper": "、".join(f"{m.name}{mention_text(m)}" for m in content),
        "lower": f"{wholes[0].name}{mention_text(wholes[0])}", "name": "满意度",
        "expected": number_text(first.exact, max(2, rate.amount.digits)), "printed": mention_text(rate),
    }, (rate, *content, wholes[0]))  # fmt: skip


def _may_be_weighted(
    rate: Mention, degrees: Sequence[Mention], content: Sequence[Mention], wholes: Sequence[Mention]
) -> bool:
    """满意168人、一般37人、不满意7人，满意度90.5%: who is half content may count for a part."""
    halves = [m for m in degrees if _HALF.search(m.words)]
    best = [m for m in content if m not in halves][-1:] or content[:1]
    most = [*content, *(m for m in halves if m not in content)]
    ends = [
        (printed_precision.percent_of(_sum(best), w.amount), printed_precision.percent_of(_sum(most), w.amount))
        for w in wholes
    ]
    return bool(halves) and any(low and high and low.low <= rate.amount.value <= high.high for low, high in ends)


def _is_stroke(rate: Mention, chosen: Sequence[Sequence[Mention]], wholes: Sequence[Mention]) -> bool:
    """Whether two digits exchanged make the rate that of the counts."""
    return any(is_reversed_ratio(rate.amount, _sum(group), whole.amount) for group in chosen for whole in wholes)


def _counts(rate: Mention, prose: Prose) -> tuple[list[Mention], list[Mention]]:
    """The degrees before a rate that follow each other, and what may be the count of all, their sum among it."""
    near = [m for m in prose.before(rate, _SENTENCES) if m.is_figure and m.place.paragraph == rate.place.paragraph]
    start = next((i for i, m in enumerate(near) if _DEGREE.search(m.words)), len(near))
    degrees = list[Mention]()
    for other in near[start : start + _MOST]:
        if not _DEGREE.search(other.words) or (degrees and other.amount.unit != degrees[0].amount.unit):
            break
        degrees.append(other)
    unit = degrees[0].amount.unit if degrees else ""
    wholes = [m for m in near[start + len(degrees) :] if m.amount.unit == unit and m.amount.value >= _total(degrees)]
    everyone = [replace(degrees[0], amount=_sum(degrees), words="合计")] if len(degrees) > _FEWEST else []
    return degrees, [*wholes, *everyone]


def _sum(counts: Sequence[Mention]) -> Amount:
    total = _total(counts)
    return replace(counts[0].amount, value=total, text=f"{number_text(total)}{counts[0].amount.unit}")


def _total(counts: Sequence[Mention]) -> Decimal:
    return sum((m.amount.value for m in counts), Decimal(0))
