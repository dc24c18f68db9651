"""汇总表.xlsx: the result as sheets to filter, sort and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks.findings import SEVERITY, SEVERITY_COLOURS
from jixiao.audit.presentation.results import shortened
from jixiao.core.files import private_folder, replacing
from jixiao.core.text_width import lines_needed, text_width
from jixiao.interfaces.collect.patterns import HEADINGS, Hint
from jixiao.interfaces.collect.summaries import Summary, examples, grade_counts, score_bands
from jixiao.interfaces.collect.tables import TABLES
from jixiao.interfaces.collect.waivers import REASON, SHEET
from jixiao.model.forms.shown_figures import shown_figures

_HEADINGS = {column.name: column.heading for columns in TABLES.values() for column in columns} | {
    "files": "涉及文件",
    "times": "次数",
    "waived": REASON,
    "reason": "读不了的原因",
    "title": "校验内容",
}
_MOST_FREQUENT = 10
_ROWS_OF_A_CHART = 18
_LONGEST, _NARROWEST = 2_000, 8
_WIDEST = 60
_WIDEST_OF = {
    **{"文件": 34, "单位": 26, "项目": 22, "附件": 20, "工作表": 18, "单元格": 12, "位置": 26, "数字": 18},
    **{"怎么办": 32, REASON: 24, "哪里不对": 48, "例子": 80, "年度指标值": 30, "实际完成值": 30, "赋分规则": 24},
}
"""Columns that may not be as wide as others, in characters of half width; an example may be wider."""
_FITTED = 5_000
"""Rows whose height is made for their text; programs do it for the others when they are looked at."""
_LINE_HEIGHT, _TALLEST = 13.5, 400.0
_WIDE = 230
"""Characters of half width that an A4 page shows readably; a wider list is for A3."""
_A3, _A4 = 8, 9
_MOST_ROWS = 1_000_000
"""A sheet holds 1 048 576; what is beyond stands in the Parquet table and is said so."""
_MOST_IN_TABLE = 20_000
"""Rows of a list that is a table; a longer one is written row by row, with a filter, so that memory stays small."""
_LOOKED_AT = 200
"""Rows by which the width of a column is chosen."""
_MOST_LINKS = 60_000
"""A sheet holds 65 530."""
_RATES = frozenset({"执行率", "完成率"})
_FINDINGS = (
    *("severity", "check", "unit", "project", "group", "sheet", "cell", "where"),
    *("message", "figures", "action", "number", "waived"),
)
"""Columns of 问题清单 behind the file, in order."""


def write_workbook(summary: Summary, target: Path, links: Mapping[str, str]) -> None:
    """Write the workbook; an earlier one is replaced when the new one is whole.

    Args:
        summary: the tables.
        target: the workbook.
        links: from a file's name to its path as seen from the workbook's folder.

    Raises:
        OutputError: it cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with (
        replacing(target) as temporary,
        private_folder(target.parent) as room,
        Workbook(str(temporary), options | {"tmpdir": str(room)}) as book,
    ):
        writer = _Sheets(book, links)
        writer.overview(summary)
        writer.table("各单位", summary.units)
        writer.table("各项目", summary.projects)
        writer.table("指标得分", _scored(summary.indicators))
        writer.table(SHEET, _listed(summary.findings))
        writer.table("共性问题", _with_examples(summary))
        writer.table("需要留意", summary.hints)
        if summary.changes is not None:
            writer.table("复报变化", summary.changes)
        writer.table("读不了的文件", summary.unread)
        if len(summary.repeated):
            writer.table("内容重复的文件", summary.repeated)


def hint_table(hints: Sequence[Hint]) -> Any:
    """The hints as a table."""
    import pandas as pd

    return pd.DataFrame([(h.kind, h.units, h.seen, h.evidence) for h in hints], columns=list(HEADINGS))


def _scored(scores: Any) -> Any:
    """Indicators for people: the form's id says nothing to them."""
    shown = scores.drop(columns="form")
    shown["project"] = shown["project"].astype("str").replace("", "整体支出")
    return shown


