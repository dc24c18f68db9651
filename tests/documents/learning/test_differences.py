"""A year's change: what differs is said in the forms' own words, and what still fits goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.documents.learning import differences, learn, take_outline_over, take_over, write_family
from jixiao.model.forms.library import load, refresh
from jixiao.model.submission import roll_forward, start

from .blanks import PROJECT, grid, write_docx

TITLE = "项目支出绩效自评表"
CHANGES = {
    "a row of funds": ("上年结转资金", "政府债券资金"),
    "a heading": ("偏差原因分析及改进措施", "未完成原因及改进措施"),
    "points of the execution": ("||||10||", "||||20||"),
    "points of a level": ("效益指标（30分）", "效益指标（20分）"),
    "a column less": ("年度指标值|实际完成值", "年度指标值|佐证资料"),
}
SAID = {
    "a row of funds": [
        "附件1：多了「政府债券资金」一行：年初预算数、全年预算数、全年执行数、分值、执行率、得分",
        "附件1：少了「上年结转资金」一行：年初预算数、全年预算数、全年执行数、分值、执行率、得分",
    ],
    "a heading": ["附件1：「偏差原因分析及改进措施」改写为「未完成原因及改进措施」"],
    "points of the execution": ["附件1：预算执行率的分值由 10 改为 20"],
    "points of a level": ["附件1：「效益指标（30分）」改为「效益指标（20分）」"],
    "a column less": ["附件1：多了「佐证资料」", "附件1：少了「实际完成值」"],
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_differs_is_said_and_what_fits_goes_on(tmp_path: Path, forms: Path, change: str) -> None:
    write_family(learn("old", [write_docx(tmp_path / "去年.docx", TITLE, grid(PROJECT))], year=2024), forms / "old")
    changed = write_docx(tmp_path / "今年.docx", TITLE, grid(PROJECT.replace(*CHANGES[change])))
    learned = learn("new", [changed], "old", year=2025)
    learned.like = "old"
    write_family(learned, forms / "new")
    refresh()
    assert differences(learned, load("old")) == SAID[change]
    last = start(load("old"), "某某局", 2024, 1)
    last.forms[0].fields["project_name"] = "校园安全"
    last.forms[0].rows["indicators"] = [
        {"level1": "产出指标", "level2": "数量指标", "name": "装摄像头", "target": "≥5个"}
    ]
    this = roll_forward(last, load("new"), 2025).forms[0]
    assert this.fields["project_name"] == "校园安全"
    assert [row["name"] for rows in this.rows.values() for row in rows] == ["装摄像头"]


def test_a_projects_own_texts_are_no_difference_and_another_title_is_one(tmp_path: Path, forms: Path) -> None:
    outline = ("项目支出绩效自评报告", "一、项目概况", "二、存在问题")
    before = write_docx(tmp_path / "去年.docx", TITLE, grid(PROJECT), *outline)
    write_family(learn("old", [before], year=2024), forms / "old")
    refresh()
    same = learn("same", [write_docx(tmp_path / "今年.docx", TITLE, grid(PROJECT), *outline)], "old", year=2025)
    assert differences(same, load("old")) == []
    titled = learn("titled", [write_docx(tmp_path / "改名.docx", f"市级{TITLE}", grid(PROJECT))], "old", year=2025)
    assert differences(titled, load("old")) == [f"附件1：标题「{TITLE}」改写为「市级{TITLE}」"]


def test_last_years_outline_goes_on_without_the_figures_that_are_gone(tmp_path: Path, forms: Path) -> None:
    learned = learn("new", [write_docx(tmp_path / "今年.docx", TITLE, grid(PROJECT))], "hunan-2024", year=2025)
    learned.like = "hunan-2024"
    take_over(learned, load("hunan-2024"))
    take_outline_over(learned, load("hunan-2024"))
    write_family(learned, forms / "new")
    refresh()
    sections, before = (
        [section for report in load(name).outline.reports for section in report.sections]
        for name in ("new", "hunan-2024")
    )
    assert [section.heading for section in sections] == [section.heading for section in before]
    assert sum(len(section.sentences) for section in sections) < sum(len(section.sentences) for section in before)
    assert any("去年的用" in remark for remark in learned.remarks)
    gone = [line for line in differences(learned, load("hunan-2024")) if line.startswith("没有了一张表")]
    assert len(gone) == 3
    assert not any("{" in line for line in gone)


def test_labels_that_stand_twice_are_told_once(tmp_path: Path, forms: Path) -> None:
    twice = grid(PROJECT.replace("主管部门||", "责任科室||>|>|责任科室||>|>\n主管部门||", 1))
    write_family(learn("old", [write_docx(tmp_path / "去年.docx", TITLE, grid(PROJECT))], year=2024), forms / "old")
    refresh()
    learned = learn("new", [write_docx(tmp_path / "今年.docx", TITLE, twice)], "old", year=2025)
    assert differences(learned, load("old")) == ["附件1：多了「责任科室」2 处"]
