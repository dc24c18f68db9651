"""The built workbook in a real spreadsheet: every formula cell equals what Python computes, whatever is typed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jixiao.core import resources
from jixiao.core.functions.results import BLANK_RESULT
from jixiao.core.xml_tree import parse
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample, start
from jixiao.model.submission.submission import Submission

from .office import Document, Office

pytestmark = pytest.mark.live

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OVERALL, PROJECT, BASE = "附件2 整体支出自评表", "附件3 项目1", "附件1 基础数据表"


def sample(name: str) -> Submission:
    return read_sample(resources.path("workbook", "samples", f"{name}.yaml"))


def new_unit() -> Submission:
    return start(load("hunan-2024"), "某某县某某局", 2024, projects=2)


@pytest.fixture(params=["service-center-2024", "cooperation-center-2024", "new"])
def submission(request: pytest.FixtureRequest) -> Submission:
    return new_unit() if request.param == "new" else sample(request.param)


def opened(office: Office, submission: Submission, folder: Path) -> Document:
    path = folder / "book.xlsx"
    build(load(submission.family), submission, path)
    document = office.open(path)
    document.recalculate()
    return document


def stored_results(path: Path) -> Iterator[tuple[str, str, object]]:
    """Sheet, address and stored result of each formula cell of a built workbook."""
    with zipfile.ZipFile(path) as package:
        sheets = [sheet.get("name", "") for sheet in parse(package.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        for number, title in enumerate(sheets, 1):
            for cell in parse(package.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):
                if cell.find(f"{MAIN}f") is not None:
                    yield title, cell.get("r", ""), stored_result(cell)


def stored_result(cell: Any) -> object:
    """A number, a text or nothing, as XlsxWriter stores it beside the formula."""
    text = cell.findtext(f"{MAIN}v")
    if text is None or cell.get("t") == "str":
        return text
    return {"0": False, "1": True}[text] if cell.get("t") == "b" else float(text)


def assert_live_equals_python(document: Document, folder: Path) -> int:
    """Read the live document back, build it anew, and compare every formula cell with its stored result."""
    family, submission = read_book(document.save(folder / "saved.xlsx"))
    rebuilt = folder / "rebuilt.xlsx"
    build(family, submission, rebuilt)
    stored = {(sheet, address): blank_or(expected) for sheet, address, expected in stored_results(rebuilt)}
    live = {sheet: document.cells(sheet) for sheet in {sheet for sheet, _ in stored}}
    assert shown_at(live, stored) == to_excels_digits(stored)
    return len(stored)


def shown_at(
    live: Mapping[str, Mapping[str, object]], places: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], object]:
    """What some cells of a live document show."""
    return to_excels_digits({at: live[at[0]].get(at[1], "") for at in places})


def to_excels_digits(values: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], object]:
    """Figures to the digits that spreadsheets surely share: a quotient of theirs and of ours may differ in the last."""
    return {at: float(f"{value:.14g}") if isinstance(value, float) else value for at, value in values.items()}


def blank_or(stored: object) -> object:
    """What a formula that shows nothing has stored: nothing, or what stands for it."""
    return "" if stored in (None, BLANK_RESULT) else stored


def place(document: Document, sheet: str, name: str, row: int = 0) -> tuple[str, str]:
    """The address of a field, or of the n-th row of a block's column, by its sheet's own name."""
    ranges = document.model.Sheets.getByName(sheet).NamedRanges
    cells = ranges.getByName(name).getReferredCells().RangeAddress
    from_top = cells.StartRow + row
    return sheet, f"{openpyxl.utils.get_column_letter(cells.StartColumn + 1)}{from_top + 1}"


def test_every_formula_cell_calculates_what_is_stored(office: Office, submission: Submission, tmp_path: Path) -> None:
    with opened(office, submission, tmp_path) as document:
        assert assert_live_equals_python(document, tmp_path) > 200


def test_changed_figures_flow_through_rates_scores_totals_and_checks(office: Office, tmp_path: Path) -> None:
    with opened(office, new_unit(), tmp_path) as document:
        document[place(document, OVERALL, "funds_initial")] = 100
        document[place(document, OVERALL, "funds_budget")] = 120.5
        document[place(document, OVERALL, "funds_spent")] = 114.63
        for row, (target, actual, weight) in enumerate(
            [
                ("≥95%", "96%", 20),
                ("≤78.16万元", "80万元", 20),
                ("2024年12月底前", "2024年12月20日", 10),
                ("推进", "达到预期指标", 30),
                ("≥90%", "45%", 10),
            ],
            start=1,
        ):
            for column, value in (("name", f"指标{row}"), ("target", target), ("actual", actual), ("weight", weight)):
                document[place(document, OVERALL, f"indicators_{column}", row)] = value
        document[place(document, BASE, "staff_quota")] = 48
        document[place(document, BASE, "staff_actual")] = 42
        document.recalculate()
        assert document[place(document, OVERALL, "funds_rate")] == pytest.approx(0.951286)
        assert document[place(document, OVERALL, "funds_score")] == 9.51
        assert document[place(document, OVERALL, "indicators_score", 2)] == 19.54
        assert document[place(document, OVERALL, "indicators_score", 5)] == 5
        assert document[place(document, BASE, "staff_control_rate")] == 0.875
        assert assert_live_equals_python(document, tmp_path) > 200


def test_a_blank_is_not_zero_in_a_cell_either(office: Office, tmp_path: Path) -> None:
    """Calc hands a single blank cell over as 0; our formulas must not let it."""
    with opened(office, new_unit(), tmp_path) as document:
        document[place(document, OVERALL, "funds_budget")] = 100
        document[place(document, BASE, "staff_quota")] = 5
        document.recalculate()
        assert document[place(document, OVERALL, "funds_rate")] == ""
        assert document[place(document, OVERALL, "funds_score")] == ""
        assert document[place(document, BASE, "staff_control_rate")] == ""
        assert assert_live_equals_python(document, tmp_path) > 200


def test_a_score_typed_over_its_formula_stays_and_the_rule_stands_beside_it(office: Office, tmp_path: Path) -> None:
    with opened(office, sample("cooperation-center-2024"), tmp_path) as document:
        document.type_in(place(document, OVERALL, "indicators_score", 1), "7.5")
        document.recalculate()
        assert document[place(document, OVERALL, "indicators_score", 1)] == 7.5
        assert document[place(document, OVERALL, "indicators_points", 1)] == 10
        assert assert_live_equals_python(document, tmp_path) > 200


def test_a_text_that_contradicts_a_form_is_told_while_it_is_written(office: Office, tmp_path: Path) -> None:
    with opened(office, sample("cooperation-center-2024"), tmp_path) as document:
        text = text_cell(document, "text_overall_organization")
        result = result_of(document, "（二）机构设置")
        assert document[result] == "✗"
        document[text] = "核定编制3人，年末在职3人。"
        document.recalculate()
        assert document[result] == "✓"
        document[text] = "核定编制4人，年末在职3人。"
        document.recalculate()
        assert document[result] == "✗"
        assert "编制文中写4人，应为3人" in str(document["全部校验", result[1].replace("E", "F")])
        document[place(document, BASE, "staff_quota")] = 4
        document[place(document, BASE, "staff_actual")] = 3
        document.recalculate()
        assert document[result] == "✓"
        assert assert_live_equals_python(document, tmp_path) > 200


def test_a_projects_amount_is_compared_by_the_name_it_has_now(office: Office, tmp_path: Path) -> None:
    with opened(office, new_unit(), tmp_path) as document:
        document[place(document, PROJECT, "project_name")] = "老旧小区加装电梯"
        document[place(document, PROJECT, "funds_spent")] = 88.5
        document[text_cell(document, "text_overall_duties")] = "老旧小区加装电梯支出86.5万元。"
        document.recalculate()
        assert document[result_of(document, "（一）职能职责")] == "✗"
        document[place(document, PROJECT, "funds_spent")] = 86.5
        document.recalculate()
        assert document[result_of(document, "（一）职能职责")] == "✓"
        document[place(document, PROJECT, "project_name")] = None  # a book built with it would call its sheet otherwise
        document.recalculate()
        assert assert_live_equals_python(document, tmp_path) > 200


def text_cell(document: Document, name: str) -> tuple[str, str]:
    """Where a text of the report is written, by its name."""
    at = document.model.NamedRanges.getByName(name).getReferredCells().RangeAddress
    return "报告正文", f"{openpyxl.utils.get_column_letter(at.StartColumn + 1)}{at.StartRow + 1}"


def result_of(document: Document, heading: str) -> tuple[str, str]:
    """Where 校验 says how a check, or a section's text, came out."""
    headings = {at: str(text).rpartition("：")[2] for at, text in document.cells("全部校验").items() if at[0] == "D"}
    return "全部校验", next(at.replace("D", "E") for at, text in headings.items() if text == heading)


