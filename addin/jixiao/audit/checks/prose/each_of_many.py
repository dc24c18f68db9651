"""So much for each, so many, so much in all: 每村补助20万元，补助35个村，共计700万元 (N14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, Span, dimension
from jixiao.core.quantity.sentences import Mention

_EACH = re.compile(
    r"(?:(?P<average>平均)?每|平均|^(?=[人户亩村]均))(?P<of>平方米|立方米|公里|公顷|[\u4e00-\u9fff])(?P<averaged>平均)?(?:每[年月季天日次]|每学[年期])?[\u4e00-\u9fff]{0,8}$"
)
_TOTAL = re.compile(r"共|合计|总|累计")
_PAID = re.compile(r"共|合计|总|累计|发放|资金|投资|补助|补贴|支出|拨付|兑付|兑现")
_PEOPLE = {"人": ("人", "人次", "名")}
_BRACKETS = ("（", "(")
_SLIGHT = Decimal("0.01")
"""Averages are rounded as people like."""
_UNITS = (Decimal(10_000), Decimal(100_000_000))
"""元 for 万元 or for 亿元; months and terms make no such factor."""


def each_of_many(context: Context) -> Iterator[Contradiction]:
    """N14: so much for each of so many is so much in all; of standards only a slip of the unit is told."""
    for passage in context.passages:
        mentions = passage.prose.mentions
        for each in mentions:
            said = _EACH.search(each.words) if each.is_figure and dimension(each.amount) == MONEY else None
            if said:
                near = (mentions[each.index + 1 : each.index + 3], mentions[max(0, each.index - 1) : each.index + 2])
                found = (
                    _count_and_total(each, [m for m in three if m is not each], said["of"], passage) for three in near
                )
                pair = next((pair for pair in found if pair), None)
                if pair and not _agree(each, *pair, is_average=bool(said["average"] or said["averaged"])):
                    yield _told(each, *pair, passage)


def _count_and_total(
    each: Mention, two: Sequence[Mention], of: str, passage: Passage
) -> tuple[Mention, Mention] | None:
    """Which of two figures counts what each is of, and which is money, all between the same semicolons."""
    if len(two) < 2 or any(not m.is_figure or m.place.segment != each.place.segment for m in two):
        return None
    count, total = two if dimension(two[1].amount) == MONEY else two[::-1]
    is_money = dimension(total.amount) == MONEY != dimension(count.amount)
    is_money = is_money and passage.text[total.place.end : total.place.end + 1] not in _BRACKETS  # 1120万元（含前期费）
    return (count, total) if is_money and count.amount.value and _counts(count, of, passage.text) else None


def _counts(count: Mention, of: str, text: str) -> bool:
    """1500人, 2万亩, 35个村: whether a figure counts those that are meant by 每."""
    said = _PEOPLE.get(of, (of,))
    return count.amount.unit.endswith(said) or (count.amount.unit == "个" and text.startswith(said, count.place.end))


def _agree(each: Mention, count: Mention, total: Mention, *, is_average: bool) -> bool:
    """Whether they fit, or nothing says that they must."""
    one, many, found = (printed_precision.span(m.amount) for m in (each, count, total))
    made = Span(one.low * many.low, one.exact * many.exact, one.high * many.high)
    is_whole = bool(_TOTAL.search(total.words)) or (not total.words and bool(_TOTAL.search(count.words)))
    if is_average:
        return not is_whole or (made.low * (1 - _SLIGHT) <= found.high and found.low <= made.high * (1 + _SLIGHT))
    if not is_whole and not _PAID.search(total.words):
        return True
    slips = (exact for power in _UNITS for exact in (made.exact * power, made.exact / power))
    return not any(abs(exact - found.exact) <= _SLIGHT * exact for exact in slips)


def _told(each: Mention, count: Mention, total: Mention, passage: Passage) -> Contradiction:
    unit = printed_precision.in_base(printed_precision.one(total.amount))
    made = printed_precision.in_base(each.amount) * printed_precision.in_base(count.amount)
    return Contradiction("N14", passage, total, {
        "sum": f"{mention_text(count)}×{mention_text(each)}",
        "expected": f"{number_text(made / unit, 6)}{total.amount.unit}", "printed": mention_text(total),
    }, (total, each, count))  # fmt: skip
