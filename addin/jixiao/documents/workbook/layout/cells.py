"""Writing single cells: typed values as typed, formulas with their stored results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.core.functions.results import BLANK_RESULT
from jixiao.model.forms.expression import Node, to_formula
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.submission.figures import CellValue, cell_value, number_format, plain

_SHOWN = 10
"""Characters of a figure that a program shows whole in a cell without a format."""

_DEFAULT_FORMAT: Mapping[Kind, str] = {"percent": "[=1]0%;0.00%", "text": "@", "long_text": "@", "date": "@"}


def format_of(kind: Kind, typed: str | None) -> str:
    """The number format of a field: a typed figure keeps the digits it was typed with.

    One that is shown so without a format gets none: only there can what a person types next be told from a date.
    """
    if typed and kind in NUMERIC:
        return "General" if _is_shown_plain(typed, kind) else number_format(typed)
    return _DEFAULT_FORMAT.get(kind, "General")


def _is_shown_plain(typed: str, kind: Kind) -> bool:
    value = cell_value(typed, kind)
    return kind != "percent" and isinstance(value, Decimal) and plain(value) == typed and len(typed) <= _SHOWN


def write_value(sheet: Worksheet, row: int, column: int, value: CellValue, style: Format) -> None:
    """Write what a person typed. A text is always written as text: what begins with = is no formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, float(value), style)


def write_expression(
    sheet: Worksheet,
    place: tuple[int, int],
    expression: Node,
    reference: Callable[[str], str],
    style: Format,
    value: CellValue,
) -> None:
    """Write an expression over keys as a formula, with its value."""
    sheet.write_formula(*place, f"={to_formula(expression, reference)}", style, stored(value))


def stored(value: CellValue) -> float | str:
    """A result as the file stores it.

    LibreOffice takes an empty text for no result and calculates, which without our functions shows ``#NAME?``; a
    no-break space looks the same and stays.
    """
    if value is None or value == "":
        return BLANK_RESULT
    return value if isinstance(value, str) else float(value)
