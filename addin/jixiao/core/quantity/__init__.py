"""Quantities as staff write them: ``≥95%``, ``≦125万元``, ``2024年12月16日前``, ``1、改革≥2家；2、利用率≥80%``.

:func:`read` gives one of a closed set of readings and never guesses: what is not a quantity is :class:`Words`, what was
meant as one but cannot be read is :class:`Unreadable` with the reason in Chinese. Standard library only.
"""

from jixiao.core.quantity.level_points import level_points
from jixiao.core.quantity.reading import number, read, read_figure
from jixiao.core.quantity.reading_kinds import (
    Amount,
    Blank,
    Day,
    Deadline,
    NotApplicable,
    Operator,
    Range,
    Reading,
    Several,
    Unreadable,
    Words,
    plain,
)
from jixiao.core.quantity.rounding import half_up
from jixiao.core.quantity.units import PERCENT, align, in_unit, printed_tolerance

__all__ = [
    "PERCENT",
    "Amount",
    "Blank",
    "Day",
    "Deadline",
    "NotApplicable",
    "Operator",
    "Range",
    "Reading",
    "Several",
    "Unreadable",
    "Words",
    "align",
    "half_up",
    "in_unit",
    "level_points",
    "number",
    "plain",
    "printed_tolerance",
    "read",
    "read_figure",
]
