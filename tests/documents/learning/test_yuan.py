"""A form whose amounts are in 元: learned, filled in, calculated, told in sentences and read back in its own unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.documents.learning import learn, write_family
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.named_figures import named_figures
from jixiao.model.evaluation.report_sentences import written
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import load, refresh
from jixiao.model.submission import start
from openpyxl import load_workbook

from .blanks import PROJECT, grid, write_docx

TITLE = "项目支出绩效自评表"
OUTLINE = ("××项目支出绩效自评报告", "一、项目概况", "二、项目资金使用情况", "三、存在的问题")


@pytest.fixture
def family(tmp_path: Path, forms: Path) -> Family:
    rows = grid(PROJECT)
    rows[2][0] = "项目资金（元）"
    blank = write_docx(tmp_path / "样表.docx", TITLE, "金额单位：元", rows)
    outline = write_docx(tmp_path / "提纲.docx", *OUTLINE)
    write_family(learn("learned", [blank, outline], year=2025), forms / "learned")
    refresh()
    return load("learned")


def filled(family: Family) -> Evaluation:
    submission = start(family, "某某局", 2025, 1)
    fields = {"project_name": "校园安全设施项目", "funds.budget": "1250000", "funds.spent": "1187500"}
    submission.forms[0].fields |= {**fields, "fiscal.budget": "1250000", "fiscal.spent": "1187400"}
    return evaluate(family, submission)


def test_the_amounts_are_learned_in_yuan(family: Family) -> None:
    kinds = {cell.field: cell.kind for _, cell in walk_cells(family.forms[0].rows)}
    assert {kinds[key] for key in ("funds.initial", "funds.budget", "fiscal.spent", "other.spent")} == {"yuan"}
    assert kinds["funds.weight"] == "points"


def test_a_title_that_says_another_unit_keeps_it(tmp_path: Path) -> None:
    rows = [["项目名称", "", "项目总投资（万元）", ""], *grid(PROJECT)[2:8]]
    rows = [row if len(row) == 8 else [*row, ">", ">", ">", ">"] for row in rows]
    rows[1][0] = "项目资金（元）"
    learned = learn("learned", [write_docx(tmp_path / "样表.docx", TITLE, rows)])
    kinds = {taken.key: taken.kind for taken in learned.forms[0].taken.cells.values()}
    assert (kinds["investment"], kinds["funds.spent"]) == ("amount", "yuan")


def test_rates_follow_and_sentences_tell_it_in_wan(family: Family) -> None:
    evaluation = filled(family)
    assert evaluation.forms[0].value("funds.rate") == Decimal("0.95")
    sections = [section for report in family.outline.reports for section in report.sections]
    said = "".join(text for section in sections for text in written(evaluation, section))
    assert "全年执行数118.75万元，预算执行率95%" in said


def test_findings_speak_of_yuan(family: Family) -> None:
    findings = [f for f in run(filled(family)) if f.outcome is Outcome.FAIL and "1187400" in f.message]
    assert findings
    assert all("元" in finding.message and "万元" not in finding.message for finding in findings)


def test_what_a_bureau_gathers_is_in_wan(family: Family) -> None:
    figures = {figure.key: figure for figure in named_figures(filled(family))}
    assert (figures["funds.spent"].value, figures["funds.spent"].printed) == (Decimal("118.75"), "1187500")


def test_the_workbook_asks_for_yuan_and_keeps_it(tmp_path: Path, family: Family) -> None:
    book = tmp_path / "book.xlsx"
    build(family, filled(family).submission, book)
    sheets = load_workbook(book).worksheets
    stops = {str(rule.error) for sheet in sheets for rule in sheet.data_validations.dataValidation}
    assert any("金额单位是元" in stop for stop in stops)
    assert not any("金额单位是万元" in stop for stop in stops)
    _, back = read_book(book)
    assert back.forms[0].fields["funds.spent"] == "1187500"


def test_the_report_is_read_back_in_yuan(tmp_path: Path, family: Family) -> None:
    target = tmp_path / "报告.docx"
    write_report(filled(family), target)
    back = read_report(target, "learned").submission
    assert back.forms[0].fields["funds.spent"] == "1187500"
    assert not any("换算" in item.advice for item in back.unplaced)
