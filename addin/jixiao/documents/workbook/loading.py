"""Workbooks as openpyxl's objects, to be read and never saved: texts to the letter, and without what nobody reads."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import IO, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import WorkSheetParser, WorksheetReader
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import COMMENTS_NS, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from jixiao.documents.workbook.escapes import unescaped

_MAIN = f"{{{SHEET_MAIN_NS}}}"


def load_to_the_letter(file: IO[bytes], *, results: bool, borders: bool = False) -> Any:
    """A workbook as openpyxl's objects, to be read and never saved.

    Args:
        file: the open file.
        results: stored results instead of formulas.
        borders: merged cells have the borders around their area.
    """
    reader = _Reader(file, data_only=results, keep_links=False)
    reader.borders = borders
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl cannot keep, as an area to print that a formula gives
        reader.read()
    for sheet in reader.wb.worksheets:
        for cell in sheet._cells.values():
            if cell.data_type == "s" and "_x" in cell.value:
                cell._value = unescaped(cell.value)  # its setter refuses what only the file's writer could refuse
    return reader.wb


def cells_of(sheet: Any) -> list[Any]:
    """The cells that a sheet's file has, row by row.

    openpyxl's own rows have every cell up to the last one: a single one in the far corner makes 17 thousand million.
    """
    return [cell for _, cell in sorted(sheet._cells.items())]


class _SheetParser(WorkSheetParser):  # type: ignore[misc,unused-ignore]
    def parse_formatting(self, element: object) -> None:
        """Conditional formats are left out: nothing here asks for them, and a form has dozens."""


class _SheetReader(WorksheetReader):  # type: ignore[misc,unused-ignore]
    """Merged cells get borders only where asked: openpyxl draws them anew, which takes as long as all the rest."""

    def __init__(self, sheet: Worksheet, stream: IO[bytes], texts: list[str], *, results: bool, borders: bool) -> None:
        book = sheet.parent
        self.ws, self.borders = sheet, borders
        self.tables: list[str] = []
        self.parser = _SheetParser(
            stream, texts, results, book.epoch, book._date_formats, book._timedelta_formats, rich_text=False
        )

    def bind_merged_cells(self) -> None:
        """Keep the areas, and leave of each only the cell in its corner."""
        if self.borders:
            super().bind_merged_cells()
            return
        areas = self.parser.merged_cells.mergeCell if self.parser.merged_cells else ()
        self.ws.merged_cells = MultiCellRange([CellRange(area.ref) for area in areas])
        for area in self.ws.merged_cells.ranges:
            _, *others = area.cells
            self.ws._cells.update({place: MergedCell(self.ws, *place) for place in others})


class _Reader(ExcelReader):  # type: ignore[misc,unused-ignore]
    """Leaves texts as the file has them, and leaves out what nobody reads: pictures, charts, tables."""

    borders = False

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files:
                is_chart = "chartsheet" in relation.Type
                made = self.wb.create_chartsheet(sheet.name) if is_chart else self._sheet(sheet.name, relation.target)
                made.sheet_state = sheet.state

    def _sheet(self, title: str, part: str) -> Worksheet:
        sheet, relations = self.wb.create_sheet(title), get_rels_path(part)
        if relations in self.valid_files:
            sheet._rels = get_dependents(self.archive, relations)
        with self.archive.open(part) as stream:
            _SheetReader(sheet, stream, self.shared_strings, results=self.data_only, borders=self.borders).bind_all()
        for relation in sheet._rels.find(COMMENTS_NS):
            self._read_comments(sheet, relation.target)
        return sheet

    def _read_comments(self, sheet: Worksheet, part: str) -> None:
        for reference, comment in CommentSheet.from_tree(fromstring(self.archive.read(part))).comments:
            cell = sheet[reference]
            if not isinstance(cell, MergedCell):
                cell.comment = comment

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as stream:
                self.shared_strings = list(_strings(stream))


def _strings(stream: IO[bytes]) -> Iterator[str]:
    """The shared texts: plain, or in runs of one look each; how they are spoken (``rPh``) is no part of them."""
    for _, node in iterparse(stream):
        if node.tag == f"{_MAIN}si":
            texts = [*node.iterfind(f"{_MAIN}t"), *node.iterfind(f"{_MAIN}r/{_MAIN}t")]
            yield "".join(text.text or "" for text in texts)
            node.clear()
