"""实际完成情况 against the indicators beside it (N08)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.messages import amount_text
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.passages import Passage
from jixiao.core.quantity import Amount, Operator, printed_precision, read
from jixiao.core.quantity.printed_precision import dimension
from jixiao.core.quantity.sentences import Mention, MentionKind, read_label
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.vocabulary import roles

_BRACKETS = re.compile(r"[（(][^（）()]{0,20}[)）]")
_COUNTED = re.compile(r"(?:次数|人数|数量|户数|个数|家数|天数|期数|场次|数)$")
_SHORTEST = 4
_SHORTEST_SAME = 3
"""Characters by which a thing is told where both call it the same."""


def indicators(context: Context) -> Iterator[Contradiction]:
    """N08: what was done, told in words, is the indicator's actual value."""
    for passage in context.passages:
        block = context.rules.cells.get(passage.reference, "") if passage.values else ""
        if block and passage.values and block in passage.values.schema.blocks:
            yield from _form(passage, passage.values, block)


def _form(passage: Passage, values: FormValues, block: str) -> Iterator[Contradiction]:
    said = [(m, read_label(m.words).subject) for m in passage.prose.mentions if _is_said(m)]
    named = [(name, _thing(name), _actual(values, block, index)) for index, name in _names(values, block)]
    for name, thing, actual in named:
        meant = [m for m, subject in said if actual and _is_of(subject, thing, m.amount, actual)]
        if actual is None or not meant or any(printed_precision.same(m.amount, actual) for m in meant):
            continue
        if not any(
            _is_of(read_label(m.words).subject, t, m.amount, a) and printed_precision.same(m.amount, a)
            for m in meant
            for n, t, a in named
            if a is not None and n != name
        ):
            yield Contradiction("N08", passage, meant[0], {
                "words": meant[0].name, "figure": mention_text(meant[0]), "name": name,
                "cell": amount_text(actual),
            })  # fmt: skip


def _is_said(mention: Mention) -> bool:
    return mention.is_sure and mention.kind in (MentionKind.FIGURE, MentionKind.RATIO, MentionKind.OTHER)


def _names(values: FormValues, block: str) -> Iterator[tuple[int, str]]:
    for index in values.rows(block):
        if name := values.printed(roles().name, block, index):
            yield index, name


def core(name: str) -> str:
    """An indicator's name without what it only counts in: ``培训人数（人）`` → ``培训``."""
    bare = _BRACKETS.sub("", name)
    return _COUNTED.sub("", read_label(bare).subject)


def _thing(name: str) -> str:
    """What an indicator counts; where that is too short to be told, its whole name: 发放人数."""
    thing = core(name)
    return thing if len(thing) >= _SHORTEST else read_label(_BRACKETS.sub("", name)).subject


def _actual(values: FormValues, block: str, index: int) -> Amount | None:
    """The indicator's actual value, if it is one definite figure with a unit."""
    reading = read(values.printed(roles().actual, block, index))
    if not isinstance(reading, Amount) or not reading.unit:
        return None
    return reading if reading.operator in (Operator.NONE, Operator.EQUAL) else None


def _is_of(subject: str, thing: str, figure: Amount, actual: Amount) -> bool:
    """Whether words in the text name the indicator: the one ends with the other, and they count the same."""
    if dimension(figure) != dimension(actual):
        return False
    if subject == thing:
        return len(thing) >= _SHORTEST_SAME
    if min(len(subject), len(thing)) < _SHORTEST:
        return False
    subject = _COUNTED.sub("", subject)
    return len(subject) >= _SHORTEST and (subject.endswith(thing) or thing.endswith(subject))
