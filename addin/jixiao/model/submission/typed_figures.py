"""What a person typed into a cell for a figure: read as the figure it means, or why it cannot be.

Only a figure with at most a unit behind it is read, so that nothing is guessed; ``/`` and dashes say there is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from jixiao.core.quantity.notation import ERROR_VALUES, normalise
from jixiao.core.quantity.units import unit_base
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.submission.figures import cell_value, plain

UNREADABLE = "读不出来，请只填数字"
"""What every hint about such a cell says and no other does, so that they can be counted."""

ABSENT = "—–－-/／无"
"""Characters that alone say that there is no figure."""

SERIAL_SHARE = 20_000
"""No percentage is that many times the whole: it is the number of days that a date (2024-3-5) became."""

NOT_CALCULATED = "还没有算出结果："
"""Before a formula that a person typed, in a file saved by a program that works out none."""

GIVES_TEXT = "公式得出的文字："
"""Before what a formula gives that a person typed, where it is a text that only looks like a figure: ="118.49万元"."""

_FIGURE = re.compile(r"(-?)([1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,14})(\.\d{1,12})?(\D{0,4})")
_UNITS: Mapping[Kind, str] = {
    "amount": "万元", "yuan": "元", "count": "人", "points": "分", "area": "m²", "percent": "%"
}  # fmt: skip
_SAME = {"名": "人", "个": "人", "平方米": "m²", "平米": "m²"}


def as_typed_figure(text: str, kind: Kind) -> str:
    """The text of a cell as a plain figure in the cell's own unit; what is none stays as it is."""
    if kind not in NUMERIC:
        return text
    if isinstance(figure := cell_value(text, kind), Decimal):
        return "0" if figure.is_signed() and not figure else text  # no cell keeps a minus before nothing
    match = _FIGURE.fullmatch(normalise(text).removeprefix("+").rstrip(","))
    value = _value(match, _UNITS[kind]) if match else None
    return text if value is None else plain(value) + ("%" if kind == "percent" else "")


def given_by_formula(result: str, kind: Kind) -> str:
    """A text that a person's formula gives, as it counts: no total adds a text, whatever figure can be read in it."""
    is_figure = kind in NUMERIC and isinstance(cell_value(as_typed_figure(result, kind), kind), Decimal)
    return f"{GIVES_TEXT}{result}" if is_figure else result


def is_broken_formula(text: str) -> bool:
    """Whether a formula that a person typed gave an error, or nobody worked it out."""
    return text in ERROR_VALUES or text.startswith(NOT_CALCULATED)


def is_unreadable(text: str, kind: Kind) -> bool:
    """Whether something is written where a figure belongs, and it is none."""
    if kind not in NUMERIC or not text.replace(" ", "").strip(ABSENT):
        return False
    value = cell_value(as_typed_figure(text, kind), kind)
    return not isinstance(value, Decimal) or (kind == "percent" and abs(value) >= SERIAL_SHARE)


def _value(match: re.Match[str], unit: str) -> Decimal | None:
    sign, whole, decimals, printed = match.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}{decimals or ''}")
    printed = _SAME.get(printed, printed)
    if printed in ("", unit):
        return value
    if unit == "万元" and not printed.endswith("元"):
        printed += "元"
    factor, base = unit_base(printed)
    own, own_base = unit_base(unit)
    return value * factor / own if base == own_base else None
