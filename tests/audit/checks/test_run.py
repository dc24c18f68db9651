"""Asking all checks of all forms: each on its own, each with its place, none hiding another."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from jixiao.audit.checks import questions, run
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.family_check import check_variants
from jixiao.model.submission import FormData, Submission

RECORD_KEYS = {"check", "severity", "sheet", "cell", "where", "figures", "message", "action", "source"}


def unit(*forms: FormData) -> Submission:
    return Submission("hunan-2024", "某某局", 2024, list(forms))


def test_a_check_is_asked_once_of_each_form_it_belongs_to_and_of_each_placeholder(
    family: Family, submission_of: Any
) -> None:
    evaluation = evaluate(family, submission_of("new with 3 projects"))
    asked = [(q.check.id, q.check.variant, q.form_index) for q in questions(evaluation)]
    assert [index for check, variant, index in asked if (check, variant) == ("C11", "")] == [1, 2, 3, 4]
    assert [index for check, variant, index in asked if (check, variant) == ("C06", "")] == [2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert [index for check, variant, index in asked if (check, variant) == ("C49", "over")] == [0]


def test_a_placeholder_is_filled_in_everywhere(family: Family) -> None:
    for check in family.checks:
        for variant in check_variants(check):
            assert "{line}" not in repr(variant)
            assert "{column}" not in repr(variant)
            assert not variant.each


def test_a_row_check_gives_a_finding_for_each_row_with_its_place(family: Family) -> None:
    rows = [{"name": "甲", "weight": "10", "score": "11"}, {"name": "乙", "weight": "10", "score": "5"}, {}]
    found = [
        f
        for f in run(evaluate(family, unit(FormData("overall", {}, {"indicators": rows}))))
        if f.title == "得分不超过分值"
    ]
    assert [f.outcome for f in found] == [Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN]
    assert [f.reference for f in found] == [f"indicators[{i}].score" for i in range(3)]
    assert found[0].where == "附件2 第1行·得分"
    assert found[0].message.startswith("指标「甲」的得分")


def test_a_merged_column_is_asked_where_it_begins_anew(family: Family) -> None:
    rows = [
        {"level1": level, "weight": "10"}
        for level in ("产出（20分）", "产出（20分）", "", "效益（5分）", "产出（20分）")
    ]
    found = [f for f in run(evaluate(family, unit(FormData("overall", {}, {"indicators": rows})))) if f.check == "C02"]
    assert [f.reference for f in found] == [f"indicators[{i}].level1" for i in (0, 3, 4)]


def test_the_record_of_a_finding_has_the_keys_of_the_contract(family: Family, quyuan: Submission) -> None:
    for finding in run(evaluate(family, quyuan)):
        record = finding.record()
        assert set(record) == RECORD_KEYS
        assert isinstance(record["figures"], list)
        assert all(isinstance(figure, str) for figure in record["figures"])


def test_where_says_which_project(family: Family, quyuan: Submission) -> None:
    places = {f.where for f in run(evaluate(family, quyuan)) if f.where.startswith("附件3")}
    assert places
    assert all(place.startswith("附件3（国资中心专项工作经费）") for place in places)


def test_a_finding_on_figures_that_come_from_no_file_still_names_its_sheet(family: Family, submission_of: Any) -> None:
    findings = run(evaluate(family, submission_of("new with 3 projects")))
    assert {f.sheet for f in findings} == {
        "附件1 基础数据表", "附件2 整体支出自评表", "附件3 项目1", "附件3 项目2", "附件3 项目3", "附件4 考核评分表",
    }  # fmt: skip
    assert {f.cell for f in findings} == {""}


def test_a_check_on_a_rule_nobody_has_seen_says_so(family: Family, junshan: Submission) -> None:
    by_id = {f.check: f for f in run(evaluate(family, junshan))}
    assert by_id["C10"].source.startswith("按所选规则配置；")
    assert not by_id["C04"].source.startswith("按所选规则配置")


def test_a_blank_is_told_as_blank_in_a_message(family: Family) -> None:
    data = FormData("overall", {}, {"indicators": [{"name": "甲"}, {"name": "乙", "target": "≥1次"}]})
    messages = [f.message for f in run(evaluate(family, unit(data))) if f.outcome is Outcome.FAIL]
    assert not [m for m in messages if "None" in m]


def test_a_new_workbook_shows_nothing_wrong(family: Family, new_unit: Submission) -> None:
    failed = [f for f in run(evaluate(family, new_unit)) if f.outcome is Outcome.FAIL]
    assert failed == []


TEXTS = ["约100", "——", "5万元", "≥95%", "⚠", "=1+1", "无"]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_where_figures_belong_break_nothing(
    family: Family, quyuan: Submission, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Every figure of every form a text: checks pass, fail or cannot judge, and none breaks."""
    for data in quyuan.forms:
        schema = evaluate(family, unit(data)).forms[0].schema
        data.fields |= {
            key: text for key, column in schema.fields.items() if column.kind not in ("text", "long_text", "date")
        }
        for rows in data.rows.values():
            for row in rows:
                row |= {"weight": text, "score": text}
    findings = run(evaluate(family, quyuan))
    assert findings
    assert not caplog.records
    assert not [f for f in findings if "程序出错" in f.message]


def test_a_check_that_breaks_is_told_as_our_fault_and_hides_no_other(
    family: Family, quyuan: Submission, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sound = run(evaluate(family, quyuan))
    evaluation = evaluate(family, quyuan)
    values = evaluation.forms[1]
    original = values.calculate

    def broken(node: Any, block: str = "", index: int = -1) -> Any:
        if "funds.initial" in repr(node) and "NOT" in repr(node):  # C09 divides by it
            raise KeyError("a fault of ours")
        return original(node, block, index)

    monkeypatch.setattr(values, "calculate", broken)
    with caplog.at_level(logging.ERROR):
        findings = run(evaluation)
    assert len(findings) == len(sound)
    different = [f for f, s in zip(findings, sound, strict=True) if f != s]
    assert [(f.check, f.outcome) for f in different] == [("C09", Outcome.UNKNOWN)]
    assert "校验程序出错（C09）" in different[0].message
    assert "C09" in caplog.text
    assert "a fault of ours" in caplog.text


def test_a_published_document_without_the_other_form_is_not_asked_about_it(family: Family) -> None:
    overall = FormData("overall", {"funds.initial": "100", "funds.budget": "150", "funds.spent": "150"})
    published = Submission("hunan-2024", "某某局", 2024, [FormData("base"), overall], published=True)
    own = Submission("hunan-2024", "某某局", 2024, [FormData("base"), overall])
    outcomes = [next(f.outcome for f in run(evaluate(family, s)) if f.check == "C51") for s in (published, own)]
    assert outcomes == [Outcome.UNKNOWN, Outcome.FAIL]
