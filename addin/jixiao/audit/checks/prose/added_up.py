"""甲100万元，加上级补助20万元、上年结余5万元，收入合计125万元 (N01); 收支相抵，年终结余7万元 (N15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.sums import sum_of
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, Prose, Role
from jixiao.core.quantity.sentences.mentions import NO_LIST
from jixiao.core.quantity.sentences.words import ADDED, LOWERED

_TOTAL = re.compile(r"(?P<side>收入|支出)?(?:合计|总计|共计)(?:为|达|达到)?$")
_BALANCE = re.compile(
    r"(?:收支|收入支出)(?:相抵|轧差|品迭)后?[，,]?[\u4e00-\u9fff]{0,8}(?:结余|结转|余额)[\u4e00-\u9fff]{0,4}"
)
_WHOLE = re.compile(
    r"(?:20\d\d年度?|全年|年度|本年度?|当年|实现|实际|预算|医院|学校|单位)*(?:(收入|支出)(?:总额|合计|总计)|总(收入|支出))(?:为)?"
)
_EARLIER = re.compile(r"上年|年初|历年|结转|分配|提取|弥补")
_SPENT_WITHIN = 8
_AND_MORE = re.compile(r"等[，,]?\S{0,24}$")
_NO_PART = re.compile(r"结转|结余|预算|下达|到位|安排|追加|合计|总计|总额|共计|加上?")
"""What the figures before a total are called that are no parts of it."""
_ADJUSTED = re.compile(r"追加|调增|结转")
"""What a budget grew by in the year."""
_ADDED_AFTER = re.compile(r"[，,；;]\s?加上?\s?[:：][^，。；、:：]{0,20}$")
_LEAD = 26
_WITHIN = 20
"""Figures back among which the totals of income and of spending are looked for."""
_BASES = 8
"""Figures before the first that is added, among which the one it is added to is looked for."""


_SENTENCES = 2
"""Sentences before the first that is added, in which what it is added to may stand."""


def added(context: Context) -> Iterator[Contradiction]:
    """N01: a total is what it was made up of, figure by figure, in its sentence."""
    for passage in context.passages:
        for whole in passage.prose.mentions:
            if whole.is_figure and dimension(whole.amount) == MONEY and _TOTAL.search(whole.words):
                yield from _added(whole, passage, context)
                yield from _closing(whole, passage, context)


def _closing(whole: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """甲项目26.40万元，乙项目50.00万元，支出合计77.40万元: a total with a name behind all figures of its sentence."""
    parts = [*passage.prose.before(whole)][::-1]
    if whole.inherited or not _TOTAL.sub("", whole.words) or not all(_is_beside(m, whole) for m in parts):
        return
    ends = [[m.amount for m in parts[first:]] for first in range(len(parts) - 1)]
    is_near = abs(_over(whole, parts)) <= context.rules.tolerances.near_of_a_closed_list * _base(whole)
    if ends and is_near and not any(printed_precision.adds_up(whole.amount, end, _floor(context)) for end in ends):
        yield sum_of("N01-near", whole, parts, passage)


def _is_beside(part: Mention, whole: Mention) -> bool:
    """Whether a figure may be a part of a total behind it: money of the same side, and no part of another whole."""
    is_alike = part.is_figure and dimension(part.amount) == MONEY and part.place.depth == whole.place.depth
    is_of_it = part.label.role is whole.label.role and ("收入" in part.words) == ("收入" in whole.words)
    return is_alike and is_of_it and part.part_of == NO_LIST and not _NO_PART.search(part.words)


def _added(whole: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    addends = _addends(whole, passage.prose)
    bases = _bases(addends[0], passage.prose) if addends else []
    if not bases or not all(m.is_sure for m in addends):
        return
    sums = [[base, *addends] for base in bases]
    if any(printed_precision.adds_up(whole.amount, [m.amount for m in parts], _floor(context)) for parts in sums):
        return
    parts = min(sums, key=lambda listed: abs(_over(whole, listed)))
    over = _over(whole, parts)
    is_open = _AND_MORE.search(passage.prose.before_in_sentence(whole))
    if over > 0 or not is_open:
        yield sum_of("N01-over" if over > 0 else "N01-short", whole, parts, passage)


def _addends(whole: Mention, prose: Prose) -> list[Mention]:
    """The figures from the first 加 of the sentence to its total."""
    alike = [m for m in prose.before(whole) if m.is_figure and m.place.depth == whole.place.depth][::-1]
    alike = [m for m in alike if dimension(m.amount) == MONEY]
    first = next((i for i, m in enumerate(alike) if ADDED.match(m.words) or _is_added(m, prose)), None)
    return alike[first:] if first is not None else []


def _is_added(figure: Mention, prose: Prose) -> bool:
    """加上：上解支出33067万元: the word stands before a colon."""
    return bool(_ADDED_AFTER.search(prose.text[max(0, figure.place.start - _LEAD) : figure.place.start]))


def _bases(first: Mention, prose: Prose) -> list[Mention]:
    """What the first is added to: a figure before it in its paragraph, the nearest first."""
    near = [m for m in prose.before(first, _SENTENCES) if m.is_figure and m.place.paragraph == first.place.paragraph]
    return [m for m in near if dimension(m.amount) == MONEY and m.place.depth == first.place.depth][:_BASES]


def adjusted(context: Context) -> Iterator[Contradiction]:
    """N01: 年初预算4260万元，年中追加319万元，全年预算4579万元: what was added stands between the two budgets."""
    for passage in context.passages:
        for base in passage.prose.mentions:
            if base.is_figure and base.label.role is Role.INITIAL and dimension(base.amount) == MONEY:
                yield from _adjusted(base, passage, context)


def _adjusted(base: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    parts, wholes = [base], _budgets_before(base, passage.prose)
    for other in passage.prose.mentions[base.index + 1 : base.index + 1 + _BASES]:
        is_here = other.place.sentence == base.place.sentence and other.is_sure and dimension(other.amount) == MONEY
        if is_here and LOWERED.search(other.words):
            return
        if not is_here or not _ADJUSTED.search(other.words):
            wholes += [other] if is_here and other.label.role is Role.BUDGET and other.is_figure else []
            break
        parts.append(other)
    amounts = [part.amount for part in parts]
    is_told = len(parts) > 1 and wholes and all(part.rising >= 0 for part in parts)
    if is_told and not any(printed_precision.adds_up(w.amount, amounts, _floor(context)) for w in wholes):
        over = _over(wholes[-1], parts) > 0
        yield sum_of("N01-over" if over else "N01-short", wholes[-1], parts, passage)


def _budgets_before(base: Mention, prose: Prose) -> list[Mention]:
    """全年预算4579万元，其中年初预算4260万元…: a budget right before it."""
    if base.part_of == NO_LIST:
        return []
    wholes = [m for m in prose.lists[base.part_of].wholes if m.index == base.index - 1]
    return [m for m in wholes if m.label.role is Role.BUDGET and m.place.sentence == base.place.sentence]


def _over(whole: Mention, parts: Sequence[Mention]) -> Decimal:
    return sum(map(_base, parts), Decimal(0)) - _base(whole)


def _base(mention: Mention) -> Decimal:
    return printed_precision.in_base(mention.amount)


def _floor(context: Context) -> Decimal:
    return context.rules.tolerances.money


def balances(context: Context) -> Iterator[Contradiction]:
    """N15: what is left is the total of income less that of spending."""
    for passage in context.passages:
        prose = passage.prose
        for match in _BALANCE.finditer(passage.text):
            left = next((m for m in prose.mentions if match.end() <= m.place.start <= match.end() + 2), None)
            if left is not None and left.is_figure:
                yield from _balance(left, passage, context)


def _balance(left: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    before = [m for m in passage.prose.mentions[max(0, left.index - _WITHIN) : left.index] if m.is_figure]
    income, spent = _total_of("收入", before), _total_of("支出", before[-1:])
    if spent is None and not _EARLIER.search(passage.text, before[0].place.start if before else 0, left.place.start):
        income, spent = _whole_of("收入", before), _whole_of("支出", before[-_SPENT_WITHIN:])
    if income is None or spent is None:
        return
    expected = _base(income) - _base(spent)
    give = max(sum(printed_precision.slack(m.amount) for m in (income, spent, left)), _floor(context))
    if abs(expected - _base(left)) > give:
        unit = printed_precision.in_base(printed_precision.one(left.amount))
        yield Contradiction("N15", passage, left, {
            "name": left.name, "income": mention_text(income), "spent": mention_text(spent),
            "expected": f"{number_text(expected / unit, 6)}{left.amount.unit}", "printed": mention_text(left),
        }, (income, spent, left))  # fmt: skip


def _whole_of(side: str, before: Sequence[Mention]) -> Mention | None:
    """The latest total of a side that is no total of a part: 2023年度收入总额, 总支出."""
    said = ((m, _WHOLE.fullmatch(m.words)) for m in reversed(before))
    return next((m for m, match in said if match and side in match.groups()), None)


def _total_of(side: str, before: Sequence[Mention]) -> Mention | None:
    said = ((m, _TOTAL.search(m.words)) for m in reversed(before))
    return next((m for m, match in said if match and match["side"] == side), None)
