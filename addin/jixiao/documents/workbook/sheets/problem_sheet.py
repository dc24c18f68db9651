"""校验: what is wrong now, worst first, by native formulas over 全部校验; each with a way to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks.findings import SEVERITY, SEVERITY_COLOURS
from jixiao.core.functions.results import Outcome
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.raster import address, fixed, fixed_range
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.sheets.check_sheet import EXPLAINED, CheckRow, CheckSheet
from jixiao.documents.workbook.sheets.list_sheets import REMARKS
from jixiao.model.forms.sheet_titles import ALL_CHECKS, CHECKS, EXPLANATION

SHOWN = 60
"""Rows for what is wrong; of more the first ones are shown, the others stand in 全部校验."""

_NOTHING = "✓ 没有发现问题"
_HEADINGS = ("级别", "表", "校验内容", "说明（两边的数字）", "怎么办", "依据", EXPLANATION, "转到")
_SOURCES = (1, 2, 3, 5, 6, 7, EXPLAINED)
"""The columns of 全部校验 that the first ones show."""
_WIDTHS = (5, 13, 17, 32, 25, 18, 11, 14)
"""Characters; together as many as a window of 1366 pixels shows."""
_HEAD_ROW, _FIRST_ROW = 2, 3
FIRST_PROBLEM = _FIRST_ROW + 1
"""The first row of what is wrong, counted from 1."""
_RANK, _TARGET, _PLACE = 9, 10, 11
_STEP = 100_000
_REMARK_HEADINGS = ("", "表", "格子", "审核意见", "答复（在这里写）", "谁提的", "来自哪个文件")
_ANSWER = 4
_TALLEST = 400.0
_LINE_HEIGHT = 13.5
_FEWEST_LINES, _READABLE = 3, 12
"""Lines of a row, and how many rows have them before anything is wrong: what comes up later must be read there."""


def problem_height(shown: Sequence[str]) -> float:
    """The height in points that a row needs, whatever comes to stand there; by its texts from the first column on."""
    lines = max(lines_needed(text, width - 1) for text, width in zip(shown, _WIDTHS, strict=False))
    return min(_TALLEST, 6 + _LINE_HEIGHT * max(_FEWEST_LINES, lines))


class ProblemSheet:
    """Writes the sheet that a check ends on; it is added before 全部校验 and written after it."""

    def __init__(self, book: Workbook, styles: Styles) -> None:
        self._book = book
        self._styles = styles
        self._sheet = book.add_worksheet(CHECKS)

    def write(self, checks: CheckSheet, remarks: Sequence[Sequence[str]] = ()) -> None:
        """Write the sheet, with a reviewer's remarks below what is wrong."""
        self._write_head(checks)
        self._write_ranks(checks)
        wrong = sorted(
            (row for row in checks.rows if row.result.startswith(Outcome.FAIL.value)),
            key=lambda row: list(SEVERITY.values()).index(row.what[1]),
        )
        for number in range(SHOWN):
            self._write_row(number, checks, wrong[number] if number < len(wrong) else None)
        self._set_up_page(_write_remarks(self._book, self._sheet, self._styles, remarks))

    def _write_head(self, checks: CheckSheet) -> None:
        counts = [
            (level, checks.count_formula(Outcome.FAIL, level=level), checks.count(Outcome.FAIL, level=level))
            for level in SEVERITY.values()
        ]
        text = "要看的：" + "，".join(f"{level} {count} 处" for level, _, count in counts)
        formula = '"要看的："&' + '&"，"&'.join(f'"{level} "&{formula}&" 处"' for level, formula, _ in counts)
        formula = f'IF({checks.count_formula(Outcome.FAIL)}=0,"{_NOTHING}",{formula})'
        text = text if checks.count(Outcome.FAIL) else _NOTHING
        self._sheet.write_formula(0, 0, f"={formula}", self._styles.get("subtitle"), text)
        link = f"internal:{names.quoted(ALL_CHECKS)}!A1"
        self._sheet.write_url(1, 0, link, self._styles.get("link"), "看全部校验结果")
        told = f"随填写即时变化，错误在最前，最多列 {SHOWN} 项；没有填的见首页，全文前后不一致的按“校验全部”查。"
        self._sheet.write_string(1, 2, told, self._styles.get("quiet"))
        for column, (width, heading) in enumerate(zip(_WIDTHS, _HEADINGS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(_HEAD_ROW, column, heading, self._styles.get("grid heading"))

    def _write_ranks(self, checks: CheckSheet) -> None:
        """Hidden: the place in line of each row that is wrong, and where its link leads."""
        error, warning = SEVERITY["error"], SEVERITY["warning"]
        for number, row in enumerate(checks.rows):
            at = _FIRST_ROW + number
            result, level = (
                f"{names.quoted(ALL_CHECKS)}!{fixed(checks.first_row + number, column)}" for column in (4, 1)
            )
            rank = f'IF({level}="{error}",1,IF({level}="{warning}",2,3))*{_STEP}+{number + 1}'
            value = (list(SEVERITY.values()).index(row.what[1]) + 1) * _STEP + number + 1
            is_wrong = row.result.startswith(Outcome.FAIL.value)
            formula = f'=IF({result}="{Outcome.FAIL.value}",{rank},"")'
            self._sheet.write_formula(at, _RANK, formula, None, value if is_wrong else stored(""))
            self._sheet.write_formula(at, _TARGET, f"={row.link[0]}", None, row.leads_to)
        self._last = _FIRST_ROW + len(checks.rows) - 1

    def _write_row(self, number: int, checks: CheckSheet, row: CheckRow | None) -> None:
        at, place = _FIRST_ROW + number, fixed(_FIRST_ROW + number, _PLACE)
        ranks, targets = (fixed_range(_FIRST_ROW, self._last, column) for column in (_RANK, _TARGET))
        found = f'=IFERROR(MOD(SMALL({ranks},{number + 1}),{_STEP}),"")'
        value = float(checks.rows.index(row) + 1) if row else stored("")
        self._sheet.write_formula(at, _PLACE, found, None, value)
        shown = (*row.what[1:], row.result, *row.advice, row.explanation) if row else ("",) * len(_SOURCES)
        for column, (source, text) in enumerate(zip(_SOURCES, shown, strict=True)):
            formula = f'=IF(N({place})=0,"",INDEX({checks.column(source)},{place})&"")'
            self._sheet.write_formula(at, column, formula, self._styles.get("grid left"), stored(text))
        title = f"INDEX({checks.column(8)},{place})"
        link = f'=IF(N({place})=0,"",HYPERLINK(INDEX({targets},{place}),{title}))'
        last = len(_SOURCES)
        self._sheet.write_formula(
            at, last, link, self._styles.get("grid link left"), stored(row.link[1] if row else "")
        )
        if row or number < _READABLE:
            self._sheet.set_row(at, problem_height(shown))

    def _define_print_area(self, last: int) -> None:
        """As far as anything stands, now and later: no lined pages without a word."""
        sheet, width = names.quoted(CHECKS), len(_HEADINGS)
        listed = f"{_FIRST_ROW}+MIN({SHOWN},COUNT({sheet}!{fixed_range(_FIRST_ROW, self._last, _RANK)}))"
        bottom = str(last + 1) if last >= _FIRST_ROW + SHOWN else listed
        whole = f"{sheet}!{fixed(0, 0)}:{fixed(last, width - 1)}"
        area = f"{sheet}!{fixed(0, 0)}:INDEX({whole},{bottom},{width})"
        self._book.define_name(f"{sheet}!{names.PRINT_AREA}", f"={area}")

    def _set_up_page(self, last: int) -> None:
        area = (_FIRST_ROW, 0, _FIRST_ROW + SHOWN - 1, 0)
        for severity, colour in SEVERITY_COLOURS.items():
            look = self._styles.filled(colour)
            criteria = f'={address(_FIRST_ROW, 0)}="{SEVERITY[severity]}"'
            self._sheet.conditional_format(*area, {"type": "formula", "criteria": criteria, "format": look})
        self._sheet.set_column(_RANK, _PLACE, None, None, {"hidden": True})
        self._sheet.freeze_panes(_FIRST_ROW, 0)
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._define_print_area(last)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(_HEAD_ROW)
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"format_rows": True, "format_columns": True})


