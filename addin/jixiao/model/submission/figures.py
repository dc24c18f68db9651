"""Between text and figure: what a typed text counts as in a cell, and how a computed figure is printed.

Both directions go through here, for the sheet, the report, the checks and reading back, so that they cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TypeAlias

from jixiao.model.forms.family import NUMERIC, Kind

CellValue: TypeAlias = "Decimal | str | None"
"""What a cell holds: a figure, a text, or nothing. A percentage is a fraction."""

_WIDE = Context(prec=400)
"""Room for the digits of any number a cell can hold."""

_FIGURE = re.compile(r"(-?)([1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,14})(?:\.(\d{1,15}))?(%|万元|分|人)?")
"""00123 is a number of something, not a figure: a cell would drop its noughts."""

_DIGITS = 15
"""As many as a spreadsheet keeps of a figure; one with more would be another one after saving."""

_UNITS: Mapping[str, Kind] = {"万元": "amount", "分": "points", "人": "count"}
"""Units that some print behind the figure though the form's heading says them."""

NO_SHARES: frozenset[Kind] = frozenset({"amount", "yuan", "count"})
"""Kinds of which no figure is a percentage: 12.5% typed there is a slip, not 0.125."""


_PATTERN = re.compile(r'(?:#,##)?0(?:\.0+)?(?:%|"(?:万元|分|人)"|\\?[分人]|\\?万\\?元)?')
"""LibreOffice writes ``0.00\\分`` for ``0.00"分"``."""


@lru_cache(maxsize=8192)
def cell_value(text: str, kind: Kind) -> CellValue:
    """What a typed text counts as in a cell of that kind; a text that is no plain figure stays text."""
    text = text.strip() if kind in NUMERIC else text
    if not text:
        return None
    match = _FIGURE.fullmatch(text) if kind in NUMERIC else None
    if not match or _UNITS.get(match[4], kind) != kind:
        return text
    sign, whole, decimals, unit = match.groups()
    if unit == "%" and kind in NO_SHARES:
        return text
    whole = whole.replace(",", "")
    if len((whole + (decimals or "")).strip("0")) > _DIGITS:
        return text
    value = Decimal(f"{sign}{whole}.{decimals or 0}")
    value = value.quantize(Decimal(1).scaleb(-len(decimals or "")))
    return value.scaleb(-2) if unit == "%" else value


def number_format(text: str) -> str:
    """The spreadsheet's number format that shows a figure with the digits it was typed with."""
    match = _FIGURE.fullmatch(text.strip())
    if not match:
        return "General"
    _, whole, decimals, unit = match.groups()
    suffix = f'"{unit}"' if unit in _UNITS else unit or ""
    return ("#,##0" if "," in whole else "0") + ("." + "0" * len(decimals) if decimals else "") + suffix


def formatted(value: Decimal, pattern: str) -> str:
    """A cell's figure as text, with the digits its number format shows; the inverse of :func:`number_format`."""
    figure, unit = _split(pattern)
    value = value * 100 if unit == "%" else value
    if figure == "General":
        return plain(value)
    digits = len(figure.partition(".")[2])
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)
    if rounded != value:  # the cell holds more than it shows: the figure wins over its look
        return plain(value) + unit
    return (f"{rounded:,f}" if "," in figure else f"{rounded:f}") + unit


def is_figure_format(pattern: str) -> bool:
    """Whether a number format is one of those made here, so that the cell's digits can be told from it."""
    return bool(_PATTERN.fullmatch(pattern))


def _split(pattern: str) -> tuple[str, str]:
    """A number format as the figure's part and the unit behind it."""
    if pattern.endswith("%"):
        return pattern[:-1], "%"
    figure = pattern.rstrip('"\\万元分人')
    return figure, re.sub(r'["\\]', "", pattern[len(figure) :])


def plain(value: Decimal) -> str:
    """A figure with no needless digits: ``20``, ``27.69``."""
    value = value.normalize()
    return f"{value:f}"


def exact(value: CellValue, kind: Kind) -> str:
    """A value as a text that counts as the same value, to twelve decimals."""
    if value is None or isinstance(value, str):
        return value or ""
    value = value.quantize(Decimal("1e-12"), ROUND_HALF_UP, _WIDE)
    return plain(value * 100) + "%" if kind == "percent" else plain(value)


def printed_figure(value: CellValue, kind: Kind) -> str:
    """A value as the report prints it: percentages with at most two decimals, others with the digits they need."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind == "percent":
        return plain((value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP, _WIDE)) + "%"
    return plain(value.quantize(Decimal("0.000001"), ROUND_HALF_UP, _WIDE))
