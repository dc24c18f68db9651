"""Rates named after a figure before them: 竣工455户，竣工率98.48%; 预算2900万元，支出2850万元，执行进度98.28% (N04)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.checks.prose.prose_rules import NamedRates
from jixiao.core.quantity import plain, printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Label, Mention, MentionKind, Prose, Role

_MOST = 6
"""Figures of its sentence that are looked at."""
_STEM = 2
"""Characters of a rate's name that tell of which figure it speaks."""
_NEAR = 3
"""Figures back at which what was spent may stand; what was saved or is left stands between."""
_LEFT = re.compile(r"结余|结转|剩余")
_DONE = re.compile(r"完成|支出|支付|拨付|执行|使用")
"""What is spent is no part of what else was done."""
_CONTENT = "满意"
_TOTAL, _GIVEN = re.compile(r"(?:共计|合计|总计)"), re.compile(r"下达|到位|安排|筹集|预算")
_OF_ALL = re.compile(
    r"^(?:全[县市区省州镇乡村校年])?(?:共|总|累计)?(?:应|目标|任务|计划|栽|种|造林|投放|补植|存栏|饲养|产生)"
)
"""How the count is called that such a rate is of; of 参保 it is not the population."""
_NOT = re.compile(r"[不未非无]")
_LARGEST = Decimal("1.1")
"""Of a whole: a part that is larger is written wrong, or is none."""
_FIGURES = (MentionKind.FIGURE, MentionKind.BASE)
_PLANS = (Role.PLAN, Role.BUDGET, Role.INITIAL)

Pair = tuple[Mention, Mention]


def pairs_of(named: Mention, prose: Prose, rules: NamedRates) -> list[Pair]:
    """What a rate can be of what, the likeliest first; nothing where the sentence does not tell.

    Any other two figures of their kind may be meant as well, and stand behind.
    """
    figures = _before(named, prose)
    found = _likeliest(named, figures, prose, rules)
    if found is None or not all(figure.is_sure for figure in figures):
        return []
    alike = [m for m in figures if m.amount.unit == found[0].amount.unit]
    return [found, *((upper, lower) for upper in alike for lower in alike if upper is not lower)]


def _before(named: Mention, prose: Prose) -> list[Mention]:
    """The figures of its sentence before a rate, the nearest first."""
    near = (m for m in prose.before(named) if m.kind in _FIGURES and m.place.paragraph == named.place.paragraph)
    return [*near][:_MOST]


def _likeliest(named: Mention, figures: Sequence[Mention], prose: Prose, rules: NamedRates) -> Pair | None:
    stem = _stem(named, rules)
    if stem in rules.never:
        return _of_both_counts(named, stem, figures)
    if not figures or not stem or figures[0].place.segment != named.place.segment:
        return None
    is_money_spent = stem in rules.spent
    upper, *others = [m for m in figures if not (is_money_spent and _LEFT.search(m.words))] or figures
    lowers = [m for m in others if dimension(m.amount) == dimension(upper.amount)]
    is_initial = bool(lowers) and lowers[0].label.role is Role.INITIAL
    if is_money_spent and is_initial and _is_what_is_left(upper, lowers[0], figures):
        return upper, lowers[0]
    if not lowers or (is_money_spent and (is_initial or _DONE.search(lowers[0].words))):
        return None  # what is spent is measured by the budget of the whole year, which is not given
    if re.search(rf"[不未]{re.escape(stem)}", upper.words) and not _NOT.search(named.words):
        is_only = named.index - upper.index == 1 and not any(stem in m.words for m in others)
        return _of_the_others(stem, upper, lowers[0]) if is_only else None
    if stem in rules.planned:
        return _of_a_plan(figures, rules)
    if stem == _CONTENT and any(_CONTENT in m.words for m in others):
        return None  # of several degrees of satisfaction those who are satisfied are told elsewhere
    is_spent = is_money_spent and lowers[0].label.role is Role.BUDGET and lowers[0].index == upper.index - 1
    is_spent = is_spent or (is_money_spent and _is_given(lowers[0], upper, prose))
    is_near = named.index - upper.index <= (_NEAR if is_money_spent else 1)
    is_part = upper.amount.unit != lowers[0].amount.unit or upper.amount.value <= _LARGEST * lowers[0].amount.value
    if is_near and (is_spent or (is_part and _is_called(stem, upper.words, rules))):
        return upper, lowers[0]
    lower = _counted_of(upper, lowers) if is_near and dimension(upper.amount) != MONEY else None
    return (upper, lower) if lower and _may_be_called(stem, upper.words, lower.words) else None


