"""Points beside two rates: 98.2%，较上年的96.9%提高1.3个百分点; 目标值90%，实际95.6%，超出目标5.6个百分点 (N03)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Points
from jixiao.core.quantity import PERCENT, printed_tolerance
from jixiao.core.quantity.sentences import Exactness, Mention, MentionKind, Prose
from jixiao.core.quantity.sentences.words import BEFORE_FIGURE, YEAR

_UNIT = ("个百分点", "百分点")
_NEAR = 8
"""Figures before the points that are looked at."""
_SHORTEST_NAME = 2
_WHEN = re.compile(
    r"^(?:其中|而|到)|(?:20\d\d年度?|上一?年度?|去年|今年|本年度?|当年)[末底初]?|\d{1,2}月[末底份]?|同期|(?:实际)?(?:均|约|为|是|达到?|完成|:|：|的)+$"
)
"""What of a rate's words says when it was, and no name."""
_STEP_TO = re.compile(r"^(?:提高|上升|提升|增加|增长|升高|下降|降低|减少|[升降])[到至为]")
_FROM = re.compile(r"[由从][^由从]{0,30}$")
_COMPARED = re.compile(r"(?:(?<!占)比(?![率例重值])|较|与|同|和|相较于?)(?P<thing>[^比较，。]{1,20})$")
_BETWEEN = re.compile(r"[\s的）)\u4e00-\u9fff]{0,14}(?:[，,][\u4e00-\u9fff]{0,8})?")
"""Between what is compared with and the points: 的水平, 相比，提高了."""
_BRACKET = re.compile(r"[^，,。；;（(]{0,24}[（(]")
_TWO_YEARS = re.compile(r"(20\d\d)年?度?[、和与至](20\d\d)年度?")
_JOINING = "、和及与"
_SAID = {1: "高", -1: "低"}
_NEUTRAL = re.compile(
    r"两年|相比|对比|比较|同比|(?:比|较|与|同)?(?:上一?年度?|去年|20\d\d年度?)[末底]?(?:同期)?|幅度|[，,了约达为共]"
)

Pair = tuple[Mention, Mention]
"""What a rate is, and what it is compared with."""


def points(context: Context) -> Iterator[Contradiction]:
    """N03: the points said beside two rates are what lies between them."""
    known = context.rules.points
    for passage in context.passages:
        for step in passage.prose.mentions:
            if step.amount.unit in _UNIT and not step.aside:
                pair, rising = _compared(step, passage.prose, known)
                if pair and rising and not _some_fit(step, pair, rising, passage.prose):
                    yield _told(step, pair, rising, passage)


def _compared(step: Mention, prose: Prose, known: Points) -> tuple[Pair | None, int]:
    """The two rates that points lie between, and which way they are said to go."""
    rates = _rates_before(step, prose)
    rising = known.direction(step.words)
    if not rates:
        return None, 0
    base = rates[0] if rates[0].index == step.index - 1 else None
    if base and (now := _compared_with(base, rates[1:], step, prose, known)):
        lead = prose.text[max(now.place.end, base.place.start - _NEAR * 3) : base.place.start]
        return (now, base), rising or known.direction(lead)
    pair = None
    if base and len(rates) > 1 and rates[1].index == base.index - 1:
        pair = (
            _from_to(rates[1], base, known)
            or _of_years(rates[1], base, step, known)
            or _of_target(rates[1], base, step, known)
            or _of_average(rates[1], base, step, known)
        )
    return pair or _said_behind(step, rates[0], prose, known), rising


def _rates_before(step: Mention, prose: Prose) -> list[Mention]:
    """The percentages before points in their sentence, the nearest first."""
    near = [m for m in prose.before(step) if step.index - m.index <= _NEAR and m.amount.unit == PERCENT]
    is_known = all(m.exactness is step.exactness and not m.aside for m in near[:2])
    return near if is_known and step.exactness is not Exactness.VAGUE else []


def _compared_with(
    base: Mention, before: Sequence[Mention], step: Mention, prose: Prose, known: Points
) -> Mention | None:
    """比全省平均水平5.3%高出2.5个百分点; 快于序时进度（91.67%）7.03个百分点: the rate before that."""
    if not before or not _BETWEEN.fullmatch(prose.text[base.place.end : step.place.start]):
        return None
    now = next((m for m in before if m.place.depth <= step.place.depth), before[0])
    said = base.words
    if base.place.depth > step.place.depth:
        bracket = _BRACKET.search(prose.text[before[0].place.end : base.place.start].rpartition("，")[2])
        said = bracket[0][:-1] if bracket else ""
    is_here = now.place.segment == step.place.segment and now.rising >= 0
    return now if is_here and _says_base(said, known) and not _says_base(now.words, known) else None


def _says_base(said: str, known: Points) -> bool:
    """Whether the words before a rate say that another is compared with it."""
    if said.endswith(known.over) or re.search(rf"(?:{'|'.join(known.over)})[^，。]{{1,16}}$", said):
        return True
    compared = _COMPARED.search(said)
    return compared is not None and not known.direction(compared["thing"])


def _from_to(then: Mention, now: Mention, known: Points) -> Pair | None:
    """由2021年的97.35%上升至2022年的98.62%."""
    is_to = re.search(
        r"[到至为](?:(?:20\d\d年度?[末底]?|今年|本年度?|当年|目前|[\u4e00-\u9fff]{2,4}后)的?)?$", now.words
    )
    return (now, then) if is_to and _FROM.search(then.words) and not now.place.depth - then.place.depth else None


