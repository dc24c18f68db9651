"""The bureau's scoring of the work itself: decided where a submission tells, left to the person where it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from jixiao.audit.bureau_score import Assessed, AssessedItem, Dates, Decided, assess
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission

HOSTILE = '<script>alert("1")</script>&amp; =1+1\n"\'\x0b\x00甲'
LONG = "很长的话。" * 20_000

MakeSubmission = Callable[[str], Submission]
PROBLEMS, SUGGESTIONS = "problems", "improvements"


def assessed(submission: Submission, dates: Dates | None = None) -> Assessed:
    found = assess(evaluate(load(submission.family), submission), dates)
    assert found is not None
    return found


def the(found: Assessed, measure: str, number: int = 0) -> AssessedItem:
    return [item for item in found.items if item.measure == measure][number]


def points(item: AssessedItem) -> tuple[str, str]:
    return str(item.low), str(item.high)


@pytest.fixture
def clean(submission_of: MakeSubmission) -> Submission:
    """A unit's own workbook in which everything that a file can tell is right."""
    made = submission_of("new with 1 projects")
    base, overall, project, *_ = made.forms
    base.fields["staff.quota"] = "5"
    overall.fields |= {"funds.budget": "100", "expense.project": "20"}
    project.fields |= {"funds.budget": "20", "project_name": "某项目"}
    for data in (overall, project):
        for row, weight in zip(data.rows["indicators"], (15, 15, 10, 10, 10, 10, 5, 5, 10), strict=True):
            row |= {"name": "某指标", "target": "≥95%", "weight": str(weight)}
    outline = load(made.family).outline.reports[0]
    made.texts = {"overall": {section.key: "写了内容" for section in outline.sections}}
    made.texts["overall"][PROBLEMS] = (
        "一、预算编制不够精细，绩效目标偏低。\n二、资产盘点不及时，台账不全。\n"
        "三、政府采购计划执行偏慢，合同签订迟。\n四、项目资金支出进度慢，集中在年末。"
    )
    made.texts["overall"][SUGGESTIONS] = (
        "一、精细编制预算，合理设定绩效目标。\n二、每季开展资产盘点，补全台账。\n"
        "三、提前编报政府采购计划，按时签订合同。\n四、按月通报项目资金支出进度。"
    )
    return made


# ---- the form -------------------------------------------------------------------------------------------------------


def test_the_form_is_the_printed_one(clean: Submission) -> None:
    found = assessed(clean)
    assert found.title == "部门整体支出绩效自评工作考核评分表"
    totals: dict[tuple[str, str], Decimal] = {}
    for item in found.items:
        totals[item.level1, item.level2] = totals.get((item.level1, item.level2), Decimal(0)) + item.points
    assert {name: int(total) for (_, name), total in totals.items()} == {
        "自评通知": 8, "工作小组": 2, "单位自查": 10, "提交报告": 10, "完整性": 15, "绩效自评表": 20,
        "反映问题情况": 20, "建议情况": 15,
    }  # fmt: skip
    assert sum(totals.values()) == 100
    assert all(item.standard and item.prompt and item.source for item in found.items)


def test_what_rests_on_a_text_nobody_found_says_so(clean: Submission) -> None:
    sources = {item.measure: item.source for item in assessed(clean).items}
    assert sources["weights_as_required"].startswith("按所选规则配置；")
    assert sources["handed_in_on_time"].startswith("按所选规则配置；")
    assert not sources["sections_complete"].startswith("按所选规则配置")


def test_a_family_without_the_form_has_no_assessment(published: Callable[[str], Evaluation]) -> None:
    assert assess(published("changji-2024")) is None


def test_what_a_file_cannot_tell_is_left_to_the_person(clean: Submission) -> None:
    for item in (i for i in assessed(clean).items if i.measure == "person"):
        assert item.decided is Decided.PERSON
        assert (item.low, item.high, item.likely) == (Decimal(0), item.points, "由您判断")


def test_a_clean_submission_gets_everything_a_file_can_give(clean: Submission) -> None:
    found = assessed(clean)
    for item in found.items:
        if item.measure in ("sections_complete", "attachments_complete", "weights_as_required", "indicators_to_level3",
                            "targets_measurable"):  # fmt: skip
            assert (item.low, item.high, item.raises) == (item.points, item.points, ()), item
    assert points(the(found, "problems_and_suggestions")) == ("16", "20")
    assert points(the(found, "problems_and_suggestions", 1)) == ("12", "15")


def test_a_new_workbook_gets_nothing_for_what_is_not_there(submission_of: MakeSubmission) -> None:
    found = assessed(submission_of("new with 1 projects"))
    assert points(the(found, "sections_complete")) == ("0", "0")
    assert the(found, "attachments_complete").raises[:2] == (
        "补填附件1 部门整体支出绩效评价基础数据表", "补填附件2 部门整体支出绩效自评表",
    )  # fmt: skip
    for measure in ("weights_as_required", "indicators_to_level3", "targets_measurable"):
        assert the(found, measure).decided is Decided.PERSON


