"""Of a published document each cause is told once, with all its places and effects."""

from __future__ import annotations

from jixiao.audit.checks import Finding, run
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import FormData, Submission

ROWS = [
    {"name": "甲", "target": "100%", "actual": "90%", "weight": "10", "score": "8"},
    {"name": "乙", "target": "5次", "actual": "5次", "weight": "10", "score": "9"},
    {"name": "丙", "target": "5次", "actual": "5次", "weight": "10", "score": "10"},
]


def failures(family: Family, data: FormData, *, published: bool = True) -> list[Finding]:
    submission = Submission("hunan-2024", "某某局", 2024, [data], published=published)
    return [f for f in run(evaluate(family, submission)) if f.outcome is Outcome.FAIL]


def test_one_check_on_several_rows_is_one_finding_that_lists_them(family: Family) -> None:
    (found,) = [f for f in failures(family, FormData("overall", {}, {"indicators": ROWS})) if f.check == "C17"]
    assert found.reference == "indicators[0].reason"
    assert "同样的还有1行：第2行「乙」" in found.message
    assert {"8", "9"} <= set(found.figures)


def test_what_follows_from_a_row_s_finding_is_said_with_it(family: Family) -> None:
    found = failures(family, FormData("overall", {}, {"indicators": ROWS}))
    assert not [f for f in found if f.check in ("C14", "C16")]
    (cause,) = [f for f in found if f.check == "C17"]
    assert "目标100%，实际90%" in cause.message


def test_what_follows_from_a_form_s_finding_is_said_with_it(family: Family) -> None:
    fields = {
        "funds.weight": "10",
        "funds.rate": "100%",
        "funds.budget": "80",
        "funds.spent": "40",
        "funds.score": "10",
    }
    found = failures(family, FormData("overall", fields))
    assert not [f for f in found if f.check == "C10"]
    (cause,) = [f for f in found if f.check == "C08"]
    assert "按所选规则配置计算的得分" in cause.message


def test_in_a_unit_s_own_workbook_each_row_has_its_finding(family: Family) -> None:
    found = failures(family, FormData("overall", {}, {"indicators": ROWS}), published=False)
    assert [f.reference for f in found if f.check == "C17"] == ["indicators[0].reason", "indicators[1].reason"]


def test_a_row_that_names_no_indicator_is_not_asked_for_its_reason(family: Family) -> None:
    rows = [{"level1": "产出", "weight": "60", "score": "55"}, *ROWS]
    (found,) = [f for f in failures(family, FormData("overall", {}, {"indicators": rows})) if f.check == "C17"]
    assert found.reference == "indicators[1].reason"


def test_a_scored_row_without_points_leaves_the_sum_of_points_unjudged(family: Family) -> None:
    rows = [{"name": "甲", "score": "15"}, {"name": "乙", "weight": "55", "score": "55"}]
    fields = {"total.weight": "100", "total.score": "70"}
    assert not [f for f in failures(family, FormData("overall", fields, {"indicators": rows})) if f.check == "C01"]


def test_a_unit_is_printed_once(family: Family) -> None:
    fields = {"funds.rate": "100%", "funds.budget": "80万元", "funds.spent": "40万元"}
    (found,) = [f for f in failures(family, FormData("overall", fields)) if f.check == "C08"]
    assert found.message.startswith("全年执行数40万元÷全年预算数80万元，")


def test_a_row_s_finding_may_explain_the_whole_form_s(family: Family) -> None:
    rows = [
        {"level1": "产出指标（65分）", "name": "甲", "weight": "65", "score": "65"},
        {"level1": "效益指标（35分）", "name": "乙", "weight": "25", "score": "25"},
    ]
    fields = {"funds.weight": "10", "funds.score": "10", "total.weight": "110", "total.score": "100"}
    found = failures(family, FormData("overall", fields, {"indicators": rows}))
    assert [f.check for f in found if f.check in ("C01", "C02")] == ["C02"]
    (cause,) = [f for f in found if f.check == "C02"]
    assert {"35", "25", "110", "100"} <= set(cause.figures)
