"""A form while it is filled in and when it is printed: headings in sight, one page, no message cut."""

from __future__ import annotations

import openpyxl
import pytest
from jixiao.core import resources
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.sheets.problem_sheet import _WIDTHS
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample
from openpyxl.worksheet.worksheet import Worksheet

SAMPLES = ("assets-commission-2022", "service-center-2024", "cooperation-center-2024")
SCREEN = 135
"""Characters of columns in a window of 1366 pixels."""


@pytest.fixture(scope="module", params=SAMPLES)
def overall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    submission = read_sample(resources.path("workbook", "samples", f"{request.param}.yaml"))
    path = tmp_path_factory.mktemp("book") / "自评.xlsx"
    build(load(submission.family), submission, path)
    book = openpyxl.load_workbook(path)
    return next(sheet for sheet in book if "整体支出自评表" in sheet.title)


def test_the_headings_of_indicators_stay_in_sight_and_are_not_printed(overall: Worksheet) -> None:
    shown = [cell.value for cell in overall[1]]
    assert {"三级指标", "年度指标值", "实际完成值", "分值", "完成率"} <= set(shown)
    heading = next(row for row in overall.iter_rows(min_row=4) if any(cell.value == "三级指标" for cell in row))
    for top, below in zip(overall[1][1:], heading[1:], strict=True):
        told = str(below.value).partition("及")[0]  # of two things in one narrow heading the first
        assert top.value in (None, "返回首页", below.value, told) or below.value is None
    assert overall.freeze_panes == "A3"
    assert str(overall.print_area).rpartition("!")[2].startswith("$A$2:")
    assert overall.oddHeader.left.text == overall["A1"].value


def test_the_overall_form_is_printed_on_one_page(overall: Worksheet) -> None:
    assert overall.sheet_properties.pageSetUpPr.fitToPage
    assert {overall.page_setup.fitToWidth, overall.page_setup.fitToHeight} <= {None, 1}  # one is left unsaid


def test_a_long_message_is_shown_in_two_words(overall: Worksheet) -> None:
    formats = {rule.dxf.numFmt.formatCode for of in overall.conditional_formatting for rule in of.rules
               if rule.dxf is not None and rule.dxf.numFmt is not None}  # fmt: skip
    assert formats == {';;;"⚠ 见提示"', ';;;"以填写为准"'}


def test_all_columns_of_the_check_sheet_stand_in_a_narrow_window() -> None:
    assert sum(_WIDTHS) <= SCREEN
