"""From what a cell holds to its reading."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from operator import index

from jixiao.core.quantity.amounts import LARGEST, amount_of_number, parse_amount, parse_range
from jixiao.core.quantity.dates import parse_deadline
from jixiao.core.quantity.multiple_values import parse_several
from jixiao.core.quantity.notation import SIGNS, normalise, split_start
from jixiao.core.quantity.reading_kinds import (
    Amount,
    Blank,
    Deadline,
    NotApplicable,
    Operator,
    Range,
    Reading,
    Unreadable,
    Words,
)

LONGEST_TEXT = 500
"""A longer text is a narrative, not a quantity; it is not searched, so that it costs nothing."""

_NOT_APPLICABLE = re.compile(r"[-/\\_*…]{1,12}|无|不适用|[Nn]/[Aa]")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d{3}")
_NO_VALUE = re.compile(r"%|[\u4e00-\u9fff]{0,2}元|[家个次人天年月项]|")
_SIGN_AND_FIGURE = re.compile(r"[≥≤<>=].*\d")
_FIGURE = re.compile(r"[-+.,\d]+")
_POINTS_RULE = re.compile(r"[得扣计加减]\d|满分")
"""``≤100%得8;每超一点扣0.5`` tells how points are given, not what is to be reached."""
_NOT_ONE_CELL = Unreadable("是一片单元格，应只选一个，请核对公式引用的区域")
_PARTS_OF_A_DAY = ("year", "month", "day")


def read(value: object) -> Reading:
    """Read a cell's value: text, number or nothing.

    Args:
        value: ``str``, ``int``, ``float``, ``Decimal``, a date, or ``None``.

    Returns:
        One of the readings; anything that is none of these types is :class:`Unreadable`. It never raises.
    """
    if isinstance(value, str):
        return _read_text(value) if len(value) <= LONGEST_TEXT else Words(value)
    if value is None:
        return Blank()
    return _read_number(value)


def number(value: object) -> Decimal | NotApplicable | Unreadable | None:
    """The number in a plain cell of money or counts, without its unit; a percentage as a fraction.

    Returns:
        The number; ``None`` for a blank; :class:`NotApplicable` for ``/`` or ``——``; else :class:`Unreadable`.
    """
    amount = read_figure(value)
    if not isinstance(amount, Amount):
        return None if isinstance(amount, Blank) else amount
    return amount.value / 100 if amount.unit == "%" else amount.value


def read_figure(value: object) -> Amount | Blank | NotApplicable | Unreadable:
    """A definite amount, as money and number cells hold it; ``2024.12`` is a number here, not a month."""
    if isinstance(value, str) and len(value) <= LONGEST_TEXT:
        text = normalise(value)
        if _FIGURE.fullmatch(text) and isinstance(amount := parse_amount(text), Amount):
            return amount
    reading = read(value)
    if isinstance(reading, Amount):
        return reading if reading.operator in (Operator.NONE, Operator.EQUAL) else _not_definite(reading.text)
    if isinstance(reading, Blank | NotApplicable | Unreadable):
        return reading
    return _not_definite(str(value))


def _not_definite(text: str) -> Unreadable:
    shown = text if len(text) <= 20 else text[:20] + "…"
    return Unreadable(f"“{shown}”不是一个确定的数，请只填数字", text)


def _read_number(value: object) -> Reading:
    if isinstance(value, bool):
        return Unreadable("是逻辑值（是/否），请填数字或文字")
    if isinstance(value, float):
        return amount_of_number(Decimal(f"{value:.15g}"))  # as a cell shows it: 0.1+0.2 is 0.3 there
    if isinstance(value, Decimal):
        return amount_of_number(value)
    if hasattr(value, "__index__"):
        whole = index(value)
        return amount_of_number(Decimal(whole) if abs(whole) < LARGEST else LARGEST)
    return _read_date(value)


def _read_date(value: object) -> Reading:
    """A host may hand over its own date; any object with a year, a month and a day will do."""
    day = [getattr(value, part, None) for part in _PARTS_OF_A_DAY]
    if all(isinstance(part, int) for part in day):
        return _read_text("{}-{}-{}".format(*day))
    return _NOT_ONE_CELL


@lru_cache(maxsize=4096)
def _read_text(text: str) -> Reading:
    normal = normalise(text)
    if not normal:
        return Blank()
    if _NOT_APPLICABLE.fullmatch(normal):
        return NotApplicable(text)
    if _ERROR.fullmatch(normal):
        return Unreadable(f"的公式出错（{normal}），请先改正公式", text)
    return _read_one(normal) or parse_several(text, _read_one) or _read_rest(text, normal)


def _read_one(normal: str) -> Amount | Range | Deadline | Unreadable | None:
    return parse_deadline(normal) or parse_amount(normal) or parse_range(normal)


def _read_rest(text: str, normal: str) -> Words | Unreadable:
    sign, rest = split_start(normal, SIGNS)
    if sign and _NO_VALUE.fullmatch(rest):
        return Unreadable(f"只有“{sign}”，没有数值，请补填数值，例如“{sign}95%”", text)
    if _FIGURE.fullmatch(normal):
        return Unreadable(f"“{text}”不是规范的数字，请核对小数点和千分位逗号", text)
    if _SIGN_AND_FIGURE.search(normal) and not _POINTS_RULE.search(normal):
        return Unreadable("的写法看不懂，请在一格内只写一个符号、一个数和单位，例如“≥95%”", text)
    return Words(text)
