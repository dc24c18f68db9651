"""Points of several items in a sentence: against their total (N01-scored), and against what each can get (C39-most)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.sums import sum_of
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.sentences import Mention
from jixiao.core.quantity.sentences.mentions import NO_LIST

_UNIT = "分"
_MOST = 12
"""Items that a total is made up of."""
_FEWEST = 3
_WON = re.compile(r"(?:实际|自评|评价|考核)*(?:得分?|评分|自评分)(?:为|是|:|：)?$")
_FULL = re.compile(r"(?:满分|分值|权重|标准分)(?:为|是|:|：)?$")
_EXTRA = re.compile(r"附加|加分|奖励")
_TOTAL = re.compile(
    r"(?:总得分|总分|综合得分|(?:综合|绩效)?自评(?:总|综合)?得分|自评总分|合计得?分?|共计得?分?|总评分|最终得分|得分合计|共得分?)(?:为|是|:|：)?$"
)


def scored_items(context: Context) -> Iterator[Contradiction]:
    """C39-most and N01-scored: 满分30分，得31分; 产出得48分、效益得28分、满意度得9分，总得分86分."""
    for passage in context.passages:
        for first, second in pairwise(passage.prose.mentions):
            yield from _above_full(first, second, passage)
        for total in passage.prose.mentions:
            if _is_points(total) and total.part_of == NO_LIST and _TOTAL.search(total.words):
                yield from _total(total, passage, context)


def _is_points(figure: Mention) -> bool:
    return figure.is_figure and figure.amount.unit == _UNIT


def _above_full(first: Mention, second: Mention, passage: Passage) -> Iterator[Contradiction]:
    """Points won and the most that can be won, right behind one another, the second without a name of its own."""
    are_beside = _is_points(first) and _is_points(second) and first.place.segment == second.place.segment
    if not are_beside or _EXTRA.search(first.words):
        return
    if _FULL.search(first.words) and _WON.fullmatch(second.words):
        full, won = first, second
    elif _WON.search(first.words) and _FULL.fullmatch(second.words):
        full, won = second, first
    else:
        return
    if won.amount.value > full.amount.value:
        yield Contradiction("C39-most", passage, won, {
            "name": _WON.sub("", _FULL.sub("", first.words)), "printed": mention_text(won), "full": mention_text(full),
        }, (won, full))  # fmt: skip


def _total(total: Mention, passage: Passage, context: Context) -> Iterator[Contradiction]:
    """A total of points beside three and more items that each got some, which make nearly that."""
    mentions = passage.prose.mentions
    before = mentions[max(0, total.index - 2 * _MOST) : total.index][::-1]
    behind = mentions[total.index + 1 : total.index + 1 + 2 * _MOST]
    parts = _won(before, total)[::-1] or _won(behind, total)
    if len(parts) < _FEWEST:
        return
    apart = abs(sum(part.amount.value for part in parts) - total.amount.value)
    is_near = apart <= context.rules.tolerances.near_of_points * total.amount.value
    if is_near and not printed_precision.adds_up(total.amount, [part.amount for part in parts]):
        yield sum_of("N01-scored", total, parts, passage)


def _won(figures: Sequence[Mention], total: Mention) -> list[Mention]:
    """The points that items got, one behind the other in the total's sentence; what they can get is passed over."""
    here = takewhile(lambda m: _is_points(m) and m.place.sentence == total.place.sentence, figures)
    listed = [m for m in here if not _FULL.search(m.words) and m.place.depth == total.place.depth]
    return listed if all(_is_won(m) for m in listed) else []


def _is_won(figure: Mention) -> bool:
    """产出指标得48分: what one item got; of a list that 其中 begins the sum is asked about elsewhere."""
    is_one = bool(_WON.search(figure.words)) and not _TOTAL.search(figure.words)
    return is_one and figure.part_of == NO_LIST