def _of_years(first: Mention, second: Mention, step: Mention, known: Points) -> Pair | None:
    """2023年优良天数比例为88.5%，2022年为86.3%，提升2.2个百分点; 2020年、2021年分别为93.2%、95.7%."""
    if known.has(known.not_yearly, step.words) or known.bare(_NEUTRAL.sub("", step.words)):
        return None
    if first.place.segment != step.place.segment or first.place.depth != second.place.depth:
        return None
    years = _years(first, second, step, known)
    if years is None or years[0] == years[1]:
        return None
    now, then = (first, second) if years[0] > years[1] else (second, first)
    said = YEAR.search(step.words)
    is_last = known.has(known.since_last, step.words) and abs(years[0] - years[1]) != 1
    return None if is_last or (said and int(said[1]) != min(years)) else (now, then)


def _years(first: Mention, second: Mention, step: Mention, known: Points) -> tuple[int, int] | None:
    """The years of two rates of one thing; the one before the other is -1 where no number tells it."""
    if step.exactness is Exactness.RESPECTIVE:
        both = _TWO_YEARS.search(first.words)
        return (int(both[1]), int(both[2])) if both and not second.words.strip(_JOINING) else None
    if not _are_of_one(first, second, known):
        return None
    told = [YEAR.search(m.words) for m in (first, second)]
    if told[0] and told[1]:
        return int(told[0][1]), int(told[1][1])
    last = [known.has(known.last, m.words) for m in (first, second)]
    return (-last[0], -last[1]) if any(last) else None


def _are_of_one(first: Mention, second: Mention, known: Points) -> bool:
    """Whether one of two rates has no name of its own, or both have the same."""
    names = [_WHEN.sub("", _WHEN.sub("", m.words)) for m in (first, second)]
    short, long = sorted(names, key=len)
    is_like = len(short) >= _SHORTEST_NAME and (long.endswith(short) or long.startswith(short))
    is_like = is_like or (short in known.shares and "占" in long)
    return bool(long) and (not short or is_like)


def _of_target(target: Mention, done: Mention, step: Mention, known: Points) -> Pair | None:
    """满意度目标值为90%，实际完成95.6%，超出目标值5.6个百分点."""
    is_target = known.is_target(target.words) and not known.is_target(done.words) and known.is_done(done.words)
    is_here = target.place.segment == step.place.segment == done.place.segment
    return (done, target) if is_target and is_here and known.is_target(step.words) else None


def _of_average(first: Mention, second: Mention, step: Mention, known: Points) -> Pair | None:
    """全区平均水平为96.5%，我局为98.2%，高出1.7个百分点: what one is compared with is the average."""
    are_average = [known.has(known.average, m.words) for m in (first, second)]
    is_bare = known.has(known.average, step.words) or not known.bare(_NEUTRAL.sub("", step.words))
    is_here = first.place.segment == step.place.segment and first.place.depth == second.place.depth
    if sorted(are_average) != [False, True] or not is_bare or not is_here:
        return None
    return (second, first) if are_average[0] else (first, second)


def _said_behind(step: Mention, now: Mention, prose: Prose, known: Points) -> Pair | None:
    """优良率88.6%，较上年提高2.1个百分点（上年86.5%）: what it was stands behind the points."""
    behind = prose.mentions[step.index + 1 : step.index + 2]
    if not behind or behind[0].amount.unit != PERCENT or now.kind is MentionKind.RATE or not behind[0].is_sure:
        return None
    then = behind[0]
    is_here = then.place.segment == now.place.segment and then.place.depth - step.place.depth in (0, 1)
    said, year = YEAR.search(step.words), YEAR.match(then.words)
    is_last = then.words.startswith(known.last) or year is not None
    is_last = is_last and known.has(known.since_last, step.words) and not said
    is_then = is_last or (said is not None and year is not None and said[1] == year[1])
    is_other = known.direction(then.words) or not _are_of_one(now, then, known)
    return (now, then) if is_here and is_then and not is_other and now.index >= step.index - 1 else None


def _some_fit(step: Mention, pair: Pair, rising: int, prose: Prose) -> bool:
    """Whether the points lie between the two, or between others near them that may be meant."""
    if _fits(step, pair, rising):
        return True
    near = [m for m in prose.before(step) if step.index - m.index <= _NEAR and m.amount.unit == PERCENT]
    return any(_fits(step, other, rising) for other in permutations(near, 2))


def _fits(step: Mention, pair: Pair, rising: int) -> bool:
    """Whether the two, rounded as printed, can be so many points apart."""
    now, then = (m.amount for m in pair)
    give = sum(printed_tolerance(amount) for amount in (now, then, step.amount))
    return abs(now.value - then.value - step.amount.value * rising) <= give


def _told(step: Mention, pair: Pair, rising: int, passage: Passage) -> Contradiction:
    now, then = pair
    by = now.amount.value - then.amount.value
    return Contradiction("N03-points", passage, step, {
        "name": _name(pair), "current": mention_text(now), "previous": mention_text(then),
        "direction": _SAID[rising], "stated": mention_text(step),
        "expected": f"{_SAID[1 if by >= 0 else -1]}{number_text(abs(by), 6)}{step.amount.unit}",
    }, (step, then, now))  # fmt: skip


def _name(pair: Pair) -> str:
    """What the first of the two that has a name is called."""
    names = (BEFORE_FIGURE.sub("", _WHEN.sub("", _WHEN.sub("", m.words))) for m in pair if not _STEP_TO.match(m.words))
    return next(filter(None, names), pair[0].words)
