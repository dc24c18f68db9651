"""The list in a spreadsheet: one row each, texts as texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from jixiao.audit.presentation import Review, write_listing
from jixiao.core.files import OutputError
from jixiao.core.functions.results import Outcome

from .conftest import HOSTILE, LONG, finding


def test_it_has_one_row_for_each_finding(review_of: Callable[[str], Review], tmp_path: Path) -> None:
    found = review_of("hengyang-2022")
    write_listing(found, tmp_path / "清单.xlsx")
    book = openpyxl.load_workbook(tmp_path / "清单.xlsx")
    sheet = book["不符"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [(row[1], row[3], row[4] or "", row[7]) for row in rows] == [
        (f.check, f.sheet, f.cell, f.message) for f in found.failed
    ]
    assert {row[0] for row in rows} == {"错误", "提醒", "提示"}
    assert "通过" in sheet["A1"].value
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref == f"A2:L{len(rows) + 2}"
    assert sheet.column_dimensions["H"].width > 40
    assert book["没有核对"].max_row == 2 + sum(map(len, found.unjudged.values()))


def test_texts_stay_texts_and_long_ones_fit(review: Review, tmp_path: Path) -> None:
    hostile = finding(message="=1+1", action=HOSTILE, where="https://例.cn", source=LONG, figures=("=1+1",))
    write_listing(replace(review, findings=(hostile,)), tmp_path / "清单.xlsx")
    row = openpyxl.load_workbook(tmp_path / "清单.xlsx")["不符"][3]
    assert {cell.data_type for cell in row} == {"s"}
    assert row[7].value == "=1+1"
    assert row[5].hyperlink is None
    assert '<script>alert("1")</script>' in row[9].value
    assert row[10].value.endswith("…")


def test_a_list_without_findings_is_still_a_list(review: Review, tmp_path: Path) -> None:
    write_listing(replace(review, findings=(finding(outcome=Outcome.PASS),)), tmp_path / "清单.xlsx")
    assert openpyxl.load_workbook(tmp_path / "清单.xlsx")["不符"].max_row == 2


def test_without_a_folder_it_says_so(review: Review, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        write_listing(review, tmp_path / "无" / "清单.xlsx")
