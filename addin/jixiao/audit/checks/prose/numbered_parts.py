"""Parts that stand in numbered paragraphs below their whole: 支出预算总计1910.80万元。包括： 1.… 2.… (N01)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.sums import sum_of
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Mention

_STYLES = (re.compile(r"\s*(\d{1,2})[.．、](?!\d)"), re.compile(r"\s*[（(](\d{1,2})[)）]"))
_BEGINS = re.compile(r"(?:包括|其中|具体如下|构成如下|具体为)\s*[:：]\s*$")
_TOTAL = re.compile(r"(?:合计|总计)[\d,. ]{1,16}(?:万元|亿元|元)[。：:]?\s*$")
_OPEN = re.compile(r"主要|重点|等")
_MOST = 30
"""Paragraphs below a whole that are looked through."""


def numbered_parts(context: Context) -> Iterator[Contradiction]:
    """N01: the paragraphs numbered below a figure add up to it, each by its first figure."""
    for passage in context.passages:
        lines = passage.text.split("\n")
        first = dict[int, Mention]()
        for mention in (m for m in passage.prose.mentions if m.kind is m.kind.FIGURE):
            first.setdefault(mention.place.paragraph, mention)
        for number, line in enumerate(lines[:-1]):
            if (_BEGINS.search(line) or _TOTAL.search(line)) and not _OPEN.search(line):
                yield from _judge(number, lines, first, passage, context)


def _judge(
    number: int, lines: Sequence[str], first: dict[int, Mention], passage: Passage, context: Context
) -> Iterator[Contradiction]:
    whole = _whole(number, passage)
    parts = [first.get(below) for below in _numbered_below(number, lines)] if whole else []
    given = [part for part in parts if part is not None and part.is_figure]
    if whole is None or len(given) < len(parts) or len(given) < 2:
        return
    amounts = [part.amount for part in given]
    is_alike = all(dimension(amount) == dimension(whole.amount) for amount in amounts)
    if is_alike and not printed_precision.adds_up(whole.amount, amounts, context.rules.tolerances.money):
        total = sum(map(printed_precision.in_base, amounts))
        check = "N01-over" if total > printed_precision.in_base(whole.amount) else "N01-short"
        yield sum_of(check, whole, given, passage)


def _whole(number: int, passage: Passage) -> Mention | None:
    """The only figure of a paragraph, so that there is no doubt what is divided below."""
    figures = [m for m in passage.prose.mentions if m.place.paragraph == number]
    return figures[0] if len(figures) == 1 and figures[0].is_figure else None


def _numbered_below(number: int, lines: Sequence[str]) -> list[int]:
    """The paragraphs below that are numbered 1, 2, 3… in one style; such of another style may stand between."""
    style = next((s for s in _STYLES if s.match(lines[number + 1])), None)
    found = list[int]()
    for below, line in enumerate(lines[number + 1 : number + 1 + _MOST], number + 1):
        said = style.match(line) if style else None
        if said and int(said[1]) == len(found) + 1:
            found.append(below)
        elif said or not any(s.match(line) for s in _STYLES) or (style and style.match(lines[number])):
            break
    return found
