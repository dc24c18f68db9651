"""What changed inside a text: pieces kept, taken out and put in; and which figures became which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby, zip_longest
from operator import itemgetter

_FIGURE = re.compile(
    r"\d[\d,，]*(?:\.\d+)?\s?"
    r"(?:%|％|‰|个百分点|万元|亿元|元|万|分|万人|人次|人|个|项|次|家|户|件|平方米|㎡|年度|年|月|日)?"
)
_TOKEN = re.compile(rf"{_FIGURE.pattern}|[A-Za-z]+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")

_SHORT = 1
"""A single sign kept between two changes belongs to them: people do not read single signs."""

_LONGEST = 20_000
"""Characters beyond which a text counts as changed as a whole: difflib's time grows with the square."""


class ChangeKind(Enum):
    """What became of a piece of a text."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``is_figure`` where it is a number with its unit."""

    kind: ChangeKind
    text: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that changed, with its sentence; ``old`` or ``new`` is empty where there is none on that side."""

    old: str
    new: str
    sentence: str


def pieces(old: str, new: str) -> list[Piece]:
    """Both texts in one: what is kept and taken out is the old, what is kept and put in the new."""
    return [piece for run in _runs(old, new) for piece in run.pieces()]


def figure_changes(old: str, new: str) -> list[FigureChange]:
    """The figures that differ, those of one place paired in their order."""
    return [
        FigureChange(before, after, _sentence(new, run.new_start) if after else _sentence(old, run.old_start))
        for run in _runs(old, new)
        if run.is_change
        for before, after in run.figures()
        if before != after
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    """What became of successive tokens; ``old_start`` and ``new_start`` count characters."""

    old: Sequence[str]
    new: Sequence[str]
    old_start: int
    new_start: int

    @property
    def is_change(self) -> bool:
        return self.old != self.new

    def pieces(self) -> Iterator[Piece]:
        if not self.is_change:
            yield from _joined(ChangeKind.KEPT, self.old)
            return
        yield from _joined(ChangeKind.OUT, self.old)
        yield from _joined(ChangeKind.IN, self.new)

    def figures(self) -> Iterator[tuple[str, str]]:
        old, new = ([token for token in tokens if _is_figure(token)] for tokens in (self.old, self.new))
        return zip_longest(old, new, fillvalue="")


def _runs(old: str, new: str) -> Iterator[_Run]:
    """Kept and changed runs in turn."""
    ours, theirs = _tokens(old), _tokens(new)
    for first, last, new_first, new_last in _edges(ours, theirs):
        starts = sum(map(len, ours[:first])), sum(map(len, theirs[:new_first]))
        yield _Run(ours[first:last], theirs[new_first:new_last], *starts)


def _edges(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where runs begin and end on both sides."""
    codes = SequenceMatcher(None, ours, theirs).get_opcodes()
    inner = range(1, len(codes) - 1)
    kept = [
        operation == "equal" and not (number in inner and _is_short(ours[first:last]))
        for number, (operation, first, last, *_) in enumerate(codes)
    ]
    for _, group in groupby(zip(kept, codes, strict=True), itemgetter(0)):
        places = [code for _, code in group]
        yield places[0][1], places[-1][2], places[0][3], places[-1][4]


def _is_short(kept: Sequence[str]) -> bool:
    return len(kept) <= _SHORT and not any(map(_is_figure, kept))


def _joined(kind: ChangeKind, tokens: Sequence[str]) -> Iterator[Piece]:
    for is_figure, group in groupby(tokens, _is_figure):
        yield Piece(kind, "".join(group), is_figure)


def _tokens(text: str) -> list[str]:
    """Figures with their units, words, single signs; a text too long for that as one token."""
    return _TOKEN.findall(text) if len(text) <= _LONGEST else [text]


def _is_figure(token: str) -> bool:
    return bool(_FIGURE.match(token))


def _sentence(text: str, position: int) -> str:
    found = next((match for match in _SENTENCE.finditer(text) if match.end() > position), None)
    return found[0].strip() if found else text.strip()
