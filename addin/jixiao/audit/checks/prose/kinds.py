"""Counts of kinds that exclude each other, beside the count of all: 检测1200批次，合格1188批次，不合格12批次 (N01).

Kinds named alike (大气类41宗、水类53宗、固废类33宗) are usually all there are; kinds that are counted in two ways
(512户1986人) are all there are in both, if they are in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import Exclusive, Kinds
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, PartList, Prose

_MOST = 12
_FEWEST = 3
"""Kinds right behind a figure that no word calls its parts, where there may be others."""
_OPEN = re.compile(r"等|主要|重点|如")
AVERAGE = re.compile(r"每|平均|[日月人户生亩床次]均")
"""What begins so is no kind of what is counted: 每百万人口报告数."""
_LONG_ENDING, _TWO = 2, 2
"""Characters that the names of two kinds have in common; of three kinds one is enough."""
_ANY_COUNT = "个"
_COUNTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?=[，,、。；;：:）)（(\s]|$)")
_MARK = re.compile(r"[、，,;；]")

Found = tuple[str, Mention, list[Mention]]
"""The check that is broken, the whole and its kinds."""


def kinds(passage: Passage, context: Context) -> Iterator[Found]:
    """Kinds that are more than their whole; of those that leave nothing out also such as are less."""
    prose = passage.prose
    for found in prose.lists:
        whole, parts = _of_one_kind(found, prose)
        if whole is not None:
            yield from _judge(whole, parts, context.rules.kinds, is_said=_is_said(found, prose))
            yield from _short_of_kinds(whole, parts, found, passage, context)
        yield from _counted_in_two_ways(found, prose)
    for whole in prose.mentions:
        for known in context.rules.kinds.exclusive if whole.is_figure and whole.part_of < 0 else ():
            if parts := _right_behind(whole, known, prose):
                yield from _judge(whole, parts, context.rules.kinds, is_said=False)


def _short_of_kinds(
    whole: Mention, parts: Sequence[Mention], found: PartList, passage: Passage, context: Context
) -> Iterator[Found]:
    """Kinds named alike that fall short of their whole by less than a kind is likely to be."""
    said = passage.text[whole.place.end : parts[-1].place.end + 1]
    known = context.rules.kinds
    is_open = cross(parts, known) or _OPEN.search(said) or _has_others(whole, context)
    if is_open or not are_named_alike(parts) or not _is_said(found, passage.prose):
        return
    base = printed_precision.in_base(whole.amount)
    short = base - sum(printed_precision.in_base(part.amount) for part in parts)
    is_sure = whole.is_sure and all(part.is_sure for part in parts)
    if is_sure and 0 < short <= context.rules.tolerances.near_of_kinds * base:
        yield "N01-short", whole, list(parts)


def _has_others(whole: Mention, context: Context) -> bool:
    """Whether there are parts besides that are not always named: 编制 with 工勤编制."""
    splits = context.rules.splits.values()
    return any(split.is_whole(whole.label.subject) and split.others for split in splits)


def are_named_alike(parts: Sequence[Mention]) -> bool:
    """一年级、二年级、三年级; 连栋大棚、单体大棚: each another name, all with one ending."""
    names = [part.label.subject for part in parts]
    needed = 1 if len(parts) > _TWO else _LONG_ENDING
    is_each = len(set(names)) == len(names) and all(len(name) > needed for name in names)
    return is_each and len({name[-needed:] for name in names}) == 1


def are_kinds(parts: Sequence[Mention], known_kinds: Kinds) -> bool:
    """Three and more counts named alike, by which nothing is counted twice: 刑事案件、民商事案件、行政案件."""
    is_run = len(parts) >= _FEWEST and len({part.amount.unit for part in parts}) == 1
    return is_run and are_named_alike(parts) and not cross(parts, known_kinds)


def are_of_other_things(whole: Mention, parts: Sequence[Mention], text: str) -> bool:
    """6个乡镇，其中甲镇12个村、乙镇9个村: what 个 counts stands behind it, and is not the same."""
    said, things = counted_thing(whole, text), {counted_thing(part, text) for part in parts}
    thing = things.pop() if len(things) == 1 else ""
    return bool(said and thing) and thing not in said and said not in thing


def counted_thing(count: Mention, text: str) -> str:
    """村 of 12个村，; nothing where another word counts, or where more is said."""
    said = _COUNTED.match(text, count.place.end) if count.amount.unit == _ANY_COUNT else None
    return said[0] if said else ""


def _counted_in_two_ways(found: PartList, prose: Prose) -> Iterator[Found]:
    """1245户4786人，其中甲512户1986人、乙733户2810人: the households are all there are, the people are not."""
    by_kind: dict[str, list[Mention]] = {}
    parts = [p for p in found.parts if p.is_figure and p.place.segment == found.parts[0].place.segment]
    for part in parts:
        by_kind.setdefault(dimension(part.amount), []).append(part)
    pairs = [
        (whole, of_kind)
        for kind, of_kind in by_kind.items()
        for whole in [w for w in found.wholes if dimension(w.amount) == kind][-1:]
    ]
    if len(pairs) != _TWO or len(by_kind) != _TWO or len(pairs[0][1]) != len(pairs[1][1]) or not _alternate(parts):
        return
    adds = [printed_precision.adds_up(whole.amount, [p.amount for p in of_kind]) for whole, of_kind in pairs]
    if len(pairs[0][1]) > 1 and adds.count(True) == 1:
        whole, parts = pairs[adds.index(False)]
        total = sum(printed_precision.in_base(p.amount) for p in parts)
        yield "N01-over" if total > printed_precision.in_base(whole.amount) else "N01-short", whole, parts


def _alternate(parts: Sequence[Mention]) -> bool:
    """Whether each part is counted in the one way and then in the other."""
    kinds_of = [dimension(part.amount) for part in parts]
    return kinds_of == kinds_of[:_TWO] * (len(kinds_of) // _TWO)


def _of_one_kind(found: PartList, prose: Prose) -> tuple[Mention | None, list[Mention]]:
    """The nearest whole, and the parts that count what it counts as far as they go on alike; none if one fits."""
    here = [p for p in found.parts if p.is_figure and p.place.segment == found.parts[0].place.segment]
    here = [p for p in here if not AVERAGE.match(p.words)]
    kind = dimension(here[0].amount) if here and dimension(here[0].amount) != MONEY else ""
    alike = [p for p in here if dimension(p.amount) == kind][:_MOST]
    parts = alike if _is_divided(found, prose) else _run(alike, prose)
    wholes = [w for w in found.wholes if dimension(w.amount) == kind] if len(parts) > 1 else []
    wholes = [w for w in wholes if not are_of_other_things(w, parts, prose.text)]
    fits = any(_fits(w, parts, prose) for w in wholes)
    return (wholes[-1], parts) if wholes and not fits else (None, parts)


def _fits(whole: Mention, parts: Sequence[Mention], prose: Prose) -> bool:
    """Whether the parts are the whole; of parts that commas divide the last may be something else."""
    amounts = [part.amount for part in parts]
    is_joined = "、" in prose.text[parts[0].place.end : parts[1].place.start]
    add = printed_precision.adds_up if is_joined else printed_precision.begins_with
    return add(whole.amount, amounts)


def _is_divided(found: PartList, prose: Prose) -> bool:
    """58人：行政19人，参公11人，事业28人: a colon right behind the whole."""
    end = found.wholes[-1].place.end if found.wholes else 0
    return prose.text[end : end + 1] in (":", "：")


def _run(parts: Sequence[Mention], prose: Prose) -> list[Mention]:
    """The parts that the same mark divides, as long as they are counted alike."""
    kept = list(parts[:1])
    mark = ""
    for first, part in pairwise(parts):
        between = _MARK.search(prose.text, first.place.end, part.place.start)
        if between is None or (mark and between[0] != mark) or part.amount.unit != first.amount.unit:
            break
        mark = between[0]
        kept.append(part)
    return kept


def _is_said(found: PartList, prose: Prose) -> bool:
    """Whether the list goes on from its whole in one sentence."""
    is_one = found.parts[0].place.sentence == found.wholes[-1].place.sentence
    return is_one and not prose.is_measure(found.wholes[-1])


def _right_behind(whole: Mention, known: Exclusive, prose: Prose) -> list[Mention]:
    """Figures right behind one, each of another kind: all of them, or three at the least."""
    parts = list[Mention]()
    for part in prose.mentions[whole.index + 1 : whole.index + 1 + len(known.words)]:
        is_alike = part.is_figure and part.amount.unit == whole.amount.unit and part.part_of < 0
        is_here = part.place.segment == whole.place.segment and part.place.depth == whole.place.depth
        if not (is_alike and is_here and _are_of([*parts, part], known)):
            break
        parts.append(part)
    is_enough = len(parts) == len(known.words) if known.closed else len(parts) >= _FEWEST
    return parts if is_enough and known.number_of(whole.words) < 0 else []


def _judge(whole: Mention, parts: Sequence[Mention], known_kinds: Kinds, *, is_said: bool) -> Iterator[Found]:
    if not whole.is_sure or not all(part.is_sure for part in parts):
        return
    known = next((k for k in known_kinds.exclusive if _are_of(parts, k)), None)
    amounts = [part.amount for part in parts]
    over = printed_precision.total(amounts, whole.amount.unit) - whole.amount.value
    is_apart = known is not None or (is_said and not cross(parts, known_kinds))
    is_all = known is not None and known.closed and len(parts) == len(known.words)
    if printed_precision.adds_up(whole.amount, amounts):
        return
    if over > 0 and is_apart:
        yield "N01-over", whole, list(parts)
    elif over < 0 and is_all:
        yield "N01-short", whole, list(parts)


def _are_of(parts: Sequence[Mention], known: Exclusive) -> bool:
    """Whether each part is of another kind."""
    said = [known.number_of(part.words) for part in parts]
    return min(said) >= 0 and len(set(said)) == len(said)


def cross(parts: Sequence[Mention], known_kinds: Kinds) -> bool:
    """Whether one thing may be counted by two of the parts: 女党员, 35岁以下党员."""
    names = [part.words if part.inherited else part.label.subject for part in parts]  # 执行525件: no account
    is_named = len(set(names)) == len(names) and all(names)
    said = [[word in part.words for part in parts] for word in known_kinds.crossing]
    return not is_named or any(any(of_word) and not all(of_word) for of_word in said)
