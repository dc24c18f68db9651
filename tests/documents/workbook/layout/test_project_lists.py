"""Fields of all projects stand in columns, so that no formula grows with the number of projects."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from jixiao.audit.checks.run import ask, questions
from jixiao.core.functions.results import BLANK_RESULT
from jixiao.documents.workbook.build import build
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission, start

FEW, MORE, MOST = 5, 25, 200
"""Projects: what is built, and how many a unit can have."""

EXCELS_LENGTH, EXCELS_ARGUMENTS = 8192, 255


def with_projects(family: Family, count: int) -> Submission:
    """A unit whose projects have spent 1, 2, 3 … 万元, the last one nothing that was written down."""
    submission = start(family, "某某县某某局", 2024, count)
    for number, data in enumerate(submission.of("project"), start=1):
        name = f"项目{number}" + "名称很长，" * 5  # its sheet's name is as long as one may be
        data.fields |= {"project_name": name, "funds.budget": "500"}
        data.fields["funds.spent"] = str(number) if number < count else ""
    return submission


def formulas(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                yield from map(html.unescape, re.findall(r"<f>(.*?)</f>", archive.read(part).decode(), re.DOTALL))


def longest(family: Family, count: int, path: Path) -> tuple[int, int]:
    """The most characters and the most arguments of any formula in a workbook of so many projects."""
    build(family, with_projects(family, count), path)
    written = set(formulas(path))
    assert len(written) > count
    return max(map(len, written)), max(map(most_arguments, written))


def most_arguments(formula: str) -> int:
    """Of any one function in a formula."""
    counts, most = [1], 1
    for sign in re.sub(r'"[^"]*"', "", formula):
        if sign in "({":
            counts.append(1)
        elif sign in ")}":
            most = max(most, counts.pop())
        elif sign == ",":
            counts[-1] += 1
    return most


def test_no_formula_grows_beyond_what_excel_reads_with_the_number_of_projects(family: Family, tmp_path: Path) -> None:
    length, arguments = longest(family, FEW, tmp_path / "few.xlsx")
    longer, more_arguments = longest(family, MORE, tmp_path / "more.xlsx")
    assert more_arguments == arguments < EXCELS_ARGUMENTS
    by_each = (longer - length) / (MORE - FEW)
    assert longer + by_each * (MOST - MORE) <= EXCELS_LENGTH
    assert by_each < 1  # a number that has one more digit, nothing else


@pytest.fixture(scope="module")
def three(family: Family, tmp_path_factory: pytest.TempPathFactory) -> tuple[Evaluation, Path]:
    """Three projects' book, and what it says of them."""
    path, submission = tmp_path_factory.mktemp("lists") / "book.xlsx", with_projects(family, 3)
    next(submission.of("overall")).fields |= {"funds.budget": "2", "funds.spent": "2"}
    return build(family, submission, path), path


def column_of(path: Path, name: str, *, results: bool) -> list[object]:
    """The cells below a list's name, which stands once."""
    sheet = openpyxl.load_workbook(path, data_only=results)["选项"]
    (column,) = [[cell.value for cell in cells[1:4]] for cells in sheet.iter_cols() if cells[0].value == name]
    return column


def test_a_list_has_the_field_of_each_project_and_keeps_blanks(three: tuple[Evaluation, Path]) -> None:
    _, path = three
    assert column_of(path, "project:funds.spent", results=True) == [1, 2, BLANK_RESULT]
    cells = column_of(path, "project:funds.spent", results=False)
    assert [re.findall(r"附件3 项目\d", str(cell))[:1] for cell in cells] == [[f"附件3 项目{n}"] for n in (1, 2, 3)]


def test_every_check_of_all_projects_asks_the_list(three: tuple[Evaluation, Path]) -> None:
    evaluation, path = three
    stored, written = (openpyxl.load_workbook(path, data_only=results)["全部校验"] for results in (True, False))
    asked = [
        (row, question) for row, question in enumerate(questions(evaluation), 3) if "project:" in question.check.test
    ]
    assert asked
    for row, question in asked:
        (finding,) = ask(question, evaluation)
        assert stored.cell(row, 5).value == finding.outcome.value
        assert "'选项'!" in written.cell(row, 6).value
        assert "附件3" not in written.cell(row, 6).value


def test_without_projects_there_is_no_list(family: Family, tmp_path: Path) -> None:
    evaluation = build(family, with_projects(family, 0), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["选项"]
    assert not [cell.value for cell in sheet[1] if str(cell.value).startswith("project:")]
    assert evaluate(family, evaluation.submission).lookup("project", "funds.spent") == []
