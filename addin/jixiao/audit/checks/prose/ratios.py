"""Ratios that the text names: 资产负债率, 执行率, 控制率, 完成年初预算的…% (N04)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import amount_text, number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.named_rates import pairs_of
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Ratio, subjects
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Mention, MentionKind, Prose, Role
from jixiao.core.quantity.sentences.words import DONE
from jixiao.core.quantity.slips import digits_of, is_reversed_ratio, is_slipped_ratio

_ALL = Decimal(100)
_COMPARED = re.compile(
    r"[，,。；]\s?(?P<said>(?:支出)?决算数?(?:(?P<more>大于|高于|超过|多于)|小于|低于|少于)(?P<base>(?:年初|全年|调整)?预算)数?"
    r"(?P<by>\s?\d[\d,.]{0,14}\s?万?元)?)"
)
_FEWEST = 4
"""Digits of a ratio by which it is no chance that two figures give it but for a stroke."""
_EXCESS, _LEAD = re.compile(r"超额|超出|超过"), 20
_LEFT = re.compile(r"结余|结转|剩余")
_GIVEN = re.compile(r"下达|到位|拨付|安排")
_SENTENCES = 2
"""Sentences before, in which a budget may stand that a rate is of."""
_SAID_OF_CHANGES = (MentionKind.CHANGE, MentionKind.RATE, MentionKind.BASE)
"""支出21.77万元，比上年减少1.62万元，为年初预算26.50万元的82.15%: these stand between."""
_WHOEVERS = re.compile(r"(?:本)?(?:部门|单位)?(?:整体)?")
"""What names no thing of its own beside a budget: 部门预算."""
_PAIR = 2
_PLAN = re.compile(r"(?:年度|年初|全年)?(?:计划|目标|任务)(?:任务|数)?")
_DUE = re.compile(r"(?:全年|本年度?|年度)?应")
_NEAREST = 3
"""Figures before a measure, any of which may be what is measured."""
_SPENT = (Role.FINAL, Role.NONE)
_THE_BUDGET = re.compile(r"(?:年初|部门)?预算数?|")
"""What an execution is measured by without more words: not the budget as it was changed."""


def ratios(context: Context) -> Iterator[Contradiction]:
    """N04: a ratio is the one figure over the other, both written in its sentence."""
    for passage in context.passages:
        for named in passage.prose.mentions:
            if named.is_sure and named.label.role is not Role.PLAN:
                yield from _ratio(named, passage, context)


def _ratio(named: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    if named.kind is MentionKind.DONE:
        prose = passage.prose
        pairs = _done(named, prose) or _of_plan(named, prose) if DONE.search(named.words) else _measured(named, prose)
        pairs = [] if _is_excess(named, pairs, passage.prose, context) else pairs
        yield from _judge("N04-done", named, pairs, passage, context, is_change=False)
        yield from _more_or_less(named, passage)
        yield from _of_nothing(named, pairs, passage)
        if not pairs:
            yield from _of_known_budget(named, passage, context)
    elif named.kind is MentionKind.RATIO:
        yield from _beyond_all(named, passage, context)
        known = [r for r in context.rules.ratios.values() if named.label.subject in r.names and not r.limited]
        given = [(ratio, _pairs(ratio, named, passage.prose)) for ratio in known]
        for ratio, pairs in given:
            pairs = (
                [*pairs, *_of_what_was_given(pairs, named, passage.prose)] if _is_of_a_budget(named, context) else pairs
            )
            yield from _judge("N04", named, pairs, passage, context, is_change=ratio.change)
            if not pairs and ratio.of_budget:
                yield from _of_known_budget(named, passage, context)
        if not any(pairs for _, pairs in given):
            found = _of_earlier_budget(named, passage.prose, context)
            found = found or _slipped(named, passage.prose) or pairs_of(named, passage.prose, context.rules.named_rates)
            yield from _judge("N04", named, found, passage, context, is_change=False)
    elif named.kind is MentionKind.OTHER and named.amount.unit == PERCENT:
        found = pairs_of(named, passage.prose, context.rules.named_rates)
        yield from _judge("N04", named, found, passage, context, is_change=False)


def _is_excess(named: Mention, pairs: Sequence[tuple[Mention, Mention]], prose: Prose, context: Context) -> bool:
    """超额完成计划的5%: what it says is how much more than the plan was done."""
    if not _EXCESS.search(prose.text[max(0, named.place.start - _LEAD) : named.place.start]):
        return False
    more = (printed_precision.growth_from(upper.amount, lower.amount) for upper, lower in pairs)
    digits = context.rules.tolerances.percent_digits
    return any(span and printed_precision.is_within(named.amount, span, digits) for span in more)


def _beyond_all(named: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """N04-most: 办结率995% cannot be."""
    names = tuple(name for ratio in context.rules.ratios.values() if ratio.limited for name in ratio.names)
    if named.amount.value > _ALL and named.label.subject.endswith(names):
        says = {"name": named.label.subject, "printed": mention_text(named)}
        yield Contradiction("N04-most", passage, named, says)


def _slipped(named: Mention, prose: Prose) -> list[tuple[Mention, Mention]]:
    """The two figures just before any ratio, if it is theirs but for a stroke: 发现120个，整改115个，整改率9.58%."""
    figures = [m for m in prose.before(named) if m.kind is MentionKind.FIGURE][:2]
    is_pair = len(figures) == 2 and all(m.is_sure for m in figures)
    if not is_pair or dimension(figures[0].amount) != dimension(figures[1].amount):
        return []
    orders = (figures[0], figures[1]), (figures[1], figures[0])
    spans = [printed_precision.percent_of(upper.amount, lower.amount) for upper, lower in orders]
    if any(span is None or printed_precision.is_within(named.amount, span, Decimal(1)) for span in spans):
        return []
    is_long = digits_of(named.amount.value) >= _FEWEST
    is_here = all(m.place.segment == named.place.segment for m in figures)
    if not is_long and not is_here:
        return []
    is_slip = is_slipped_ratio if is_long else is_reversed_ratio
    return [pair for pair in orders if is_slip(named.amount, pair[0].amount, pair[1].amount)][:1]


def _judge(
    check: str,
    named: Mention,
    pairs: Sequence[tuple[Mention, Mention]],
    passage: Passage,
    context: Context,
    *,
    is_change: bool,
) -> Iterator[Contradiction]:
    """Told only if no pair of figures in the sentence gives the ratio."""
    give = printed_precision.growth_from if is_change else printed_precision.percent_of
    found = [give(upper.amount, lower.amount) for upper, lower in pairs]
    digits = context.rules.tolerances.percent_digits
    if not found or any(span is None or _fits(named, span, digits, is_change) for span in found):
        return
    upper, lower = pairs[0]
    assert found[0] is not None  # noqa: S101 - told to the type checker; the line above has seen to it
    says = {
        "upper": f"{upper.name}{mention_text(upper)}",
        "lower": f"{lower.name.removeprefix('占')}{mention_text(lower)}",
        "name": named.label.subject or named.words,
        "expected": number_text(found[0].exact, max(2, named.amount.digits)),
        "printed": mention_text(named),
    }
    yield Contradiction(check, passage, named, says, (named, upper, lower))


def _of_known_budget(named: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """N04-known: 公务接待费8.27万元，执行比例2.69%, and the document gives its budget in another place, and but one."""
    spent = next((m for m in passage.prose.before(named) if m.kind is MentionKind.FIGURE), None)
    if spent is None or not spent.is_figure or spent.label.role not in _SPENT or not _THE_BUDGET.fullmatch(named.whole):
        return
    budget = context.account.only(spent.label.subject, Role.BUDGET, spent.amount) if spent.label.subject else None
    span = printed_precision.percent_of(spent.amount, budget.amount) if budget else None
    digits = context.rules.tolerances.percent_digits
    if budget and span and not printed_precision.is_within(named.amount, span, digits):
        yield Contradiction("N04-known", passage, named, {
            "upper": f"{spent.name}{mention_text(spent)}", "lower": amount_text(budget.amount), "place": budget.place,
            "expected": number_text(span.exact, max(2, named.amount.digits)), "printed": mention_text(named),
        }, (named, spent), budget.source)  # fmt: skip


def _fits(named: Mention, span: printed_precision.Span, digits: Decimal, is_change: bool) -> bool:
    if printed_precision.is_within(named.amount, span, digits):
        return True
    return is_change and printed_precision.is_within(named.amount, span.opposite(), digits)  # 差异率 is often unsigned


def _pairs(ratio: Ratio, named: Mention, prose: Prose) -> list[tuple[Mention, Mention]]:
    figures = [m for m in prose.before(named) if m.kind is MentionKind.FIGURE]
    uppers = [m for m in figures if _is(m, ratio.upper, ratio.upper_roles)]
    lowers = [m for m in figures if _is(m, ratio.lower, ratio.lower_roles)]
    if not all(m.is_sure for m in (*uppers, *lowers)):
        return []
    return [
        (upper, lower)
        for upper in uppers
        for lower in lowers
        if upper is not lower and dimension(upper.amount) == dimension(lower.amount) and _alike(ratio, upper, lower)
    ]


def _of_what_was_given(
    pairs: Sequence[tuple[Mention, Mention]], named: Mention, prose: Prose
) -> list[tuple[Mention, Mention]]:
    """项目总额80万元，今年安排50万元，执行47.5万元，执行率95%: what was given may be meant as well as the budget."""
    given = [m for m in prose.before(named) if m.kind is MentionKind.FIGURE and _GIVEN.search(m.words)]
    uppers = dict.fromkeys(upper for upper, _ in pairs)
    return [(u, m) for u in uppers for m in given if m is not u and dimension(m.amount) == dimension(u.amount)]


def _is(mention: Mention, names: tuple[str, ...], roles: tuple[Role, ...]) -> bool:
    if roles and mention.label.role not in roles:
        return False
    return not names or mention.label.subject in subjects(names) or mention.label.subject.endswith(_long(names))


def _long(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names long enough to be known by their end: 市属监管企业资产总额."""
    return tuple(name for name in names if len(name) > 3)


