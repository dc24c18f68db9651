"""The workbook where our functions are not: no cell shows an error, and what is plain arithmetic is calculated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.core.functions.results import BLANK_RESULT
from jixiao.core.resources import path as resource
from jixiao.documents.workbook.build import build
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample, start

from .office import Document, Office, OfficeMissingError, find_office
from .test_workbook import BASE, OVERALL, place, stored_results

pytestmark = pytest.mark.live

SAMPLES = sorted(file.stem for file in resource("workbook", "samples").glob("*.yaml"))
INDICATORS = [
    ("≥95%", "96%", 20), ("≤20个", "25个", 10), ("100", "50", 10), ("＝100%", "100%", 10), ("≥90%", "45%", 10),
    ("推进", "达到预期指标", 10), ("2024年12月底前", "2024年12月20日", 10),
    ("≤78.16万元", "80万元", 5), ("有效", "良好", 5),
]  # fmt: skip
WAITING = "待算"


@pytest.fixture(scope="module")
def bare_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice without our extension."""
    try:
        find_office()
    except OfficeMissingError as error:
        pytest.skip(str(error))
    with Office(tmp_path_factory.mktemp("bare")) as running:
        yield running


def errors(document: Document) -> list[str]:
    """Every cell that shows an error, wherever it is."""
    return [
        f"{sheet.Name} {cell.AbsoluteName} {cell.String}"
        for sheet in document.model.Sheets
        for cells in sheet.queryFormulaCells(4)  # com.sun.star.sheet.FormulaResult.ERROR
        for row in range(cells.Rows.Count)
        for column in range(cells.Columns.Count)
        for cell in [cells.getCellByPosition(column, row)]
    ]


@pytest.mark.parametrize("family", ["hunan-2024", "hunan-2022", "xinjiang-2024", "generic"])
def test_amounts_and_indicators_in_a_blank_book_give_no_error(bare_office: Office, tmp_path: Path, family: str) -> None:
    book = tmp_path / "book.xlsx"
    build(load(family), start(load(family), "某某县某某局", 2024, projects=1), book)
    with bare_office.open(book) as document:
        for sheet in document.model.Sheets.ElementNames:
            fill_in(document, sheet)
        assert errors(document) == []
        document.recalculate()
        assert errors(document) == []
        assert "没有连上 jixiao" in str(document["首页", "A11"])


def fill_in(document: Document, sheet: str) -> None:
    value: float | str
    named = document.model.Sheets.getByName(sheet).NamedRanges.ElementNames
    for name, value in (("funds_initial", 100), ("funds_budget", 120.5), ("funds_spent", 114.63), ("funds_weight", 10)):
        if name in named:
            document[place(document, sheet, name)] = value
    if "indicators_target" in named:
        for row, (target, actual, weight) in enumerate(INDICATORS, start=1):
            for column, value in (("name", f"指标{row}"), ("target", target), ("actual", actual), ("weight", weight)):
                document[place(document, sheet, f"indicators_{column}", row)] = value


def test_what_is_plain_arithmetic_is_calculated(bare_office: Office, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    build(load("hunan-2024"), start(load("hunan-2024"), "某某县某某局", 2024, projects=1), book)
    with bare_office.open(book) as document:
        fill_in(document, OVERALL)
        document[place(document, BASE, "staff_quota")] = 48
        document[place(document, BASE, "staff_actual")] = 42
        assert document[place(document, OVERALL, "funds_rate")] == pytest.approx(0.951286)
        assert document[place(document, OVERALL, "funds_score")] == 9.51
        assert document[place(document, BASE, "staff_control_rate")] == 0.875
        points = [document[place(document, OVERALL, "indicators_points", row)] for row in range(1, 10)]
        assert points[:5] == [20, 8, 5, 10, 5]
        assert points[7] == 4.89  # 78.16 ÷ 80 of 5
        assert all(WAITING in str(points[row]) for row in (5, 6, 8))
        assert str(document[place(document, OVERALL, "total_score")]).strip() == ""  # not every row has its score yet
        for row in range(1, 10):
            document[place(document, OVERALL, "indicators_score", row)] = 5
        total = 9.51 + 9 * 5
        assert document[place(document, OVERALL, "total_score")] == pytest.approx(total)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_give_the_figures_that_python_gives_or_wait(bare_office: Office, tmp_path: Path, name: str) -> None:
    submission = read_sample(resource("workbook", "samples", f"{name}.yaml"))
    book = tmp_path / "book.xlsx"
    build(load(submission.family), submission, book)
    with bare_office.open(book) as document:
        document.recalculate()
        assert errors(document) == []
        shown = {sheet: document.cells(sheet) for sheet in document.model.Sheets.ElementNames}
        figures = [
            (sheet, cell, expected, shown[sheet].get(cell, ""))
            for sheet, cell, expected in stored_results(book)
            if sheet.startswith("附件") and isinstance(expected, int | float)
        ]
        differing = [each for each in figures if isinstance(each[3], float) and each[3] != pytest.approx(each[2])]
        waiting = {(sheet, cell) for sheet, cell, _, live in figures if WAITING in str(live)}
        rest = [each for each in figures if not isinstance(each[3], float) and each[:2] not in waiting]
        assert not [each for each in differing if not waiting], differing
        assert not [each for each in rest if each[3] not in ("", BLANK_RESULT)], rest
        assert len(figures) - len(differing) - len(rest) > len(figures) / 2
