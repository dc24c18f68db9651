"""Figures that others before them make by adding and taking away (N17-identity): 年初结转＋收入－支出＝年末结转."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Identity
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.sentences import Mention, Role

_LEADING_ON = "为是达到约：:"


def identities(context: Context) -> Iterator[Contradiction]:
    """N17-identity: a figure whose terms all stand just before it in its sentence, each once."""
    for passage in context.passages:
        for result in passage.prose.mentions:
            for identity in context.rules.identities.values() if result.is_figure and result.is_sure else ():
                if identity.is_result(result.words):
                    yield from _judge(identity, result, passage)
            for identity in context.rules.identities.values() if result.amount.unit == PERCENT else ():
                if identity.rates and result.is_sure and result.words.rstrip(_LEADING_ON).endswith(identity.rates):
                    yield from _judge_rate(identity, result, passage, context)


def _judge_rate(identity: Identity, rate: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """控制价520万元，中标价494万元，节约率5%: what was saved is so many per cent of the first."""
    figures = [m for m in passage.prose.before(rate) if m.is_figure and m.place.segment == rate.place.segment]
    near = [m for m in figures if not identity.is_result(m.words)][:2]
    yield from _of_result(identity, rate, figures, passage, context)
    whole, less = _terms(identity.plus, near), _terms(identity.minus, near)
    if len(near) < 2 or len(whole) != 1 or len(less) != 1 or identity.is_spoiled(passage.prose.around(rate)):
        return
    found = printed_precision.growth_from(less[0].amount, whole[0].amount)
    digits = context.rules.tolerances.percent_digits
    if (
        found
        and _are_of_one_kind(identity, near)
        and not printed_precision.is_within(rate.amount, found.opposite(), digits)
    ):
        yield Contradiction("N17-identity", passage, rate, {
            "terms": f"（{_told(whole[0])}－{_told(less[0])}）÷{mention_text(whole[0])}",
            "expected": f"{number_text(found.opposite().exact, max(2, rate.amount.digits))}%",
            "name": _called(rate), "printed": mention_text(rate),
        }, (rate, whole[0], less[0]))  # fmt: skip


def _of_result(
    identity: Identity, rate: Mention, before: Sequence[Mention], passage: Passage, context: Context
) -> Iterator[Contradiction]:
    """采购预算420万元，节约21.42万元，节约率5.1%; 节约21.42万元，节约率5.1%（采购预算420万元）: saved of the first."""
    behind = passage.prose.mentions[rate.index + 1 : rate.index + 2]
    near = [*before, *(m for m in behind if m.is_figure and m.place.depth == rate.place.depth + 1)]
    saved, whole = [m for m in near if identity.is_result(m.words)], _terms(identity.plus, near)
    if len(near) != 2 or len(saved) != 1 or len(whole) != 1 or not _are_of_one_kind(identity, near):
        return
    found = printed_precision.percent_of(saved[0].amount, whole[0].amount)
    digits = context.rules.tolerances.percent_digits
    is_known = saved[0] is not whole[0] and not identity.is_spoiled(passage.prose.around(rate))
    if found and is_known and not printed_precision.is_within(rate.amount, found, digits):
        yield Contradiction("N17-identity", passage, rate, {
            "terms": f"{_told(saved[0])}÷{_told(whole[0])}",
            "expected": f"{number_text(found.exact, max(2, rate.amount.digits))}%",
            "name": _called(rate), "printed": mention_text(rate),
        }, (rate, saved[0], whole[0]))  # fmt: skip


def _judge(identity: Identity, result: Mention, passage: Passage) -> Iterator[Contradiction]:
    count = len(identity.plus) + len(identity.minus)
    choices = (_before(identity, result, passage)[:count][::-1], _behind(result, count, passage))
    near = next((figures for figures in choices if _are_its_terms(identity, figures)), [])
    plus, minus = _terms(identity.plus, near), _terms(identity.minus, near)
    if not near:
        return
    are_apart = identity.beside and any(m.place.segment != result.place.segment for m in near)
    if (
        are_apart
        or identity.is_spoiled(passage.prose.around(result))
        or not _are_of_one_kind(identity, [*near, result])
    ):
        return
    found = sum(map(_base, plus), Decimal(0)) - sum(map(_base, minus), Decimal(0))
    if abs(found - _base(result)) > sum(printed_precision.slack(m.amount) for m in (*near, result)):
        unit = printed_precision.in_base(printed_precision.one(result.amount))
        yield Contradiction("N17-identity", passage, result, {
            "terms": "＋".join(map(_told, plus)) + "".join(f"－{_told(m)}" for m in minus),
            "expected": f"{number_text(found / unit, 6)}{result.amount.unit}",
            "name": _called(result), "printed": mention_text(result),
        }, (*near, result))  # fmt: skip


def _are_its_terms(identity: Identity, figures: Sequence[Mention]) -> bool:
    """Whether there are as many figures as terms, each of them one."""
    terms = [*_terms(identity.plus, figures), *_terms(identity.minus, figures)]
    count = len(identity.plus) + len(identity.minus)
    return len(figures) == count and {id(m) for m in terms} == {id(m) for m in figures}


def _before(identity: Identity, result: Mention, passage: Passage) -> list[Mention]:
    """The figures of its sentence before a result, the nearest first."""
    figures = (m for m in passage.prose.before(result) if m.is_figure and m.place.depth == result.place.depth)
    return [m for m in figures if not identity.is_passed_over(m.words)]


def _behind(result: Mention, count: int, passage: Passage) -> list[Mention]:
    """净资产3200万元，资产总额5000万元，负债1800万元: the terms right behind a result, and no other figure."""
    behind = passage.prose.mentions[result.index + 1 : result.index + 2 + count]
    here = [m for m in behind if m.place.segment == result.place.segment]
    are_terms = len(here) == count and all(m.is_figure and m.place.depth == result.place.depth for m in here)
    return here if are_terms else []


def _terms(terms: Sequence[tuple[str, ...]], near: Sequence[Mention]) -> list[Mention]:
    """The figure of each term, if but one of those near is called so."""
    found = [[m for m in near if any(word in m.words for word in words)] for words in terms]
    return [named[0] for named in found if len(named) == 1]


def _are_of_one_kind(identity: Identity, figures: Sequence[Mention]) -> bool:
    """All are sure, of one dimension, of the plan or of the outcome, and of one kind of money."""
    roles = {m.label.role for m in figures} - {Role.NONE, Role.PREVIOUS}
    are_alike = all(len({word in m.words for m in figures}) == 1 for word in identity.alike)
    dimensions = {printed_precision.dimension(m.amount) for m in figures}
    is_one_role = identity.mixed or len(roles) <= 1
    return are_alike and is_one_role and len(dimensions) == 1 and all(m.is_sure for m in figures)


def _base(figure: Mention) -> Decimal:
    return printed_precision.in_base(figure.amount)


def _told(figure: Mention) -> str:
    return f"{_called(figure)}{mention_text(figure)}"


def _called(figure: Mention) -> str:
    """In the text's own words: 年初 and 年末 are no part of a name, and here they tell the terms apart."""
    return figure.words.strip()
