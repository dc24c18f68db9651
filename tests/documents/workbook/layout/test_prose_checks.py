"""The rows of 校验 for the report's texts: one for each, live, leading to its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from jixiao.audit.checks import run
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from openpyxl import Workbook

BookOf = Callable[[str], Path]


def text_rows(book: Workbook) -> dict[str, tuple[object, ...]]:
    """The rows about texts by their heading."""
    rows = (row for row in book["全部校验"].iter_rows(min_row=3, max_col=9, values_only=True) if row[2] == "报告正文")
    return {str(row[3]).partition("：")[2]: row for row in rows}


@pytest.fixture(scope="module")
def book(book_of: BookOf) -> Path:
    return book_of("junshan-2024")


@pytest.fixture(scope="module")
def of_projects(book_of: BookOf) -> Path:
    return book_of("quyuan-2024")


def test_every_section_of_the_report_has_a_row_and_of_that_on_projects_none_without_them(
    book: Path, family: Family
) -> None:
    rows = [row for row in openpyxl.load_workbook(book)["全部校验"].iter_rows(min_row=3) if row[2].value == "报告正文"]
    sections = [section.heading for section in family.outline.reports[0].sections]
    assert [str(row[3].value).partition("：")[2] for row in rows] == sections
    texts = openpyxl.load_workbook(book).defined_names
    for row in rows:
        name = str(row[5].value).partition("(")[2].partition("=")[0]
        target = texts[name].attr_text.replace("$", "").replace("'", "")
        assert f"ROW({target})" in str(row[8].value).replace("$", "").replace("'", "")


def test_a_row_stores_what_its_text_says(book: Path) -> None:
    rows = text_rows(openpyxl.load_workbook(book, data_only=True))
    assert rows["（二）机构设置"][4] == "✗"
    assert "编制文中写5人，应为3人" in str(rows["（二）机构设置"][5])
    assert rows["（一）职能职责"][4:6] == ("－", "－ 文字里没有提到所给的数")
    assert rows["一、部门（单位）基本情况"][5] == "－ 没有自己写的话，可以空着"


def test_the_first_sheet_counts_the_texts_that_contradict_a_form(book: Path) -> None:
    found = openpyxl.load_workbook(book, data_only=True)
    wrong = sum(row[4] == "✗" for row in text_rows(found).values())
    (listed,) = [row for row in found["首页"].iter_rows(values_only=True) if row[0] == "报告正文"]
    assert listed[5] == wrong > 0


def test_the_sheet_says_what_only_the_whole_check_sees(book: Path) -> None:
    first = next(openpyxl.load_workbook(book)["全部校验"].iter_rows(max_row=1, values_only=True))
    assert any("校验全部" in str(text) and "jixiao check" in str(text) for text in first)


def test_the_figures_are_hidden_and_stand_there_once(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["全部校验"]
    used = [column for column in ("L", "M", "N", "O", "P") if sheet[f"{column}1"].value is not None]
    assert used == ["L", "M", "N"]  # the figures with their names, and the answers on the report's texts
    shown = {k for k, each in sheet.column_dimensions.items() for k in range(each.min, each.max + 1) if not each.hidden}
    assert shown.isdisjoint(range(11, 15))  # those, and before them in how many places a check fails


def test_all_texts_of_a_report_are_asked_in_one_call(of_projects: Path, family: Family) -> None:
    formulas = [
        getattr(cell.value, "text", cell.value)
        for row in openpyxl.load_workbook(of_projects)["全部校验"].iter_rows()
        for cell in row
    ]
    asked = [formula for formula in formulas if "CHECK_TEXT" in str(formula)]
    assert len(asked) == len(family.outline.reports)


def test_a_finding_about_a_text_of_a_workbook_names_its_cell(book: Path) -> None:
    family, submission = read_book(book)
    found = [f for f in run(evaluate(family, submission)) if f.reference == "overall.organization"]
    assert found
    texts = openpyxl.load_workbook(book)["报告正文"]
    for finding in found:
        assert finding.sheet == "报告正文"
        assert texts[finding.cell].value == submission.texts["overall"]["organization"]
        assert finding.record()["cell"] == finding.cell


def test_the_longest_text_and_hostile_ones_are_rows_like_others(
    family: Family, junshan: Submission, tmp_path: Path
) -> None:
    junshan.texts["overall"]["duties"] = "=1+1。编制5人。" + "字" * 32_000
    build(family, junshan, tmp_path / "book.xlsx")
    rows = text_rows(openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True))
    assert rows["（一）职能职责"][4] == "✗"
    assert read_book(tmp_path / "book.xlsx")[1].texts == junshan.texts
