"""What charts show: sums by 一级指标 and rates by project, and when there is nothing to show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from jixiao.core import resources
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.chart_figures import Bars, execution, history, points
from jixiao.model.evaluation.yearly_figures import with_earlier
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample, start


def sample(name: str) -> Submission:
    return read_sample(resources.path("workbook", "samples", f"{name}.yaml"))


def evaluated(submission: Submission) -> Evaluation:
    return evaluate(load(submission.family), submission)


def test_points_by_level_as_the_unit_published_them() -> None:
    bars = points(evaluated(sample("service-center-2024")))
    assert bars is not None
    assert bars.categories[0] == "预算执行率"
    assert [series.name for series in bars.series] == ["分值", "得分"]
    assert [sum(series.values) for series in bars.series] == [100, 99]
    by_level = dict(zip(bars.categories, zip(*(series.values for series in bars.series), strict=True), strict=True))
    assert by_level["预算执行率"] == (10, 10)


@pytest.mark.parametrize("key", ["weight", "score"])
def test_no_points_while_one_is_missing(key: str) -> None:
    submission = sample("service-center-2024")
    next(submission.of("overall")).rows["indicators"][3][key] = ""
    assert points(evaluated(submission)) is None


def test_a_row_left_empty_is_no_missing_figure() -> None:
    bars = points(evaluated(sample("cooperation-center-2024")))
    assert bars is not None
    assert [sum(series.values) for series in bars.series] == [100, 98]


def test_no_points_of_a_family_without_an_overall_form() -> None:
    submission = sample("service-center-2024")
    submission.forms = list(submission.of("project"))
    assert points(evaluated(submission)) is None


def projects(*figures: tuple[str, str]) -> Evaluation:
    submission = start(load("hunan-2024"), "某局", 2024, len(figures))
    for number, (data, (budget, spent)) in enumerate(zip(submission.of("project"), figures, strict=True), 1):
        data.fields |= {"project_name": f"项目\n{number}", "funds.budget": budget, "funds.spent": spent}
    return evaluated(submission)


def test_rates_by_project_in_percent() -> None:
    bars = execution(projects(("20", "15"), ("3000", "2954")))
    assert bars is not None
    assert bars.categories == ("项目 1", "项目 2")
    (series,) = bars.series
    assert series.values == (Decimal(75), Decimal("98.47"))


@pytest.mark.parametrize("figures", [[], [("20", "15")], [("20", "15"), ("30", "")], [("1", "1")] * 31])
def test_no_rates_without_something_to_compare_or_with_too_many(figures: list[tuple[str, str]]) -> None:
    assert execution(projects(*figures)) is None


def beside_last_year(year: tuple[str, str], last: tuple[str, str]) -> Bars | None:
    """The years' amounts: 全年预算数 and 全年执行数."""
    both = []
    for number, (budget, spent) in ((2024, year), (2023, last)):
        submission = start(load("hunan-2024"), "某局", number, 0)
        next(submission.of("overall")).fields |= {"funds.budget": budget, "funds.spent": spent}
        both.append(evaluated(submission))
    return history(with_earlier(both[0], both[1:]))


def test_amounts_of_the_years_in_order() -> None:
    bars = beside_last_year(("120", "90"), ("100", "99.5"))
    assert bars is not None
    assert [(series.name, series.values) for series in bars.series] == [
        ("2023年", (Decimal(100), Decimal("99.5"))),
        ("2024年", (Decimal(120), Decimal(90))),
    ]
    assert not any("2024" in name or "万元" in name for name in bars.categories)


@pytest.mark.parametrize("last", [("100", ""), ("100", "-3"), ("100000", "90")])
def test_amounts_that_a_year_lacks_or_whose_bars_cannot_be_drawn_are_left_out(last: tuple[str, str]) -> None:
    assert beside_last_year(("120", "90"), last) is None


def test_no_years_without_earlier_files() -> None:
    assert history(evaluated(sample("service-center-2024"))) is None
