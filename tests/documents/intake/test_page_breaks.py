"""Tables that a page break cut in two."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.audit.checks import run
from jixiao.documents.intake import read_report
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.intake.page_breaks import is_repeated, repeated_rows
from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load

from .word import Block, Cell, Row, docx

HEADINGS = ["一级指标", "二级指标", "三级指标", "分值"]
FIRST: list[Row] = [[Cell("项目名称"), Cell("道路养护", 3)], HEADINGS, ["产出", "数量", "里程", "10"]]
SECOND: list[Row] = [HEADINGS, ["效益", "社会", "通行", "30"], [Cell("总分", 3), "100"]]


def tables(path: Path, *blocks: Block) -> list[RawTable]:
    return read_document(docx(path / "a.docx", *blocks)).tables


def texts(table: RawTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("between", ["", "续表", "（续上表）"])
def test_the_second_part_goes_on_below_the_first_without_its_headings(tmp_path: Path, between: str) -> None:
    (table,) = tables(tmp_path, FIRST, between, SECOND)
    assert texts(table) == [["项目名称", "道路养护"], HEADINGS, ["产出", "数量", "里程", "10"],
                            ["效益", "社会", "通行", "30"], ["总分", "100"]]  # fmt: skip
    assert [[cell.row for cell in row] for row in table.rows[3:]] == [[3] * 4, [4] * 2]


def test_a_label_beside_the_headings_may_be_merged_away(tmp_path: Path) -> None:
    first = [["", "甲", "乙", "丙", "丁"], ["绩效指标", *HEADINGS], ["", "产出", "数量", "里程", "10"]]
    second = [["", *HEADINGS], ["", "效益", "社会", "通行", "30"]]
    (table,) = tables(tmp_path, first, second)
    assert texts(table)[-1] == ["", "效益", "社会", "通行", "30"]


def test_a_table_announced_as_going_on_needs_no_headings(tmp_path: Path) -> None:
    (table,) = tables(tmp_path, FIRST, "续表", SECOND[1:])
    assert texts(table)[-2:] == [["效益", "社会", "通行", "30"], ["总分", "100"]]


def test_tables_behind_it_are_numbered_anew(tmp_path: Path) -> None:
    found = tables(tmp_path, FIRST, SECOND, "附件", [["另", "表"]])
    assert [table.number for table in found] == [0, 1]


@pytest.mark.parametrize(
    "second",
    [
        FIRST,  # the next project's form begins as this one did
        [
            ["一级指标", "二级指标", "三级指标", "分值", "得分"],
            ["效益", "社会", "通行", "30", "30"],
        ],  # of another width
        [["甲", "乙", "丙", "丁"]],
    ],
    ids=["another form", "another width", "other headings"],
)
def test_another_table_stays_one_of_its_own(tmp_path: Path, second: list[Row]) -> None:
    assert len(tables(tmp_path, FIRST, second)) == 2


def test_a_text_between_keeps_tables_apart(tmp_path: Path) -> None:
    assert len(tables(tmp_path, FIRST, "附件3", SECOND)) == 2


PLAIN: list[Row] = [["项目", "预算数", "决算数"], ["办公费", "12.5", "10"], ["差旅费", "30", "28.6"]]
REST: list[Row] = [["会议费", "7.5", "6.4"], ["合计", "50", "45"]]
CODED: list[Row] = [["类", "款", "项目", "预算数"], ["302", "01", "办公费", "12.5"], ["303", "", "补助", "3"]]
CODED_REST: list[Row] = [["303", "02", "退休费", "3"], ["合计", "", "", "15.5"]]
TWO: list[Row] = [[Cell("项目", merge="restart"), Cell("本年支出", 2)], [Cell("", merge="continue"), "预算", "决算"]]


@pytest.mark.parametrize(
    ("first", "second", "length"),
    [(PLAIN, REST, 5), (PLAIN, [PLAIN[0], *REST], 5), ([*TWO, *PLAIN[1:]], [*TWO, *REST], 6),
     (CODED, CODED_REST, 5)],
    ids=["without headings", "with headings", "with two rows of headings", "under codes that several rows share"],
)  # fmt: skip
def test_a_list_of_figures_goes_on_behind_a_page(
    tmp_path: Path, first: list[Row], second: list[Row], length: int
) -> None:
    (table,) = tables(tmp_path, first, second)
    assert len(table.rows) == length
    assert texts(table)[-2:] == second[-2:]


@pytest.mark.parametrize(
    "second",
    [
        [PLAIN[0], *PLAIN[1:]],  # the same rows of another year or project
        [["科目", "预算数", "决算数"], *REST],
        [["会议费", "7.5", "已完成"], ["合计", "50", "45"]],
        [["会议费", Cell("7.5", 2)], ["合计", Cell("50", 2)]],
    ],
    ids=["the same rows", "other headings", "other contents", "other columns"],
)
def test_a_list_of_something_else_stays_one_of_its_own(tmp_path: Path, second: list[Row]) -> None:
    assert len(tables(tmp_path, PLAIN, second)) == 2
    assert len(tables(tmp_path, [*PLAIN, ["合计", "42.5", "38.6"]], [PLAIN[0], *REST])) == 2


def test_a_total_behind_a_page_is_that_of_both_parts(tmp_path: Path) -> None:
    wrong = [PLAIN[0], REST[0], ["合计", "50", "54"]]
    path = docx(tmp_path / "a.docx", "2022年度支出决算表（单位：万元）", PLAIN, wrong)
    submission = read_report(path).submission
    found = [f for f in run(evaluate(load(submission.family), submission)) if f.check == "T01"]
    assert [set(f.figures) >= {"54", "45"} for f in found] == [True]


def test_rows_that_print_headings_again_are_told_in_one_pass() -> None:
    rows = [HEADINGS, ["产出", "数量", "里程", "10"], [*HEADINGS, "绩效指标"], ["产出", "数量", "里程"], HEADINGS[:3]]
    table = RawTable(0, [[RawCell(n, c, 1, text) for c, text in enumerate(row)] for n, row in enumerate(rows)])
    assert repeated_rows(table) == {2}
    assert [n for n in range(5) if any(is_repeated(table, n, above) for above in range(n))] == [2]
