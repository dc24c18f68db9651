"""From one figure to another, and by how much: 由84元提高到89元，增加5元; 98.2%，较上年的96.9%提高1.3个百分点 (N03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.printed_precision import Span, dimension, in_base
from jixiao.core.quantity.sentences import Mention, MentionKind

_FROM = re.compile(r"[由从][^，。；由从]{0,30}$")
_NOW = r"(?:到|至|为)(?:(?:20\d\d年度?[末底]?|今年|本年度?[末底]?|当年|目前)的?)?$"
_RISES = re.compile(rf"(?:提高|增加|增长|上升|扩大|上调|提升|增|升){_NOW}")
_FALLS = re.compile(rf"(?:降低|减少|下降|缩小|下调|压减|压缩|降|减){_NOW}")
_SINCE = re.compile(r"(?:比|较|与|同)(?:20\d\d年度?|上一?年度?|去年)[末底]?(?:同期)?的?$")
_RISEN = re.compile(r"(?:提高|增加|增长|上升|提升|高|高出|高于|多|超出|超过)了?$")
_FALLEN = re.compile(r"(?:降低|减少|下降|低|低于|少)了?$")
_TARGET = re.compile(
    r"(?:比|较)(?:年度|年初|计划|预期|绩效|考核|设定|既定|的)*(?:目标|计划|指标|任务|标准|要求)(?:值|数)?的?$"
)
"""比目标值98%高1.5个百分点."""
_LAST_YEAR = re.compile(r"(?:上一?年度?|去年|20\d\d年度?)(?:同期)?(?:为|是|:|：)?$")
_RISEN_SINCE = re.compile(r"(?:(?P<up>提高|增加|增长|上升|提升)|降低|减少|下降)了?$")
_OVER = re.compile(r"[，,]\s?(?:(?P<up>高于|高出|超过)|低于)[^，,。；;\d（(]{1,20}[（(]")
_CLOSING = ("）", ")")
_RATES = (MentionKind.RATIO, MentionKind.OTHER, MentionKind.SHARE)
_POINTS = "个百分点"
_TWO = 2
_PREVIOUS = re.compile(r"上一?年|去年|同比|20\d\d年")
_STEPS = (MentionKind.CHANGE, MentionKind.RATE, MentionKind.OTHER)
_SAID = {1: "增加", -1: "减少"}


def steps(context: Context) -> Iterator[Contradiction]:
    """N03: the change said behind two figures is what lies between them."""
    for passage in context.passages:
        mentions = passage.prose.mentions
        for change in mentions[_TWO:]:
            if change.kind not in _STEPS:
                continue
            first, second = mentions[change.index - _TWO : change.index]
            if all(m.is_sure and m.place.sentence == change.place.sentence for m in (first, second, change)):
                yield from _from_to(first, second, change, passage, context)
                yield from _points(first, second, change, passage)
                yield from _points_since(first, second, change, passage)
                yield from _points_over(first, second, change, passage)


def _from_to(
    then: Mention, now: Mention, change: Mention, passage: Passage, context: Context
) -> Iterator[Contradiction]:
    rising = 1 if _RISES.fullmatch(now.words) else -1 if _FALLS.fullmatch(now.words) else 0
    is_alike = then.amount.unit == now.amount.unit and bool(_FROM.search(then.words))
    if not rising or not is_alike or _rising(change) != rising or change.whole:
        return
    if change.kind is MentionKind.RATE:
        span = printed_precision.growth_from(now.amount, then.amount)
        span = span if span is None or rising > 0 else span.opposite()
        digits = context.rules.tolerances.percent_digits
        if span and not printed_precision.is_within(change.amount, span, digits):
            yield _told(then, now, change, f"{number_text(span.exact)}%", passage)
    elif dimension(change.amount) == dimension(now.amount) or _is_by_points(now, change):
        yield from _judge(then, now, change, rising, passage)


def _rising(change: Mention) -> int:
    """Which way a change goes; 提升 begins other figures too, and is a change only here."""
    return change.rising or (1 if _RISEN.fullmatch(change.words) else -1 if _FALLEN.fullmatch(change.words) else 0)


def _is_by_points(now: Mention, change: Mention) -> bool:
    return change.amount.unit == _POINTS and now.amount.unit == PERCENT


def _points(now: Mention, then: Mention, change: Mention, passage: Passage) -> Iterator[Contradiction]:
    rising = _rising(change)
    is_rates = now.amount.unit == then.amount.unit == PERCENT and change.amount.unit == _POINTS
    is_since = now.kind in (MentionKind.RATIO, MentionKind.SHARE) and _SINCE.fullmatch(then.words)
    is_target = now.kind in _RATES and now.place.segment == change.place.segment and _TARGET.fullmatch(then.words)
    if rising and is_rates and (is_since or is_target):
        yield from _judge(then, now, change, rising, passage)


def _points_since(now: Mention, change: Mention, then: Mention, passage: Passage) -> Iterator[Contradiction]:
    """优良率88.6%，较上年提高2.1个百分点（上年86.5%）: what it was stands in a bracket behind the change."""
    is_rates = now.amount.unit == then.amount.unit == PERCENT and change.amount.unit == _POINTS
    is_inside = then.place.depth - change.place.depth in (0, 1) and then.place.segment == now.place.segment
    is_said = is_rates and now.kind in _RATES and is_inside and bool(_LAST_YEAR.fullmatch(then.words))
    said = _RISEN_SINCE.search(change.words) if is_said and _PREVIOUS.search(change.words) else None
    if said:
        yield from _judge(then, now, change, 1 if said["up"] else -1, passage)


def _points_over(now: Mention, then: Mention, change: Mention, passage: Passage) -> Iterator[Contradiction]:
    """增速6.8%，高于全市平均水平（5.2%）1.6个百分点: what it is compared with stands in a bracket."""
    is_rates = now.amount.unit == then.amount.unit == PERCENT and change.amount.unit == _POINTS
    said = _OVER.fullmatch(passage.text[now.place.end : then.place.start]) if is_rates else None
    if said and passage.text[then.place.end : change.place.start].strip() in _CLOSING:
        yield from _judge(then, now, change, 1 if said["up"] else -1, passage)


def _judge(then: Mention, now: Mention, change: Mention, rising: int, passage: Passage) -> Iterator[Contradiction]:
    found = printed_precision.span(now.amount).minus(printed_precision.span(then.amount))
    size = replace(change.amount, value=change.amount.value * rising, unit=now.amount.unit)
    if change.amount.unit != _POINTS:
        size = replace(size, unit=change.amount.unit)
    by = printed_precision.span(size)
    if not found.meets(Span(by.low, by.exact, by.high)):
        unit = Decimal(1) if change.amount.unit == _POINTS else in_base(printed_precision.one(change.amount))
        by_figures = (now.amount.value - then.amount.value) if unit == 1 else found.exact / unit
        said = _SAID[1 if by_figures >= 0 else -1]
        yield _told(then, now, change, f"{said}{number_text(abs(by_figures), 6)}{change.amount.unit}", passage)


def _told(then: Mention, now: Mention, change: Mention, expected: str, passage: Passage) -> Contradiction:
    return Contradiction("N03-base", passage, change, {
        "name": then.name if then.label.subject else now.name, "current": mention_text(now),
        "previous": mention_text(then), "direction": _SAID[change.rising or 1], "stated": mention_text(change),
        "expected": expected,
    }, (change, then, now))  # fmt: skip
