"""What a cell takes: our words while it is selected, a stop with our words when something else is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.raster import address
from jixiao.model.forms.family import Cell, Kind
from jixiao.model.submission.figures import NO_SHARES, CellValue
from jixiao.model.submission.typed_figures import SERIAL_SHARE

_CURRENCY_CODE = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
"""A sign with the place it is used in: ``[$￥-804]``; before a date's format the place alone."""
_SIGN_OF_MONEY = re.compile(r"[¥￥$€£]|CNY|RMB|USD|HKD")

Area = tuple[int, int, int, int]

_TITLE = "填写说明"
_LIMITS: Mapping[Kind, str] = {
    "amount": "ABS({cell})<10^12",
    "yuan": "ABS({cell})<10^15",
    "area": "{cell}>=0",
    "count": "{cell}>=0,{cell}=INT({cell})",
    "points": "{cell}>=0,{cell}<=1000",
    "percent": "ABS({cell})<=1000",
}
"""What a figure must be besides a number; one that the program took for a date (3-5) is none."""

FIRST_DATE = 20_000
"""Days since 1899 (1954): what a date is written as; less than a day is a time (12:30). Any other number in a cell that
a date left its format is one."""

_WORDS: Mapping[Kind, str] = {
    "amount": "金额单位是万元，只填数字，如 12.5：不写“万元”“约”“/”。1250元填 0.125；没有的留空。",
    "yuan": "金额单位是元，只填数字，如 125000.5：不写“元”“约”“/”。12.5万元填 125000；没有的留空。",
    "area": "只填数字，如 350.5，不写单位；没有的留空。",
    "count": "只填整数，如 12，不写“人”“个”；没有的留空。",
    "points": "只填数字，如 10 或 9.5，不写“分”；没有的留空。",
    "percent": "填百分数，如 95.5%；没有的留空。",
    "date": "日期请写成 2025-03-20 或 2025年3月20日。",
}


class InputRules:
    """Gathers the areas of one sheet with what they take, and writes each once."""

    def __init__(self) -> None:
        self._areas: dict[Area, dict[str, object]] = {}

    def add(self, area: Area, cell: Cell, value: CellValue) -> None:
        """Note what an area takes; where a text stands on purpose (``——``) any goes on being taken."""
        if area not in self._areas and (options := _options(cell, value, address(*area[:2]))):
            self._areas[area] = options

    def write(self, sheet: Worksheet) -> None:
        """Write all rules."""
        for area, options in self._areas.items():
            sheet.data_validation(*area, options)


def date_test(place: str, kind: Kind) -> str:
    """A formula that says whether a cell holds a date or a time; for conditions and rules, in a cell it is volatile."""
    if kind == "percent":  # these cells keep their format
        return f"ABS(N({place}))>={SERIAL_SHARE}"
    is_one = f"OR(ABS(N({place}))>={FIRST_DATE},AND(N({place})<>0,ABS(N({place}))<1))"
    return f'AND(LEFT(CELL("format",{place}),1)="D",{is_one})'


def share_test(place: str) -> str:
    """A formula that says whether a cell holds a percentage, which no amount is; as above."""
    return f'AND(ISNUMBER({place}),LEFT(CELL("format",{place}),1)="P")'


def money_test(place: str) -> str:
    """A formula that says whether a cell shows a sign of money (￥118.49), which is no unit of the form; as above."""
    return f'AND(ISNUMBER({place}),LEFT(CELL("format",{place}),1)="C")'


def sign_of_money(number_format: str) -> str:
    """The sign of money that a number format shows; nothing for one that shows none."""
    shown = _CURRENCY_CODE.sub(r"\1", number_format)
    found = _SIGN_OF_MONEY.search(shown)
    return found[0] if found else ""


def shows_time(number_format: str) -> bool:
    """Whether a number format shows the time of a day."""
    return "h" in number_format.lower()


def _options(cell: Cell, value: CellValue, place: str) -> dict[str, object]:
    options: dict[str, object] = {}
    if cell.choices:
        options = {"validate": "list", "source": f"={names.CHOICES[cell.choices]}", "show_error": False}
    elif cell.kind in _LIMITS and not isinstance(value, str):
        limit = _LIMITS[cell.kind].format(cell=place)
        slips = [date_test(place, cell.kind), *([share_test(place)] if cell.kind in NO_SHARES else [])]
        is_figure = f"=AND(ISNUMBER({place}),{limit},{','.join(f'NOT({slip})' for slip in slips)})"
        options = {"validate": "custom", "value": is_figure, **_stop(cell.kind)}
    elif cell.kind == "date":
        options = {"validate": "length", "criteria": "between", "minimum": 8, "maximum": 12, **_stop(cell.kind)}
    if cell.help or cell.choices:
        options = {"validate": "any", **options, "input_title": _TITLE, "input_message": cell.help}
    return options


def _stop(kind: Kind) -> dict[str, object]:
    return {"error_title": "这里这样填", "error_message": _WORDS[kind]}
