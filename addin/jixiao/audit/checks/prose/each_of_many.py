"""So much for each, so many, so much in all: 每村补助20万元，补助35个村，共计700万元 (N14)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.kinds import counted_thing
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Eaches
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, Span, dimension
from jixiao.core.quantity.reading_kinds import Amount, Operator
from jixiao.core.quantity.sentences import Mention
from jixiao.core.quantity.slips import digits_of

_EACH = re.compile(
    r"(?:(?P<average>平均)?每|平均|^(?=[人户亩村]均))(?P<of>平方米|立方米|公里|公顷|[\u4e00-\u9fff])(?P<averaged>平均)?(?:每[年月季天日次]|每学[年期])?[\u4e00-\u9fff]{0,8}$"
)
_BRACKETS = ("（", "(")
_POINTS_UNIT = "分"
_SLIGHT = Decimal("0.01")
"""Averages are rounded as people like."""
_RATE = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,7}(?:\.\d{1,4})?)\s?(?P<unit>万?元)\s?[/／](?P<of>[亩人户头吨套台个])(?![·/／年月天次])"
)
_PRICE = re.compile(r"(?<!平均)(?<!最高)(?<!最低)单价(?:为|是|：|:)?$")
_MEAN = re.compile(r"[人户亩村]均")
_APART = re.compile(r"[。；;\n]")
_POINTS = tuple(Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3))
_FEWEST = 3
"""Digits of what a year comes to, so that it is no chance that a point explains it."""
_UNITS = (Decimal(10_000), Decimal(100_000_000))
"""元 for 万元 or for 亿元; months and terms make no such factor."""


@dataclass(frozen=True, slots=True)
class _Each:
    """What each gets, of what, and the numbers of the figures right before and behind it."""

    figure: Mention
    of: str
    before: int
    behind: int
    is_average: bool = False


def each_of_many(context: Context) -> Iterator[Contradiction]:
    """N14: so much for each of so many is so much in all; of standards only a slip of the unit or the point is told."""
    words = context.rules.each
    for passage in context.passages:
        for each in _eaches(passage):
            found = (_count_and_total(each, two, passage.text, words) for two in _near(each, passage))
            pair = next((pair for pair in found if pair), None)
            is_once = not words.is_repeated(passage.prose.around(each.figure))
            if pair and not _agree(each, *pair, words, is_once=is_once):
                yield _told(each, *pair, passage, words)


def _eaches(passage: Passage) -> Iterator[_Each]:
    """每村补助20万元; 150元/亩, which is no figure of its own."""
    for figure in passage.prose.mentions:
        is_money = figure.is_figure and dimension(figure.amount) == MONEY
        said = _EACH.search(figure.words) if is_money else None
        if is_money and _PRICE.search(figure.words):
            yield _Each(figure, "", figure.index, figure.index + 1, is_average=True)
        elif said:
            is_average = bool(said["average"] or said["averaged"] or _MEAN.match(figure.words))
            yield _Each(figure, said["of"], figure.index, figure.index + 1, is_average=is_average)
    for match in _RATE.finditer(passage.text):
        behind = bisect_left(passage.prose.mentions, match.end(), key=lambda m: m.place.start)
        amount = Amount(Operator.NONE, Decimal(match["number"]), match["unit"], 0, match[0])
        figure = replace(passage.prose.place(match.start(), match.end()), amount=amount, words=f"每{match['of']}")
        yield _Each(figure, match["of"], behind, behind)


def _near(each: _Each, passage: Passage) -> Iterator[Sequence[Mention]]:
    """The two figures behind, or one before and one behind."""
    mentions = passage.prose.mentions
    yield mentions[each.behind : each.behind + 2]
    yield [*mentions[max(0, each.before - 1) : each.before], *mentions[each.behind : each.behind + 1]]


def _count_and_total(each: _Each, two: Sequence[Mention], text: str, words: Eaches) -> tuple[Mention, Mention] | None:
    """Which of two figures counts what each is of, and which is money, all between the same semicolons."""
    if len(two) < 2 or any(not m.is_figure for m in two) or not _are_here(each.figure, two, text):
        return None
    count, total = two if dimension(two[1].amount) == MONEY else two[::-1]
    is_money = dimension(total.amount) == MONEY != dimension(count.amount)
    is_money = is_money and text[total.place.end : total.place.end + 1] not in _BRACKETS  # 1120万元（含前期费）
    return (count, total) if is_money and count.amount.value and _counts(count, each.of, text, words) else None


def _are_here(each: Mention, two: Sequence[Mention], text: str) -> bool:
    """Whether no semicolon and no end of a sentence stands between the three."""
    ends = sorted(m.place.start for m in (each, *two))
    return not _APART.search(text, ends[0], ends[-1])


def _counts(count: Mention, of: str, text: str, words: Eaches) -> bool:
    """1500人, 2万亩, 35个村: whether a figure counts those that are meant by 每."""
    if not of:
        return count.amount.unit not in (PERCENT, _POINTS_UNIT)
    said = words.counted.get(of, (of,))
    return count.amount.unit.endswith(said) or counted_thing(count, text).endswith(said)


def _agree(each: _Each, count: Mention, total: Mention, words: Eaches, *, is_once: bool) -> bool:
    """Whether they fit, or nothing says that they must."""
    made, found = _made(each, count), printed_precision.span(total.amount)
    is_whole = words.is_total(total.words) or (not total.words and words.is_total(count.words))
    if each.is_average:
        return not is_whole or (made.low * (1 - _SLIGHT) <= found.high and found.low <= made.high * (1 + _SLIGHT))
    if not is_whole and not words.is_paid(total.words):
        return True
    slips = (exact for power in _UNITS for exact in (made.exact * power, made.exact / power))
    is_slip = any(abs(exact - found.exact) <= _SLIGHT * exact for exact in slips)
    return not is_slip and not _is_of_a_point(_times(each, words, is_once=is_once), made.exact, found)


def _made(each: _Each, count: Mention) -> Span:
    """So many times so much; of 15.6公里 so much for each 公里, not for each metre."""
    one, many = printed_precision.span(each.figure.amount), printed_precision.span(count.amount)
    unit = printed_precision.in_base(replace(count.amount, value=Decimal(1), unit=each.of or count.amount.unit))
    return Span(one.low * many.low / unit, one.exact * many.exact / unit, one.high * many.high / unit)


def _times(each: _Each, words: Eaches, *, is_once: bool) -> int:
    """How often it is paid: as its words say; where no word of the sentence says when, once; else nobody knows."""
    return next((number for term, number in words.times.items() if term in each.figure.words), int(is_once))


def _is_of_a_point(times: int, made: Decimal, found: Span) -> bool:
    """每人每月120元, 2150人, 全年30.96万元: what a year comes to, but for the place of its point."""
    meant = made * times
    is_long = digits_of(meant) >= _FEWEST
    return is_long and any(found.low <= meant * power <= found.high for power in _POINTS)


def _told(each: _Each, count: Mention, total: Mention, passage: Passage, words: Eaches) -> Contradiction:
    unit = printed_precision.in_base(printed_precision.one(total.amount))
    made = _made(each, count).exact
    times = _times(each, words, is_once=True)
    times = times if _is_of_a_point(times, made, printed_precision.span(total.amount)) else 1
    return Contradiction("N14", passage, total, {
        "sum": f"{mention_text(count)}×{mention_text(each.figure)}" + (f"×{times}个月" if times > 1 else ""),
        "expected": f"{number_text(made * times / unit, 6)}{total.amount.unit}", "printed": mention_text(total),
    }, (total, each.figure, count))  # fmt: skip
