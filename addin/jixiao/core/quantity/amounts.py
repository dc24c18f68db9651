"""Amounts: a sign, a number, a unit."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.core.quantity.notation import LEADS, OPERATORS, SIGNS, TAIL_WORDS, TAILS, split_end, split_start
from jixiao.core.quantity.reading_kinds import Amount, Operator, Range, Unreadable
from jixiao.core.quantity.rounding import half_up

LARGEST = Decimal(10) ** 15
"""A spreadsheet holds fifteen digits; a larger number is a slip."""

_FIGURE = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:/\d{1,9})?)(\D.{0,11})?")
_UNIT_NAME = re.compile(r"[\u4e00-\u9fff]{1,4}|[A-Za-z]{1,4}[²³]?|m[23]|[%‰℃]|个百分点")
_PER = re.compile(r"/|(?<=[/.*·\u4e00-\u9fff])[*·.](?=[\u4e00-\u9fff])")
"""元/人*月: a unit for each of two things."""
_RANGE = re.compile(r"(?<=[^-~至])[-~至]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_LABEL = 20
_LONGEST_NUMBER = 24
_MOST_DECIMALS = 12  # what binary arithmetic leaves behind them is noise


def parse_amount(text: str) -> Amount | Unreadable | None:
    """Read a normalised text as one amount, with or without a short label before its sign.

    Returns:
        The amount; :class:`Unreadable` when a number is too large or divides by zero; ``None`` if it is no amount.
    """
    lead, signed = split_start(text, LEADS)
    return _signed(signed, text) or (_signed(text, text) if lead else None) or _labelled(text)


def parse_range(text: str) -> Range | None:
    """Read a normalised text such as ``90%-95%`` or ``3~5次``; the unit may be printed once."""
    sides = _RANGE.split(text)
    if len(sides) != 2 or _YEAR.fullmatch(sides[0]):
        return None
    low, high = (_figure(side, Operator.NONE, side) for side in sides)
    if isinstance(low, Amount) and isinstance(high, Amount) and not low.unit:
        low = _figure(sides[0] + high.unit, Operator.NONE, sides[0])
    if isinstance(low, Amount) and isinstance(high, Amount) and low.unit == high.unit and low.value < high.value:
        return Range(low, high, text)
    return None


def amount_of_number(value: Decimal) -> Amount | Unreadable:
    """The amount of a number cell, which prints no unit."""
    if not value.is_finite() or abs(value) >= LARGEST:
        return Unreadable("的数字过大或无效，请核对")
    digits = decimals(value)
    if digits > _MOST_DECIMALS:
        value = half_up(value, _MOST_DECIMALS).normalize()
        digits = decimals(value)
    return Amount(Operator.NONE, value, digits=digits, text=f"{value:f}", bare=True)


def decimals(value: Decimal) -> int:
    """The decimals that a number prints."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _signed(text: str, whole: str, label: str = "") -> Amount | Unreadable | None:
    word, rest = split_start(text, SIGNS)
    return _figure(rest, OPERATORS.get(word), whole, label)


def _labelled(text: str) -> Amount | Unreadable | None:
    """``企业改革≥2家``: a short label before a sign."""
    at = min((place for word in OPERATORS if (place := text.find(word)) >= 0), default=0)
    label = text[:at].rstrip(":")
    if not 0 < at <= _LONGEST_LABEL or any(mark in label for mark in ";。%"):
        return None
    return _signed(text[at:], text, label)


def _figure(text: str, operator: Operator | None, whole: str, label: str = "") -> Amount | Unreadable | None:
    match = _FIGURE.fullmatch(text)
    if match is None:
        return None
    unit, tail = split_end(match[2] or "", TAIL_WORDS)
    if not _is_unit(unit):
        return None
    value = _value(match[1])
    if isinstance(value, Unreadable):
        return value
    sign = operator or TAILS.get(tail, Operator.NONE)
    return Amount(sign, value, unit, decimals(value), whole, label, bare="/" in match[1])


def _is_unit(text: str) -> bool:
    names = _PER.split(text)
    return not text or (len(names) <= 3 and all(_UNIT_NAME.fullmatch(name) for name in names))


def _value(printed: str) -> Decimal | Unreadable:
    if len(printed) > _LONGEST_NUMBER:
        return Unreadable("的数字太长，请核对是否多写了位数")
    numerator, _, denominator = printed.replace(",", "").partition("/")
    value = Decimal(numerator)
    if denominator:
        if not int(denominator):
            return Unreadable(f"“{printed}”的分母为0，请核对")
        value /= int(denominator)
    return value if abs(value) < LARGEST else Unreadable(f"“{printed}”过大，请核对是否多写了位数")