# ---- the published reports ------------------------------------------------------------------------------------------


def test_the_seed_that_scored_itself_98_stays_below_for_reasons_that_are_named(
    published: Callable[[str], Evaluation],
) -> None:
    """Its own table gives 98 in all and no points by item; we find at most 94.6, and these are why."""
    found = assess(published("junshan-2024"))
    assert found is not None
    assert [str(n) for n in found.total] == ["51.6", "94.6"]
    assert [str(n) for n in found.judged] == ["51.6", "59.6", "65"]
    lost = {item.measure: (points(item), item.reason) for item in found.items if item.high < item.points}
    assert {measure: span for measure, (span, _) in lost.items()} == {
        "attachments_complete": ("5", "5"),
        "targets_measurable": ("3.6", "3.6"),
        "problems_and_suggestions": ("13", "18"),
    }
    assert "项目支出 14.4 万元" in lost["attachments_complete"][1]
    assert "11 个，指标值可以衡量的 8 个" in lost["targets_measurable"][1]
    assert "公众满意度」指标值“≥”" in lost["targets_measurable"][1]


def test_quyuan_loses_points_for_weights_and_missing_parts(published: Callable[[str], Evaluation]) -> None:
    found = assess(published("quyuan-2024"))
    assert found is not None
    weights = the(found, "weights_as_required")
    assert points(weights) == ("3.8", "3.8")
    assert "附件2产出指标 40 分，应为 50 分；附件2效益指标 40 分，应为 30 分" in weights.reason
    sections = the(found, "sections_complete")
    assert points(sections) == ("4", "6")
    assert "补写「九、部门整体支出绩效自评结果拟应用和公开情况」" in sections.raises


# ---- measure by measure ---------------------------------------------------------------------------------------------


def test_each_missing_part_of_the_report_costs_two_points_and_never_more_than_there_are(clean: Submission) -> None:
    for count, key in enumerate(("application", "problems", "improvements"), 1):
        clean.texts["overall"][key] = "　"
        sections = the(assessed(clean), "sections_complete")
        assert points(sections) == (str(8 - 2 * count), str(8 - 2 * count))
        assert f"写了内容的 {10 - count} 个" in sections.reason
    clean.texts = {}
    assert points(the(assessed(clean), "sections_complete"))[0] == "0"


def test_a_part_that_the_figures_write_is_there_in_a_workbook_and_doubtful_in_a_document(clean: Submission) -> None:
    clean.texts["overall"] |= {"general_budget": "", "basic_spending": "", "project_spending": ""}
    assert points(the(assessed(clean), "sections_complete")) == ("8", "8")
    clean.published = True
    assert points(the(assessed(clean), "sections_complete")) == ("6", "8")


def test_a_heading_that_was_read_as_a_line_is_doubtful(clean: Submission) -> None:
    clean.published = True
    del clean.texts["overall"]["application"]
    assert points(the(assessed(clean), "sections_complete")) == ("6", "6")
    clean.texts["overall"]["other"] = "无\n九、部门整体支出绩效自评结果拟应用和公开情况\n用于下年预算"
    assert points(the(assessed(clean), "sections_complete")) == ("6", "8")


@pytest.mark.parametrize(
    ("spending", "span"), [("20", ("5", "5")), ("0", ("7", "7")), ("", ("5", "7")), ("若干", ("5", "7"))]
)
def test_a_project_form_is_missed_where_money_was_spent_on_projects(
    spending: str, span: tuple[str, str], clean: Submission
) -> None:
    clean.forms = clean.forms[:2]
    clean.forms[1].fields["expense.project"] = spending
    assert points(the(assessed(clean), "attachments_complete")) == span


def test_weights_are_told_wrong_and_unknown_apart(clean: Submission) -> None:
    clean.forms[1].rows["indicators"][0]["weight"] = "20"
    item = the(assessed(clean), "weights_as_required")
    assert (points(item), item.raises) == (("4.4", "4.4"), ("调整权重：附件2产出指标 55 分，应为 50 分",))
    clean.forms[1].rows["indicators"][0]["weight"] = "十五"
    item = the(assessed(clean), "weights_as_required")
    assert points(item) == ("4.4", "5")
    assert item.decided is Decided.SPAN


def test_a_target_without_an_indicator_is_not_broken_down(clean: Submission) -> None:
    clean.forms[1].rows["indicators"][0]["name"] = ""
    clean.forms[1].rows["indicators"][6] = {"level2": "生态效益指标"}
    item = the(assessed(clean), "indicators_to_level3")
    assert points(item) == ("4.7", "4.7")
    assert "附件2第1行" in item.reason
    assert "没有设三级指标：附件2第7行 生态效益指标" in item.reason


