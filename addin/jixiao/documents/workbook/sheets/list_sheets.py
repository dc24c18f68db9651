"""Lists that go with a workbook, each on a sheet of its own: rows of texts under headings, read again by their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.forms.sheet_titles import DISAGREEMENTS, HANDED, HANDED_OUT, LOG

KEEP, TAKE = "保留工作簿的", "采用送来的"
"""What becomes of a disagreement."""

LOG_ROOM = 5_000
"""Rows of the log's area: buttons write below what stands there."""

_LINE_HEIGHT = 14.5
_TALLEST = 400.0
_HEAD_ROW, _FIRST_ROW = 1, 2


@dataclass(frozen=True)
class ListSheet:
    """How a list stands on its sheet.

    ``inputs`` are the columns that people write in, ``choices`` what they choose from there. What is ``hidden`` only
    the program reads; its rows are not wrapped.
    """

    title: str
    told: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    inputs: tuple[int, ...] = ()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_hidden: bool = False


LISTS: dict[str, ListSheet] = {
    "disagreements": ListSheet(
        DISAGREEMENTS,
        "下面各处，工作簿里填的和送来的不一样，现在留的都是工作簿里的。请在最右一列逐处选定，再按“合并”按钮"
        "（或运行 jixiao merge 这个工作簿），选定的就写进去；不选的留着下次再定。",
        ("编号", "表", "格子", "栏目", "工作簿里的", "送来的", "谁送来的", "采用哪个"),
        (0, 24, 9, 34, 40, 40, 28, 16),
        inputs=(7,),
        choices={7: (KEEP, TAKE)},
    ),
    "parts": ListSheet(
        HANDED_OUT,
        "分给各人填写的部分",
        ("谁填", "内容", "文件", "发出", "收回", "内容编号", "收回时的指纹"),
        (16, 40, 30, 18, 18, 40, 20),
        is_hidden=True,
    ),
    "handed": ListSheet(HANDED, "发出时的内容", ("表", "编号", "内容"), (12, 40, 60), is_hidden=True),
    "log": ListSheet(
        LOG,
        "程序改动的记录：只记命令和按钮改的，不记您自己输入的",
        ("时间", "命令或按钮", "批次", "表", "编号", "格子", "改前", "改后"),
        (20, 18, 12, 24, 30, 9, 40, 40),
        is_hidden=True,
    ),
}
REMARKS = "remarks"
"""The list of a reviewer's remarks stands on 校验."""
COLUMNS = {key: len(each.headings) for key, each in LISTS.items()} | {REMARKS: 6}
"""How many columns each list has."""


def write_lists(book: Workbook, styles: Styles, lists: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Write the lists that have rows, each on its sheet."""
    for key, spec in LISTS.items():
        if rows := lists.get(key):
            _write(book, book.add_worksheet(spec.title), styles, key, rows)


def _write(book: Workbook, sheet: Worksheet, styles: Styles, key: str, rows: Sequence[Sequence[str]]) -> None:
    spec = LISTS[key]
    sheet.write_string(0, 0 if spec.is_hidden else 1, spec.told, styles.get("quiet"))
    for column, (heading, width) in enumerate(zip(spec.headings, spec.widths, strict=True)):
        sheet.set_column(column, column, width, None, {"hidden": not width})
        sheet.write_string(_HEAD_ROW, column, heading, styles.get("grid heading"))
    for number, row in enumerate(rows, _FIRST_ROW):
        _write_row(sheet, styles, spec, number, row)
    last = _FIRST_ROW + len(rows) - 1
    for column, items in spec.choices.items():
        sheet.data_validation(_FIRST_ROW, column, last, column, {"validate": "list", "source": list(items)})
    end = max(last, LOG_ROOM) if key == "log" else last
    area = f"{fixed(_FIRST_ROW, 0)}:{fixed(end, len(spec.headings) - 1)}"
    book.define_name(names.list_name(key), f"={names.quoted(spec.title)}!{area}")
    _set_up(sheet, spec)


def _write_row(sheet: Worksheet, styles: Styles, spec: ListSheet, number: int, row: Sequence[str]) -> None:
    for column, text in enumerate(row):
        look = "quiet" if spec.is_hidden else "grid input left" if column in spec.inputs else "grid left"
        sheet.write_string(number, column, text, styles.get(look, "@"))
    if not spec.is_hidden:
        lines = max(lines_needed(text, max(8, width - 2)) for text, width in zip(row, spec.widths, strict=True))
        sheet.set_row(number, min(_TALLEST, 6 + _LINE_HEIGHT * lines))


def _set_up(sheet: Worksheet, spec: ListSheet) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if spec.is_hidden:
        sheet.protect()
        sheet.very_hidden()
        return
    sheet.set_landscape()
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_rows": True, "format_columns": True})
