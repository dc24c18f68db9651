"""What a cell of a form can mean: the closed set of readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

Day = tuple[int, int, int]
"""Year, month, day; the year is 0 where none is printed."""


class Operator(Enum):
    """The sign before a target value; none printed means the value itself is the target."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    EQUAL = "="
    NONE = ""

    @property
    def lower_is_better(self) -> bool:
        """Whether the target is an upper limit (反向指标)."""
        return self in (Operator.AT_MOST, Operator.LESS)


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing is written; a blank is not zero."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A sign that there is nothing to write: ``/``, ``—``, ``无``."""

    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as printed: ``≥95%`` is 95 in ``%``, ``22.69万吨`` is 22.69 in ``万吨``.

    ``digits`` counts the decimals printed. ``label`` is what stands before the sign (``企业改革≥2家``).
    ``bare`` marks a figure that stands for itself, a number cell or a fraction such as ``3/4``: a percentage may
    come as 0.95 there, while a text ``95`` takes the unit of what it is compared with.
    """

    operator: Operator
    value: Decimal
    unit: str = ""
    digits: int = 0
    text: str = field(default="", compare=False)
    label: str = field(default="", compare=False)
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.operator.value}{self.value:.{self.digits}f}{self.unit}"


@dataclass(frozen=True, slots=True)
class Range:
    """A span of values, both ends included: ``90%-95%``, ``3～5次``."""

    low: Amount
    high: Amount
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date or part of a year, as the first and last day it can mean (``2024年12月`` is its whole month).

    ``due`` is the last day that is surely in time: ``last``, except for ``10月前``, where nobody can tell whether
    October itself counts (it is then a day 0, before the month's first).
    """

    first: Day
    last: Day
    due: Day
    text: str = field(default="", compare=False)

    @property
    def has_year(self) -> bool:
        """Whether the year is printed."""
        return self.last[0] > 0


@dataclass(frozen=True, slots=True)
class Words:
    """A qualitative value (定性), or a sentence that is not a quantity."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Meant as a quantity but not readable.

    ``reason`` says why and what to do, in Chinese; it reads on from the name of the cell (目标值…).
    """

    reason: str
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Several:
    """Several values in one cell, each with the label before it, in the order written."""

    parts: tuple[tuple[str, Reading], ...]
    text: str = field(default="", compare=False)


Reading = Blank | NotApplicable | Amount | Range | Deadline | Several | Words | Unreadable


def plain(value: Decimal) -> str:
    """A number in plain decimal notation, without exponent, separators or trailing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
