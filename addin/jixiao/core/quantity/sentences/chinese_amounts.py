"""Amounts of money that are written in words, 一百二十万元 or 两亿三千万元, in digits; no place of the text moves.

Only numerals that say each of their digits' ranks: 三五万元 and 一二百万元 are no one number, nor is 几十万元.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_RANKS = {"千": 1000, "百": 100, "十": 10}
_DIGIT = "[一二两三四五六七八九]"
_TENS = f"{_DIGIT}十{_DIGIT}?"
_HUNDREDS = f"{_DIGIT}百(?:{_TENS}|零{_DIGIT})?"
_THOUSANDS = f"{_DIGIT}千(?:{_HUNDREDS}|零(?:{_TENS}|{_DIGIT}))?"
_WHOLE = f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|十{_DIGIT}?|{_DIGIT})"
_BEFORE = r"(?<![零〇一二两三四五六七八九十百千万亿几数上成多好第点余来\d])"
_AMOUNT = re.compile(
    rf"{_BEFORE}(?:(?P<high>{_WHOLE})亿(?:零|(?={_DIGIT}千)))?(?P<low>{_WHOLE})"
    rf"(?:点(?P<part>[零〇一二三四五六七八九]{{1,4}}))?(?P<unit>[万亿]元)"
)


def in_digits(text: str) -> str:
    """The text with such amounts in digits, as far as they take no more room than the words."""
    return _AMOUNT.sub(_written, text) if "元" in text else text


def _written(found: re.Match[str]) -> str:
    """The same amount, filled up with spaces before its unit; as it was where the digits take more room."""
    low, unit = f"{_value(found['low'])}{_decimals(found['part'])}", found["unit"]
    if found["high"]:
        if unit == "亿元" or found["part"]:
            return found[0]
        low, unit = f"{Decimal(_value(found['high'])) + Decimal(low) / 10_000:f}", "亿元"
    elif len(low) > len(found[0]) - 2 and low.endswith("000"):
        low, unit = low[:-3], f"千{unit}"
    elif len(low) > len(found[0]) - 2 and low.endswith("00"):
        low, unit = low[:-2], f"百{unit}"
    room = len(found[0]) - len(low) - len(unit)
    return f"{low}{' ' * room}{unit}" if 0 <= room <= _MOST_SPACES and unit not in _UNREAD else found[0]


_MOST_SPACES = 3
"""Between a figure and its unit, as :data:`.words.FIGURE` reads them."""
_UNREAD = ("百亿元", "千亿元")


def _decimals(said: str | None) -> str:
    return "." + "".join(str(_DIGITS[word]) for word in said) if said else ""


def _value(said: str) -> int:
    """A whole number below 10 000."""
    total, digit = 0, 0
    for word in said:
        if word in _RANKS:
            total, digit = total + (digit or 1) * _RANKS[word], 0
        else:
            digit = _DIGITS[word]
    return total + digit
