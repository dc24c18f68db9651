"""项目汇总: one line a project, all by native formulas."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jixiao.core import resources
from jixiao.core.functions.results import BLANK_RESULT
from jixiao.documents.libreoffice import converted, find_program
from jixiao.documents.workbook.build import build
from jixiao.model.forms.library import load
from jixiao.model.forms.sheet_titles import HOME, PROJECTS
from jixiao.model.submission import Submission, read_sample, start

_CALL = re.compile(r"([A-Z][A-Z0-9_.]+)\(")
NATIVE = {
    "IF", "ISNUMBER", "HYPERLINK", "COUNT", "COUNTA", "COUNTIFS", "SUMIFS", "SUM", "ROUND", "AVERAGE", "N", "MAX",
    "MATCH", "INDEX", "SUBSTITUTE",
}  # fmt: skip


@pytest.fixture
def submission() -> Submission:
    """Three projects; the second has one indicator's score lowered, the third no score at all."""
    sample = read_sample(resources.path("workbook", "samples", "assets-commission-2024.yaml"))
    sample.forms = sample.forms[:4]
    row = sample.forms[2].rows["indicators"][0]
    row["score"] = str(float(row["weight"]) - 4)
    sample.forms[3].fields.update({"funds.spent": "", "total.score": "", "funds.score": ""})
    for row in sample.forms[3].rows["indicators"]:
        row["score"] = ""
    return sample


@pytest.fixture
def book(submission: Submission, tmp_path: Path) -> Path:
    build(load(submission.family), submission, tmp_path / "几个项目.xlsx")
    return tmp_path / "几个项目.xlsx"


def rows(path: Path, *, values: bool = True) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path, data_only=values)[PROJECTS].iter_rows(values_only=True))


def table(path: Path) -> list[tuple[Any, ...]]:
    """The headings, a line for each project, and the sums, without what charts draw."""
    _, _, head, *lines = rows(path)
    width = next((place for place, heading in enumerate(head) if heading is None), len(head))
    last = next(number for number, line in enumerate(lines) if line[0] == "合计")
    return [line[:width] for line in (head, *lines[: last + 1])]


def test_every_project_has_a_line_with_money_rate_and_points(book: Path, submission: Submission) -> None:
    head, *lines = table(book)
    assert head[:7] == ("序号", "项目", "全年预算数（万元）", "全年执行数（万元）", "执行率", "总分", "失分")
    assert [line[0] for line in lines] == [1, 2, 3, "合计"]
    budgets = [float(data.fields["funds.budget"]) for data in submission.forms[1:]]
    assert [line[2] for line in lines] == pytest.approx([*budgets, sum(budgets)])


def test_what_was_lost_and_where_is_told(book: Path) -> None:
    head, *lines = table(book)
    lost = dict(zip(head, lines[1], strict=True))
    assert lost["失分最多的"] == "产出指标"
    assert lost["产出指标失分"] >= 4
    assert lost["失分"] == pytest.approx(sum(lost[name] or 0 for name in head[7:-1] if lost[name] != BLANK_RESULT))


def test_what_is_not_filled_in_is_no_zero(book: Path) -> None:
    head, *lines = table(book)
    blank = dict(zip(head, lines[2], strict=True))
    assert [blank[name] for name in ("全年执行数（万元）", "总分", "产出指标失分")] == [BLANK_RESULT] * 3


def test_no_formula_calls_us(book: Path) -> None:
    formulas = [cell for row in rows(book, values=False) for cell in row if str(cell).startswith("=")]
    assert formulas
    assert {name for formula in formulas for name in _CALL.findall(formula)} <= NATIVE


