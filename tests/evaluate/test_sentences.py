"""Sentences that figures write: whole, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from jixiao.evaluate import evaluate
from jixiao.evaluate.sentences import fill, is_repeated, written
from jixiao.forms.model import Family, Section
from jixiao.submission import FormData, Submission


def sentences(family: Family, *texts: str, forms: list[FormData]) -> list[str]:
    section = Section(key="k", heading="一、", guidance="写", sentences=texts)
    return written(evaluate(family, Submission("hunan-2024", "某某局", 2024, forms)), section)


def overall(**fields: str) -> FormData:
    return FormData("overall", {key.replace("__", "."): text for key, text in fields.items()})


def project(name: str, spent: str) -> FormData:
    return FormData("project", {"project_name": name, "funds.spent": spent})


SPENT = "{year}年{unit}执行{overall:funds.spent}万元，执行率{overall:funds.rate}。"


def test_a_sentence_prints_typed_figures_as_typed_and_computed_ones_as_the_report_does(family: Family) -> None:
    data = overall(funds__spent="67.460", funds__budget="70.91")
    assert sentences(family, SPENT, forms=[data]) == ["2024年某某局执行67.460万元，执行率95.13%。"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"funds__spent": "67.46"},  # the rate is blank
        {"funds__spent": "", "funds__rate": "95%"},
        {"funds__spent": "约67", "funds__rate": "95%"},  # a text in a field for figures
        {"funds__spent": "——", "funds__rate": "95%"},
        {"funds__spent": "5", "funds__budget": "0"},  # the rate is a problem
    ],
)
def test_a_sentence_with_a_figure_that_is_blank_or_none_is_not_written(family: Family, fields: dict[str, str]) -> None:
    assert sentences(family, SPENT, forms=[overall(**fields)]) == []


def test_a_sentence_of_a_form_the_unit_does_not_fill_is_not_written(family: Family) -> None:
    assert sentences(family, SPENT, forms=[FormData("base")]) == []


def test_a_blank_leaves_out_its_own_sentence_only(family: Family) -> None:
    data = overall(funds__spent="5")
    texts = ("初{overall:funds.initial}。", "终{overall:funds.spent}。", "完。")
    assert sentences(family, *texts, forms=[data]) == ["终5。", "完。"]


def test_a_sentence_on_projects_is_written_for_each_project(family: Family) -> None:
    forms = [overall(funds__spent="9"), project("甲", "1"), project("乙", ""), project("丙", "3")]
    text = "{project:project_name}执行{project:funds.spent}，全单位{overall:funds.spent}。"
    assert sentences(family, text, forms=forms) == ["甲执行1，全单位9。", "丙执行3，全单位9。"]


def test_a_sentence_on_projects_without_projects_is_not_written(family: Family) -> None:
    assert sentences(family, "{project:project_name}。", forms=[overall()]) == []


def test_whether_a_sentence_is_written_for_each_project_is_known(family: Family, quyuan: Submission) -> None:
    evaluation = evaluate(family, quyuan)
    assert is_repeated(evaluation, "{project:funds.spent}")
    assert not is_repeated(evaluation, "{overall:funds.spent}{year}")


def test_a_cover_line_has_the_units_own_values_and_room_for_a_date_not_yet_known(family: Family) -> None:
    dated = Submission("hunan-2024", "某某局", 2024, [], {}, "2025年5月6日")
    blank = Submission("hunan-2024", "某某局", 2024)
    assert fill("{year}年度{unit}，{report_date}", evaluate(family, dated)) == "2024年度某某局，2025年5月6日"
    assert fill("{report_date}", evaluate(family, blank)) == "　　年　　月　　日"


def test_every_sentence_of_the_family_can_be_written(family: Family, quyuan: Submission, submission_of: Any) -> None:
    """No sentence is dead: with every figure filled each one is written, without a gap or a mark left."""
    for form in family.forms:
        if not any(data.form == form.id for data in quyuan.forms):
            quyuan.forms.append(FormData(form.id))
    evaluation = evaluate(family, quyuan)
    for values in evaluation.forms:
        values.data.fields |= dict.fromkeys(values.schema.fields, "7")
    for report in family.outline.reports:
        for section in report.sections:
            texts = written(evaluation, section)
            assert len(texts) == len(section.sentences), section.key
            assert not [t for t in texts if "{" in t or "}" in t]
