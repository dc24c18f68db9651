"""上报版: the forms alone, as printed: values only, no macros, no helper columns, no other sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xlsxwriter import Workbook

from jixiao.core.files import replacing
from jixiao.documents.workbook.build import sheet_titles
from jixiao.documents.workbook.layout.cells import format_of, write_value
from jixiao.documents.workbook.layout.raster import FIRST_ROW, Raster
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.sheets.form_sheet import HEAD_HEIGHT, FormSheet
from jixiao.documents.workbook.sheets.list_sheets import REMARKS
from jixiao.model.evaluation import Evaluation
from jixiao.model.forms.grid import Placed
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.unit_labels import worded

ANSWERS = "审核意见答复"
_ANSWER_HEADINGS, _ANSWER_WIDTHS = ("在哪里", "审核意见", "答复"), (28, 56, 56)


def build_final(evaluation: Evaluation, target: Path) -> None:
    """Write the workbook that is handed in, without optional forms that nothing is filled in.

    Raises:
        OutputError: the file cannot be written; nothing of it is left behind.
    """
    with replacing(target) as temporary:
        book = Workbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
        styles = Styles(book)
        for title, values in zip(sheet_titles(evaluation), evaluation.forms, strict=True):
            if values.is_printed:
                _FinalSheet(book, styles, title, values, ()).write()
        _write_answers(book, styles, evaluation.submission.lists.get(REMARKS, ()))
        book.close()


def _write_answers(book: Workbook, styles: Styles, remarks: Sequence[Sequence[str]]) -> None:
    """The reviewer's remarks with the unit's answers; a remark without one says so."""
    if not remarks:
        return
    sheet = book.add_worksheet(ANSWERS)
    for column, (heading, width) in enumerate(zip(_ANSWER_HEADINGS, _ANSWER_WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.get("grid heading"))
    for row, (where, cell, text, answer, *_) in enumerate(remarks, 1):
        texts = (f"{where} {cell}".strip(), text, answer or "（没有答复）")
        for column, said in enumerate(texts):
            sheet.write_string(row, column, said, styles.get("grid left", "@"))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


class _FinalSheet(FormSheet):
    """A form without anything that is not printed; its rows follow each other without boundary rows."""

    def write(self) -> None:
        """Write the sheet."""
        height = self.at.layout.height
        first = FIRST_ROW + self.at.above.height
        rows = tuple(range(first, first + height))
        self.at.raster = Raster(rows, rows, {}, first + height - 1)
        self._write_head()
        for placed in self.at.layout.cells:
            self._write_placed(placed)
        self._write_lines()
        self._set_heights()
        self._set_up_page()

    def _write_head(self) -> None:
        """The attachment's number and the title; there is no first sheet to go back to."""
        self._sheet.set_row(0, HEAD_HEIGHT)
        self._sheet.write_string(0, 0, self._form.attachment, self._styles.get("subtitle"))
        if not self._form.title_inside:
            title = worded(self._values.data, self._form.title, self._values.schema.year)
            self._sheet.merge_range(1, 0, 1, self.at.width - 1, title, self._styles.get("title"))
        self._sheet.set_row(1, 6 if self._form.title_inside else 30)

    def _write_field(self, placed: Placed, area: tuple[int, int, int, int], look: str) -> None:
        """The value as the report prints it, without the colours that tell what to fill in."""
        kind = placed.cell.kind
        text = self._values.printed(placed.key, placed.block, placed.index)
        style = self._styles.get(look, format_of(kind, text))
        self._merge(area, style)
        write_value(self._sheet, *area[:2], cell_value(text, kind), style)
