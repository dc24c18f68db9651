"""A form while it is filled in and when it is printed: headings in sight, one page, no message cut."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from jixiao.core import resources
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.sheets.problem_sheet import _WIDTHS
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample, start
from openpyxl.worksheet.worksheet import Worksheet

SAMPLES = ("assets-commission-2022", "service-center-2024", "cooperation-center-2024")
VOLATILE = re.compile(r"\b(?:NOW|TODAY|OFFSET|INDIRECT|CELL|INFO|RAND)\(")
"""What makes a book count as changed when it is only opened."""

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


def conditions(sheet: Worksheet) -> dict[str, list[tuple[str, str]]]:
    """By what a condition lets a cell show: the cells, and when."""
    found: dict[str, list[tuple[str, str]]] = {}
    for of in sheet.conditional_formatting:
        for rule in of.rules:
            if rule.dxf is not None and rule.dxf.numFmt is not None:
                found.setdefault(rule.dxf.numFmt.formatCode.split('"')[1], []).append((str(of.sqref), rule.formula[0]))
    return found


def test_a_long_message_is_shown_in_two_words(overall: Worksheet) -> None:
    assert {"⚠ 见提示", "以填写为准"} <= set(conditions(overall))


def test_a_date_and_every_total_that_counts_it_say_so_at_once_and_nothing_is_volatile(overall: Worksheet) -> None:
    told = conditions(overall)
    spent = overall.defined_names["funds_spent"].attr_text.rpartition("!")[2]
    assert any(spent.replace("$", "") in cells for cells, _ in told["⚠日期"])
    assert [cells for cells, when in told["⚠含日期"] if spent in when]  # the rate and the score
    held = (str(cell.value) for row in overall.iter_rows() for cell in row)
    assert not [formula for formula in held if VOLATILE.search(formula)]


def test_a_row_is_as_tall_as_its_hints(tmp_path: Path) -> None:
    submission = start(load("hunan-2024"), "某某局", 2024)
    next(submission.of("base")).fields |= {"reception.budget": "约三百多" * 4, "reception.final": "见附件" * 6}
    build(load("hunan-2024"), submission, tmp_path / "自评.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "自评.xlsx", data_only=True)["附件1 基础数据表"]
    row, hint = next((cell.row, cell.value) for line in sheet for cell in line if "读不出来" in str(cell.value))
    lines = lines_needed(hint, sheet.column_dimensions["I"].width - 1)
    assert lines > 2
    assert sheet.row_dimensions[row].height >= 14 * lines


def test_a_heading_over_two_rows_is_not_cut(tmp_path: Path) -> None:
    submission = start(load("yunnan-2022"), "某某局", 2024)
    build(load("yunnan-2022"), submission, tmp_path / "自评.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "自评.xlsx")["附件1 项目1"]
    heading = next(cell for line in sheet for cell in line if str(cell.value).startswith("偏差原因分析及"))
    assert sum(sheet.row_dimensions[heading.row + row].height for row in (0, 1)) >= 3 * 14  # it takes three lines


def test_all_columns_of_the_check_sheet_stand_in_a_narrow_window() -> None:
    assert sum(_WIDTHS) <= SCREEN