def test_a_date_among_a_projects_figures_is_said_on_its_line_and_in_the_sums(book: Path) -> None:
    read = openpyxl.load_workbook(book)
    said = {str(of.sqref): rule.formula[0] for of in read[PROJECTS].conditional_formatting for rule in of.rules}
    lines = [test for cells, test in said.items() if cells.startswith("C")]
    assert lines[-1] == "+".join(test.removesuffix(">0") for test in lines[:-1]) + ">0"
    for sheet, test in zip(read.sheetnames[2:], lines[:-1], strict=False):
        assert "CELL(" in (formula := read.defined_names[test.removesuffix(">0")].value)
        assert f"'{sheet}'!" in formula


def test_it_has_charts_and_one_project_has_no_such_sheet(book: Path, quyuan_book: Path) -> None:
    assert len(openpyxl.load_workbook(book)[PROJECTS]._charts) == 2
    assert PROJECTS not in openpyxl.load_workbook(quyuan_book).sheetnames


def test_long_names_have_room_and_each_chart_a_page(submission: Submission, tmp_path: Path) -> None:
    submission.forms[1].fields["project_name"] = "很长的项目名称" * 6
    build(load(submission.family), submission, tmp_path / "长.xlsx")
    book = openpyxl.load_workbook(tmp_path / "长.xlsx")
    heights = [book[title].row_dimensions[row].height or 0 for title, row in ((HOME, 19), (PROJECTS, 4), (PROJECTS, 5))]
    assert [tall > 30 for tall in heights] == [True, True, False]
    tops = [chart.anchor._from.row for chart in book[PROJECTS]._charts]
    assert [page.id for page in book[PROJECTS].row_breaks.brk] == [top - 1 for top in tops]


@pytest.mark.skipif(find_program("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_what_is_stored(book: Path, tmp_path: Path) -> None:
    bare = openpyxl.load_workbook(book)  # saved by openpyxl, no formula has a result any more
    bare.save(tmp_path / "无结果.xlsx")
    with converted(tmp_path / "无结果.xlsx", "xlsx") as made:
        for here, there in zip(rows(book), rows(made), strict=True):
            for cell, expected in zip(there, here, strict=True):
                is_number = isinstance(expected, int | float)
                assert cell == (
                    pytest.approx(expected) if is_number else None if expected == BLANK_RESULT else expected
                )


def drawn(path: Path, sheet: str) -> list[Any]:
    """What the charts of a sheet draw, with their titles and legends: names of bars, figures, cells above."""
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    found: list[Any] = []
    for chart in page._charts:
        head = page[chart.anchor._from.row]  # the row above, counted from 1
        found += [cell.value for cell in head]
        for series in chart.ser:
            for area in (series.cat.strRef or series.cat.numRef, series.val.numRef):
                found += [row[0].value for row in page[area.f.rpartition("!")[2].replace("$", "")]]
        assert (chart.title, chart.legend) == (None, None)
        assert not chart.graphical_properties.line.solidFill  # no frame
    return [value for value in found if value not in (None, BLANK_RESULT)]


def test_a_blank_book_shows_no_empty_axes(tmp_path: Path, book: Path) -> None:
    build(load("hunan-2024"), start(load("hunan-2024"), "某某局", 2024, 2), tmp_path / "空.xlsx")
    for sheet in (HOME, PROJECTS):
        assert drawn(tmp_path / "空.xlsx", sheet) == []
        assert {"■ 得分"} < set(drawn(book, HOME))
    assert {"各项目资金（万元）", "■ 全年执行数", "■ 产出指标"} < set(drawn(book, PROJECTS))


@pytest.mark.parametrize(("amounts", "pages"), [((), 0), (("12", "8"), 1)])
def test_only_a_chart_that_tells_something_begins_a_page(amounts: tuple[str, ...], pages: int, tmp_path: Path) -> None:
    submission = start(load("hunan-2024"), "某某局", 2024, 2)
    for project, amount in zip(submission.of("project"), amounts, strict=False):
        project.fields["funds.budget"] = amount
    build(load("hunan-2024"), submission, tmp_path / "自评.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "自评.xlsx")["项目汇总"].row_breaks.brk) == pages