def _write_remarks(book: Workbook, sheet: Worksheet, styles: Styles, remarks: Sequence[Sequence[str]]) -> int:
    """A reviewer's remarks with a cell for each answer; returns the sheet's last row."""
    last = _FIRST_ROW + SHOWN - 1
    if not remarks:
        return last
    head = last + 2
    told = f"有 {len(remarks)} 条审核意见，请在下面逐条答复（点这里）"
    sheet.write_url(1, 4, f"internal:{names.quoted(CHECKS)}!A{head + 1}", styles.get("link"), told)
    for column, heading in enumerate(_REMARK_HEADINGS):
        sheet.write_string(head, column, heading, styles.get("grid heading"))
    for row, remark in enumerate(remarks, head + 1):
        place = f"internal:{names.quoted(remark[0])}!{remark[1]}" if remark[1] else ""
        if place:
            sheet.write_url(row, 0, place, styles.get("grid link"), "转到")
        for column, text in enumerate(remark, 1):
            look = "grid input left" if column == _ANSWER else "grid left"
            sheet.write_string(row, column, text, styles.get(look, "@"))
        lines = max(lines_needed(text, width - 1) for text, width in zip(remark, _WIDTHS[1:], strict=False))
        sheet.set_row(row, min(_TALLEST, 6 + _LINE_HEIGHT * max(2, lines)))
    area = f"{fixed(head + 1, 1)}:{fixed(head + len(remarks), len(_REMARK_HEADINGS) - 1)}"
    book.define_name(names.list_name(REMARKS), f"={names.quoted(CHECKS)}!{area}")
    return head + len(remarks)
