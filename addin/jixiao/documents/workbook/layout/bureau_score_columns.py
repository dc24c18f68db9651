"""What the bureau would likely give, right of the form by which it scores the self-evaluation; never printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.worksheet import Worksheet

from jixiao.audit.bureau_score import TOTAL, Assessed, AssessedRow
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.documents.workbook.layout.styles import Styles

Told = tuple[str, str]
"""A formula without the leading ``=``, and its value."""

_NOW = "现在（随填写变化）"
_HEADINGS = ("可能至少", "可能至多", "为什么", "怎样提高", _NOW)
_WIDTHS = (9, 9, 44, 60, 34)
_ZOOM = 80
"""Percent: 为什么 stands in a window of 1366 pixels too."""

_NOTE = (
    "可能的得分（至少、至多）、为什么、怎样提高是上次估计的，不随填写变化，也不是财政部门的评分；按“校验全部”按钮重新估计。"
    "看不出来的由您判断，至少按0分计。"
)


class AssessmentColumns:
    """Writes the columns behind what is filled in beside the form; ``lines`` are those a sheet's row needs for them."""

    def __init__(
        self, sheet: Worksheet, styles: Styles, at: Addresses, assessed: Assessed, now: Mapping[str, Told | None]
    ) -> None:
        self._sheet = sheet
        self._styles = styles
        self._at = at
        self._assessed = assessed
        self._now = now
        self._first = at.hint
        self.lines: dict[int, int] = {}

    def write(self) -> None:
        """Write the headings, a row for each of the form's, and the totals."""
        rows = [self._row_of(row.key) for row in self._assessed.rows]
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), self._first):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(min(rows) - 1, column, heading, self._styles.get("helper heading"))
        for place, row in zip(rows, self._assessed.rows, strict=True):
            self._write_row(place, row)
        self._write_total(max(rows) + 1)
        self._sheet.set_zoom(_ZOOM)

    def definitions(self) -> Iterator[tuple[str, str]]:
        """The names of the cells that a new estimate replaces, with what they point at."""
        sheet = names.quoted(self._at.sheet)
        for row in self._assessed.rows:
            for column, what in enumerate(names.ASSESSED, self._first):
                yield names.assessed_name(row.key, what), f"{sheet}!{fixed(self._row_of(row.key), column)}"
        below = 1 + max(self._row_of(row.key) for row in self._assessed.rows)
        for column, what in enumerate(names.ASSESSED[:2], self._first):
            yield names.assessed_name(TOTAL, what), f"{sheet}!{fixed(below, column)}"

    def _row_of(self, key: str) -> int:
        return self._at.places[f"{key}.score"][0]

    def _write_row(self, place: int, row: AssessedRow) -> None:
        style = self._styles.get("helper wrap")
        for column, points in enumerate((row.low, row.high), self._first):
            self._sheet.write_number(place, column, float(points), style)
        for column, text in enumerate((row.reason, row.raises), self._first + 2):
            self._sheet.write_string(place, column, text, style)
        now = self._write_now(place, row.key)
        widths = zip((row.reason, row.raises, now), _WIDTHS[2:], strict=True)
        self.lines[place] = max(lines_needed(text, width - 1) for text, width in widths)

    def _write_now(self, place: int, key: str) -> str:
        """What formulas tell of the row, and what they tell now."""
        style, column = self._styles.get("helper wrap"), self._first + _HEADINGS.index(_NOW)
        if told := self._now[key]:
            self._sheet.write_formula(place, column, f"={told[0]}", style, told[1])
            return told[1]
        self._sheet.write_blank(place, column, None, style)
        return ""

    def _write_total(self, place: int) -> None:
        for column, points in enumerate(self._assessed.total, self._first):
            self._sheet.write_number(place, column, float(points), self._styles.get("helper"))
        self._sheet.write_string(place, self._first + 2, _NOTE, self._styles.get("helper wrap"))
        self.lines[place] = lines_needed(_NOTE, _WIDTHS[2] - 1)
