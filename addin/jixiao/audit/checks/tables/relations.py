"""What a column of a table can be of others: their difference, balance, share, growth, average or product."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle
from math import prod

from jixiao.audit.checks.table_grid import Entry
from jixiao.audit.checks.tables.rates import percent_of_entry
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.printed_precision import Span

_ONE = Decimal(1)
_TEN_THOUSAND = Decimal(10_000)
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Relation:
    """How a column is made of others.

    ``signs`` stand between their names and figures, ``made`` is what figures of theirs make (``None``: nothing, for of
    nothing there is no share), and ``check`` is what a row is told as that does not come out.
    """

    signs: str
    made: Callable[[Sequence[Amount]], Span | None]
    is_rate: bool = False
    check: str = "T06"

    def said(self, others: Sequence[str]) -> str:
        """The others' names or figures with the signs between them."""
        return others[0] + "".join(f"{sign}{other}" for sign, other in zip(cycle(self.signs), others[1:], strict=False))

    def figure(self, entry: Entry) -> Amount | None:
        """The figure of a cell of the column, as far as it can be compared."""
        return percent_of_entry(entry) if self.is_rate else entry.amount

    def is_so(self, figure: Amount, others: Sequence[Amount], digits: Decimal) -> bool | None:
        """Whether a figure is what the others make, rounded or cut off; ``None`` if they make nothing."""
        if self is DIFFERENCE:
            return _is_difference(figure, *others)
        found = self.made(others) if self in _OF_NOUGHT or all(amount.value for amount in others) else None
        if found is None:
            return None
        either = (found, found.opposite()) if self is GROWTH else (found,)  # a fall is often printed without its sign
        return any(printed_precision.is_within(figure, span, digits) for span in either)


def _is_difference(figure: Amount, first: Amount, second: Amount) -> bool:
    """A fall is often printed without its sign."""
    return printed_precision.adds_up(first, [second, figure]) or printed_precision.adds_up(second, [first, figure])


def _less(others: Sequence[Amount]) -> Span:
    first, second = map(_span, others)
    return first.minus(second)


def _balance(others: Sequence[Amount]) -> Span:
    opening, more, less = map(_span, others)
    return Span(opening.low + more.low, opening.exact + more.exact, opening.high + more.high).minus(less)


def _share(others: Sequence[Amount]) -> Span | None:
    return printed_precision.percent_of(*others)


def _growth(others: Sequence[Amount]) -> Span | None:
    return printed_precision.growth_from(*others)


def _average(factor: Decimal) -> Callable[[Sequence[Amount]], Span | None]:
    def made(others: Sequence[Amount]) -> Span | None:
        whole, count = map(_span, others)
        if count.low <= 0 or whole.low < 0:
            return None
        return Span(
            whole.low / count.high * factor, whole.exact / count.exact * factor, whole.high / count.low * factor
        )

    return made


def _product(factor: Decimal) -> Callable[[Sequence[Amount]], Span | None]:
    def made(others: Sequence[Amount]) -> Span | None:
        spans = [_span(amount) for amount in others]
        if any(span.low < 0 for span in spans):
            return None
        return Span(*(prod(numbers) * factor for numbers in zip(*spans, strict=True)))

    return made


def _span(amount: Amount) -> Span:
    """The numbers that a figure stands for, whatever its unit; one without decimals is exact."""
    give = _HALF.scaleb(-amount.digits) if amount.digits else Decimal(0)
    return Span(amount.value - give, amount.value, amount.value + give)


DIFFERENCE = Relation("-", _less)
BALANCE = Relation("＋－", _balance)
SHARE = Relation("÷", _share, is_rate=True)
GROWTH = Relation("较", _growth, is_rate=True)
AVERAGES = tuple(Relation("÷", _average(factor)) for factor in (_ONE, _TEN_THOUSAND))
"""So much for each: in the unit of the whole, or in 元 of a whole in 万元."""
PRODUCTS = tuple(Relation("×", _product(factor), check="T06-price") for factor in (_ONE, 1 / _TEN_THOUSAND))
"""So many at a price: in the unit of the price, or in 万元 at a price in 元."""
_OF_NOUGHT = (BALANCE, SHARE, GROWTH)
"""What some of the others may be nought in."""
