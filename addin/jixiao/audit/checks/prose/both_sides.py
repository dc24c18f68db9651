"""收入总计 and 支出总计 are one figure, said of both sides of one account (N15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.sums import sum_of
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention

_SIDE = re.compile(r"(?P<of>.*?)(?:年度?)?(?:总)?(?P<side>收入|支出)(?:预算|决算)?(?P<total>总计|总预算)")
_BOTH = re.compile(r"收、?支(?:总预算|预算总计|预算总额|总计)数?(?:均)?(?:为|是)?$")
_LISTED = re.compile(r"(?P<side>收入|支出)(?:预算)?(?P<open>主要)?包括\s?[:：]?")
_OTHERS = re.compile(r"等(?:[，,。；;\d]|支出|收入|$)")
_NEXT = 3
"""Figures behind the one side among which the other is."""
_AROUND, _LEAD, _FEWEST = 24, 30, 2
"""Figures around a total of both sides among which their lists are; characters before the first of a list."""


def both_sides(context: Context) -> Iterator[Contradiction]:
    """N15-sides: 收入总计100万元，支出总计110万元 cannot be."""
    for passage in context.passages:
        mentions = passage.prose.mentions
        for income in mentions:
            if _side(income, "收入") is not None:
                behind = mentions[income.index + 1 : income.index + 1 + _NEXT]
                spent = next((m for m in behind if _are_two_sides(income, m)), None)
                floor = context.rules.tolerances.money
                is_unlike = spent is not None and not printed_precision.same(income.amount, spent.amount, floor)
                if spent and is_unlike and not _is_left(income, spent, mentions):
                    says = {"income": mention_text(income), "spent": mention_text(spent)}
                    yield Contradiction("N15-sides", passage, spent, says, (income, spent))


def lists_of_sides(context: Context) -> Iterator[Contradiction]:
    """N01: 收支总预算100万元。收入包括：甲60万元、乙40万元；支出包括：丙100万元: each side adds up to both."""
    for passage in context.passages:
        for whole in passage.prose.mentions:
            is_whole = whole.is_figure and dimension(whole.amount) == MONEY
            if is_whole and _BOTH.search(whole.words):
                yield from _listed(whole, passage, context)


def _listed(whole: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    prose = passage.prose
    near = prose.mentions[max(0, whole.index - _AROUND) : whole.index + 1 + _AROUND]
    start, end = near[0].place.start, near[-1].place.end
    for said in _LISTED.finditer(passage.text, max(0, start - _LEAD), end):
        behind = [m for m in near if m.place.start >= said.end() and m.place.paragraph == whole.place.paragraph]
        first = behind[0] if behind and behind[0].place.start - said.end() <= _LEAD else None
        listed = [m for m in behind if first and m.place.segment == first.place.segment and m is not whole]
        parts = [m for m in listed if m.is_figure and dimension(m.amount) == MONEY and m.place.depth == 0]
        amounts = [part.amount for part in parts]
        if len(parts) < len(listed) or len(parts) < _FEWEST:
            continue
        over = printed_precision.total(amounts, whole.amount.unit) > whole.amount.value
        is_open = said["open"] or _OTHERS.search(passage.text, said.end(), parts[-1].place.end + _LEAD)
        if not printed_precision.adds_up(whole.amount, amounts, context.rules.tolerances.money) and (
            over or not is_open
        ):
            yield sum_of("N01-over" if over else "N01-short", whole, parts, passage)


def _side(figure: Mention, side: str) -> str | None:
    """Whose side it is, if it is a total of that side."""
    is_money = figure.is_figure and not figure.inherited and dimension(figure.amount) == MONEY
    said = _SIDE.fullmatch(figure.label.subject) if is_money else None
    return said["of"] if said and said["side"] == side else None


def _is_left(income: Mention, spent: Mention, mentions: list[Mention]) -> bool:
    """收入总计12.5亿元，支出总计12.1亿元，年终结余0.4亿元: so a government's account is told, where both may differ."""
    apart = printed_precision.in_base(income.amount) - printed_precision.in_base(spent.amount)
    give = 2 * (printed_precision.slack(income.amount) + printed_precision.slack(spent.amount))
    near = mentions[income.index + 1 : spent.index + 1 + _AROUND]
    return any(abs(printed_precision.in_base(m.amount) - apart) <= give for m in near if dimension(m.amount) == MONEY)


def _are_two_sides(income: Mention, spent: Mention) -> bool:
    first, second = _side(income, "收入"), _side(spent, "支出")
    is_one = second is not None and second in ("", first)
    is_near = 0 <= spent.place.sentence - income.place.sentence <= 1 and spent.place.depth == income.place.depth
    is_here = is_near and spent.place.paragraph == income.place.paragraph
    return is_one and is_here and (income.label.year, income.label.role) == (spent.label.year, spent.label.role)