def _listed(findings: Any) -> Any:
    listed = findings[["file", *_FINDINGS]].copy()
    listed["severity"] = listed["severity"].map(SEVERITY)
    return listed


def _with_examples(summary: Summary) -> Any:
    table = summary.common[["check", "title", "severity", "files", "times"]].copy()
    table["severity"] = table["severity"].map(SEVERITY)
    table["例子"] = [
        "\n".join(f"{row.unit or row.file}：{row.message}" for row in examples(summary.findings, check).itertuples())
        for check in table["check"]
    ]
    return table


class _Sheets:
    """The sheets of the workbook, one after the other."""

    def __init__(self, book: Workbook, links: Mapping[str, str]) -> None:
        self._book, self._links = book, links
        cell = {"border": 1, "valign": "top", "text_wrap": True, "font_name": "宋体", "font_size": 10}
        self._text = book.add_format(cell | {"num_format": "@"})
        self._number = book.add_format(cell | {"num_format": "#,##0.00"})
        self._count = book.add_format(cell | {"num_format": "0"})
        self._rate = book.add_format(cell | {"num_format": "0.00%"})
        self._link = book.add_format(cell | {"font_color": "#1F4E9E", "underline": 1})
        self._head = book.add_format(
            cell | {"bold": True, "bg_color": "#DCE6F1", "align": "center", "valign": "vcenter"}
        )
        self._title = book.add_format({"bold": True, "font_size": 16, "font_name": "黑体"})
        self._note = book.add_format({"font_color": "#595959", "font_name": "宋体", "font_size": 10})
        self._colours = {
            SEVERITY[name]: book.add_format({"bg_color": colour}) for name, colour in SEVERITY_COLOURS.items()
        }

    def overview(self, summary: Summary) -> None:
        """总览: counts, and charts of scores and of problems."""
        sheet = self._book.add_worksheet("总览")
        sheet.write_string(0, 0, "绩效自评汇总", self._title)
        for row, (name, value) in enumerate(summary.totals.items(), start=2):
            sheet.write_string(row, 0, name, self._text)
            sheet.write_number(row, 1, value, self._count)
        sheet.set_column(0, 0, 20)
        sheet.set_column(3, 3, 26)
        scores = summary.totals_of_units
        frequent = summary.common.head(_MOST_FREQUENT)
        charts: tuple[tuple[str, list[tuple[str, int]], str], ...] = (
            ("总分分布（份）", score_bands(scores) if len(scores) else [], "column"),
            ("等级分布（份）", grade_counts(summary.units), "column"),
            ("最常见的问题（涉及文件数）", list(zip(frequent["title"], frequent["files"], strict=True)), "bar"),
        )
        for place, (title, points, kind) in enumerate(chart for chart in charts if chart[1]):
            self._chart(sheet, 2 + _ROWS_OF_A_CHART * place, title, points, kind)
        self._page(sheet, pages_high=1)

    def _chart(self, sheet: Worksheet, row: int, title: str, points: Sequence[tuple[str, int]], kind: str) -> None:
        """The points as a small table, and a chart of them beside it."""
        for offset, (name, value) in enumerate(points):
            sheet.write_string(row + offset, 3, name, self._text)
            sheet.write_number(row + offset, 4, value, self._count)
        last = row + len(points) - 1
        chart = self._book.add_chart({"type": kind})
        chart.add_series(
            {
                "categories": ["总览", row, 3, last, 3],
                "values": ["总览", row, 4, last, 4],
                "data_labels": {"value": True},
                "fill": {"color": "#2F6DB5"},
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_size({"width": 620, "height": 320})
        counts = {"num_format": "0", "major_gridlines": {"visible": False}, "min": 0}
        if kind == "bar":
            chart.set_x_axis(counts)
            chart.set_y_axis({"reverse": True})
        else:
            chart.set_y_axis(counts)
        sheet.insert_chart(row, 6, chart)

    def table(self, name: str, rows: Any) -> None:
        """One table of the summary as a sheet: frozen head, filter, printable."""
        shown, kept = shown_figures(), rows.head(_MOST_ROWS)
        is_long = len(kept) > _MOST_IN_TABLE
        sheet = self._sheet(name, is_long)
        known = _HEADINGS | {figure.column: figure.heading for figure in (*shown.units, *shown.projects)}
        headings = [known.get(column, column) for column in rows.columns]
        widths = [_width(heading, kept[column]) for heading, column in zip(headings, kept.columns, strict=True)]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self._page(sheet, paper=_A3 if sum(widths) > _WIDE else _A4)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings, self._head)
        self._rows(sheet, kept, headings, widths)
        _say_what_lacks(sheet, len(rows), len(kept), self._note)
        last = max(len(kept), 1)
        if len(kept) and not is_long:
            columns = [{"header": heading, "header_format": self._head} for heading in headings]
            sheet.add_table(0, 0, last, len(headings) - 1, {"columns": columns, "style": "Table Style Light 9"})
        else:
            sheet.autofilter(0, 0, last, len(headings) - 1)
        if "级别" in headings:
            self._coloured(sheet, headings.index("级别"), last)

    def _sheet(self, name: str, is_long: bool) -> Worksheet:
        """A new sheet; a long one keeps only the row that is written."""
        self._book.constant_memory = is_long  # a sheet takes it over as it is made
        sheet = self._book.add_worksheet(name)
        self._book.constant_memory = False
        return sheet

    def _rows(self, sheet: Worksheet, rows: Any, headings: Sequence[str], widths: Sequence[int]) -> None:
        """Write the rows, each as high as its longest text needs; not every program does that by itself."""
        linked = headings.index(_HEADINGS["file"]) if _HEADINGS["file"] in headings else None
        for number, row in enumerate(rows.itertuples(index=False), start=1):
            if number <= _FITTED:
                sheet.set_row(number, _height(row, widths))
            for place, value in enumerate(row):
                if place == linked and number <= _MOST_LINKS and value in self._links:
                    sheet.write_url(number, place, f"external:{self._links[value]}", self._link, value)
                else:
                    self._cell(sheet, number, place, value, headings[place])

    def _cell(self, sheet: Worksheet, row: int, place: int, value: Any, heading: str) -> None:
        if isinstance(value, str):
            sheet.write_string(row, place, shortened(value, _LONGEST), self._text)
        elif value is None or value != value:
            sheet.write_blank(row, place, None, self._text)
        else:
            style = self._rate if heading in _RATES else self._number if isinstance(value, float) else self._count
            sheet.write_number(row, place, float(value), style)

    def _coloured(self, sheet: Worksheet, place: int, count: int) -> None:
        for word, look in self._colours.items():
            sheet.conditional_format(
                1, place, max(count, 1), place, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
            )

    def _page(self, sheet: Worksheet, paper: int = _A4, pages_high: int = 0) -> None:
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.fit_to_pages(1, pages_high)
        sheet.repeat_rows(0)


def _width(heading: str, values: Any) -> int:
    """As wide as the first values need."""
    most = _WIDEST_OF.get(heading, _WIDEST)
    widths = [text_width(heading) + 4, *(min(text_width(str(v)) + 1, most) for v in values.head(_LOOKED_AT))]
    return min(most, max(_NARROWEST, *widths))


def _height(row: Iterable[Any], widths: Sequence[int]) -> float:
    texts = ((text, width) for text, width in zip(row, widths, strict=True) if isinstance(text, str))
    lines = max((lines_needed(text, width - 1) for text, width in texts), default=1)
    return min(_TALLEST, 3 + _LINE_HEIGHT * max(1, lines))


def _say_what_lacks(sheet: Worksheet, count: int, kept: int, look: Format) -> None:
    """Below the list: that it is empty, or that it goes on elsewhere."""
    if not count:
        sheet.write_string(1, 0, "没有", look)
    elif count > kept:
        told = f"一张表放不下：这里是前 {kept} 行，其余 {count - kept} 行见结果文件夹里的 .parquet 数据表"
        sheet.write_string(kept + 2, 0, told, look)
