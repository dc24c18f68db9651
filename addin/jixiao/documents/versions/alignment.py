"""Two sequences side by side: what stands in both, what became of what, what went and what came."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[T | None, T | None]
"""Old and new; ``None`` where there is no such thing on that side."""

_ALIKE = 0.5
"""The least likeness (0 to 1, difflib's ``quick_ratio``) at which one thing counts as another's new version."""

_MOST_COMPARISONS = 10_000
"""Beyond this many, nothing that changed in one place counts as another's new version."""


def aligned(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable], text: Callable[[T], str]
) -> list[Pair[T]]:
    """Both sequences as pairs, in order; what differs only in where one thing ends and the next begins is left out.

    Args:
        old: one sequence.
        new: the other.
        key: equal for two things that are the same.
        text: what the likeness of two things of one class is measured by.
    """
    ours, theirs = [key(item) for item in old], [key(item) for item in new]
    start = _common(ours, theirs)
    rest = _common(ours[start:][::-1], theirs[start:][::-1])
    end, new_end = len(old) - rest, len(new) - rest
    # difflib looks for the longest run in common, not for the fewest changes: what begins and ends alike is cut off
    # first, so that one thing changed is one pair
    operations = SequenceMatcher(None, ours[start:end], theirs[start:new_end]).get_opcodes()
    pairs: list[Pair[T]] = [*zip(old[:start], new[:start], strict=True)]
    for operation, *edges in operations:
        first, last, new_first, new_last = (edge + start for edge in edges)
        here, there = old[first:last], new[new_first:new_last]
        if operation == "equal":
            pairs.extend(zip(here, there, strict=True))
        elif _words(here, text) != _words(there, text):
            changed = _replaced(here, there, text)
            pairs += changed
    return [*pairs, *zip(old[end:], new[new_end:], strict=True)]


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many things at the beginning are the same."""
    both = enumerate(zip(one, other, strict=False))
    return next((n for n, (mine, theirs) in both if mine != theirs), min(len(one), len(other)))


def _words(items: Sequence[T], text: Callable[[T], str]) -> str:
    return "".join("".join(map(text, items)).split())


def _replaced(old: Sequence[T], new: Sequence[T], text: Callable[[T], str]) -> list[Pair[T]]:
    """What became of things in one place: as many of the same classes became each other, else those that are alike."""
    if [*map(type, old)] == [*map(type, new)]:
        return [*zip(old, new, strict=True)]
    pairs: list[Pair[T]] = []
    rest = new
    is_much = len(old) * len(new) > _MOST_COMPARISONS
    for item in old:
        place = None if is_much else _place_of(item, rest, text)
        if place is None:
            pairs.append((item, None))
        else:
            pairs += [(None, added) for added in rest[:place]]
            pairs.append((item, rest[place]))
            rest = rest[place + 1 :]
    return [*pairs, *((None, added) for added in rest)]


def _place_of(item: T, others: Sequence[T], text: Callable[[T], str]) -> int | None:
    """Where the first that is alike stands."""
    said = text(item)
    alike = (n for n, other in enumerate(others) if type(other) is type(item) and _is_alike(said, text(other)))
    return next(alike, None)


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
