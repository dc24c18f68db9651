"""What is divided in several ways comes to the same each time: 按支出性质分，…；按支出用途分，… (N01)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.slips import slip_among
from jixiao.audit.checks.prose.sums import is_open, sum_of
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Mention, Prose

_DIVIDED = re.compile(
    r"(?:^|[，,。；;:：\n])\s*(?P<thing>[^，,。；;:：\n]{0,16}?)按(?:照)?[\u4e00-\u9fff]{2,14}?[，,]?(?:来)?(?:划分|分类|分为|分|看)"
    r"(?=[，,:：]|[\u4e00-\u9fff])"
)
_APART = 2
"""Paragraphs between two divisions of one thing, at most."""
_WHOLES = 30
"""Figures before a division among which its whole is."""
_NEAR = Decimal("0.2")
_FEW = 2
_SENTENCES = 2
"""Sentences before a division in which its whole is, where a stroke is looked for."""


@dataclass(frozen=True, slots=True)
class _Division:
    """The thing divided, as far as it is named there, and its parts in order."""

    thing: str
    parts: list[Mention]

    def is_like(self, other: _Division) -> bool:
        """Whether two divisions, the later one second, may be of one thing."""
        first, second = self.parts[-1], other.parts[0]
        is_near = second.place.paragraph - first.place.paragraph <= _APART
        return self.thing == other.thing and is_near and dimension(first.amount) == dimension(second.amount)


def divisions(context: Context) -> Iterator[Contradiction]:
    """N01: of two divisions of one thing one adds up to a figure named before, the other does not.

    A division alone is told where one stroke in one figure makes it add up.
    """
    for passage in context.passages:
        found = _divisions(passage.prose)
        told: set[int] = set()
        for first, second in pairwise(found):
            for wrong in _judge(first, second, passage, context) if first.is_like(second) else ():
                told.add(wrong.figures[1].index)
                yield wrong
        for one in found:
            if one.parts[0].index not in told:
                yield from _but_for_a_stroke(one, passage, context)


def _but_for_a_stroke(one: _Division, passage: Passage, context: Context) -> Iterator[Contradiction]:
    before = _before(one, passage.prose)
    if any(_adds_up(whole, one.parts, context) for whole in before):
        return
    near = [m for m in before if m.place.sentence >= one.parts[0].place.sentence - _SENTENCES]
    found = ((whole, slip) for whole in near if (slip := slip_among(whole, one.parts)))
    for whole in _only_count(one, near):
        over = sum(m.amount.value for m in one.parts) > whole.amount.value
        if over or not is_open(one.parts, passage.prose):
            yield sum_of("N01-over" if over else "N01-short", whole, one.parts, passage)
        return
    for whole, (figure, meant) in [*found][:1]:
        said = sum_of("N01-point", whole, one.parts, passage)
        yield replace(said, mention=figure, says={**said.says, "figure": mention_text(figure), "meant": meant})


def _only_count(one: _Division, near: Sequence[Mention]) -> list[Mention]:
    """58个项目…按类型划分，道路31个、饮水9个、…: the only figure that counts the same, if it counts no money."""
    first = one.parts[0]
    alike = [m for m in near if m.amount.unit == first.amount.unit and m.place.paragraph == first.place.paragraph]
    is_count = dimension(first.amount) != printed_precision.MONEY and len(one.parts) > _FEW
    return alike if is_count and len(alike) == 1 else []


def _before(one: _Division, prose: Prose) -> list[Mention]:
    """The figures before a division that it may be of, the nearest first."""
    first = one.parts[0]
    near = prose.mentions[max(0, first.index - _WHOLES) : first.index][::-1]
    return [m for m in near if m.is_figure and dimension(m.amount) == dimension(first.amount)]


def _divisions(prose: Prose) -> list[_Division]:
    found = [*_DIVIDED.finditer(prose.text)]
    ends = [*(match.start() for match in found[1:]), len(prose.text)]
    all_of = (_Division(m["thing"].strip(), _parts(m.end(), end, prose)) for m, end in zip(found, ends, strict=False))
    return [one for one in all_of if len(one.parts) > 1]


def _parts(start: int, end: int, prose: Prose) -> list[Mention]:
    """The figures of the first sentence behind a place that has any, each with a name of its own."""
    first = bisect_left(prose.mentions, start, key=lambda mention: mention.place.start)
    near = [m for m in prose.mentions[first : first + _WHOLES] if m.place.start < end]
    own = [m for m in near if m.place.sentence == near[0].place.sentence and m.place.depth == near[0].place.depth]
    named = [m for m in own if m.is_figure and not m.inherited and not prose.is_measure(m)]
    return [m for m in named if dimension(m.amount) == dimension(named[0].amount)]


def _judge(first: _Division, second: _Division, passage: Passage, context: Context) -> Iterator[Contradiction]:
    before = _before(first, passage.prose)
    for good, bad in ((first, second), (second, first)):
        whole = next((m for m in before if _adds_up(m, good.parts, context)), None)
        if whole is not None and not any(_adds_up(m, bad.parts, context) for m in before):
            over = sum(printed_precision.in_base(m.amount) for m in bad.parts) - printed_precision.in_base(whole.amount)
            is_near = abs(over) <= _NEAR * printed_precision.in_base(whole.amount)
            if over > 0 or (is_near and not is_open(bad.parts, passage.prose)):
                yield sum_of("N01-over" if over > 0 else "N01-short", whole, bad.parts, passage)


def _adds_up(whole: Mention, parts: Sequence[Mention], context: Context) -> bool:
    is_money = dimension(whole.amount) == printed_precision.MONEY
    floor = context.rules.tolerances.money if is_money else Decimal(0)
    return printed_precision.adds_up(whole.amount, [part.amount for part in parts], floor)
