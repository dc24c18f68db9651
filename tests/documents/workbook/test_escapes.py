"""Texts that look like the file's own escapes stay what they are."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.workbook.escapes import escaped, load_to_the_letter, unescaped


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
