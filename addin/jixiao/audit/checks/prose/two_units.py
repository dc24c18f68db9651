"""One figure given in two units: 186.4万元（1864000元）, 1.25亿元，即12500万元 (N05).

Of two amounts with the same digits in two units one is written wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.core.quantity import plain, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Exactness, Mention, MentionKind
from jixiao.core.quantity.slips import digits_of

_AGAIN = r"(?:人民币|计|共计|合计|折合|换算为|合|即|也就是|相当于|约|约合|折合人民币|合人民币)?"
_BRACKET = re.compile(rf"\s?[（(]\s?{_AGAIN}\s?")
_CLAUSE = re.compile(r"\s?[，,]\s?(?:折合|换算为|即|也就是|约合|折合人民币|合人民币)\s?")
_CLOSED = re.compile(r"\s?[）)]")
_FEWEST = 5
"""Digits that two amounts do not have in common by chance."""
_FEWEST_IN_BRACKET = 3
_EACH = re.compile(r"每|[人户亩]均|平均|标准|单价")
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


def same_digits(context: Context) -> Iterator[Contradiction]:
    """N05-digits: 收入2856.31万元，支出2856.31元: so many digits are in two units by a slip."""
    for passage in context.passages:
        seen: dict[object, Mention] = {}
        for figure in passage.prose.mentions:
            if _is_long_amount(figure):
                first = seen.setdefault((figure.place.paragraph, figure.amount.value), figure)
                if first.amount.unit != figure.amount.unit and not _is_again(first, figure, passage.text):
                    yield Contradiction("N05-digits", passage, figure, {
                        "name": figure.name, "figure": mention_text(figure),
                        "other_name": first.name, "other": mention_text(first),
                    }, (figure, first))  # fmt: skip


def _is_long_amount(figure: Mention) -> bool:
    is_money = figure.is_figure and dimension(figure.amount) == MONEY and not _EACH.search(figure.words)
    return is_money and digits_of(figure.amount.value) >= _FEWEST


def _is_again(first: Mention, again: Mention, text: str) -> bool:
    """Whether nothing but a bracket or 即 stands between two figures of one kind in two units."""
    kinds = {first.kind, again.kind}
    is_kind = kinds == {MentionKind.FIGURE} and dimension(first.amount) == dimension(again.amount)
    is_other = first.amount.unit != again.amount.unit or _is_moved(first, again)
    if not is_kind or not is_other or first.exactness is Exactness.VAGUE:
        return False
    between, behind = text[first.place.end : again.place.start], text[again.place.end : again.place.end + 1]
    in_bracket = _BRACKET.fullmatch(between) is not None and _CLOSED.match(text, again.place.end) is not None
    return in_bracket or (_CLAUSE.fullmatch(between) is not None and behind in "，,。；;\n")


def _is_moved(first: Mention, again: Mention) -> bool:
    """2436.5万元（243.65万元）: the same digits with the point in another place."""
    digits = {plain(m.amount.value).replace(".", "").strip("0") for m in (first, again)}
    is_moved = len(digits) == 1 and first.amount.value != again.amount.value
    return is_moved and digits_of(first.amount.value) >= _FEWEST_IN_BRACKET


def _are_same(first: Mention, again: Mention) -> bool:
    if printed_precision.same(first.amount, again.amount):
        return True
    apart = abs(printed_precision.in_base(first.amount) - printed_precision.in_base(again.amount))
    return again.exactness is Exactness.VAGUE and apart <= _SLIGHT * printed_precision.in_base(first.amount)
