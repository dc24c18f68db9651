"""What is still to be filled in: named rows whole, one row where none is named, sections that nothing writes."""

from __future__ import annotations

import pytest
from jixiao.documents.report import fields_to_fill, open_fields
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.left_blank import (
    blank_at_home,
    blank_cells,
    blank_sections,
    count_left_blank,
    unfinished_sections,
)
from jixiao.model.forms.library import load
from jixiao.model.submission import start
from jixiao.model.submission.submission import Submission

FAMILIES = ("hunan-2022", "hunan-2024", "xinjiang-2024", "mof-project-2020", "yunnan-2022")


def of_rows(submission: Submission) -> list[tuple[str, str]]:
    values = next(evaluate(load(submission.family), submission).of("overall"))
    return [(reference, key) for reference, key in blank_cells(values) if "[" in reference]


def test_where_no_row_is_named_one_row_is_asked_for(new_unit: Submission) -> None:
    columns = ("name", "target", "actual", "weight")
    assert [reference for reference, _ in of_rows(new_unit)] == [f"indicators[0].{column}" for column in columns]


def test_a_named_row_lacks_what_it_does_not_hold_and_its_score(new_unit: Submission) -> None:
    next(new_unit.of("overall")).rows["indicators"][2] |= {"name": "完成任务数", "target": "≥5个"}
    assert [reference.rpartition(".")[2] for reference, _ in of_rows(new_unit)] == ["actual", "weight", "score"]


@pytest.mark.parametrize("name", ["……", "…"])
def test_a_row_that_only_shows_where_rows_go_on_asks_for_nothing(quyuan: Submission, name: str) -> None:
    rows = next(quyuan.of("overall")).rows["indicators"]
    rows.append({"name": name})
    assert of_rows(quyuan) == []
    assert not [field for field in open_fields(evaluate(load(quyuan.family), quyuan)) if "……" in field.where]


def test_who_filled_in_the_forms_is_asked_for_only_where_a_form_prints_it(new_unit: Submission) -> None:
    assert blank_at_home(evaluate(load("hunan-2024"), new_unit)) == ["report_date", "preparer", "phone"]
    other = start(load("mof-project-2020"), "某某局", 2024)
    assert blank_at_home(evaluate(load("mof-project-2020"), other)) == ["report_date"]


def test_what_the_figures_write_is_not_asked_for_before_they_are_there(quyuan: Submission) -> None:
    def asked() -> set[str]:
        found = blank_sections(evaluate(load(quyuan.family), quyuan))
        return {section.key for report, section in found if report.id == "overall"}

    quyuan.texts = {}
    overall = load(quyuan.family).outline.reports[0]
    only_own = {section.key for section in overall.asked}
    assert asked() > only_own  # of some sentences the figures are there and write nothing
    next(quyuan.of("overall")).fields["funds.budget"] = ""
    assert asked() == only_own


def test_a_mark_in_a_text_is_still_to_be_filled_in(quyuan: Submission) -> None:
    before = count_left_blank(evaluate(load(quyuan.family), quyuan))
    quyuan.texts["overall"]["duties"] = "负责［待填：几家］、［待填：哪里］的监管。"
    evaluation = evaluate(load(quyuan.family), quyuan)
    assert [section.key for _, section in unfinished_sections(evaluation)] == ["duties"]
    assert count_left_blank(evaluation) == before + 1
    assert [field.name for field in fields_to_fill(evaluation) if "几家" in field.name] == ["几家、哪里"]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_list_has_as_many_lines_as_are_counted(family: str) -> None:
    evaluation = evaluate(load(family), start(load(family), "某某局", 2024, 2))
    assert len(fields_to_fill(evaluation)) == count_left_blank(evaluation)


def test_of_a_project_sheet_that_nobody_began_it_is_said_how_to_remove_it(new_unit: Submission) -> None:
    def advice() -> str:
        found = open_fields(evaluate(load("hunan-2024"), new_unit))
        return next(field.advice for field in found if field.name == "项目支出名称")

    assert "删除项目表" in advice()
    next(new_unit.of("project")).fields["funds.budget"] = "5"
    assert "删除项目表" not in advice()


def test_one_cell_is_asked_for_under_one_name(new_unit: Submission) -> None:
    found = [field for field in open_fields(evaluate(load("hunan-2024"), new_unit)) if field.where == "首页"]
    assert [field.name for field in found] == ["报告日期", "填表人", "联系电话"]
    assert "填报日期" in found[0].advice
