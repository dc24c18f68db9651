"""The figure of a sum that is written wrong by a stroke: 元 for 万元, a point moved, two digits exchanged (N01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.checks.messages import number_text
from jixiao.core.quantity import plain, printed_precision
from jixiao.core.quantity.sentences import Mention
from jixiao.core.quantity.slips import exchanges, slip_in_sum

_FEWEST, _FEWEST_OF_MANY = 4, 3
"""Digits of the number meant, so that it is no chance that it adds up; of three and more parts one fewer is enough."""
_MANY = 3
_FEW = 2
"""Digits by which a slip is likely, but no more."""

Slipped = tuple[Mention, str]
"""A figure that is written wrong, and what is meant."""


def slip_among(whole: Mention, parts: Sequence[Mention]) -> Slipped | None:
    """The figure by whose slip parts do not add up to their whole."""
    return _slip(whole, parts, _FEWEST_OF_MANY if len(parts) >= _MANY else _FEWEST)


def likely_slip_among(whole: Mention, parts: Sequence[Mention]) -> Slipped | None:
    """The same where the figures have so few digits that it may be chance."""
    return _slip(whole, parts, _FEW) or _exchanged(whole, parts)


def _exchanged(whole: Mention, parts: Sequence[Mention]) -> Slipped | None:
    """Two digits exchanged in a figure of two or three: 行政46人、事业29人 of 138."""
    base = printed_precision.in_base
    beyond = sum((base(part.amount) for part in parts), Decimal(0)) - base(whole.amount)
    needed = [(whole, base(whole.amount) + beyond), *((part, base(part.amount) - beyond) for part in parts)]
    for figure, meant in needed:
        for other in exchanges(figure.amount, _FEW):
            is_long = len(plain(other)) == len(plain(figure.amount.value))  # 80 for 800 is no exchange
            if is_long and base(replace(figure.amount, value=other)) == meant:
                return figure, f"{number_text(other, 6)}{figure.amount.unit}"
    return None


def _slip(whole: Mention, parts: Sequence[Mention], fewest: int) -> Slipped | None:
    found = slip_in_sum(whole.amount, [part.amount for part in parts], fewest)
    if found is None:
        return None
    figures = [whole, *parts]
    unit = (parts[0] if found.index == 0 else whole).amount
    meant = found.meant / printed_precision.in_base(printed_precision.one(unit))
    return figures[found.index], f"{number_text(meant, 6)}{unit.unit}"
