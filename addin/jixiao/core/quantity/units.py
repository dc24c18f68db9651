"""Units: which amounts can be compared, and in what."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from jixiao.core.quantity.reading_kinds import Amount, Unreadable, plain

PERCENT = "%"

_ONE = Decimal(1)
_FACTORS: dict[str, tuple[Decimal, str]] = {
    "%": (Decimal("0.01"), "比率"), "‰": (Decimal("0.001"), "比率"),
    "百分点": (_ONE, "个百分点"), "个百分点": (_ONE, "个百分点"),
    "日": (_ONE, "天"), "周": (Decimal(7), "天"),
    "月": (_ONE, "个月"), "季度": (Decimal(3), "个月"), "年": (Decimal(12), "个月"),
    "m": (_ONE, "米"), "km": (Decimal(1000), "米"), "公里": (Decimal(1000), "米"), "千米": (Decimal(1000), "米"),
    "m²": (_ONE, "平方米"), "m2": (_ONE, "平方米"), "平米": (_ONE, "平方米"), "公顷": (Decimal(15), "亩"),
    "m³": (_ONE, "立方米"), "m3": (_ONE, "立方米"), "方": (_ONE, "立方米"),
    "kg": (_ONE, "千克"), "公斤": (_ONE, "千克"), "千克": (_ONE, "千克"), "斤": (Decimal("0.5"), "千克"),
    "克": (Decimal("0.001"), "千克"), "g": (Decimal("0.001"), "千克"),
    "吨": (Decimal(1000), "千克"), "t": (Decimal(1000), "千克"),
    "千瓦": (_ONE, "千瓦"), "千瓦时": (_ONE, "千瓦时"), "千伏": (_ONE, "千伏"),
}  # fmt: skip
_MULTIPLES = {
    "万亿": Decimal(10) ** 12, "千万": Decimal(10) ** 7, "百万": Decimal(10) ** 6, "亿": Decimal(10) ** 8,
    "万": Decimal(10) ** 4, "千": Decimal(10) ** 3, "百": Decimal(10) ** 2,
}  # fmt: skip


def align(first: Amount, second: Amount) -> tuple[Decimal, Decimal] | Unreadable:
    """Both values in one unit, so that they can be compared; an amount without a unit takes the other's.

    Returns:
        The two values in the first unit printed, or why they cannot be compared.
    """
    unit = first.unit or second.unit
    if unit == PERCENT and (doubtful := _doubtful(first, second) or _doubtful(second, first)):
        return doubtful
    one, other = in_unit(first, unit), in_unit(second, unit)
    if isinstance(one, Unreadable):
        return one
    return other if isinstance(other, Unreadable) else (one, other)


def in_unit(amount: Amount, unit: str) -> Decimal | Unreadable:
    """The amount's value in another unit of the same kind; without a unit it is taken to be in that unit already.

    A multiple alone (19.5万) counts what the other counts, and beside it 195000 is a plain number, 20 one of the same.
    Beside percentages a number cell or a fraction up to 1 is a fraction, above 2 a percentage; between the two nobody
    can tell.
    """
    if unit == PERCENT and amount.bare:
        return _percentage(amount)
    if amount.unit == unit or not unit:
        return amount.value
    factor, base = unit_base(unit)
    if not amount.unit:
        return amount.value / factor if not base and abs(amount.value) >= factor / 10 else amount.value
    own, own_base = unit_base(amount.unit)
    if base != own_base and base and own_base:
        return Unreadable(f"单位不同（{unit}、{amount.unit}），无法比较，请核对并统一单位")
    return amount.value * own / factor


def printed_tolerance(amount: Amount) -> Decimal:
    """Half a unit of the last printed digit: two figures this near can be roundings of one."""
    return Decimal(5).scaleb(-amount.digits - 1)


@lru_cache(maxsize=1024)
def unit_base(unit: str) -> tuple[Decimal, str]:
    """The factor to a unit's base and the base's name: ``万元`` is 10000 ``元``; an unknown unit is its own base."""
    numerator, slash, denominator = unit.partition("/")
    if slash:
        upper, upper_base = unit_base(numerator)
        lower, lower_base = unit_base(denominator)
        return upper / lower, f"{upper_base}/{lower_base}"
    if unit in _FACTORS:
        return _FACTORS[unit]
    for multiple, factor in _MULTIPLES.items():
        if unit.startswith(multiple):
            inner, base = unit_base(unit[len(multiple) :])
            return factor * inner, base
    return _ONE, unit


def _percentage(amount: Amount) -> Decimal | Unreadable:
    size = abs(amount.value)
    if size <= 1:
        return amount.value * 100
    return amount.value if size > 2 else _say_percent(amount)


def _doubtful(amount: Amount, other: Amount) -> Unreadable | None:
    """A text ``0.96`` beside ``≥95%`` may be 96% or 0.96%."""
    is_small_text = not amount.unit and not amount.bare and 0 < abs(amount.value) <= 2 < abs(other.value)
    return _say_percent(amount) if is_small_text else None


def _say_percent(amount: Amount) -> Unreadable:
    return Unreadable(f"“{plain(amount.value)}”看不出是小数还是百分数，请写明百分号，例如“95%”")
