"""Rates whose whole a bracket gives: 参保率97.89%（应参保19万人）, 占老年人口（4.8万人）的75%, 72%（216/300） (N04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import PERCENT, printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.reading_kinds import Amount, Operator
from jixiao.core.quantity.sentences import Mention, MentionKind, Prose, Role

_NO_WHOLE = re.compile(r"含|其中|共|占|即|超|剩|余|未|不|上年|去年|20\d\d")
"""What a bracket behind a rate calls something other than its whole."""
_ENDING, _STEM = re.compile(r"[率度](?:约|为|达到?|是|[:：])*$"), 2
_GOAL = re.compile(r"目标|任务|计划|应")
_OPENS = re.compile(r"\s?[（(]")
_CLOSES = re.compile(r"[^，,。；;\d（(）)]{0,6}[）)]")
_CLOSES_BEFORE = re.compile(r"[^，,。；;\d（(）)]{0,6}[）)]的?(?:比例|比重)?(?:为|达到?)?")
_MEASURED = re.compile(r"(?:占|完成)[^，,。；;占（(]{1,20}[（(][^，,。；;\d（(]{0,8}$")
_LEAD = 36
_SAID_OF_CHANGES = (MentionKind.CHANGE, MentionKind.RATE, MentionKind.BASE)
_OF_A_WHOLE = (MentionKind.RATIO, MentionKind.DONE, MentionKind.OTHER, MentionKind.SHARE)
_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_COUNTED = r"[\u4e00-\u9fff]{0,3}"
_QUOTIENT = re.compile(
    rf"(?<![\d.])(?P<percent>{_NUMBER})\s?[%％﹪]\s?[（(=＝]\s?(?P<part>{_NUMBER}){_COUNTED}\s?[/／÷]\s?"
    rf"(?P<whole>{_NUMBER}){_COUNTED}(?:\s?[×xX*]\s?100\s?[%％﹪]?)?\s?(?=[）)，,。；;\n]|$)"
)
_FORMULA = re.compile(
    rf"(?<![\d.+＋×*-])(?P<part>{_NUMBER})\s?(?P<unit>{_COUNTED})\s?[/／÷]\s?[\u4e00-\u9fff]{{0,12}}(?P<whole>{_NUMBER})\s?(?P=unit)"
    rf"\s?[）)]?\s?[×xX*]\s?100\s?[%％﹪]\s?[=＝﹦]\s?(?P<percent>{_NUMBER})\s?[%％﹪]"
)
"""（实际支出9.12万元/预算12万元）×100%＝76%."""
_YEARS = re.compile(r"20\d\d")

Pair = tuple[Mention, Mention]


def bracketed_wholes(context: Context) -> Iterator[Contradiction]:
    """N04: a rate is that of its figure and of the whole that a bracket gives."""
    for passage in context.passages:
        for pattern in (_QUOTIENT, _FORMULA):
            for match in pattern.finditer(passage.text):
                yield from _quotient(match, passage, context)
        for rate in passage.prose.mentions:
            if rate.amount.unit == PERCENT and rate.is_sure and rate.kind in _OF_A_WHOLE:
                prose = passage.prose
                pair = _whole_behind(rate, prose) or _whole_before(rate, prose) or _both_behind(rate, prose)
                yield from _judge(rate, pair, passage, context) if pair else ()


def _whole_behind(rate: Mention, prose: Prose) -> Pair | None:
    """参保18.6万人，参保率97.89%（应参保19万人）: the only figure of a bracket right behind."""
    whole = next(iter(prose.mentions[rate.index + 1 : rate.index + 2]), None)
    if whole is None or not whole.is_figure or not whole.words or _NO_WHOLE.search(whole.words):
        return None
    is_right_behind = whole.place.depth == rate.place.depth + 1 and _OPENS.match(prose.text, rate.place.end)
    is_only = _CLOSES.match(prose.text, whole.place.end)
    part = _part(rate, whole, prose) if is_right_behind and is_only else None
    is_larger = part is not None and printed_precision.in_base(part.amount) <= printed_precision.in_base(whole.amount)
    is_goal = bool(_GOAL.search(whole.words))
    is_of_it = is_goal or (is_larger and _is_named_after(rate, part))
    return (part, whole) if part and is_of_it else None


def _is_named_after(rate: Mention, part: Mention | None) -> bool:
    """签约服务18.2万人，签约率70%: the name of a rate says what its part is; a share has none of its own."""
    if rate.kind is MentionKind.SHARE:
        return True
    stem = _ENDING.sub("", rate.words)[-_STEM:]
    return part is not None and any(sign in part.words for sign in stem)


def _whole_before(rate: Mention, prose: Prose) -> Pair | None:
    """体检3.6万人，占老年人口（4.8万人）的75%."""
    whole = prose.mentions[rate.index - 1] if rate.index else rate
    between = prose.text[whole.place.end : rate.place.start]
    lead = prose.text[max(0, whole.place.start - _LEAD) : whole.place.start]
    is_inside = whole.is_figure and whole.place.depth == rate.place.depth + 1
    if not is_inside or not _CLOSES_BEFORE.fullmatch(between) or not _MEASURED.search(lead):
        return None
    part = _part(whole, whole, prose, rate.place.depth)
    return (part, whole) if part else None


def _both_behind(rate: Mention, prose: Prose) -> Pair | None:
    """优良率91.2%（优良1140个，评定1250个）: of the two figures of a bracket the one called as the rate first."""
    two = prose.mentions[rate.index + 1 : rate.index + 3]
    is_here = len(two) > 1 and all(m.is_figure and m.place.depth == rate.place.depth + 1 for m in two)
    is_only = is_here and _OPENS.match(prose.text, rate.place.end) and _CLOSES.match(prose.text, two[1].place.end)
    if not is_only or two[0].amount.unit != two[1].amount.unit or rate.kind is not MentionKind.RATIO:
        return None
    first, second = (_is_named_after(rate, m) for m in two)
    return None if first is second else (two[0], two[1]) if first else (two[1], two[0])


def _part(behind: Mention, whole: Mention, prose: Prose, depth: int = -1) -> Mention | None:
    """The figure before, but for what is said of its change; only if it counts what the whole counts."""
    depth = behind.place.depth if depth < 0 else depth
    here = (m for m in prose.before(behind) if m.place.depth == depth and m.kind not in _SAID_OF_CHANGES)
    part = next(here, None)
    if part is None or not part.is_figure or part.place.segment != behind.place.segment:
        return None
    is_done = part.label.role not in (Role.PLAN, Role.PREVIOUS)
    return part if is_done and dimension(part.amount) == dimension(whole.amount) else None


def _judge(rate: Mention, pair: Pair, passage: Passage, context: Context) -> Iterator[Contradiction]:
    part, whole = pair
    span = printed_precision.percent_of(part.amount, whole.amount)
    if span and not printed_precision.is_within(rate.amount, span, context.rules.tolerances.percent_digits):
        yield Contradiction("N04", passage, rate, {
            "upper": f"{part.name}{mention_text(part)}", "lower": f"{whole.name}{mention_text(whole)}",
            "name": rate.label.subject or rate.whole or "所占比例",
            "expected": number_text(span.exact, max(2, rate.amount.digits)), "printed": mention_text(rate),
        }, (rate, part, whole))  # fmt: skip


def _quotient(match: re.Match[str], passage: Passage, context: Context) -> Iterator[Contradiction]:
    """72%（21600/30000）, a growth written so included."""
    part, whole, percent = (_amount(match[name]) for name in ("part", "whole", "percent"))
    if _YEARS.fullmatch(match["part"]) and _YEARS.fullmatch(match["whole"]):
        return
    span, digits = printed_precision.percent_of(part, whole), context.rules.tolerances.percent_digits
    spans = [s for s in (span, printed_precision.growth_from(part, whole)) if s]
    if span and not any(printed_precision.is_within(percent, s, digits) for s in spans):
        yield Contradiction("N04", passage, passage.prose.place(match.start(), match.end()), {
            "upper": match["part"], "lower": match["whole"], "name": "算式的结果",
            "expected": number_text(span.exact, max(2, percent.digits)), "printed": f"{match['percent']}%",
        })  # fmt: skip


def _amount(number: str) -> Amount:
    return Amount(Operator.NONE, Decimal(number), "", len(number.partition(".")[2]), number)
