"""Kinds right behind the count of all that no word calls its parts: 共抽取30家，行政单位12家、事业单位18家 (N01).

They are told where the words leave no doubt that they are all there are, or where two digits exchanged explain it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.kinds import Found, are_named_alike, cross
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import MONEY, dimension
from jixiao.core.quantity.sentences import Mention, Prose
from jixiao.core.quantity.slips import exchanges

_MOST = 12
_TWO, _MANY = 2, 3
_LEAST = 100
"""Smaller numbers are each other's with their digits exchanged by chance."""
_ALL = re.compile(r"共|总|全[年县市区省州乡镇局院校]|各[类级项种]|现有|实有|累计|合计")
"""What is said of all, not of one kind."""
_TOTAL = re.compile(r"(?:总|一)?共计?$|合计|总计")
_AMONG = re.compile(r"[\u4e00-\u9fff（）()、]{0,10}中[，,：:]")
"""13个乡镇中，平原乡镇8个、山区乡镇5个."""
_ORDER = re.compile(r"^第[一二三四五六七八九十]")
_AGE = re.compile(r"以[下上]")
_DONE = re.compile(r"^(?:已经?|均已|其中|尚未|还未|未)+|(?:的|完成|有)+$")
_NOT_DONE = re.compile(r"(?:其中)?(?:尚|还)?未")


def bare_kinds(passage: Passage, context: Context) -> Iterator[Found]:
    """Counts right behind a count that are not all of it."""
    for whole in passage.prose.mentions:
        if whole.is_figure and whole.part_of < 0 and dimension(whole.amount) != MONEY:
            parts = _run_behind(whole, passage.prose)
            names = {part.label.subject for part in parts}
            if len(names) == len(parts) >= _TWO and not printed_precision.adds_up(
                whole.amount, [p.amount for p in parts]
            ):
                yield from _judge(whole, parts, passage, context)


def _run_behind(whole: Mention, prose: Prose) -> list[Mention]:
    """The figures right behind one that count what it counts, each with its own name, up to another kind."""
    parts = list[Mention]()
    for part in prose.mentions[whole.index + 1 : whole.index + 1 + _MOST]:
        is_alike = part.is_figure and part.amount.unit == whole.amount.unit and part.part_of < 0 and not part.inherited
        is_here = part.place.segment == whole.place.segment and part.place.depth == whole.place.depth
        if not is_alike or not is_here or _ALL.search(part.words):
            break
        parts.append(part)
    return parts if whole.words and not _TOTAL.match(whole.words) else []


def _judge(whole: Mention, parts: list[Mention], passage: Passage, context: Context) -> Iterator[Found]:
    over = sum(part.amount.value for part in parts) - whole.amount.value
    is_all = _are_ages(parts) or _are_opposite(parts) or _near(whole, parts, passage, context) > -over >= 0
    is_all = is_all or (over > 0 and _near(whole, parts, passage, context) > 0)
    if is_all or (_may_be_all(whole, parts, context) and _is_exchanged(whole, parts)):
        yield "N01-over" if over > 0 else "N01-short", whole, parts


def _near(whole: Mention, parts: Sequence[Mention], passage: Passage, context: Context) -> Decimal:
    """By how much parts of one noun may fall short and still be meant to be all; 0 where they are of no noun."""
    tolerances, text = context.rules.tolerances, passage.text
    among = _AMONG.match(text, whole.place.end) is not None
    noun = parts[0].label.subject[-_TWO:]
    is_noun = whole.words.endswith(noun) or (among and text.startswith(noun, whole.place.end))
    are_in_order = all(_ORDER.match(part.words) for part in parts)
    is_said = bool(_ALL.search(whole.words)) and are_named_alike(parts) and (is_noun or are_in_order)
    if not is_said or cross(parts, context.rules.kinds):
        return Decimal(0)
    is_sure = among or are_in_order
    share = (
        tolerances.near_of_kinds if is_sure else tolerances.near_of_counts if len(parts) >= _MANY else tolerances.near
    )
    return share * whole.amount.value


def _may_be_all(whole: Mention, parts: Sequence[Mention], context: Context) -> bool:
    """共培训1380人，农民工460人、妇女380人…: said of all, and no thing is counted twice."""
    is_said = bool(_ALL.search(whole.words)) or whole.words.endswith(parts[0].label.subject[-_TWO:])
    return is_said and not cross(parts, context.rules.kinds)


def _is_exchanged(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether they add up with two digits of one of them exchanged."""
    over = sum(part.amount.value for part in parts) - whole.amount.value
    needed = [(whole, whole.amount.value + over), *((part, part.amount.value - over) for part in parts)]
    return any(meant >= _LEAST and meant in exchanges(figure.amount, _TWO) for figure, meant in needed)


def _are_ages(parts: Sequence[Mention]) -> bool:
    """30岁以下、31至50岁、51岁以上: one behind the other, and nothing left out at the ends."""
    ends = {said[0] for part in (parts[0], parts[-1]) if (said := _AGE.search(part.words))}
    return all("岁" in part.words for part in parts) and len(ends) == _TWO


def _are_opposite(parts: Sequence[Mention]) -> bool:
    """已核查30条，未核查5条: what was done and what was not."""
    done, not_done = (_DONE.sub("", part.words) for part in (parts[0], parts[-1]))
    is_not = [bool(_NOT_DONE.match(part.words)) for part in (parts[0], parts[-1])]
    return len(parts) == _TWO and sorted(is_not) == [False, True] and done == not_done and len(done) >= _TWO
