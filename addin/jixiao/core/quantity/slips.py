"""A figure that one stroke made another: in another unit, with its point moved, with two digits exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from jixiao.core.quantity.printed_precision import in_base, is_within, percent_of, slack
from jixiao.core.quantity.reading_kinds import Amount, plain

_POWERS = tuple(Decimal(10) ** power for power in (1, 2, 3, 4, 8))
"""A point moved by up to three places; 元 for 万元, 万元 for 亿元, 元 for 亿元."""
_ONE = Decimal(1)
_CLOSE = Decimal("0.01")
"""Of the number meant: where more may be lost by rounding, chance would find slips everywhere."""
_NARROW = Decimal("0.2")
"""Percentage points: of a ratio that is known less well more than one may be meant."""
_FEWEST = 4
"""Digits of a figure in which an exchange is looked for."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Which of the figures it is, counted from the whole, and the number meant, in the base unit."""

    index: int
    meant: Decimal


def is_moved(printed: Amount, meant: Decimal, give: Decimal) -> bool:
    """Whether a figure may be another number with its point moved or in another unit.

    Args:
        printed: the figure.
        meant: the other number, in the base unit.
        give: how far off that number may be.
    """
    value = in_base(printed)
    if min(value, meant) <= 0 or give > _CLOSE * meant:
        return False
    moved = (at for power in _POWERS for at in (value * power, value / power))
    return any(abs(at - meant) <= give for at in moved)


def is_exchanged(printed: Amount, meant: Decimal, give: Decimal) -> bool:
    """Whether a figure may be another number with two neighbouring digits exchanged."""
    near = (in_base(replace(printed, value=other)) for other in exchanges(printed))
    return min(in_base(printed), meant) > 0 and any(abs(at - meant) <= give for at in near)


def exchanges(printed: Amount, fewest: int = _FEWEST) -> Iterator[Decimal]:
    """The figure, if it has so many digits, with two neighbouring ones exchanged."""
    text = f"{printed.value:.{printed.digits}f}"
    places = [i for i, sign in enumerate(text) if sign.isdigit()]
    for i, j in pairwise(places):
        if text[i] != text[j] and len(places) >= fewest:
            yield Decimal(text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :])


def slip_in_sum(whole: Amount, parts: Sequence[Amount], fewest: int) -> Slip | None:
    """The first figure by whose slip parts do not add up to their whole; ``None`` if there is none.

    Args:
        whole: the whole.
        parts: its parts.
        fewest: digits that a number must have whose point was moved, zeros at its end not counted.
    """
    gives = [slack(amount) for amount in (whole, *parts)]
    beyond = sum(map(in_base, parts)) - in_base(whole)
    needed = [in_base(whole) + beyond, *(in_base(part) - beyond for part in parts)]
    for index, (printed, meant) in enumerate(zip((whole, *parts), needed, strict=True)):
        give = sum(gives, -gives[index])
        is_moved_here = digits_of(meant) >= fewest and is_moved(printed, meant, give)
        if is_moved_here or is_exchanged(printed, meant, give):
            return Slip(index, meant)
    return None


def is_slipped_ratio(percent: Amount, upper: Amount, lower: Amount) -> bool:
    """Whether a percentage is that of two figures but for a point moved or two digits exchanged."""
    found = percent_of(upper, lower)
    if found is None or percent.value <= 0 or found.low <= 0:
        return False
    factors = (at for power in _POWERS for at in (power, 1 / power))
    moved = ((replace(percent, value=percent.value * at), max(at, _ONE)) for at in factors)
    exchanged = ((replace(percent, value=other), _ONE) for other in exchanges(percent))
    return any(is_within(other, found, digits) for other, digits in (*moved, *exchanged))


def is_reversed_ratio(percent: Amount, upper: Amount, lower: Amount) -> bool:
    """Whether a percentage of few digits is that of two figures but for two digits exchanged: 59% for 95%."""
    found = percent_of(upper, lower)
    others = exchanges(percent, 2)
    is_narrow = found is not None and found.high - found.low < _NARROW
    return (
        found is not None
        and is_narrow
        and any(is_within(replace(percent, value=other), found, _ONE) for other in others)
    )


def digits_of(number: Decimal) -> int:
    """The digits of a number that tell something: without zeros at its ends."""
    return len(plain(number).replace(".", "").strip("0-"))
