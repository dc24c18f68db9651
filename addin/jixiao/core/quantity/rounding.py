"""Rounding, in one place."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_WIDE = Context(prec=200)
"""Holds the quotient of any two figures a cell can print; the ambient context belongs to the host."""


def half_up(value: Decimal, digits: int) -> Decimal:
    """Round half up (四舍五入) to a number of decimals."""
    return value.quantize(_unit(digits), ROUND_HALF_UP, _WIDE)


@lru_cache(maxsize=32)
def _unit(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)
