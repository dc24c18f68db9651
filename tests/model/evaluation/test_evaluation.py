"""Typed where a person typed, computed where the form has a formula, blank where neither is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jixiao.core.functions.results import Problem
from jixiao.model.evaluation import FormValues, evaluate
from jixiao.model.forms.expression import parse
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_cells
from jixiao.model.submission import FormData, Submission


def overall(family: Family, fields: dict[str, str], *indicators: dict[str, str]) -> FormValues:
    data = FormData("overall", fields, {"indicators": list(indicators)})
    return next(evaluate(family, Submission("hunan-2024", "某某局", 2024, [data])).of("overall"))


EXECUTED = {"funds.budget": "70.91", "funds.spent": "67.46", "funds.weight": "10"}
MET = {"name": "甲", "target": "≥95%", "actual": "96%", "weight": "20"}


def test_a_field_with_a_formula_is_computed_when_nothing_stands_in_it(family: Family) -> None:
    values = overall(family, EXECUTED)
    assert values.printed("funds.rate") == "95.13%"
    assert values.value("funds.score") == Decimal("9.51")
    assert values.value("unit_name") == "某某局"


def test_what_a_person_typed_stands_and_the_rules_value_beside_it(family: Family) -> None:
    values = overall(family, EXECUTED | {"funds.score": "9", "funds.rate": "95%"})
    assert values.value("funds.score") == 9
    assert values.computed("funds.score") == Decimal("9.51")
    assert values.printed("funds.rate") == "95%"


def test_a_blank_typed_over_a_formula_is_blank(family: Family) -> None:
    values = overall(family, EXECUTED | {"funds.score": ""})
    assert values.value("funds.score") is None
    assert values.printed("funds.score") == ""
    assert values.computed("funds.score") == Decimal("9.51")


def test_a_typed_text_is_printed_as_it_was_typed(family: Family) -> None:
    values = overall(family, {"funds.spent": "67.460", "funds.budget": "约70"})
    assert values.printed("funds.spent") == "67.460"
    assert values.value("funds.spent") == Decimal("67.46")
    assert values.value("funds.budget") == "约70"


def test_formulas_of_a_row_see_their_own_row_and_totals_see_all_rows(family: Family) -> None:
    half = {"name": "乙", "target": "≥90%", "actual": "45%", "weight": "10"}
    values = overall(family, EXECUTED, MET, half, {"level1": "效益指标"})
    assert [values.value("score", "indicators", i) for i in values.rows("indicators")] == [20, 5, None]
    assert values.column("indicators", "weight") == [20, 10, None]
    assert values.value("total.weight") == 40
    assert values.value("total.score") == Decimal("34.51")


def test_a_total_over_rows_without_figures_is_blank_not_zero(family: Family) -> None:
    values = overall(family, {"funds.weight": "10"}, {"name": "甲"}, {})
    assert values.value("total.weight") is None
    assert values.value("total.score") is None
    assert overall(family, {}).value("total.weight") is None


def test_a_rate_without_its_figures_is_blank(family: Family) -> None:
    assert overall(family, {"funds.budget": "70.91"}).value("funds.rate") is None


@pytest.mark.parametrize(
    "fields", [{"funds.budget": "0", "funds.spent": "5"}, {"funds.budget": "很多", "funds.spent": "5"}]
)
def test_what_cannot_be_computed_shows_a_problem_in_chinese(family: Family, fields: dict[str, str]) -> None:
    shown = overall(family, fields | {"funds.weight": "10"}).value("funds.rate")
    assert isinstance(shown, str)
    assert shown.startswith("⚠ ")


def test_a_problem_flows_on_as_a_problem_and_never_as_a_number(family: Family) -> None:
    values = overall(family, {"funds.budget": "很多", "funds.spent": "5", "funds.weight": "10"}, MET)
    assert values.value("total.score") is None
    assert overall(family, {}, MET).value("total.score") == 20


def test_a_total_waits_until_every_row_with_points_has_a_score(family: Family) -> None:
    unscored = MET | {"actual": ""}
    assert overall(family, {}, MET, unscored).value("total.score") is None
    assert overall(family, {}, MET, MET).value("total.score") == 40


def test_a_named_row_lacks_what_is_required_of_it_and_a_row_without_a_name_nothing(family: Family) -> None:
    values = overall(family, {}, {"name": "甲", "score": "5"}, {"level1": "产出指标（50分）"})
    cells = {cell.field: cell for block, cell in walk_cells(values.form.rows) if block == "indicators"}
    lacking = [(index, key) for index in (0, 1) for key in cells if values.lacks(cells[key], "indicators", index)]
    assert lacking == [(0, "actual")]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("funds.spent/funds.budget", Problem("除数为0，算不出来")),
        ('"甲"+1', Problem("「甲」不是数字")),
        ("funds.spent+1", Decimal(6)),
        ("family&year&unit", "hunan-20242024某某局"),
        ("SUM(indicators.weight)", Decimal(20)),
    ],
)
def test_any_expression_over_a_form_can_be_asked(family: Family, expression: str, expected: Any) -> None:
    values = overall(family, {"funds.budget": "0", "funds.spent": "5"}, MET)
    assert values.calculate(parse(expression)) == expected


def test_an_expression_seen_from_a_row_reads_that_row(family: Family) -> None:
    values = overall(family, {}, MET, MET | {"name": "乙", "weight": "7"})
    assert [values.calculate(parse("name&weight"), "indicators", i) for i in (0, 1)] == ["甲20", "乙7"]


def test_each_value_is_computed_once(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    values = overall(family, EXECUTED)
    original = values.calculate
    monkeypatch.setattr(values, "calculate", lambda *a: asked.append("x") or original(*a))  # type: ignore[func-returns-value]
    values.value("funds.rate")
    values.value("funds.rate")
    assert len(asked) == 1


def test_forms_are_found_by_id_in_order(family: Family, submission_of: Any) -> None:
    evaluation = evaluate(family, submission_of("new with 3 projects"))
    assert [v.form.id for v in evaluation.forms] == ["base", "overall", "project", "project", "project", "appraisal"]
    assert len(list(evaluation.of("project"))) == 3
    assert list(evaluation.of("nothing")) == []


def test_another_forms_figure_is_seen_by_its_forms_name_and_of_projects_one_for_each(
    family: Family, submission_of: Any
) -> None:
    submission = submission_of("new with 3 projects")
    for data, spent in zip(submission.forms, ("", "9", "2", "3", "4"), strict=False):
        data.fields["funds.spent"] = spent
    evaluation = evaluate(family, submission)
    base = evaluation.forms[0]
    assert base.calculate(parse("overall:funds.spent+1")) == 10
    assert base.calculate(parse("SUM(project:funds.spent)")) == 9
    assert evaluation.forms[2].calculate(parse("funds.spent&overall:funds.spent")) == "29"


def test_a_form_that_is_not_filled_gives_nothing_to_others(family: Family) -> None:
    values = overall(family, EXECUTED)
    assert values.calculate(parse("base:staff.quota")) is None
    assert values.calculate(parse("SUM(project:funds.spent)")) == 0