def _alike(ratio: Ratio, upper: Mention, lower: Mention) -> bool:
    return not ratio.alike or upper.label.subject == lower.label.subject


def _done(named: Mention, prose: Prose) -> list[tuple[Mention, Mention]]:
    """完成年初预算的95%: the figure spent, and the budget or plan that is meant."""
    roles = _roles_meant(named.whole)
    figures = [m for m in prose.before(named) if m.kind is MentionKind.FIGURE]
    uppers = [m for m in figures if m.label.role in _SPENT]
    lowers = [m for m in figures if m.label.role in roles]
    if not all(m.is_sure or m.label.role is Role.PLAN for m in (*uppers[:1], *lowers)):
        return []
    return [
        (upper, lower)
        for upper in uppers[:1]
        for lower in lowers
        if dimension(upper.amount) == dimension(lower.amount) and upper.label.subject == lower.label.subject
    ]


def _of_plan(named: Mention, prose: Prose) -> list[tuple[Mention, Mention]]:
    """计划发展党员20名，实际发展18名，完成计划90%: of two figures of its clause one is planned, and only that one."""
    here = [m for m in prose.before(named) if m.place.segment == named.place.segment]
    is_pair = len(here) == _PAIR and len({m.amount.unit for m in here}) == 1 and bool(_PLAN.fullmatch(named.whole))
    is_sure = all(m.kind is MentionKind.FIGURE and m.is_sure for m in here)
    plans = [m for m in here if m.label.role is Role.PLAN or _DUE.match(m.words)]
    return [(here[0], here[1])] if is_pair and is_sure and plans == here[1:] else []