@pytest.mark.parametrize(
    ("target", "span"),
    [
        ("≥95%", ("5", "5")),
        ("2024年12月底前", ("5", "5")),
        ("1、企业改革≥2家；2、利用率≥80%", ("5", "5")),
        ("建立联席会议制度并按季召开", ("4.7", "5")),
        ("/", ("4.7", "5")),
        ("定性", ("4.7", "4.7")),
        ("≥", ("4.7", "4.7")),
        ("", ("4.7", "4.7")),
        (HOSTILE, ("4.7", "4.7")),
    ],
)
def test_targets_are_measurable_or_not_or_for_the_person_to_say(
    target: str, span: tuple[str, str], clean: Submission
) -> None:
    clean.forms[1].rows["indicators"][0]["target"] = target
    assert points(the(assessed(clean), "targets_measurable")) == span


@pytest.mark.parametrize(
    ("text", "span", "told"),
    [
        ("", ("0", "12"), "没有写问题"),
        ("无", ("0", "12"), "没有写问题"),
        ("一、资金不足，难以保障。\n二、经费紧张。", ("0", "0"), "只说到资金不足"),
        ("一、预算编制不细。", ("10", "12"), "过于简单"),
        ("一、全局干部职工年龄普遍偏大，懂业务的年轻人太少，青黄不接的情况在各个股室都比较普遍，短期内难以缓解。",
         ("10", "15"), "都不在评分表所列之内"),
        ("一、预算编制不够精细，追加较多，与实际支出有差距。\n二、经费支出进度慢，集中在年末，需要尽早安排、尽早支付。",
         ("13", "18"), "说到 2 个方面"),
        (LONG, ("10", "15"), "写了 1 条问题"),
    ],
)  # fmt: skip
def test_problems_are_banded_by_how_far_they_reach(
    text: str, span: tuple[str, str], told: str, clean: Submission
) -> None:
    clean.texts["overall"][PROBLEMS] = text
    item = the(assessed(clean), "problems_and_suggestions")
    assert points(item) == span
    assert told in item.reason


def test_a_problem_without_a_suggestion_is_named(clean: Submission) -> None:
    lines = clean.texts["overall"][SUGGESTIONS].split("\n")
    clean.texts["overall"][SUGGESTIONS] = "\n".join([*lines[:2], lines[3]])
    item = the(assessed(clean), "problems_and_suggestions", 1)
    assert points(item) == ("9", "14")
    assert "问题 4 条，建议 3 条，找到对应建议的问题 3 条" in item.reason
    assert "针对「政府采购计划执行偏慢，合同签订迟」写出建议" in item.raises


@pytest.mark.parametrize(
    ("text", "span"),
    [("", ("0", "8")), ("建议加大资金投入。", ("0", "0")), ("一、加强学习。", ("6", "8"))],
)
def test_suggestions_that_are_none_or_about_money_or_too_short(
    text: str, span: tuple[str, str], clean: Submission
) -> None:
    clean.texts["overall"][SUGGESTIONS] = text
    assert points(the(assessed(clean), "problems_and_suggestions", 1)) == span


def test_suggestions_to_no_problems_answer_nothing(clean: Submission) -> None:
    clean.texts["overall"][PROBLEMS] = "无"
    item = the(assessed(clean), "problems_and_suggestions", 1)
    assert points(item) == ("9", "11")
    assert "没有写问题" in item.reason


MAY_30 = date(2025, 5, 30)  # a Friday


@pytest.mark.parametrize(
    ("signed", "dates", "span", "decided"),
    [
        ("2025年5月6日", Dates(), ("0", "10"), Decided.PERSON),
        ("2025年5月6日", Dates(MAY_30), ("0", "10"), Decided.PERSON),
        ("", Dates(MAY_30), ("0", "10"), Decided.PERSON),
        ("", Dates(handed_in=MAY_30), ("0", "10"), Decided.PERSON),
        ("2025年6月30日", Dates(MAY_30), ("0", "0"), Decided.VALUE),
        ("2025年6月12日", Dates(MAY_30), ("0", "8"), Decided.SPAN),
        ("", Dates(MAY_30, date(2025, 5, 29)), ("10", "10"), Decided.VALUE),
        ("", Dates(MAY_30, MAY_30), ("10", "10"), Decided.VALUE),
        ("", Dates(MAY_30, date(2025, 6, 1)), ("10", "10"), Decided.VALUE),
        ("", Dates(MAY_30, date(2025, 6, 3)), ("8", "10"), Decided.SPAN),
        ("", Dates(MAY_30, date(2026, 1, 1)), ("0", "0"), Decided.VALUE),
    ],
)
def test_handing_in_needs_the_dates_that_no_file_tells(
    signed: str, dates: Dates, span: tuple[str, str], decided: Decided, clean: Submission
) -> None:
    clean.report_date = signed
    item = the(assessed(clean, dates), "handed_in_on_time")
    assert (points(item), item.decided) == (span, decided)


def test_the_record_holds_points_as_printed(clean: Submission) -> None:
    record = the(assessed(clean), "weights_as_required").record()
    assert (record["points"], record["low"], record["high"], record["decided"]) == ("5", "5", "5", "已判断")


def test_reading_changes_nothing(clean: Submission, tmp_path: Path) -> None:
    before = repr(clean)
    assessed(clean)
    assert repr(clean) == before
