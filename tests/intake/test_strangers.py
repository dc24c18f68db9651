"""Forms of counties that no family was made for: read by their headings, scored as far as that can be judged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from jixiao.evaluate import evaluate
from jixiao.forms.library import load
from jixiao.intake import Intake, read_report

from .word import Cell, Row, docx

NINE = 9


def row(*cells: str | tuple[str, int]) -> Row:
    """Cells with their spans, over nine columns."""
    made = [Cell(*cell) if isinstance(cell, tuple) else Cell(cell) for cell in cells]
    assert sum(cell.span for cell in made) == NINE
    return made


ROADS = [
    row("项目名称", ("农村道路养护", 8)),
    row("主管部门", ("某县交通局", 3), "实施单位", ("某县公路中心", 4)),
    row("项目资金\n（万元）", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", ("得分", 2)),  # noqa: E501
    row("", "年度资金总额：", "500", "520", "416", "20", "80%", ("16", 2)),
    row("", "其中：本年财政拨款", "500", "500", "400", "-", "80%", ("-", 2)),
    row("年度总体目标", ("年初设定目标", 4), ("全年实际完成情况", 4)),
    row("", ("养护道路120公里", 4), ("养护道路98公里", 4)),
    row("绩效指标", "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "未完成原因分析及改进措施"),  # noqa: E501
    row("", "产出指标（40分）", "数量指标", "养护里程", "20", "≥120公里", "98公里", "16.33", "雨季长，工期作了调整"),
    row("", "", "时效指标", "完成时间", "20", "2023年12月底前", "2023年11月20日", "20", ""),
    row("", "效益指标（30分）", "社会效益指标", "通行条件", "30", "明显改善", "达成预期指标", "28", "偏远路段尚待改善"),
    row("", "满意度指标（10分）", "服务对象满意度指标", "群众满意度", "10", "≥90%", "92%", "10", ""),
    row(("总分", 6), "100", ("90.33", 2)),
]
"""Weight before target and actual, execution worth 20, letters in the headings, levels not merged."""

LIBRARY = [
    row("项目名称", ("图书馆免费开放", 8)),
    row("项目资金（元）", "", "预算数", "执行数", ("执行率", 2), "权重", "得分", ""),
    row("", "年度资金总额", "1,200,000", "1,184,900", ("98.74%", 2), "10", "9.87", ""),
    row("一级指标", "三级指标", "计算符号", "指标值", "计量单位", "完成值", "权重", "自评得分", "备注"),
    row("产出指标", "开放天数", "≥", "300", "天", "310", "30", "30", ""),
    row("产出指标", "接待读者", "≥", "10", "万人次", "9", "30", "27", "闭馆维修一个月，人次减少"),
    row("满意度", "读者满意度", "≥", "90", "%", "95%", "30", "30", ""),
    row(("合计", 6), "100", "96.87", ""),
]
"""No second level, sign and unit in columns of their own, amounts in 元, one column of budget."""


@pytest.fixture
def roads(tmp_path: Path) -> Intake:
    return read_report(docx(tmp_path / "a.docx", "2023年度项目支出绩效自评表", ROADS))


@pytest.fixture
def library(tmp_path: Path) -> Intake:
    return read_report(docx(tmp_path / "b.docx", "项目支出绩效自评表（2023年度）", LIBRARY))


def project(intake: Intake):  # type: ignore[no-untyped-def]
    return next(intake.submission.of("project"))


def test_columns_are_told_by_their_headings(roads: Intake) -> None:
    first = project(roads).rows["indicators"][0]
    assert (first["weight"], first["target"], first["actual"], first["score"]) == ("20", "≥120公里", "98公里", "16.33")
    assert project(roads).rows["indicators"][1]["level1"] == "产出指标（40分）"


def test_execution_may_be_worth_other_points(roads: Intake) -> None:
    fields = project(roads).fields
    assert (fields["funds.weight"], fields["funds.rate"], fields["funds.score"]) == ("20", "80%", "16")
    assert (fields["total.weight"], fields["total.score"]) == ("100", "90.33")


def test_what_can_be_judged_is_scored(roads: Intake) -> None:
    values = next(evaluate(roads.family, roads.submission).of("project"))
    assert [values.value("points", "indicators", i) for i in (0, 1, 3)] == [Decimal("16.33"), 20, 10]


def test_nothing_of_a_strangers_form_is_left_over(roads: Intake) -> None:
    assert roads.submission.unplaced == []
    assert roads.submission.year == 2023


def test_a_form_far_from_every_family_is_read_as_the_general_one(library: Intake) -> None:
    assert library.family.head.id == "generic"
    assert not library.is_sure


def test_a_targets_sign_and_unit_are_put_together_again(library: Intake) -> None:
    rows = project(library).rows["indicators"]
    assert [r["target"] for r in rows] == ["≥300天", "≥10万人次", "≥90%"]
    assert [r["actual"] for r in rows] == ["310天", "9万人次", "95%"]


def test_amounts_in_yuan_are_kept_in_ten_thousands_and_it_is_said(library: Intake) -> None:
    fields = project(library).fields
    assert (fields["funds.budget"], fields["funds.spent"]) == ("120", "118.49")
    assert [item.text for item in library.submission.unplaced] == ["项目资金（元）"]
    assert "换算成万元" in library.submission.unplaced[0].advice


def test_a_missing_column_stays_blank(library: Intake) -> None:
    assert "funds.initial" not in project(library).fields


def test_the_general_family_scores_by_the_national_rules() -> None:
    assert load("generic").head.fallback


SALARIES = [
    row("项目名称", ("51000021R-工资性支出", 8)),
    row("主管部门", ("某县发展和改革局本级", 3), "实施单位 (盖章)", ("某县发展和改革局", 4)),
    row("项目基本情况", "1.项目年度目标完成情况", ("项目年度目标", 3), ("年度目标完成情况", 4)),
    row("", "", ("按时足额发放工资", 3), ("全部按时发放", 4)),
    row("预算执行情况(10分)", "年度预算数(万元)", "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),  # noqa: E501
    row("", "总额", "238.93", "251.89", "240.12", "95.33%", "10", "9.5", ""),
    row("", "其中:财政资金", "238.93", "251.89", "240.12", "95.33%", "/", "/", ""),
    row("绩效指标(90分)", "一级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "未完成原因分析"),
    row("", "产出指标", "科目调整次数", "≤", "10", "次", "5", "60", ""),
    row("", "效益指标", "足额保障率", "=", "100", "%", "98", "30", "个别人员延后"),
    row(("合计", 7), "100", ""),
]
"""As one province's system prints it: goals before the funds, points in the headings' brackets, a seal in a label's."""