def _of_the_others(stem: str, left: Mention, whole: Mention) -> Pair | None:
    """检测1640个，不合格41个，合格率97.5%: all but those that are not."""
    value = whole.amount.value - left.amount.value
    if left.amount.unit != whole.amount.unit or value <= 0 or not whole.is_figure:
        return None
    amount = replace(whole.amount, value=value, text=f"{plain(value)}{whole.amount.unit}")
    return replace(left, amount=amount, words=stem, label=Label(stem), subject_from=None), whole


def _of_both_counts(named: Mention, stem: str, figures: Sequence[Mention]) -> Pair | None:
    """应参保12000人，已参保11880人，参保率99%: where both counts stand right before the rate and are called so."""
    upper, lower = ([*figures[:2], None, None])[:2]
    if upper is None or lower is None or dimension(upper.amount) == MONEY:
        return None
    is_next = named.index - upper.index == upper.index - lower.index == 1
    is_here = upper.place.segment == lower.place.segment == named.place.segment
    is_called = stem in upper.words and not _NOT.search(upper.words) and bool(_OF_ALL.search(lower.words))
    is_part = upper.amount.unit == lower.amount.unit and upper.amount.value <= lower.amount.value
    return (upper, lower) if is_next and is_here and is_called and is_part else None


def _is_what_is_left(spent: Mention, budget: Mention, figures: Sequence[Mention]) -> bool:
    """年初预算560万元，执行523.6万元，结余36.4万元: what is left shows that nothing was changed since."""
    parts = [(spent.amount, m.amount) for m in figures if _LEFT.search(m.words)]
    return any(printed_precision.adds_up(budget.amount, pair) for pair in parts)


def _is_given(lower: Mention, upper: Mention, prose: Prose) -> bool:
    """下达债券1.5亿元、配套0.8亿元，共计2.3亿元，累计支出2.07亿元: the total right before is of what was given."""
    is_total = lower.index == upper.index - 1 and _TOTAL.fullmatch(lower.words) is not None
    return is_total and bool(_GIVEN.search(prose.before_in_sentence(lower)))


def _stem(named: Mention, rules: NamedRates) -> str:
    """竣工 of 竣工率, 满意 of 群众满意度."""
    said = named.words.rstrip("为是达到约：:")
    ending = next((ending for ending in rules.endings if said.endswith(ending)), "")
    return said.removesuffix(ending)[-_STEM:] if ending else ""


def _is_called(stem: str, said: str, rules: NamedRates) -> bool:
    is_said = re.search(rf"(?<![不未])(?:{re.escape(stem)}|{re.escape(stem[::-1])})", said) is not None  # 回收, 收回
    return is_said or (stem in rules.spent and any(word in said for word in rules.spent))


def _may_be_called(stem: str, upper: str, lower: str) -> bool:
    """应种2410剂次，实种2386剂次，接种率99%; 受理案件…，审结…，结案率: both counts together say the rate's name."""
    said = [sign for sign in stem if sign in upper]
    is_said = all(sign in upper + lower for sign in stem) or any(sign in lower for sign in said)
    return bool(said) and is_said and not _NOT.search(upper)


def _counted_of(upper: Mention, lowers: Sequence[Mention]) -> Mention | None:
    """应种2410剂次，实种2386剂次: the count before it that is not of another year, if it is as large or nearly so."""
    lower = next((m for m in lowers if m.label.role is not Role.PREVIOUS and m.kind is MentionKind.FIGURE), None)
    is_one = lower is not None and upper.amount.unit == lower.amount.unit
    return lower if lower and is_one and upper.amount.value <= _LARGEST * lower.amount.value else None


def _of_a_plan(figures: Sequence[Mention], rules: NamedRates) -> Pair | None:
    """计划培训5500人，实际培训5830人: of the figures one is what was planned, and only one other is of its kind."""
    plans = [m for m in figures if m.label.role in _PLANS]
    done = [m for m in figures if m not in plans and m.kind is MentionKind.FIGURE]
    done = [m for m in done if plans and m.amount.unit == plans[0].amount.unit]
    return (done[-1], plans[0]) if len(plans) == 1 and done else None
