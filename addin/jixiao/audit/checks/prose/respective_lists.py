"""甲、乙、丙分别为3万元、5万元和2万元，占总额的30%、50%和20%: amounts and their shares, one by one (N02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.shares import against, called, together
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Exactness, Mention, MentionKind

_JOINING = "、，,和及与以及"


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
    if not wholes:
        yield from together(pairs, passage, context)
    for part, share in pairs if wholes else []:
        yield from against(part, share, wholes, passage, context)
