"""报告正文: what the figures write stands there by formula, may be replaced, and takes in words that were chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jixiao.core import resources
from jixiao.core.functions.results import BLANK_RESULT
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.sentence_cells import SHOWN_PROJECTS
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.report_sentences import paragraphs
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample, start

SHEET = "报告正文"
SAMPLES = sorted(resources.path("workbook", "samples").glob("*.yaml"))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Any]:
    """A submission's workbook with stored results, or with its formulas."""

    def built(submission: Submission, *, results: bool = True) -> Any:
        build(load(submission.family), submission, tmp_path / "自评.xlsx")
        return openpyxl.load_workbook(tmp_path / "自评.xlsx", data_only=results)

    return built


def beside(book: Any, name: str, column: str) -> Any:
    """The cell of a column in the row where a name stands."""
    row = book.defined_names[name].attr_text.rpartition("$")[2]
    return book[SHEET][f"{column}{row}"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_preview_is_what_the_report_prints(path: Path, opened: Any) -> None:
    submission = read_sample(path)
    submission.choices = {"adjustment": "某因", "three_public": "某因"}
    book, evaluation = opened(submission), evaluate(load(submission.family), submission)
    for report in evaluation.family.outline.reports:
        for section in report.sections:
            stored = beside(book, names.text_name(report.id, section.key), "C").value or ""
            assert stored.strip(BLANK_RESULT) == "\n".join(paragraphs(evaluation, section))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_formula_is_near_excels_limits(path: Path, opened: Any) -> None:
    book = opened(read_sample(path), results=False)
    formulas = [c.value for row in book[SHEET].iter_rows() for c in row if c.data_type == "f"]
    assert max(map(len, formulas)) < 4096
    literals = [text for formula in formulas for text in re.findall(r'"((?:[^"]|"")*)"', formula)]
    assert max(map(len, literals)) <= 255


def test_of_very_many_projects_the_first_are_shown(opened: Any) -> None:
    family = load("hunan-2024")
    submission = start(family, "某某县某某局", 2024, SHOWN_PROJECTS + 5)
    for number, data in enumerate(submission.of("project"), start=1):
        data.fields["project_name"] = f"项目{number}"
        data.rows["indicators"] = [{"name": "指标", "weight": "10", "score": "9"}]
    shown = beside(opened(submission), names.text_name("project", "experience_problems"), "C").value
    assert f"“项目{SHOWN_PROJECTS}”的扣分情况" in shown
    assert f"项目{SHOWN_PROJECTS + 1}" not in shown
    assert shown.endswith("（另有5个项目，生成报告时逐个写出）")


def test_without_projects_nothing_is_said_of_them(opened: Any) -> None:
    book = opened(start(load("hunan-2024"), "某某县某某局", 2024, 0))
    assert beside(book, names.text_name("project", "overview"), "C").value in (None, BLANK_RESULT)
    (counted,) = [row[2:5] for row in book["首页"].iter_rows(values_only=True) if row[0] == SHEET]
    asked = len(load("hunan-2024").outline.reports[0].asked)
    assert counted == (asked, 0, asked)


# ---- what a person decides ------------------------------------------------------------------------------------------


def test_words_are_chosen_from_the_familys_list_or_written(opened: Any, junshan: Submission) -> None:
    book = opened(junshan, results=False)
    cell = beside(book, names.choice_name("three_public"), "C")
    lists = {str(v.sqref): v for v in book[SHEET].data_validations.dataValidation}
    assert lists[cell.coordinate].formula1 == names.choice_list("three_public")
    assert not lists[cell.coordinate].showErrorMessage  # other words may be written
    target = book.defined_names[names.choice_list("three_public")].attr_text.rpartition("!")[2].replace("$", "")
    options = [cell.value for (cell,) in book["选项"][target]]
    assert options == list(load("hunan-2024").outline.choices["three_public"].options)


def test_sentences_are_kept_or_replaced_and_nothing_else(opened: Any, junshan: Submission) -> None:
    book = opened(junshan, results=False)
    cell = beside(book, names.text_name("overall", "performance"), "D")
    lists = {str(v.sqref): v for v in book[SHEET].data_validations.dataValidation}
    assert cell.value == names.ADD
    assert lists[cell.coordinate].formula1 == f'"{names.ADD},{names.REPLACE}"'
    assert lists[cell.coordinate].showErrorMessage
    assert beside(book, names.text_name("overall", "duties"), "D").value is None  # no sentences there


def test_what_was_decided_is_read_back(tmp_path: Path, junshan: Submission) -> None:
    junshan.choices = {"three_public": "公务接待批次\n 和人数减少", "adjustment": " "}
    junshan.replaced = {"overall": {"performance", "basic_spending"}}
    build(load("hunan-2024"), junshan, tmp_path / "自评.xlsx")
    read = read_book(tmp_path / "自评.xlsx")[1]
    assert read.choices == {"three_public": "公务接待批次 和人数减少"}
    assert read.replaced == junshan.replaced


def test_a_book_without_such_cells_is_read_as_one_that_decides_nothing(tmp_path: Path, junshan: Submission) -> None:
    junshan.choices, junshan.replaced = {"three_public": "某因"}, {"overall": {"performance"}}
    build(load("hunan-2024"), junshan, tmp_path / "自评.xlsx")
    book = openpyxl.load_workbook(tmp_path / "自评.xlsx")
    for name in [name for name in book.defined_names if name.startswith(("use_", "choice_"))]:
        del book.defined_names[name]
    book.save(tmp_path / "旧.xlsx")
    read = read_book(tmp_path / "旧.xlsx")[1]
    assert (read.choices, read.replaced) == ({}, {})


def test_needed_sections_that_have_a_text_are_counted_and_choices_are_not(opened: Any, junshan: Submission) -> None:
    """Needed are those that neither the figures nor 无 can write."""
    junshan.choices = {"three_public": "某因"}
    formulas, stored = opened(junshan, results=False)["首页"], opened(junshan)["首页"]
    (line,) = [row[0].row for row in formulas.iter_rows() if f"#'{SHEET}'!A1" in str(row[0].value)]
    count = f"D{line}"
    needed = [
        junshan.texts.get(report.id, {}).get(section.key)
        for report in load("hunan-2024").outline.reports
        for section in report.sections
        if not (section.sentences or section.empty)
    ]
    assert stored[count].value == sum(map(bool, needed))
