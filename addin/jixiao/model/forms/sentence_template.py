"""Sentences of a report as data: words with marks in braces.

``{year}`` and ``{unit}`` are the submission's own, ``{overall:funds.spent}`` a figure of a form as officials write it,
``{choice:three_public}`` what a person chose from that list, and ``{=CHANGE_TEXT(base:x.final,base:x.previous)}`` an
expression in the language of formulas. A mark that names a field of a form filled many times (projects) makes the
sentence one for each of them; in expressions of any other sentence such a field stands for all of them, as a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jixiao.model.forms.expression import Name, Node, names, parse
from jixiao.model.forms.family import NUMERIC, Kind

MARK = re.compile(r"\{([^{}]+)\}")
"""A value's place in a sentence, a title or a message."""

CHOICE = "choice"
"""What stands before the colon in the name of a choice."""

COUNT_OF_PROJECTS = "projects"
"""The name for how many forms there are of those filled many times."""

MAX_WORDS = 255
"""Excel takes no longer text inside a formula."""

_AS_TEXT = {"amount": "AMOUNT_TEXT({key})", "yuan": "AMOUNT_TEXT({key})", "percent": "PERCENT_TEXT({key})"}
"""How figures of a kind are written, amounts in 万元; others as they stand."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence cut at its marks: ``words`` stand before, between and behind the ``marks``, one more than those."""

    words: tuple[str, ...]
    marks: tuple[Node, ...]


@lru_cache(maxsize=1024)
def marks_of(text: str) -> tuple[str, ...]:
    """What stands in the braces of a sentence, in order."""
    return tuple(MARK.findall(text))


def cut(text: str, kind: Callable[[str], Kind]) -> Sentence:
    """A sentence with its marks as expressions.

    Args:
        text: the sentence as the family's data have it.
        kind: what a field (``form:key``) holds.

    Raises:
        ExpressionError: an expression cannot be read.
    """
    pieces = MARK.split(text)
    return Sentence(tuple(pieces[::2]), tuple(_node(mark, kind) for mark in pieces[1::2]))


def keys(text: str) -> Iterator[str]:
    """Every ``form:key`` and ``choice:key`` that a sentence uses, in its expressions too."""
    for mark in marks_of(text):
        used = names(parse(mark)) if is_expression(mark) else [mark]
        yield from (name for name in used if ":" in name)


def plain_keys(text: str) -> list[str]:
    """The ``form:key`` marks that stand bare, outside expressions."""
    return [mark for mark in marks_of(text) if ":" in mark and not is_expression(mark) and not is_choice(mark)]


def without_fields(text: str) -> str:
    """A title without the values it takes in: ``{year}年度…报告`` → ``年度…报告``."""
    return MARK.sub("", text)


def choices_of(text: str) -> list[str]:
    """The keys of the choices a sentence uses."""
    return [key.partition(":")[2] for key in keys(text) if is_choice(key)]


def is_expression(mark: str) -> bool:
    """Whether a mark is to be computed."""
    return mark.startswith("=")


def is_choice(name: str) -> bool:
    """Whether a name stands for what a person chose."""
    return name.startswith(f"{CHOICE}:")


def _node(mark: str, kind: Callable[[str], Kind]) -> Node:
    if is_expression(mark):
        return parse(mark)
    if ":" not in mark or is_choice(mark):
        return Name(mark)
    if (of := kind(mark)) not in NUMERIC:
        return Name(mark)
    # a field for figures that holds a text gives nothing
    return parse(f'IF(ISNUMBER({mark}),{_AS_TEXT.get(of, "{key}").format(key=mark)},"")')
