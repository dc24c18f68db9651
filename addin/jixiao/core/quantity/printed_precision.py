"""What printed digits allow: a figure stands for every number that would be printed so.

Two figures contradict each other only when no numbers behind them could agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from jixiao.core.quantity.reading_kinds import Amount
from jixiao.core.quantity.units import printed_tolerance, unit_base

MONEY = "元"
PEOPLE = frozenset({"人", "名"})
_RATE = "比率"
_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
_MOST_PARTS = 10
"""More parts than these are not tried in all combinations."""


class Span(NamedTuple):
    """The numbers that printed figures allow, and the one they give if they are exact."""

    low: Decimal
    exact: Decimal
    high: Decimal

    def meets(self, other: Span) -> bool:
        """Whether some number is allowed by both."""
        return self.low <= other.high and other.low <= self.high

    def opposite(self) -> Span:
        """The span with the other sign."""
        return Span(-self.high, -self.exact, -self.low)

    def minus(self, other: Span) -> Span:
        """The differences of the numbers of two spans."""
        return Span(self.low - other.high, self.exact - other.exact, self.high - other.low)


def dimension(amount: Amount) -> str:
    """What kind of quantity it is, whatever its unit: all money is ``元``, persons are ``人``."""
    base = unit_base(amount.unit)[1]
    return "人" if base in PEOPLE else base


def in_base(amount: Amount) -> Decimal:
    """The value in the base unit of its kind (万元 in 元)."""
    return amount.value * unit_base(amount.unit)[0]


def one(amount: Amount) -> Amount:
    """One of a figure's unit."""
    return replace(amount, value=Decimal(1))


def slack(amount: Amount) -> Decimal:
    """Half of the last printed digit, in the base unit; nothing and whole counts are exact."""
    factor, base = unit_base(amount.unit)
    is_count = factor == 1 and base not in (MONEY, _RATE)
    is_exact = amount.digits == 0 and (is_count or not amount.value)
    return _NOTHING if is_exact else printed_tolerance(amount) * factor


def span(amount: Amount) -> Span:
    """The numbers that the figure can stand for, in the base unit."""
    value, give = in_base(amount), slack(amount)
    return Span(value - give, value, value + give)


def same(first: Amount, second: Amount, floor: Decimal = _NOTHING) -> bool:
    """Whether two figures can be the same quantity.

    Printed with the same last digit they must be equal; otherwise the coarser one's rounding is allowed. ``floor`` is a
    difference, in the base unit, that never counts.
    """
    if dimension(first) != dimension(second):
        return False
    gives = slack(first), slack(second)
    allowed = _NOTHING if gives[0] == gives[1] else sum(gives)
    return abs(in_base(first) - in_base(second)) <= max(allowed, floor)


def adds_up(whole: Amount, parts: Sequence[Amount], floor: Decimal = _NOTHING) -> bool:
    """Whether parts can be the whole, each rounded as printed; ``floor`` is what each addend may lose besides.

    A part with fewer decimals than its whole has dropped its zeros.
    """
    alike = (replace(p, digits=max(p.digits, whole.digits)) if p.unit == whole.unit else p for p in parts)
    allowed = max(sum(map(slack, alike), slack(whole)), floor * len(parts))
    return abs(sum(map(in_base, parts)) - in_base(whole)) <= allowed


def some_add_up(whole: Amount, parts: Sequence[Amount], floor: Decimal = _NOTHING) -> bool:
    """Whether two or more of the parts can be the whole: the others may then be parts of parts, or no parts."""
    if len(parts) > _MOST_PARTS:
        return True
    return any(adds_up(whole, chosen, floor) for count in range(2, len(parts)) for chosen in combinations(parts, count))


def begins_with(whole: Amount, parts: Sequence[Amount], floor: Decimal = _NOTHING) -> bool:
    """Whether all parts, or the first ones of them, can be the whole."""
    target, total, give = in_base(whole), _NOTHING, slack(whole)
    for count, part in enumerate(parts, 1):
        alike = replace(part, digits=max(part.digits, whole.digits)) if part.unit == whole.unit else part
        total += in_base(part)
        give += slack(alike)
        if count > 1 and abs(total - target) <= max(give, floor * count):
            return True
    return False


def upper_level(parts: Sequence[Amount]) -> list[Amount]:
    """The parts left when each run that adds up to the part before it is taken as that one's own parts."""
    kept, i = list[Amount](), 0
    while i < len(parts):
        kept.append(parts[i])
        i += 1 + _own_parts(parts, i)
    return kept


def _own_parts(parts: Sequence[Amount], i: int) -> int:
    total = _NOTHING
    for count, part in enumerate(parts[i + 1 : i + 1 + _MOST_PARTS], 1):
        total += in_base(part)
        if count > 1 and abs(total - in_base(parts[i])) <= slack(parts[i]):
            return count
    return 0


def percent_of(part: Amount, whole: Amount) -> Span | None:
    """The percentages that a part can be of a whole; ``None`` if the whole may be nothing or less."""
    return _percent(span(part), span(whole))


def growth(current: Amount, change: Amount, rising: int) -> Span | None:
    """The percentages that a change can be of what there was before; from nothing (or less) there is no rate."""
    by = span(change)
    return _percent(by, span(current).minus(by if rising > 0 else by.opposite()))


def growth_from(current: Amount, previous: Amount) -> Span | None:
    """The percentages by which one figure can exceed another; below it they are negative."""
    found = percent_of(current, previous)
    return found.minus(Span(_HUNDRED, _HUNDRED, _HUNDRED)) if found else None


def is_within(percent: Amount, found: Span, digits: Decimal) -> bool:
    """Whether a printed percentage can be one of those found.

    Rounded or cut off it is less than ``digits`` units of its last printed digit away.
    """
    give = digits.scaleb(-percent.digits)
    is_near = found.low - give < percent.value < found.high + give
    return is_near or found.low <= percent.value <= found.high


def without(whole: Amount, part: Amount) -> Amount | None:
    """What is left of a whole without a part in the same unit."""
    if whole.unit != part.unit:
        return None
    return replace(whole, value=whole.value - part.value, digits=max(whole.digits, part.digits))


def total(amounts: Iterable[Amount], unit: str) -> Decimal:
    """The sum of figures in one unit of their kind."""
    return sum(map(in_base, amounts), _NOTHING) / unit_base(unit)[0]


def _percent(part: Span, whole: Span) -> Span | None:
    if whole.low <= 0:
        return None
    corners = [_HUNDRED * u / v for u in (part.low, part.high) for v in (whole.low, whole.high)]
    return Span(min(corners), _HUNDRED * part.exact / whole.exact, max(corners))
