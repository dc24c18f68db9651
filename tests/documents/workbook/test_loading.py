"""A workbook as it is loaded: texts as the file means them, and no more of the rest than is read."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from jixiao.documents.workbook.loading import load_to_the_letter
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.worksheet.merge import MergedCellRange


@pytest.mark.parametrize("results", [False, True])
@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("_x000D_", "\r"),
        ("_x005F_x000D_", "_x000D_"),
        ("甲_x0007_乙", "甲\x07乙"),
        ("_x4E2D_", "_x4E2D_"),
        ("_x", "_x"),
    ],
)
def test_what_a_file_stores_is_read_as_it_means(stored: str, meant: str, results: bool) -> None:
    book, file = openpyxl.Workbook(), BytesIO()
    book.active["A1"], book.active["A2"] = stored, '="_x000D_"'
    book.save(file)
    sheet = load_to_the_letter(file, results=results).active
    assert sheet["A1"].value == meant
    assert sheet["A2"].value == (None if results else '="_x000D_"')


def test_merged_cells_are_read_without_the_borders_that_openpyxl_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    book, file = openpyxl.Workbook(), BytesIO()
    book.active["B2"] = "合计"
    book.active.merge_cells("B2:C3")
    book.save(file)
    monkeypatch.setattr(MergedCellRange, "__init__", None)
    sheet = load_to_the_letter(file, results=False).active
    assert [area.coord for area in sheet.merged_cells.ranges] == ["B2:C3"]
    assert (sheet["B2"].value, sheet["C3"].value, type(sheet["C3"])) == ("合计", None, MergedCell)
    assert sheet.parent.sheetnames == ["Sheet"]


def test_remarks_runs_of_a_text_and_the_order_of_sheets_stay() -> None:
    book, file = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = CellRichText("合", TextBlock(InlineFont(b=True), "计"))
    book.active["A1"].comment = Comment("请核对", "审核")
    book.create_chartsheet("图").add_chart(BarChart())
    book.create_sheet("三").sheet_state = "hidden"
    book.save(file)
    loaded = load_to_the_letter(file, results=False)
    assert [(sheet.title, sheet.sheet_state) for sheet in loaded.worksheets] == [("Sheet", "visible"), ("三", "hidden")]
    assert loaded.sheetnames == ["Sheet", "图", "三"]
    assert (loaded.active["A1"].value, loaded.active["A1"].comment.text) == ("合计", "请核对")
