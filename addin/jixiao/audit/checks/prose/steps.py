"""From one figure to another, and by how much: 由84元提高到89元，增加5元，增长5.95% (N03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.printed_precision import dimension, in_base
from jixiao.core.quantity.sentences import Mention, MentionKind

_FROM = re.compile(r"[由从][^，。；由从]{0,30}$")
_NOW = r"(?:到|至|为)(?:(?:20\d\d年度?[末底]?|今年|本年度?[末底]?|当年|目前|[\u4e00-\u9fff]{1,4}后)的?)?$"
_RISES = re.compile(rf"(?:提高|增加|增长|上升|扩大|上调|提升|增|升){_NOW}")
_FALLS = re.compile(rf"(?:降低|减少|下降|缩小|下调|压减|压缩|降|减){_NOW}")
_RISEN = re.compile(r"(?:提高|增加|增长|上升|提升|高|高出|高于|多|超出|超过)了?$")
_FALLEN = re.compile(r"(?:降低|减少|下降|低|低于|少)了?$")
_TWO = 2
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


def _from_to(
    then: Mention, now: Mention, change: Mention, passage: Passage, context: Context
) -> Iterator[Contradiction]:
    rising = 1 if _RISES.fullmatch(now.words) else -1 if _FALLS.fullmatch(now.words) else 0
    is_alike = then.amount.unit == now.amount.unit and bool(_FROM.search(then.words))
    if not rising or not is_alike or _rising(change) != rising or change.whole:
        return
    if change.amount.unit == PERCENT:
        if now.amount.unit == PERCENT:
            return  # 由12.4%降到9.1%，下降3.3%: points are meant
        span = printed_precision.growth_from(now.amount, then.amount)
        span = span if span is None or rising > 0 else span.opposite()
        digits = context.rules.tolerances.percent_digits
        if span and not printed_precision.is_within(change.amount, span, digits):
            yield _told(then, now, change, f"{number_text(span.exact)}%", passage)
    elif dimension(change.amount) == dimension(now.amount):
        yield from _judge(then, now, change, rising, passage)


def _rising(change: Mention) -> int:
    """Which way a change goes; 提升 begins other figures too, and is a change only here."""
    return change.rising or (1 if _RISEN.fullmatch(change.words) else -1 if _FALLEN.fullmatch(change.words) else 0)


def _judge(then: Mention, now: Mention, change: Mention, rising: int, passage: Passage) -> Iterator[Contradiction]:
    found = printed_precision.span(now.amount).minus(printed_precision.span(then.amount))
    by = printed_precision.span(replace(change.amount, value=change.amount.value * rising))
    if not found.meets(by):
        by_figures = found.exact / in_base(printed_precision.one(change.amount))
        said = _SAID[1 if by_figures >= 0 else -1]
        yield _told(then, now, change, f"{said}{number_text(abs(by_figures), 6)}{change.amount.unit}", passage)


def _told(then: Mention, now: Mention, change: Mention, expected: str, passage: Passage) -> Contradiction:
    return Contradiction("N03-base", passage, change, {
        "name": then.name if then.label.subject else now.name, "current": mention_text(now),
        "previous": mention_text(then), "direction": _SAID[change.rising or 1], "stated": mention_text(change),
        "expected": expected,
    }, (change, then, now))  # fmt: skip
