"""Each project's own words: a cell for each section under its form, printed under its name, and read back."""

from __future__ import annotations

import copy
from pathlib import Path

import docx
import pytest
from jixiao.documents.intake import read_report
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.own_texts import own_lines
from jixiao.model.forms.library import families, load
from jixiao.model.forms.own_text_cells import own_text_key
from jixiao.model.submission import roll_forward, start
from jixiao.model.submission.roll_forward import LAST_YEAR_MARK
from jixiao.model.submission.submission import Submission

KEY = own_text_key("suggestions")
SECTION = "六、有关建议"


@pytest.fixture
def three() -> Submission:
    submission = start(load("hunan-2024"), "某某县某某局", 2024, projects=3)
    for data, name in zip(submission.of("project"), ("甲项目", "乙项目", ""), strict=True):
        data.fields["project_name"] = name
        data.fields[KEY] = f"{name}的建议。\n第二段。"
    submission.texts = {"project": {"suggestions": "共同的建议。"}}
    return submission


def printed(path: Path, heading: str) -> list[str]:
    lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    first = lines.index(heading) + 1
    return lines[first : next(n for n in range(first, len(lines)) if lines[n].startswith("七、"))]


def texts_of(submission: Submission) -> list[str]:
    return [data.fields.get(KEY, "") for data in submission.of("project")]


def test_they_are_read_from_the_workbook_and_printed_under_their_names(three: Submission, tmp_path: Path) -> None:
    family = load(three.family)
    build(family, three, tmp_path / "自评.xlsx")
    _, read = read_book(tmp_path / "自评.xlsx")
    assert texts_of(read) == texts_of(three)
    write_report(evaluate(family, read), tmp_path / "报告.docx")
    assert printed(tmp_path / "报告.docx", SECTION) == [
        "共同的建议。", "“甲项目”：甲项目的建议。", "第二段。", "“乙项目”：乙项目的建议。", "第二段。",
        "“项目3”：的建议。", "第二段。",
    ]  # fmt: skip


def test_points_of_a_project_stand_below_its_name_and_below_the_heading(three: Submission, tmp_path: Path) -> None:
    key = own_text_key("overview")
    for data in three.of("project"):
        data.fields[key] = "（一）做法\n（二）经验\n1、人员"
    write_report(evaluate(load(three.family), three), tmp_path / "报告.docx")
    lines = [paragraph.text for paragraph in docx.Document(str(tmp_path / "报告.docx")).paragraphs]
    first = lines.index("“甲项目”：")
    assert lines[first : first + 5] == ["“甲项目”：", "1.做法", "2.经验", "（1）人员", "“乙项目”："]
    back = read_report(tmp_path / "报告.docx").submission
    assert next(back.of("project")).fields[key] == "1.做法\n2.经验\n（1）人员"


@pytest.mark.parametrize("third", ["丙项目", "甲项目"], ids=["names that differ", "two with one name"])
def test_they_come_back_from_word(three: Submission, tmp_path: Path, third: str) -> None:
    last = next(data for data in three.of("project") if not data.fields["project_name"])
    last.fields |= {"project_name": third, KEY: f"{third}另一个的建议。"}
    write_report(evaluate(load(three.family), three), tmp_path / "报告.docx")
    back = read_report(tmp_path / "报告.docx").submission
    assert texts_of(back) == texts_of(three)
    assert back.texts["project"]["suggestions"] == "共同的建议。"


def test_a_book_without_such_cells_keeps_its_one_text(three: Submission, tmp_path: Path) -> None:
    family = load(three.family)
    bare = family.model_copy(
        update={"forms": tuple(form.model_copy(update={"own_texts": ()}) for form in family.forms)}
    )
    old = copy.deepcopy(three)
    for data in old.of("project"):
        del data.fields[KEY]
    build(bare, old, tmp_path / "自评.xlsx")
    _, read = read_book(tmp_path / "自评.xlsx")
    assert read.texts == three.texts
    assert texts_of(read) == ["", "", ""]


def test_next_year_starts_with_them_marked(three: Submission) -> None:
    rolled = roll_forward(three, load(three.family), 2025)
    assert texts_of(rolled)[0] == f"{LAST_YEAR_MARK}\n甲项目的建议。\n第二段。"


@pytest.mark.parametrize("family_id", families())
def test_every_report_on_projects_has_a_cell_for_each_section(family_id: str) -> None:
    family = load(family_id)
    reports = {report.id: report for report in family.outline.reports}
    for form in (form for form in family.forms if form.repeated and form.id in reports):
        asked = {own_text_key(section.key) for section in reports[form.id].asked}
        assert asked <= {cell.field for row in form.own_texts for cell in row.cells}


def test_what_only_projects_say_is_no_gap(three: Submission) -> None:
    three.texts = {}
    evaluation = evaluate(load(three.family), three)
    report = next(report for report in evaluation.family.outline.reports if report.id == "project")
    section = next(section for section in report.sections if section.key == "suggestions")
    assert len(own_lines(evaluation, report, section)) == 6
