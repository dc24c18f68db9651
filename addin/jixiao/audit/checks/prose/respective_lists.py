"""Figures told one by one behind 分别: amounts with their shares (N02), with what they were and their growth (N03)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.shares import against, called, of_two_wholes, together
from jixiao.core.quantity.printed_precision import dimension, growth_from, is_within
from jixiao.core.quantity.sentences import Exactness, Mention, MentionKind

_JOINING = "、，,和及与以及"
_SINCE = re.compile(r"(?:比|较|与|同)(?:上一?年度?|去年|20\d\d年度?)[末底]?(?:同期)?的?$")
_FROM, _TO = re.compile(r"[由从][^由从]{0,20}$"), re.compile(r"[到至为]$")
_TWO = 2
_GROWTH = {1: "增长", -1: "下降"}


def respective_shares(context: Context) -> Iterator[Contradiction]:
    """N02: as many shares as amounts, in their order, of a whole that is named or that they make up."""
    for passage in context.passages:
        for percents in _lists(passage.prose.mentions):
            amounts = _named_before(percents, passage.prose.mentions)
            if amounts and _are_shares(amounts, percents):
                yield from _judge(amounts, percents, passage, context)
        for amounts, percents in pairwise(_lists(passage.prose.mentions)):
            if len(amounts) == len(percents) > 1 and _are_shares(amounts, percents):
                yield from _judge(amounts, percents, passage, context)


def respective_changes(context: Context) -> Iterator[Contradiction]:
    """N03: 分别为4万元和8万元，较上年的5万元和10万元分别下降20%和20%: three lists of one length, in their order."""
    for passage in context.passages:
        lists = _lists(passage.prose.mentions)
        for first, second, steps in zip(lists, lists[1:], lists[2:], strict=False):
            if _are_years(first, second, steps):
                is_back = bool(_SINCE.search(second[0].words))
                for now, then, step in zip(*((first, second) if is_back else (second, first)), steps, strict=True):
                    yield from _growth(now, then, step, steps[0].rising, passage, context)


def _are_years(first: Sequence[Mention], second: Sequence[Mention], steps: Sequence[Mention]) -> bool:
    """Whether two lists say what things were and are, and the third how much they grew."""
    is_next = first[-1].index + 1 == second[0].index and second[-1].index + 1 == steps[0].index
    is_one = len({m.place.segment for m in (first[0], second[0], steps[0])}) == 1
    is_said = bool(_SINCE.search(second[0].words)) or (_FROM.search(first[0].words) and _TO.search(second[0].words))
    is_rate = steps[0].kind is MentionKind.RATE and len({m.amount.unit for m in steps}) == 1
    is_even = len(first) == len(second) == len(steps) > 1
    return (
        is_even
        and is_next
        and is_one
        and bool(is_said)
        and is_rate
        and len({dimension(m.amount) for m in (*first, *second)}) == 1
    )


def _growth(
    now: Mention, then: Mention, step: Mention, rising: int, passage: Passage, context: Context
) -> Iterator[Contradiction]:
    found = growth_from(now.amount, then.amount)
    signed = replace(step.amount, value=step.amount.value * rising)
    if found and not is_within(signed, found, context.rules.tolerances.percent_digits):
        grown = 1 if found.exact >= 0 else -1
        yield Contradiction("N03-base", passage, step, {
            "name": now.label.subject, "current": mention_text(now), "previous": mention_text(then),
            "direction": _GROWTH[rising], "stated": mention_text(step),
            "expected": f"{_GROWTH[grown]}{number_text(abs(found.exact), max(2, step.amount.digits))}%",
        }, (step, now, then))  # fmt: skip


def _lists(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The figures after 分别, list by list: one begins where words other than 和 stand before a figure."""
    lists: list[list[Mention]] = []
    for segment, group in groupby(mentions, key=_respective_segment):
        if segment >= 0:
            for mention in group:
                if not lists or lists[-1][-1].index + 1 != mention.index or mention.words.strip(_JOINING):
                    lists.append([])
                lists[-1].append(mention)
    return lists


def _named_before(percents: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """蔬菜63份、水果32份，分别占66%、34%: as many amounts right before shares, each with its own name."""
    first, count = percents[0].index, len(percents)
    amounts = list(mentions[first - count : first]) if 1 < count <= first else []
    is_listed = all(m.is_figure and not m.inherited for m in amounts)
    is_part = bool(amounts) and all(m.part_of == amounts[0].part_of >= 0 for m in amounts)
    begins = not amounts or amounts[0].index == 0 or _is_other(mentions[amounts[0].index - 1], amounts[0])
    begins = begins or (is_part and mentions[amounts[0].index - 1].part_of != amounts[0].part_of)
    return amounts if is_listed and begins else []


def _is_other(before: Mention, first: Mention) -> bool:
    """Whether a list of amounts begins behind another figure."""
    return dimension(before.amount) != dimension(first.amount) or before.place.segment != first.place.segment


def _respective_segment(mention: Mention) -> int:
    return mention.place.segment if mention.exactness is Exactness.RESPECTIVE else -1


def _are_shares(amounts: Sequence[Mention], percents: Sequence[Mention]) -> bool:
    is_next = amounts[-1].index + 1 == percents[0].index and amounts[0].place.segment == percents[0].place.segment
    is_one_kind = len({dimension(m.amount) for m in amounts}) == 1 and amounts[0].kind is MentionKind.FIGURE
    return is_next and is_one_kind and percents[0].kind is MentionKind.SHARE


def _judge(
    amounts: Sequence[Mention], percents: Sequence[Mention], passage: Passage, context: Context
) -> Iterator[Contradiction]:
    pairs = list(zip(amounts, percents, strict=True))
    whole = percents[0].whole
    wholes = called(whole, amounts[0], passage.prose, context) if whole else []
    if not wholes and whole and len(pairs) == _TWO and all(part.amount.value > 0 for part in amounts):
        yield from of_two_wholes(pairs, passage, context)
    elif not wholes:
        yield from together(pairs, passage, context)
    for part, share in pairs if wholes else []:
        yield from against(part, share, wholes, passage, context)
