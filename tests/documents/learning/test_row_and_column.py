"""A field of a grid has the key of its row and its column together."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.documents.learning import learn
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.taken import CellRole

from .blanks import grid, write_docx

HEAD = "项目名称||>|>|>\n主管部门||>|>|>\n"
"""By these a table is a form."""

THREE_PUBLIC = """
项目|预算数|决算数
合计||
因公出国（境）费||
公务接待费||
公务用车购置及运行维护费||
"""
GRIDS: dict[str, tuple[str, list[list[str]]]] = {
    "what a budget was adjusted by": (
        HEAD + "资金来源|年初预算数|预算调整数|调整后预算数|执行数\n合计||||\n其中：基本支出||||",
        [
            ["funds.initial", "funds.change", "funds.budget", "funds.spent"],
            ["basic_spending.initial", "basic_spending.change", "basic_spending.budget", "basic_spending.spent"],
        ],
    ),
    "what was added": (
        HEAD + "资金来源|上年结转|年初预算数|年中追加|支出数\n财政拨款||||\n项目支出||||",
        [
            ["fiscal.opening", "fiscal.initial", "fiscal.increase", "fiscal.spent"],
            [
                "project_spending.opening",
                "project_spending.initial",
                "project_spending.increase",
                "project_spending.spent",
            ],
        ],
    ),
    "parts of what was spent, side by side": (
        HEAD + "资金（万元）|总支出|基本支出|项目支出|执行率\n^||||",
        [
            ["funds.spent", "basic_spending.spent", "project_spending.spent", "funds.rate"],
        ],
    ),
    "money of other rows": (
        HEAD + "资金来源|全年预算数|统筹整合资金数|全年到位资金|预算到位\n中央及省级财政资金||||\n地（市）县资金||||",
        [
            ["superior.budget", "superior.integrated", "superior.received", "superior.received_rate"],
            ["county.budget", "county.integrated", "county.received", "county.received_rate"],
        ],
    ),
    "last year": (
        HEAD + "资金来源|上年度预算安排|上年度实际执行|本年度申请金额|备注\n财政拨款||||\n自有资金||||",
        [
            ["fiscal.last_budget", "fiscal.previous", "fiscal.applied", "fiscal.reason"],
            ["unit_funds.last_budget", "unit_funds.previous", "unit_funds.applied", "unit_funds.reason"],
        ],
    ),
    "of three public expenses the sum is theirs": (
        THREE_PUBLIC,
        [
            ["three_public.budget", "three_public.final"],
            ["abroad.budget", "abroad.final"],
        ],
    ),
}


def learned(folder: Path, table: str) -> LearnedForm:
    (form,) = learn("learned", [write_docx(folder / "样表.docx", "项目支出绩效自评表", grid(table))]).forms
    return form


def keys_by_row(form: LearnedForm) -> list[list[str]]:
    taken = form.taken
    rows = [[taken.of(cell) for cell in row] for row in taken.table.rows]
    return [[t.key if t.sureness else "~" for t in row if t.role is CellRole.FIELD] for row in rows]


@pytest.mark.parametrize("name", GRIDS)
def test_a_field_of_a_grid_has_the_key_of_its_row_and_its_column(name: str, tmp_path: Path) -> None:
    table, rows = GRIDS[name]
    found = keys_by_row(learned(tmp_path, table))
    assert [row for row in rows if row not in found] == [], found


def test_what_was_received_is_no_row_of_the_funds(tmp_path: Path) -> None:
    sides = HEAD.replace("||>|>|>", "||>|>|>|>") + "收入|预算数|决算数|支出|预算数|决算数\n1.事业收入|||1.项目支出||"
    found = keys_by_row(learned(tmp_path, sides))[-1]
    assert found == [
        *("income_business.budget", "income_business.spent"),
        *("project_spending.budget", "project_spending.spent"),
    ]


def test_what_money_was_spent_on_is_a_list_of_the_unit_own(tmp_path: Path) -> None:
    listed = HEAD + "支出内容|计划支出数|>|实际支出数|>\n燃料费||>|177.80|>\n维修费||>|10.62|>\n支出合计||>|188.42|>"
    form = learned(tmp_path, listed)
    (block,) = form.taken.blocks
    assert (block.keys, len(block.rows)) == (["name", "budget", "spent"], 2)
    assert [row["name"] for row in block.rows] == ["燃料费", "维修费"]
    assert keys_by_row(form)[-1] == ["funds.budget", "funds.spent"]


def test_points_behind_a_level_are_those_of_the_level(tmp_path: Path) -> None:
    head = HEAD.replace("||>|>|>", "||>|>|>|>|>|>|>")
    table = "一级指标|分值|二级指标|分值|三级指标|分值|指标解释|评分标准|自评得分\n产出|50|数量|20|||||"
    (block,) = learned(tmp_path, head + table).taken.blocks
    assert block.keys[1::2] == ["level1_weight", "level2_weight", "weight", "basis"]
    assert block.keys[6] == "meaning"


def test_a_rate_of_each_row_is_reckoned_but_where_the_form_prints_a_dash(tmp_path: Path) -> None:
    table = HEAD + "资金来源|全年预算数|全年执行数|执行率|得分\n基本支出||||\n项目支出|||—|"
    rows = learned(tmp_path, table).data["rows"]
    told = [cell.get("formula", "") for row in rows for cell in row["cells"] if cell.get("field", "").endswith(".rate")]
    assert told == ["EXEC_RATE(basic_spending.budget,basic_spending.spent)", ""]


@pytest.mark.parametrize("printed", ["（提纲）", "提纲", "（参考格式）", "编写提纲"])
def test_a_report_is_not_called_an_outline(printed: str, tmp_path: Path) -> None:
    lines = (f"2025年度项目支出绩效自评报告{printed}", "一、项目基本情况", "二、存在问题")
    report = learn("learned", [write_docx(tmp_path / "样表.docx", *lines)]).report
    assert report is not None
    assert report["reports"][0]["title"] == "{year}年度项目支出绩效自评报告"