def _measured(named: Mention, prose: Prose) -> list[tuple[Mention, Mention]]:
    """收入2628万元，占年初预算6265万元的41.9%: the figures before the one just before it, the nearest first."""
    here = [m for m in prose.before(named) if m.place.segment == named.place.segment]
    lower, *before = [m for m in here if m.kind not in _SAID_OF_CHANGES] or [named]
    uppers = [m for m in before if m.kind is MentionKind.FIGURE and dimension(m.amount) == dimension(lower.amount)]
    uppers = [m for m in uppers if m.place.depth == named.place.depth and not prose.is_measure(m)][:_NEAREST]
    is_sure = all(m.is_sure for m in (lower, *uppers)) and uppers[:1] == before[:1]
    return [(upper, lower) for upper in uppers] if is_sure and not _is_of_sum(named, uppers, lower) else []


def _is_of_sum(named: Mention, uppers: Sequence[Mention], lower: Mention) -> bool:
    """一期1.6亿元，二期2亿元，占总投资5亿元的72%: whether the figures before are measured together."""
    alike = [m for m in uppers if m.amount.unit == uppers[0].amount.unit]
    sums = accumulate(m.amount.value for m in alike)
    spans = [printed_precision.percent_of(replace(uppers[0].amount, value=total), lower.amount) for total in sums]
    return any(span and printed_precision.is_within(named.amount, span, Decimal(1)) for span in spans[1:])


