"""One figure given in two units: 186.4万元（1864000元）, 1.25亿元，即12500万元 (N05)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Exactness, Mention, MentionKind

_AGAIN = r"(?:人民币|计|共计|合计|折合|换算为|合|即|也就是|相当于|约|约合|折合人民币|合人民币)?"
_BRACKET = re.compile(rf"\s?[（(]\s?{_AGAIN}\s?")
_CLAUSE = re.compile(r"\s?[，,]\s?(?:折合|换算为|即|也就是|约合|折合人民币|合人民币)\s?")
_CLOSED = re.compile(r"\s?[）)]")
_SLIGHT = Decimal("0.01")
"""What 约 allows."""


def two_units(context: Context) -> Iterator[Contradiction]:
    """N05-units: what a bracket says again in another unit is the same."""
    for passage in context.passages:
        for first, again in pairwise(passage.prose.mentions):
            if _is_again(first, again, passage.text) and not _are_same(first, again):
                unit = printed_precision.in_base(printed_precision.one(again.amount))
                meant = printed_precision.in_base(first.amount) / unit
                yield Contradiction("N05-units", passage, again, {
                    "name": first.name, "figure": mention_text(first), "again": mention_text(again),
                    "expected": f"{number_text(meant, 6)}{again.amount.unit}",
                }, (again, first))  # fmt: skip


def _is_again(first: Mention, again: Mention, text: str) -> bool:
    """Whether nothing but a bracket or 即 stands between two figures of one kind in two units."""
    kinds = {first.kind, again.kind}
    is_kind = kinds == {MentionKind.FIGURE} and dimension(first.amount) == dimension(again.amount)
    if not is_kind or first.amount.unit == again.amount.unit or first.exactness is Exactness.VAGUE:
        return False
    between, behind = text[first.place.end : again.place.start], text[again.place.end : again.place.end + 1]
    in_bracket = _BRACKET.fullmatch(between) is not None and _CLOSED.match(text, again.place.end) is not None
    return in_bracket or (_CLAUSE.fullmatch(between) is not None and behind in "，,。；;\n")


def _are_same(first: Mention, again: Mention) -> bool:
    if printed_precision.same(first.amount, again.amount):
        return True
    apart = abs(printed_precision.in_base(first.amount) - printed_precision.in_base(again.amount))
    return again.exactness is Exactness.VAGUE and apart <= _SLIGHT * printed_precision.in_base(first.amount)
