"""待处理: what was read from a document and found no place, for a person to put where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.raster import fixed, fixed_range
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.forms.sheet_titles import UNPLACED
from jixiao.model.submission.submission import Unplaced

_WIDTHS = (22, 70, 34, 44)
_HEADINGS = ("在原文件的哪里", "内容", "放到哪里（从下拉列表里选）", "怎么办")
_CHOICE, _LIST = 2, 5
_LINE_HEIGHT = 14.5
_HELP = "选好以后，按“校验全部”就移过去；不按按钮的，校验、生成报告时也按您选的位置算。用不着的内容，把这一行删去。"


def write_unplaced(book: Workbook, styles: Styles, unplaced: Sequence[Unplaced], places: Sequence[str]) -> None:
    """Write the sheet, if there is anything to put on it; ``places`` are what a person can choose from."""
    if not unplaced:
        return
    sheet = book.add_worksheet(UNPLACED)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.get("grid heading"))
    for row, item in enumerate(unplaced, start=1):
        for column, text in ((0, item.where), (1, item.text), (3, item.advice)):
            sheet.write_string(row, column, text, styles.get("grid left"))
        sheet.write_blank(row, _CHOICE, None, styles.get("grid input left", "@"))
        sheet.set_row(row, min(400.0, 6 + _LINE_HEIGHT * lines_needed(item.text, _WIDTHS[1] - 2)))
    last = len(unplaced)
    sheet.write_column(0, _LIST, places)
    sheet.set_column(_LIST, _LIST, None, None, {"hidden": True})
    told = {"input_title": "放到哪里", "input_message": _HELP, "error_message": "请从下拉列表里选"}
    source = f"={fixed_range(0, len(places) - 1, _LIST)}"
    sheet.data_validation(1, _CHOICE, last, _CHOICE, {"validate": "list", "source": source, **told})
    book.define_name(names.UNPLACED, f"={UNPLACED}!{fixed(1, 0)}:{fixed(last, 3)}")
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last, len(_WIDTHS) - 1)
