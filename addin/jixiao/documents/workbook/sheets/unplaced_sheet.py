"""待处理: what was read from a document and found no place, for a person to put where it belongs."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook

from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.forms.sheet_titles import UNPLACED
from jixiao.model.submission.submission import Unplaced

_WIDTHS = (26, 80, 46)
_LINE_HEIGHT = 14.5


def write_unplaced(book: Workbook, styles: Styles, unplaced: Sequence[Unplaced]) -> None:
    """Write the sheet, if there is anything to put on it."""
    if not unplaced:
        return
    sheet = book.add_worksheet(UNPLACED)
    headings = ("在原文件的哪里", "内容（放好以后可以删去这一行）", "怎么办")
    for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.get("grid heading"))
    for row, item in enumerate(unplaced, start=1):
        for column, text in enumerate((item.where, item.text, item.advice)):
            sheet.write_string(row, column, text, styles.get("grid left"))
        sheet.set_row(row, min(400.0, 6 + _LINE_HEIGHT * lines_needed(item.text, _WIDTHS[1] - 2)))
    area = f"{fixed(1, 0)}:{fixed(len(unplaced), 2)}"
    book.define_name(names.UNPLACED, f"={UNPLACED}!{area}")
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
