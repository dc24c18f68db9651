"""其中 against its whole (N01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import number_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Split, subjects
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences.reader import Mention, Prose, Role

_SENTENCES = 2
"""A split's parts may stand in sentences after the whole's: 人员经费…。公用经费…。"""


def sums(context: Context) -> Iterator[Contradiction]:
    """N01: the parts of a whole add up to it."""
    for passage in context.passages:
        told: set[int] = set()
        for split in context.rules.splits.values():
            for found in _split(split, passage, context):
                told.add(found.mention.index)
                yield found
        yield from (c for c in _lists(passage, context) if c.mention.index not in told)


# ---- wholes whose parts are known ---------------------------------------------------------------------------


def _split(split: Split, passage: Passage, context: Context) -> Iterator[Contradiction]:
    prose = passage.prose
    called = (listed for subject, listed in passage.by_subject.items() if split.is_whole(subject))
    for whole in (m for listed in called for m in listed):
        if whole.is_figure and whole.names_its_thing(prose):
            parts = _closed(whole, prose) if split.closed else _named(split, whole, prose)
            if parts and (check := _judge_split(split, whole, parts, passage, context)):
                yield _sum(check, whole, parts, passage)


def _judge_split(split: Split, whole: Mention, parts: list[Mention], passage: Passage, context: Context) -> str:
    """The rule that is broken, or nothing."""
    if _agrees(whole, parts, passage.prose, context):
        return ""
    amounts = [part.amount for part in parts]
    over = sum(map(printed_precision.in_base, amounts)) > printed_precision.in_base(whole.amount)
    others = {name for names in split.others for name in subjects(names)}
    if over or not others or any(part.subject in others for part in parts):
        return "N01"
    if split.usual:
        return "N01-short"
    near = context.rules.tolerances.near * abs(printed_precision.in_base(whole.amount))
    return "N01-near" if printed_precision.adds_up(whole.amount, amounts, near / len(parts)) else ""


def _agrees(whole: Mention, parts: Sequence[Mention], prose: Prose, context: Context) -> bool:
    """Whether the parts add up to the whole, or to another figure before them in its sentence."""
    beside = [m for m in prose.before(parts[0], _SENTENCES) if m.is_figure and m.sentence == whole.sentence]
    amounts = [part.amount for part in parts]
    return any(
        dimension(w.amount) == dimension(whole.amount)
        and printed_precision.adds_up(w.amount, amounts, _floor(w, context))
        for w in (whole, *beside)
    )


def _floor(whole: Mention, context: Context) -> Decimal:
    return context.rules.tolerances.money if dimension(whole.amount) == MONEY else Decimal(0)


def _closed(whole: Mention, prose: Prose) -> list[Mention]:
    """All that 其中 lists right behind the whole, as long as no semicolon divides them."""
    for found in prose.lists:
        if found.parts and found.wholes[-1:] == [whole]:
            kind = [p for p in found.parts if dimension(p.amount) == dimension(whole.amount) and p.is_figure]
            return kind if len(kind) > 1 and len({p.segment for p in kind}) == 1 else []
    return []


def _named(split: Split, whole: Mention, prose: Prose) -> list[Mention]:
    """The split's own parts behind the whole, each once; nothing unless all that make it whole are there."""
    names = [subjects(aliases) for aliases in (*split.parts, *split.others)]
    found: dict[int, Mention] = {}
    for other in prose.mentions[whole.index + 1 :]:
        if other.sentence > whole.sentence + _SENTENCES or (other.is_figure and split.is_whole(other.subject)):
            break
        place = next((i for i, aliases in enumerate(names) if other.subject in aliases), -1)
        if place >= 0 and place not in found and _belongs(other, whole):
            found[place] = other
    return list(found.values()) if set(range(len(split.parts))) <= set(found) else []


def _belongs(part: Mention, whole: Mention) -> bool:
    return (
        part.is_figure
        and dimension(part.amount) == dimension(whole.amount)
        and (part.role is whole.role or Role.NONE in (part.role, whole.role))
        and part.year in (0, whole.year)
    )


# ---- lists whose parts nobody knows -------------------------------------------------------------------------


def _lists(passage: Passage, context: Context) -> Iterator[Contradiction]:
    """They may leave something out, so only too much, or almost all, is told."""
    for found in passage.prose.lists:
        parts = _chain(found.parts)
        wholes = [w for w in found.wholes if parts and dimension(w.amount) == dimension(parts[0].amount)]
        if len(parts) < 2 or not wholes or dimension(parts[0].amount) != MONEY:
            continue
        if check := _judge_list(wholes, parts, context):
            yield _sum(check, wholes[-1], parts, passage)


def _judge_list(wholes: Sequence[Mention], parts: Sequence[Mention], context: Context) -> str:
    amounts = [part.amount for part in parts]
    floor = context.rules.tolerances.money
    if any(
        printed_precision.adds_up(w.amount, amounts, floor) or printed_precision.some_add_up(w.amount, amounts, floor)
        for w in wholes
    ):
        return ""
    total, limits = sum(map(printed_precision.in_base, amounts)), [printed_precision.in_base(w.amount) for w in wholes]
    if total > max(limits) and all(printed_precision.in_base(a) <= limits[-1] for a in amounts):
        return "N01-over"
    near = abs(total - limits[-1]) <= context.rules.tolerances.near * limits[-1]
    return "N01-near" if near and total < limits[-1] else ""


def _chain(parts: Sequence[Mention]) -> list[Mention]:
    """The parts as long as they go on in the same way: one kind, all divided by semicolons or none."""
    if len(parts) < 2:
        return list(parts)
    by_segment = parts[0].segment != parts[1].segment
    chain = [parts[0]]
    for part in parts[1:]:
        steps = part.segment != chain[-1].segment
        if steps is not by_segment or not part.is_figure or dimension(part.amount) != dimension(parts[0].amount):
            break
        chain.append(part)
    return chain


def _sum(check: str, whole: Mention, parts: Sequence[Mention], passage: Passage) -> Contradiction:
    total = printed_precision.total([part.amount for part in parts], whole.amount.unit)
    says = {
        "name": whole.name,
        "whole": mention_text(whole),
        "parts": "、".join(f"{part.name}{mention_text(part)}" for part in parts),
        "sum": f"{number_text(total, 6)}{whole.amount.unit}",
    }
    return Contradiction(check, passage, whole, says)
