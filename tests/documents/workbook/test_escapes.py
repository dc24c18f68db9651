"""Texts that look like the file's own escapes stay what they are."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.workbook.escapes import escaped, load_to_the_letter, unescaped
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.merge import MergedCellRange


@given(st.text(st.sampled_from("_x0005DFf甲"), max_size=24))
def test_any_text_is_what_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text


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
    monkeypatch.delattr(MergedCellRange, "format")
    sheet = load_to_the_letter(file, results=False).active
    assert [area.coord for area in sheet.merged_cells.ranges] == ["B2:C3"]
    assert (sheet["B2"].value, sheet["C3"].value, type(sheet["C3"])) == ("合计", None, MergedCell)
    assert sheet.parent.sheetnames == ["Sheet"]
