"""报告正文 in a real spreadsheet: a changed figure changes its sentence, as Python writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.report_sentences import paragraphs
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample

from .office import Document, Office
from .test_workbook import BASE, OVERALL, place

PROJECT = "附件3 项目1 国资中心专项工作经费"

pytestmark = pytest.mark.live

SHEET = "报告正文"
SCOPE = "spending_scope"

Shown = Callable[[str, str], str]


@pytest.fixture
def document(office: Office, tmp_path: Path) -> Iterator[Document]:
    submission = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    build(load(submission.family), submission, tmp_path / "book.xlsx")
    with office.open(tmp_path / "book.xlsx") as opened:
        opened.recalculate()
        yield opened


def cell(document: Document, name: str, column: str) -> tuple[str, str]:
    """A cell in the row where a name of the book stands."""
    row = document.model.NamedRanges.getByName(name).Content.rpartition("$")[2]
    return SHEET, f"{column}{row}"


def shown(document: Document, report: str, section: str) -> str:
    document.recalculate()
    return str(document[cell(document, names.text_name(report, section), "C")])


def test_a_changed_figure_changes_its_sentence(document: Document) -> None:
    assert "年初预算数96.51万元，年中调增21.98万元，增幅22.77%" in shown(document, "overall", SCOPE)
    document[place(document, OVERALL, "funds_initial")] = 118.49
    assert "年初预算数118.49万元，年中未作调整，" in shown(document, "overall", SCOPE)


def test_a_blank_leaves_its_sentence_out(document: Document) -> None:
    document[place(document, BASE, "procurement_previous")] = ""
    assert shown(document, "overall", SCOPE).endswith("政府采购金额10.07万元。")
    document[place(document, BASE, "procurement_final")] = ""
    assert "政府采购" not in shown(document, "overall", SCOPE)


def test_a_chosen_cause_comes_into_the_sentence(document: Document) -> None:
    assert "调整的主要原因" not in shown(document, "overall", SCOPE)
    document[cell(document, names.choice_name("adjustment"), "C")] = "年中新增工作任务"
    assert "预算调整的主要原因是年中新增工作任务。" in shown(document, "overall", SCOPE)


def test_a_lost_point_is_told_with_its_reason(document: Document) -> None:
    document[place(document, PROJECT, "indicators_score", 3)] = 8.5
    document[place(document, PROJECT, "indicators_reason", 3)] = "招标流标一次。"
    assert "“完成时间”扣1.5分，原因：招标流标一次；" in shown(document, "project", "experience_problems")


@pytest.mark.parametrize(
    ("name", "sheet"), [("assets-commission-2024", "附件2 项目2"), ("assets-commission-2022", "附件4 项目2")]
)
def test_the_sheet_of_many_projects_shows_what_the_report_prints(
    office: Office, tmp_path: Path, name: str, sheet: str
) -> None:
    submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
    build(load(submission.family), submission, tmp_path / "book.xlsx")
    with office.open(tmp_path / "book.xlsx") as document:
        named = next(title for title in document.model.Sheets.ElementNames if title.startswith(f"{sheet} "))
        document[place(document, named, "funds_spent")] = 3
        document.recalculate()
        read = read_book(document.save(tmp_path / "saved.xlsx"))[1]
        assert_shown(document, read)


def assert_shown(document: Document, submission: Submission) -> None:
    evaluation = evaluate(load(submission.family), submission)
    compared = 0
    for report in evaluation.family.outline.reports:
        for section in report.sections:
            text = "\n".join(paragraphs(evaluation, section))
            assert shown(document, report.id, section.key) == text, section.heading
            compared += bool(text)
    assert compared > 5
