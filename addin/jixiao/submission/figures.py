"""Between text and figure: what a typed text counts as in a cell, and how a computed figure is printed.

Both directions go through here, for the sheet, the report, the checks and reading back, so that they cannot differ.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from jixiao.forms.model import NUMERIC, Kind

CellValue: TypeAlias = "Decimal | str | None"
"""What a cell holds: a figure, a text, or nothing. A percentage is a fraction."""

_FIGURE = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,15}))?(%?)")


def cell_value(text: str, kind: Kind) -> CellValue:
    """What a typed text counts as in a cell of that kind; a text that is no plain figure stays text."""
    text = text.strip() if kind in NUMERIC else text
    if not text:
        return None
    match = _FIGURE.fullmatch(text) if kind in NUMERIC else None
    if not match:
        return text
    sign, whole, decimals, percent = match.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}.{decimals or 0}")
    value = value.quantize(Decimal(1).scaleb(-len(decimals or "")))
    return value.scaleb(-2) if percent else value


def number_format(text: str) -> str:
    """The spreadsheet's number format that shows a figure with the digits it was typed with."""
    match = _FIGURE.fullmatch(text.strip())
    if not match:
        return "General"
    _, whole, decimals, percent = match.groups()
    return ("#,##0" if "," in whole else "0") + ("." + "0" * len(decimals) if decimals else "") + percent


def formatted(value: Decimal, pattern: str) -> str:
    """A cell's figure as text, with the digits its number format shows; the inverse of :func:`number_format`."""
    percent = "%" if pattern.endswith("%") else ""
    value = value * 100 if percent else value
    if pattern == "General":
        return plain(value)
    digits = len(pattern.removesuffix("%").partition(".")[2])
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if rounded != value:  # the cell holds more than it shows: the figure wins over its look
        return plain(value) + percent
    return (f"{rounded:,f}" if "," in pattern else f"{rounded:f}") + percent


def plain(value: Decimal) -> str:
    """A figure with no needless digits: ``20``, ``27.69``."""
    value = value.normalize()
    return f"{value:f}"


def printed(value: CellValue, kind: Kind) -> str:
    """A value as the report prints it: percentages with at most two decimals, others with the digits they need."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if kind == "percent":
        return plain((value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)) + "%"
    return plain(value.quantize(Decimal("0.000001"), ROUND_HALF_UP))