def _is_of_a_budget(named: Mention, context: Context) -> bool:
    """执行率, 总体执行率, 支出进度: what was spent over what there was to spend."""
    names = (n for r in context.rules.ratios.values() if Role.BUDGET in r.lower_roles and not r.change for n in r.names)
    return named.label.subject.endswith((*names, *context.rules.named_rates.of_budgets))


def _of_earlier_budget(named: Mention, prose: Prose, context: Context) -> list[tuple[Mention, Mention]]:
    """全年预算4579万元。当年支出4487.42万元，执行率98%: the budget stands in a sentence before."""
    spent = next((m for m in prose.before(named) if not _LEFT.search(m.words)), None)
    is_spent = spent is not None and spent.is_figure and spent.label.role in _SPENT
    if spent is None or not is_spent or not _is_of_a_budget(named, context):
        return []
    earlier = [m for m in prose.before(spent, _SENTENCES) if m.is_figure and m.place.sentence < spent.place.sentence]
    if any(m.label.role is Role.BUDGET and m.place.sentence == named.place.sentence for m in prose.before(named)):
        return []
    alike = [m for m in earlier if dimension(m.amount) == dimension(spent.amount)]
    alike = [m for m in alike if named.place.paragraph - m.place.paragraph <= 1]
    budgets = [m for m in alike if m.label.role is Role.BUDGET and _is_of_one(m, spent)]
    budgets = budgets or [m for m in alike if m.label.role is Role.NONE and _GIVEN.search(m.words)]
    return [(spent, budget) for budget in dict.fromkeys((*budgets[:1], *alike))] if budgets else []


def _is_of_one(budget: Mention, spent: Mention) -> bool:
    return budget.label.subject == spent.label.subject or bool(_WHOEVERS.fullmatch(budget.label.subject))


def _of_nothing(named: Mention, pairs: Sequence[tuple[Mention, Mention]], passage: Passage) -> Iterator[Contradiction]:
    """N04-nought: 年初预算为0万元，…，完成年初预算的95.89%."""
    nothing = [lower for _, lower in pairs if not lower.amount.value and lower.place.sentence == named.place.sentence]
    if nothing and len(nothing) == len(pairs) and named.amount.value:
        says = {"name": named.whole, "lower": mention_text(nothing[0]), "printed": mention_text(named)}
        yield Contradiction("N04-nought", passage, named, says, (named, nothing[0]))


def _more_or_less(named: Mention, passage: Passage) -> Iterator[Contradiction]:
    """完成预算的95%，决算数大于预算数: said of the same budget, one of them is not so."""
    behind = _COMPARED.match(passage.text, named.place.end)
    if (
        behind is None
        or not named.is_sure
        or "预算" not in named.whole
        or not _is_same_base(named.whole, behind["base"])
    ):
        return
    is_more, done = behind["more"] is not None, named.amount.value
    if (done > _ALL) is not is_more if done != _ALL else behind["by"] is not None:
        yield Contradiction("N04-more", passage, named, {"printed": mention_text(named), "said": behind["said"]})


def _is_same_base(first: str, second: str) -> bool:
    """Whether both are the budget of the year's beginning, or both simply the budget."""
    return ("年初" in first) is ("年初" in second) or not ("年初" in second or "调整" in first)


def _roles_meant(whole: str) -> tuple[Role, ...]:
    if "年初" in whole:
        return (Role.INITIAL,)
    return (Role.BUDGET, Role.INITIAL) if "预算" in whole else (Role.PLAN,)
