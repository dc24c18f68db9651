"""Sentences that figures write: whole, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.report_sentences import fill, paragraphs, printed_paragraphs, repeated_form, written
from jixiao.model.forms.family import Family, Report, Section
from jixiao.model.forms.library import families, load
from jixiao.model.submission import FormData, Submission

ALL = families()


def section_of(*texts: str | tuple[str, ...]) -> Section:
    return Section.model_validate({"key": "k", "heading": "一、", "guidance": "写", "sentences": texts})


def sentences(
    family: Family, *texts: str | tuple[str, ...], forms: list[FormData], choices: dict[str, str] | None = None
) -> list[str]:
    submission = Submission("hunan-2024", "某某局", 2024, forms, choices=choices or {})
    return written(evaluate(family, submission), section_of(*texts))


def overall(**fields: str) -> FormData:
    return FormData("overall", {key.replace("__", "."): text for key, text in fields.items()})


def project(name: str, spent: str) -> FormData:
    return FormData("project", {"project_name": name, "funds.spent": spent})


SPENT = "{year}年{unit}执行{overall:funds.spent}万元，执行率{overall:funds.rate}。"


@pytest.mark.parametrize(
    ("spent", "said"),
    [("67.460", "67.46"), ("67.4", "67.40"), ("67", "67"), ("67.00", "67"), ("67.12345", "67.12345"), ("0", "0")],
)
def test_amounts_are_written_whole_or_with_two_decimals_at_least(family: Family, spent: str, said: str) -> None:
    text = "执行{overall:funds.spent}万元。"
    assert sentences(family, text, forms=[overall(funds__spent=spent)]) == [f"执行{said}万元。"]


def test_the_units_own_values_and_computed_rates_stand_in_sentences(family: Family) -> None:
    data = overall(funds__spent="67.46", funds__budget="70.91")
    assert sentences(family, SPENT, forms=[data]) == ["2024年某某局执行67.46万元，执行率95.13%。"]


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


def test_of_alternatives_the_first_that_has_its_figures_is_written(family: Family) -> None:
    both = ("初{overall:funds.initial}终{overall:funds.spent}。", "终{overall:funds.spent}。")
    assert sentences(family, both, forms=[overall(funds__spent="5", funds__initial="4")]) == ["初4终5。"]
    assert sentences(family, both, forms=[overall(funds__spent="5")]) == ["终5。"]
    assert sentences(family, both, forms=[overall()]) == []


def test_a_mark_may_compute(family: Family) -> None:
    data = overall(funds__initial="96.51", funds__budget="118.49")
    text = "{=ADJUST_TEXT(overall:funds.initial,overall:funds.budget)}。"
    assert sentences(family, text, forms=[data]) == ["年中调增21.98万元，增幅22.77%。"]


@pytest.mark.parametrize("text", ["{=1/overall:funds.spent}", '{="甲"+1}', "{=EXEC_RATE(0,overall:funds.budget)}"])
def test_what_cannot_be_computed_leaves_its_sentence_out(family: Family, text: str) -> None:
    assert sentences(family, text, forms=[overall(funds__spent="0", funds__budget="5")]) == []


def test_words_that_were_chosen_stand_in_the_sentence(family: Family) -> None:
    both = ("上升，原因是{choice:three_public}。", "上升。")
    assert sentences(family, both, forms=[], choices={"three_public": "购置车辆"}) == ["上升，原因是购置车辆。"]
    assert sentences(family, both, forms=[]) == ["上升。"]


def test_a_sentence_on_projects_is_written_for_each_project(family: Family) -> None:
    forms = [overall(funds__spent="9"), project("甲", "1"), project("乙", ""), project("丙", "3")]
    text = "{project:project_name}执行{project:funds.spent}，全单位{overall:funds.spent}。"
    assert sentences(family, text, forms=forms) == ["甲执行1，全单位9。", "丙执行3，全单位9。"]


def test_an_expression_of_any_other_sentence_sees_all_projects(family: Family) -> None:
    forms = [project("甲", "1.5"), project("乙", "3")]
    text = "{projects}个项目，即{=NAMES_TEXT(project:project_name)}，执行{=AMOUNT_TEXT(SUM_ALL(project:funds.spent))}。"
    assert sentences(family, text, forms=forms) == ["2个项目，即“甲”、“乙”2个，执行4.50。"]
    assert sentences(family, text, forms=[*forms, project("丙", "")]) == []


def test_paragraphs_are_one_on_the_unit_and_one_on_each_project(family: Family) -> None:
    forms = [overall(funds__spent="9"), project("甲", "1"), project("乙", "3")]
    section = section_of(
        "执行{overall:funds.spent}。", "{project:project_name}执行{project:funds.spent}。", "共{projects}个。"
    )
    submission = Submission("hunan-2024", "某某局", 2024, forms)
    assert paragraphs(evaluate(family, submission), section) == ["执行9。共2个。", "甲执行1。", "乙执行3。"]


def test_a_sentence_on_projects_without_projects_is_not_written(family: Family) -> None:
    assert sentences(family, "{project:project_name}。", forms=[overall()]) == []


def test_whether_a_sentence_is_written_for_each_project_is_known(family: Family, quyuan: Submission) -> None:
    evaluation = evaluate(family, quyuan)
    assert repeated_form(evaluation, ("{project:funds.spent}",)) == "project"
    assert not repeated_form(evaluation, ("{overall:funds.spent}{year}{=SUM_ALL(project:funds.spent)}",))


def test_a_cover_line_has_the_units_own_values_and_room_for_a_date_not_yet_known(family: Family) -> None:
    dated = Submission("hunan-2024", "某某局", 2024, [], {}, "2025年5月6日")
    assert fill("{year}年度{unit}，{report_date}", evaluate(family, dated)) == "2024年度某某局，2025年5月6日"


# ---- with the unit's own text ---------------------------------------------------------------------------------------


def shown(family: Family, text: str, *, is_replaced: bool, spent: str = "9") -> list[str]:
    section = section_of("执行{overall:funds.spent}万元。")
    report = Report.model_validate(
        {"id": "overall", "title": "报告", "source": ["YY2024"], "certainty": "S", "sections": [section]}
    )
    submission = Submission("hunan-2024", "某某局", 2024, [overall(funds__spent=spent)], {"overall": {"k": text}})
    submission.replaced = {"overall": {"k"}} if is_replaced else {}
    return printed_paragraphs(evaluate(family, submission), report, section)


def test_own_text_follows_the_sentences(family: Family) -> None:
    assert shown(family, "甲\n\n 乙 ", is_replaced=False) == ["执行9万元。", "甲", "乙"]


def test_own_text_replaces_them_if_asked_and_if_there_is_any(family: Family) -> None:
    assert shown(family, "甲", is_replaced=True) == ["甲"]
    assert shown(family, " ", is_replaced=True) == ["执行9万元。"]


def test_nothing_to_add_adds_no_word(family: Family) -> None:
    assert shown(family, "无", is_replaced=False) == ["执行9万元。"]
    assert shown(family, "无", is_replaced=False, spent="") == ["无"]


@pytest.mark.parametrize("typed", ["无", "无。", "没有"])
def test_nothing_is_printed_in_the_words_of_the_form(typed: str) -> None:
    family = load("hunan-2024")
    report = family.outline.reports[0]
    section = next(section for section in report.sections if section.key == "state_capital")
    submission = Submission(family.head.id, "某某局", 2024, texts={report.id: {section.key: typed}})
    assert printed_paragraphs(evaluate(family, submission), report, section) == ["本单位无国有资本经营预算支出。"]


# ---- the families' sentences ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("family_id", ALL)
def test_every_sentence_of_a_family_can_be_written(family_id: str, submission_of: Any) -> None:
    """No sentence is dead: of figures that agree each one is written, without a gap or a mark left.

    Those that speak of figures that do not agree, or of none, are tried with such figures.
    """
    family = load(family_id)
    unwritten = {text for report in family.outline.reports for s in report.sections for a in s.sentences for text in a}
    for fields in (FULL, FULL | SHORT, FULL | NOTHING_SPENT):
        for projects in (0, 1, 3):
            evaluation = evaluate(family, filled(family, fields, projects))
            for report in family.outline.reports:
                for section in report.sections:
                    for alternatives in section.sentences:
                        for text in alternatives:
                            one = section.model_copy(update={"sentences": ((text,),)})
                            said = written(evaluation, one)
                            assert not [t for t in said if "{" in t or "}" in t]
                            unwritten -= {text} if said else set()
    assert unwritten <= {
        text for text in unwritten if "projects>5" in text or "projects=0" in text or "COUNTIF" in text
    }


FULL = dict.fromkeys(
    (
        "project_spending.previous",
        "project_spending.budget",
        "project_spending.final",
        "funds.initial",
        "funds.budget",
        "funds.spent",
        "income.general",
        "income.fund",
        "income.nontax",
        "income.other",
    ),
    "8",
) | {
    "total.weight": "100",
    "total.score": "95",
    "funds.weight": "10",
    "funds.score": "10",
    "project_name": "甲",
    "funds.initial": "5",
}
SHORT = {"public_funds.final": "3", "funds.rate": "50%", "staff.control_rate": "1%", "three_public.final": ""}
NOTHING_SPENT = dict.fromkeys(
    ("income.fund", "three_public.final", "vehicle.final", "abroad.final", "reception.final"), "0"
)
NOTHING_SPENT |= dict.fromkeys(("vehicle.previous", "abroad.previous", "reception.previous"), "0")
ROWS = [
    {
        "level1": "产出指标",
        "name": "乙",
        "target": "≥90%",
        "actual": "80%",
        "weight": "60",
        "score": "55",
        "reason": "故",
    },
    {"level1": "效益指标", "name": "丙", "target": "≥90%", "actual": "95%", "weight": "30", "score": "30"},
]


def filled(family: Family, fields: dict[str, str], projects: int) -> Submission:
    forms = []
    for form in family.forms:
        data = FormData(form.id)
        forms += [data] * (projects if form.repeated else 1)
    submission = Submission(
        family.head.id, "某某局", 2024, forms, choices=dict.fromkeys(family.outline.choices, "某因")
    )
    for values in evaluate(family, submission).forms:
        figures = {key: "8" for key, column in values.schema.fields.items() if not column.formula}
        values.data.fields = figures | {key: text for key, text in fields.items() if key in values.schema.fields}
        if "indicators" in values.schema.blocks:
            values.data.rows["indicators"] = [dict(row) for row in ROWS]
        if "projects" in values.schema.blocks:
            values.data.rows["projects"] = [{"name": "道路养护", "final": "8"}]
    return submission
