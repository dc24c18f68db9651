"""One amount of a sum in another unit than all others, with which they add up in theirs: 30万元、10元、5万元 (N01)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, MentionKind

_MOST = 8
"""Figures of a sum that are looked at."""
_FEWEST = 3
_AMOUNTS = (MentionKind.FIGURE, MentionKind.CHANGE)
"""新增286.4万元，处置31.2元，增加255.2万元: a change is what two figures make too."""
_EACH = re.compile(r"每|[人户亩]均|平均|标准(?:为|是|:|：)?$|单价")
"""What is paid for each is no part of a sum."""

Odd = tuple[Mention, str, Mention, list[Mention]]
"""The figure, what is meant, the whole and its parts."""


def odd_units(passage: Passage) -> Iterator[Odd]:
    """Sums of a sentence that come out when the only figure in another unit is written in the others' unit."""
    for _, group in groupby(passage.prose.mentions, key=lambda m: m.place.segment):
        money = [m for m in group if _is_money(m)]
        for place, odd in enumerate(money):
            beside = {m.amount.unit for m in (*money[max(0, place - 1) : place], *money[place + 1 : place + 2])}
            if len(beside) == 1 and odd.amount.unit not in beside:
                near = money[max(0, place - _MOST + 1) : place + _MOST]
                found = _sum_with(odd, beside.pop(), near)
                if found:
                    yield found


def _is_money(figure: Mention) -> bool:
    is_amount = figure.kind in _AMOUNTS and dimension(figure.amount) == MONEY
    return is_amount and figure.is_sure and not _EACH.search(figure.words)


def _sum_with(odd: Mention, unit: str, near: Sequence[Mention]) -> Odd | None:
    """The first run of figures with the odd one whose first or last is the sum of the others, but for the unit."""
    place = near.index(odd)
    for start in range(place + 1):
        for end in range(max(place + 1, start + _FEWEST), min(len(near), start + _MOST) + 1):
            run = near[start:end]
            for whole, parts in ((run[0], run[1:]), (run[-1], run[:-1])):
                if _is_sum(whole, parts, odd, unit):
                    return odd, f"{odd.amount.text.removesuffix(odd.amount.unit)}{unit}", whole, list(parts)
    return None


def _is_sum(whole: Mention, parts: Sequence[Mention], odd: Mention, unit: str) -> bool:
    """Whether the numbers add up as if all were in one unit, and the figures as they stand do not."""
    is_sum = whole.amount.value == sum((m.amount.value for m in parts), Decimal(0))
    are_alike = all(m.amount.unit == unit for m in (whole, *parts) if m is not odd)
    return is_sum and are_alike and not printed_precision.adds_up(whole.amount, [m.amount for m in parts])
