"""The bureau's scoring form as a sheet: what is typed is kept, the estimate stands beside it and is never printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.audit.bureau_score import assess, read_rubric
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

from ..conftest import field_cell

SHEET = "附件4 考核评分表"
SCORES = {"notice": "8", "group": "2", "inspection": "10", "handing_in": "10", "completeness": "13", "tables": "15.5",
          "problems": "16", "suggestions": "12"}  # fmt: skip


@pytest.fixture
def scored(new_unit: Submission) -> Submission:
    """A unit that gave itself points item by item."""
    next(new_unit.of("appraisal")).fields |= {f"{key}.score": points for key, points in SCORES.items()}
    return new_unit


def test_typed_points_are_kept_and_added_up(family: Family, scored: Submission, tmp_path: Path) -> None:
    evaluation = build(family, scored, tmp_path / "book.xlsx")
    (values,) = evaluation.of("appraisal")
    assert values.printed("total.score") == "86.5"
    (read,) = read_book(tmp_path / "book.xlsx")[1].of("appraisal")
    assert read.fields == next(scored.of("appraisal")).fields


def test_the_forms_points_are_the_rubrics(family: Family, new_unit: Submission) -> None:
    (values,) = evaluate(family, new_unit).of("appraisal")
    rubric = read_rubric(family)
    assert rubric is not None
    printed = {item.key: values.value(f"{item.key}.points") for item in rubric.items}
    assert printed == {item.key: item.points for item in rubric.items}
    assert values.value("total.points") == rubric.total


def test_the_estimate_stands_beside_each_item_and_is_added_up(
    family: Family, scored: Submission, tmp_path: Path
) -> None:
    evaluation = build(family, scored, tmp_path / "book.xlsx")
    assessed = assess(evaluation)
    assert assessed is not None
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)
    for row in assessed.rows:
        cells = [field_cell(book, SHEET, names.assessed_name(row.key, what)) for what in names.ASSESSED]
        assert ["" if cell.value is None else cell.value for cell in cells] == [
            row.low,
            row.high,
            row.reason,
            row.raises,
        ]
        assert {cell.row for cell in cells} == {field_cell(book, SHEET, f"{row.key}_score").row}
        assert all(cell.protection.locked for cell in cells)
    last = field_cell(book, SHEET, names.assessed_name("suggestions", "low"))
    assert (last.offset(1).value, last.offset(1, 1).value) == tuple(map(float, assessed.total))


def test_what_can_be_told_at_any_time_stands_beside_the_estimate(
    family: Family, scored: Submission, tmp_path: Path
) -> None:
    scored.texts = {"overall": {"duties": "负责全县某项工作。"}}
    next(scored.of("overall")).rows["indicators"] = [{"name": "任务数", "target": "≥5个", "weight": "40"}]
    evaluation = build(family, scored, tmp_path / "book.xlsx")
    told, formulas = (openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=results) for results in (True, False))
    now = {row: field_cell(told, SHEET, names.assessed_name(row, "raises")).offset(column=1) for row in SCORES}
    assert "报告正文自己写了 1 处" in now["completeness"].value
    asked = [f for f in run(evaluation) if f.check in ("C01", "C02", "C05", "C21", "C27")]
    wrong = {(f.check, f.title, f.sheet) for f in asked if f.outcome is Outcome.FAIL}
    assert wrong
    assert f"校验 C01、C02、C05、C21、C27 不符 {len(wrong)} 项" in now["tables"].value
    assert {row for row, cell in now.items() if cell.value} == {"completeness", "tables"}
    assert all(formulas[SHEET][now[row].coordinate].data_type == "f" for row in ("completeness", "tables"))


def test_the_estimate_is_not_printed(family: Family, scored: Submission, tmp_path: Path) -> None:
    build(family, scored, tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")[SHEET]
    assert str(sheet.print_area).rpartition("!")[2].startswith("$A$2:$D$")
    assert field_cell(sheet.parent, SHEET, "notice_score").column > 4


@pytest.mark.parametrize("is_filled", [True, False])
def test_it_is_in_the_report_only_when_something_is_filled_in(
    is_filled: bool, family: Family, scored: Submission, new_unit: Submission, tmp_path: Path
) -> None:
    if not is_filled:
        next(scored.of("appraisal")).fields.clear()
    write_report(evaluate(family, scored), tmp_path / "report.docx")
    tables = [t for t in Document(str(tmp_path / "report.docx")).tables if "考核" in t.cell(0, 2).text or
              t.cell(0, 2).text == "评分标准"]  # fmt: skip
    assert len(tables) == is_filled
    if is_filled:
        assert tables[0].rows[-1].cells[-1].text == "86.5"
        again = read_report(tmp_path / "report.docx").submission
        assert next(again.of("appraisal")).fields == {"total.score": "86.5"}


def test_a_book_without_the_sheet_can_be_read(book_of: Callable[[str], Path]) -> None:
    _, submission = read_book(book_of("quyuan-2024"))
    assert not list(submission.of("appraisal"))
