"""Forms of counties that no family was made for: read by their headings, scored as far as that can be judged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import Intake, read_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.errors import DataFileError
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData

from .word import Cell, Row, docx

NINE = 9


def row(*cells: str | tuple[str, int] | Cell) -> Row:
    """Cells with their spans, over nine columns."""
    made = [c if isinstance(c, Cell) else Cell(*c) if isinstance(c, tuple) else Cell(c) for c in cells]
    assert sum(cell.span for cell in made) == NINE
    return made


ROADS = [
    row("项目名称", ("农村道路养护", 8)),
    row("主管部门", ("某县交通局", 3), "实施单位", ("某县公路中心", 4)),
    row(
        "项目资金\n（万元）",
        "",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        ("得分", 2),
    ),
    row("", "年度资金总额：", "500", "520", "416", "20", "80%", ("16", 2)),
    row("", "其中：本年财政拨款", "500", "500", "400", "-", "80%", ("-", 2)),
    row("年度总体目标", ("年初设定目标", 4), ("全年实际完成情况", 4)),
    row("", ("养护道路120公里", 4), ("养护道路98公里", 4)),
    row(
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "分值",
        "年度指标值",
        "实际完成值",
        "得分",
        "未完成原因分析及改进措施",
    ),
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


def project(intake: Intake) -> FormData:
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
    row(
        "预算执行情况(10分)",
        "年度预算数(万元)",
        "年初预算",
        "调整后预算数",
        "预算执行数",
        "预算执行率",
        "权重",
        "得分",
        "原因",
    ),
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
    row(
        "年度绩效指标完成情况",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "全年实际完成值",
        "分值",
        "得分",
        "未完成原因分析及改进措施",
    ),
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


TWO_ROWS = [
    row(("项目名称", 2), ("农机购置补贴", 7)),
    row(Cell("项目资金（万元）", 2, "restart"), "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    row(Cell("", 2, "continue"), "年度资金总额", "260.00", "312.00", "296.40", "10.00", "95", "9.50"),
    row(Cell("", 2, "continue"), "其中：当年财政拨款", "200.00", "252.00", "236.40", "", "", ""),
    row(Cell("", 2, "continue"), "省级债券资金", "60.00", "60.00", "60.00", "", "", ""),
    row(
        ("绩效指标", 3),
        ("年度指标值", 3),
        Cell("实际完成值", 1, "restart"),
        Cell("分值", 1, "restart"),
        Cell("得分", 1, "restart"),
    ),
    row(
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        Cell("", 1, "continue"),
        Cell("", 1, "continue"),
        Cell("", 1, "continue"),
    ),
    row("产出指标", "数量指标", "补贴农机具", "≥", "320", "台", "326", "50", "50"),
    row("效益指标", "社会效益指标", "农机化水平", "定性", "提高", "", "提高", "40", "38"),
    row("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分"),
    row("满意度指标", "满意度指标", "农户满意度", "≥", "90", "%", "95", "0", "0"),
    row(("总分", 7), "100", "97.50"),
]
"""Headings in two rows, printed again on the next page; a source of funds that no form knows; no column of reasons."""

NAMED_POINTS = [
    row("项目名称", ("平台维护", 8)),
    row(
        "预算执行情况（20分）", ("", 2), ("预算数（A）", 2), "执行数（B）", "执行率（B/A）", ("得分（20分*执行率）", 2)
    ),
    row("", ("年度财政资金总额", 2), ("86.00", 2), "79.12", "92.00%", ("18.4", 2)),
    row(
        "年度绩效目标（80分）",
        "一级指标",
        "二级指标",
        ("三级指标", 2),
        "年初目标值（A）",
        "实际完成值（B）",
        ("得分", 2),
    ),
    row("", "产出指标", "数量指标", ("维护系统（40分）", 2), "3套", "3套", ("40", 2)),
    row("", "效益指标", "社会效益指标", ("公开率（40分）", 2), "100%", "96%", ("40", 2)),
    row(("总分", 7), ("98.4", 2)),
]
"""The points stand in the headings and behind the names."""

BESIDE = [
    row("项目名称", ("养老服务补贴", 8)),
    row("资金情况", "资金来源", "年初预算数", "全年预算数", "全年执行数", ("执行率（%）", 2), "权重", "得分"),
    row("", "资金总额", "3,120", "3,150", "3,118.50", ("99", 2), "10", "9.9"),
    row("年度总体目标", ("惠及1200人", 3), "目标实际完成情况", ("惠及1256人", 4)),
    row("", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "权重", "自评得分", "偏差原因"),
    row("", "产出指标", "数量指标", "惠及人数", "≥1200人", "1256人", "90", "90", ""),
    row(("合计", 6), "100", ("99.9", 2)),
]
"""Goals beside their headings; a percentage that has its sign in the heading."""

NO_EXECUTION = [
    row("项目名称", ("群众体育", 8)),
    row("项目资金（万元）", ("", 2), ("全年预算数（A）", 2), ("全年执行数（B）", 2), ("执行率（B/A）", 2)),
    row("", ("年度资金总额：", 2), ("86", 2), ("84.5", 2), ("98.26%", 2)),
    row("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "分值", "得分", "未完成原因"),
    row("", "产出指标", "数量指标", "赛事", "≥12场", "13场", "60", "60", ""),
    row("", "效益指标", "社会效益指标", "健身参与率", "≥40%", "42%", "30", "30", ""),
    row(("总分", 6), "90", "90", ""),
]
"""The rate of execution is printed and gives no points."""


def outcomes(intake: Intake, check: str) -> set[Outcome]:
    found = run(evaluate(intake.family, intake.submission))
    return {f.outcome for f in found if f.check == check and f.form_index >= 0}


@pytest.fixture
def two_rows(tmp_path: Path) -> Intake:
    above = ("单位名称：某县农业农村局    金额单位：万元", "2023年度项目支出绩效自评表")
    return read_report(docx(tmp_path / "a.docx", *above, TWO_ROWS))


def test_headings_in_two_rows_or_printed_again_are_no_indicators(two_rows: Intake) -> None:
    rows = project(two_rows).rows["indicators"]
    assert [(r["name"], r["target"], r["actual"], r["score"]) for r in rows] == [
        ("补贴农机具", "≥320台", "326台", "50"),
        ("农机化水平", "提高", "提高", "38"),
        ("农户满意度", "≥90%", "95%", "0"),
    ]


def test_a_unit_is_named_without_the_label_behind_it(two_rows: Intake) -> None:
    assert two_rows.submission.unit == "某县农业农村局"


def test_sums_over_rows_that_were_not_understood_are_not_judged(two_rows: Intake) -> None:
    assert project(two_rows).skipped_rows
    assert "省级债券资金" in [item.text for item in two_rows.submission.unplaced]
    assert outcomes(two_rows, "C06") == {Outcome.UNKNOWN}


def test_a_form_without_a_column_of_reasons_is_not_asked_for_them(two_rows: Intake) -> None:
    assert outcomes(two_rows, "C17") == {Outcome.UNKNOWN}


def test_points_behind_names_and_in_headings_are_points(tmp_path: Path) -> None:
    intake = read_report(docx(tmp_path / "a.docx", "2023年度项目自评表", NAMED_POINTS))
    data = project(intake)
    assert (data.fields["funds.weight"], [r["weight"] for r in data.rows["indicators"]]) == ("20", ["40", "40"])
    assert outcomes(intake, "C05") == {Outcome.UNKNOWN}
    assert outcomes(intake, "C15") == {Outcome.PASS, Outcome.FAIL}
    assert Outcome.FAIL not in outcomes(intake, "C01") | outcomes(intake, "C04") | outcomes(intake, "C10")


def test_goals_are_found_before_the_funds_and_beside_their_headings(tmp_path: Path) -> None:
    before = project(read_report(docx(tmp_path / "a.docx", "部门预算项目支出绩效自评表(2023年度)", SALARIES)))
    beside = project(read_report(docx(tmp_path / "b.docx", "2023年度项目支出绩效自评表", BESIDE)))
    assert [before.fields[f"goal.{key}"] for key in ("expected", "actual")] == ["按时足额发放工资", "全部按时发放"]
    assert [beside.fields[f"goal.{key}"] for key in ("expected", "actual")] == ["惠及1200人", "惠及1256人"]


def test_a_percentage_with_its_sign_in_the_heading_is_one(tmp_path: Path) -> None:
    intake = read_report(docx(tmp_path / "a.docx", "2023年度项目支出绩效自评表", BESIDE))
    assert project(intake).fields["funds.rate"] == "99%"
    assert outcomes(intake, "C08") == {Outcome.PASS, Outcome.UNKNOWN}  # nothing is known of the whole unit's form


def test_execution_that_gives_no_points_is_given_none(tmp_path: Path) -> None:
    intake = read_report(docx(tmp_path / "a.docx", "项目支出绩效自评表（2022年度）", NO_EXECUTION))
    assert project(intake).fields["funds.score"] == ""
    assert Outcome.FAIL not in outcomes(intake, "C01") | outcomes(intake, "C04")


def test_a_broken_family_keeps_no_other_from_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def load_others(name: str) -> Family:
        if name == "hunan-2022":
            raise DataFileError("「overall.yaml」第3行有误")
        return load(name)

    path = docx(tmp_path / "a.docx", "2023年度项目支出绩效自评表", ROADS)
    monkeypatch.setattr("jixiao.documents.intake.report.load", load_others)
    assert any(read_report(path).submission.of("project"))
    assert "hunan-2022" in caplog.text
    with pytest.raises(DataFileError):
        read_report(path, "hunan-2022")
