"""What parts and their whole were last year, or in the budget, by what is said of each: they must add up too (N16).

支出100万元，增长25%，其中：甲60万元，增长20%，乙40万元，增长33.3%: 80 then, and 50 and 30.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Split, subjects
from jixiao.audit.checks.prose.sums import divided
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import Span, dimension
from jixiao.core.quantity.sentences import Mention, MentionKind, Prose
from jixiao.core.quantity.slips import slip_in_sum

_SAID = {
    "上年数": (MentionKind.CHANGE, MentionKind.RATE),
    "预算数": (MentionKind.DONE,),
}
_HUNDRED = Decimal(100)
_MOST = 12
"""Changes of a list that are looked at."""
_DIGITS = 3
"""Of a number meant instead of one with its point moved."""
_BEHIND = 4
"""Figures behind one among which what is said of it stands."""
_FURTHEST = Decimal("0.02")
"""Of the whole: what is slightly amiss may have been so last year."""


def implied(context: Context) -> Iterator[Contradiction]:
    """N16: what the parts' changes say of last year adds up to what the whole's change says."""
    for passage in context.passages:
        for whole, parts in divided(passage, context):
            for called, kinds in _SAID.items():
                yield from _judge(called, kinds, whole, parts, passage)


def changes_of_parts(context: Context) -> Iterator[Contradiction]:
    """N16: the changes of known parts, told without their figures, add up to the whole's change."""
    for passage in context.passages:
        told = [m for m in passage.prose.mentions if m.kind is MentionKind.CHANGE and m.is_sure and m.whole]
        for i, whole in enumerate(told):
            for split in context.rules.splits.values():
                if split.is_whole(whole.whole) and (parts := _changes_of(split, told[i + 1 :], whole)):
                    yield from _unlike(whole, parts, passage)


def changes_of_a_list(context: Context) -> Iterator[Contradiction]:
    """N16: 增加3627万元，其中：甲增加365万元、乙增加3262万元: told where one stroke makes them add up."""
    for passage in context.passages:
        told = passage.prose.mentions
        for whole in told:
            if whole.kind is MentionKind.CHANGE and whole.is_sure:
                parts = _listed_changes(whole, passage.prose)
                if len(parts) > 1 and _is_stroke(whole, parts):
                    yield from _unlike(whole, parts, passage)


def _listed_changes(whole: Mention, prose: Prose) -> list[Mention]:
    """The changes behind 其中 right behind a change, as long as nothing else comes between."""
    parts = list[Mention]()
    for other in prose.mentions[whole.index + 1 : whole.index + 1 + _MOST]:
        is_change = other.kind is MentionKind.CHANGE and other.is_sure and bool(other.whole)
        is_here = other.place.segment == whole.place.segment and dimension(other.amount) == dimension(whole.amount)
        if other.place.depth > whole.place.depth:
            continue
        if not is_change or not is_here:
            break
        parts.append(other)
    between = prose.text[whole.place.end : parts[0].place.start] if parts else ""
    return parts if between.lstrip("，, ").startswith("其中") else []


def _is_stroke(whole: Mention, parts: Sequence[Mention]) -> bool:
    is_one_way = all(part.rising == whole.rising for part in parts)
    return is_one_way and slip_in_sum(whole.amount, [part.amount for part in parts], _DIGITS) is not None


def _changes_of(split: Split, later: Sequence[Mention], whole: Mention) -> list[Mention]:
    """The changes of all the parts behind the whole's, up to the next change of it."""
    names = [subjects(aliases) for aliases in (*split.parts, *split.others)]
    found: dict[int, Mention] = {}
    for change in later[: len(names) + 1]:
        if split.is_whole(change.whole) or dimension(change.amount) != dimension(whole.amount):
            break
        place = next((i for i, aliases in enumerate(names) if change.whole in aliases), -1)
        if place >= 0:
            found.setdefault(place, change)
    return list(found.values()) if split.parts and set(range(len(split.parts))) <= set(found) else []