@pytest.mark.parametrize("row", [1, 4, 10], ids=["before the first", "in the middle", "after the last"])
def test_an_inserted_indicator_row_counts(office: Office, tmp_path: Path, row: int) -> None:
    """As a person does it: insert a row inside the block, copy a neighbour onto it, and fill it in."""
    with opened(office, sample("service-center-2024"), tmp_path) as document:
        insert_copied_row(document, OVERALL, row)
        for column, value in (("name", "新增指标"), ("target", "≥10家"), ("actual", "8家"), ("weight", 5)):
            document[place(document, OVERALL, f"indicators_{column}", row)] = value
        document[place(document, OVERALL, "indicators_score", row)] = 4
        document.recalculate()
        assert document[place(document, OVERALL, "indicators_points", row)] == 4
        assert assert_live_equals_python(document, tmp_path) > 200


def insert_copied_row(document: Document, sheet: str, row: int) -> None:
    """Insert before the n-th row of the indicators a copy of the row that stood there (or of the one above)."""
    model = document.model.Sheets.getByName(sheet)
    model.unprotect("")
    number = int(place(document, sheet, "indicators_name", row)[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    document.insert_rows(sheet, number)
    source = number + 1 if row == 1 else number - 1
    first = openpyxl.utils.column_index_from_string("D") - 1
    copied = model.getCellRangeByPosition(first, source - 1, 80, source - 1).RangeAddress
    model.copyRange(model.getCellByPosition(first, number - 1).CellAddress, copied)


def test_a_viewer_without_the_functions_shows_the_stored_results(tmp_path: Path, office: Office) -> None:
    """Values are stored with the formulas, so a program that does not calculate shows right figures."""
    path = tmp_path / "book.xlsx"
    build(load("hunan-2024"), sample("service-center-2024"), path)
    results = {(sheet, address): value for sheet, address, value in stored_results(path)}
    assert len(results) > 200
    assert None not in results.values()
    assert [v for (sheet, _), v in results.items() if sheet == OVERALL and v == 10]


def test_checks_over_very_many_projects_follow_each_of_them(office: Office, tmp_path: Path) -> None:
    submission = start(load("hunan-2024"), "某某县某某局", 2024, projects=20)
    for data in submission.of("project"):
        data.fields |= {"funds.budget": "10", "funds.spent": "5"}
    next(submission.of("overall")).fields |= {"funds.budget": "200", "funds.spent": "100"}
    with opened(office, submission, tmp_path) as document:
        result = result_of(document, "各项目执行数之和不超过整体执行数")
        assert document[result] == "✓"
        document[place(document, "附件3 项目20", "funds_spent")] = 5.5
        document.recalculate()
        assert document[result] == "✗"
        assert "100.5" in str(document["全部校验", result[1].replace("E", "F")])
        assert assert_live_equals_python(document, tmp_path) > 2000


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_book_that_was_only_opened_does_not_ask_to_be_saved(office: Office, tmp_path: Path, suffix: str) -> None:
    path, unit = tmp_path / f"book{suffix}", sample("service-center-2024")
    build(load(unit.family), unit, path)
    with office.open(path) as document:
        assert not document.model.isModified()
