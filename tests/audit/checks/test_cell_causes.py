"""A cell that its form and the text contradict is told once; a text that is wrong alone stays a finding of its own."""

from __future__ import annotations

from jixiao.audit.checks import Finding, run
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import FormData, Submission

FIELDS = {
    "funds.initial": "1500", "funds.budget": "1650", "funds.spent": "1600", "funds.rate": "96.97%",
    "funds.weight": "10", "expense.basic": "1100", "expense.project": "500",
}  # fmt: skip
TEXT = "全年支出共计1600万元。"


def failures(family: Family, text: str = TEXT, *, published: bool = True, **changed: str) -> list[Finding]:
    fields = {**FIELDS, **{key.replace("_", "."): value for key, value in changed.items()}}
    submission = Submission(
        "hunan-2024", "某某局", 2024, [FormData("overall", fields)], {"overall": {"performance": text}},
        published=published,
    )  # fmt: skip
    found = run(evaluate(family, submission))
    return [one for one in found if one.outcome is Outcome.FAIL and {"1600", "1060", "1700"} & set(one.figures)]


def test_figures_that_agree_are_not_told(family: Family) -> None:
    assert failures(family) == []


def test_a_wrong_cell_is_one_finding_at_the_cell_with_all_it_contradicts(family: Family) -> None:
    (found,) = failures(family, funds_spent="1060")
    assert found.reference == "funds.spent"
    assert found.severity == "error"
    assert "1060多半写错了，写成1600万元，下面" in found.message
    assert {"1060", "1600", "96.97"} <= set(found.figures)


def test_a_wrong_text_is_told_in_the_text(family: Family) -> None:
    (found,) = failures(family, "全年支出共计1700万元。")
    assert "多半" not in found.message
    assert "1700" in found.where


def test_in_a_unit_s_own_workbook_each_cell_keeps_its_finding(family: Family) -> None:
    found = failures(family, published=False, funds_spent="1060")
    assert len(found) > 1
    assert not any("多半" in one.message for one in found)
