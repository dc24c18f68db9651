"""上年决算数 beside last year's own file."""

from __future__ import annotations

from typing import Any

from jixiao.audit.checks import Finding, run
from jixiao.audit.checks.document import last_year
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission


def base(year: int, fields: dict[str, str], **rows: Any) -> Evaluation:
    family = load("hunan-2024")
    return evaluate(family, Submission("hunan-2024", "某某局", year, [FormData("base", fields, rows)]))


def compared(now: dict[str, str], before: dict[str, str], year: int = 2023) -> list[Finding]:
    return last_year(base(2024, now), base(year, before))


def test_a_figure_that_is_last_years_passes() -> None:
    (found,) = compared({"public_funds.previous": "6.86"}, {"public_funds.final": "6.860"})
    assert (found.check, found.outcome) == ("C50", Outcome.PASS)


def test_a_figure_that_is_not_is_told_with_both() -> None:
    (found,) = compared({"public_funds.previous": "6.86"}, {"public_funds.final": "6.68"})
    assert (found.outcome, found.severity) == (Outcome.FAIL, "warning")
    assert found.figures == ("6.86", "6.68")
    assert (found.reference, found.sheet) == ("public_funds.previous", "附件1 基础数据表")
    assert "公用经费" in found.where


def test_a_hundredth_of_ten_thousand_may_be_lost_to_rounding() -> None:
    (found,) = compared({"public_funds.previous": "6.86"}, {"public_funds.final": "6.8651"})
    assert found.outcome is Outcome.PASS


def test_a_blank_on_either_side_says_nothing() -> None:
    assert compared({"public_funds.previous": "6.86"}, {"public_funds.budget": "6.86"}) == []
    assert compared({"public_funds.previous": "若干"}, {"public_funds.final": "6.86"}) == []


def test_projects_are_compared_by_name() -> None:
    now = base(
        2024, {}, projects=[{"name": "1、业务工作经费", "previous": "18"}, {"name": "2、新项目", "previous": "3"}]
    )
    before = base(2023, {}, projects=[{"name": "2、其他", "final": "5"}, {"name": "3、业务工作经费", "final": "15"}])
    (found,) = (f for f in last_year(now, before) if f.reference.startswith("projects"))
    assert (found.outcome, found.reference) == (Outcome.FAIL, "projects[0].previous")
    assert found.figures == ("18", "15")


def test_projects_of_one_name_are_not_told_apart() -> None:
    twice = [{"name": "1、业务工作经费", "previous": "18"}, {"name": "2、业务工作经费", "previous": "3"}]
    before = base(2023, {}, projects=[{"name": "1、业务工作经费", "final": "21"}])
    assert not [f for f in last_year(base(2024, {}, projects=twice), before) if f.reference.startswith("projects")]


def test_a_file_of_another_year_is_not_compared() -> None:
    (found,) = compared({"public_funds.previous": "6.86"}, {"public_funds.final": "6.68"}, year=2022)
    assert found.outcome is Outcome.UNKNOWN
    assert "2022年度" in found.message


def test_it_is_asked_only_where_last_years_file_is_given() -> None:
    now, before = base(2024, {"public_funds.previous": "6.86"}), base(2023, {"public_funds.final": "6.68"})
    assert [f.check for f in run(now) if f.check == "C50"] == []
    assert [f.check for f in run(now, before) if f.check == "C50"] == ["C50"]