SPONGE = [
    row("项目名称", ("海绵城市申报", 8)),
    row("主管部门", ("某市住房和城乡建设局", 3), "项目实施单位", ("某市住房和城乡建设局", 4)),
    row("项目类别", ("1、部门预算项目 ☑ 2、市直专项 □", 8)),
    row("预算执行情况(万元) (20分)", ("", 2), ("预算数(A)", 2), "执行数(B)", "执行率(B/A)", ("得分 (20分*执行率)", 2)),
    row("", ("年度财政资金总额", 2), ("200", 2), "195.5", "97.75%", ("19.55", 2)),
    row("年度绩效目标1 (80分)", "一级指标", "二级指标", ("三级指标", 2), "年初目标值(A)", "实际完成值(B)", ("得分", 2)),
    row("", "产出指标", "数量指标", ("宣传片", 2), "1部", "1部", ("40", 2)),
    row("", "效益指标", "社会效益 指标", ("指导城市建设", 2), "指导", "完成", ("40", 2)),
    row(("总分", 7), ("99.55分", 2)),
]
"""As another province prints it: no column of weights, one of budgets."""

DIKES = [
    row("部门（单位）名称", ("某县水利局", 8)),
    row("年度总体目标完成情况", ("预期目标（年初设定）", 4), ("实际完成情况", 4)),
    row("", ("保障防汛安全", 4), ("防汛安全得到保障", 4)),
    row("年度绩效指标完成情况", "一级指标", "二级指标", "三级指标", "年度指标值", "全年实际完成值", "分值", "得分", "未完成原因分析及改进措施"),  # noqa: E501
    row("", "产出指标", "数量指标", "巡堤次数", "≥12次", "14次", "50", "50", ""),
    row("", "满意度指标", "服务对象满意度", "群众满意度", "≥90%", "95%", "50", "50", ""),
    row(("总分", 6), "100", "100", ""),
]
"""A form of the whole unit without any of its income: only the title tells it from a project's."""


def test_goals_or_points_in_brackets_do_not_hide_a_label(tmp_path: Path) -> None:
    intake = read_report(docx(tmp_path / "a.docx", "部门预算项目支出绩效自评表(2023年度)", SALARIES))
    data = project(intake)
    assert (data.fields["implementer"], intake.submission.unit) == ("某县发展和改革局", "某县发展和改革局")
    assert [data.fields[f"funds.{key}"] for key in ("initial", "budget", "spent", "weight", "score")] == [
        "238.93", "251.89", "240.12", "10", "9.5",
    ]  # fmt: skip
    assert data.fields["fiscal.spent"] == "240.12"
    assert [(r["target"], r["actual"], r.get("reason", "")) for r in data.rows["indicators"]] == [
        ("≤10次", "5次", ""), ("=100%", "98%", "个别人员延后"),
    ]  # fmt: skip


def test_a_form_in_other_spellings_alone_is_not_called_a_familys_own(tmp_path: Path) -> None:
    assert not read_report(docx(tmp_path / "a.docx", "部门预算项目支出绩效自评表(2023年度)", SALARIES)).is_sure


def test_a_figure_under_an_unknown_heading_takes_no_other_fields_place(tmp_path: Path) -> None:
    data = project(read_report(docx(tmp_path / "b.docx", "2022年度海绵城市申报项目自评表", SPONGE)))
    found = {key: data.fields.get(f"funds.{key}") for key in ("initial", "budget", "spent", "rate", "score")}
    assert found == {"initial": None, "budget": "200", "spent": "195.5", "rate": "97.75%", "score": "19.55"}
    assert [(r["target"], r["actual"], r["score"]) for r in data.rows["indicators"]] == [
        ("1部", "1部", "40"), ("指导", "完成", "40"),
    ]  # fmt: skip


def test_the_title_tells_the_whole_units_form_from_a_projects(tmp_path: Path) -> None:
    intake = read_report(docx(tmp_path / "c.docx", "部门整体支出绩效自评表（2023年度）", DIKES))
    data = next(intake.submission.of("overall"))
    assert intake.submission.unit == "某县水利局"
    assert (data.fields["goal.expected"], data.fields["goal.actual"]) == ("保障防汛安全", "防汛安全得到保障")
    assert len(data.rows["indicators"]) == 2
    assert not any(intake.submission.of("project"))