def _unlike(whole: Mention, parts: Sequence[Mention], passage: Passage) -> Iterator[Contradiction]:
    signed = [replace(m.amount, value=m.amount.value * m.rising) for m in (whole, *parts)]
    if printed_precision.adds_up(signed[0], signed[1:]):
        return
    total = printed_precision.total(signed[1:], whole.amount.unit)
    yield Contradiction("N16-changes", passage, whole, {
        "name": whole.whole, "whole": _change_text(whole), "sum": f"{number_text(total, 6)}{whole.amount.unit}",
        "parts": "、".join(f"{part.whole}{_change_text(part)}" for part in parts),
    }, (whole, *parts))  # fmt: skip


def _change_text(change: Mention) -> str:
    return f"{'增加' if change.rising > 0 else '减少'}{mention_text(change)}"


def _judge(
    called: str, kinds: Sequence[MentionKind], whole: Mention, parts: Sequence[Mention], passage: Passage
) -> Iterator[Contradiction]:
    said = [_said(one, kinds, passage.prose) for one in (whole, *parts)]
    given = [(one, what) for one, what in zip((whole, *parts), said, strict=True) if what is not None]
    if len(given) < len(said) or not any(printed_precision.in_base(part.amount) for part in parts):
        return
    then = [span for one, what in given if (span := _then(one, what)) is not None]
    if len(then) < len(given):
        return
    together = Span(*(sum(ends, Decimal(0)) for ends in zip(*then[1:], strict=True)))
    apart = abs(together.exact - then[0].exact)
    if together.meets(then[0]) or apart <= _give(then[0], whole):
        return
    unit = printed_precision.in_base(printed_precision.one(whole.amount))
    yield Contradiction("N16", passage, given[0][1], {
        "name": whole.name, "called": called, "unit": whole.amount.unit,
        "whole": f"{mention_text(whole)}、{mention_text(given[0][1])}", "then": number_text(then[0].exact / unit),
        "parts": "、".join(f"{one.name}{mention_text(one)}、{mention_text(what)}" for one, what in given[1:]),
        "sum": number_text(together.exact / unit),
    }, tuple(m for pair in given for m in pair))  # fmt: skip


def _give(whole: Span, now: Mention) -> Decimal:
    return min(printed_precision.slack(now.amount) * 4, _FURTHEST * abs(whole.exact))


def _said(one: Mention, kinds: Sequence[MentionKind], prose: Prose) -> Mention | None:
    """The change, rate or degree said of a figure right behind it, before the next figure."""
    for other in prose.mentions[one.index + 1 : one.index + 1 + _BEHIND]:
        if other.kind is MentionKind.FIGURE and other.place.depth <= one.place.depth:
            return None
        if other.kind in kinds and other.place.depth == one.place.depth:
            is_here = other.is_sure and other.place.segment == one.place.segment
            is_of_it = other.kind is MentionKind.DONE or other.whole in ("", one.label.subject)
            return other if is_here and is_of_it else None
    return None


def _then(now: Mention, said: Mention) -> Span | None:
    """What a figure was before what is said of it."""
    amount = printed_precision.span(now.amount)
    if said.kind is MentionKind.CHANGE:
        if dimension(said.amount) != dimension(now.amount):
            return None
        by = printed_precision.span(said.amount)
        return amount.minus(by if said.rising > 0 else by.opposite())
    percent = printed_precision.span(replace(said.amount, unit=""))
    if said.kind is MentionKind.DONE:
        return _over(amount, percent)
    grown = percent if said.rising > 0 else percent.opposite()
    return _over(amount, Span(*(_HUNDRED + end for end in grown)))


def _over(amount: Span, percent: Span) -> Span | None:
    """The numbers of which an amount can be so many per cent; the last digit may have been cut off."""
    slack = percent.high - percent.low
    low, high = percent.low - slack / 2, percent.high + slack / 2
    if low <= 0 or amount.low < 0:
        return None
    return Span(_HUNDRED * amount.low / high, _HUNDRED * amount.exact / percent.exact, _HUNDRED * amount.high / low)
