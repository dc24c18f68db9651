"""The built file: stored results, names, protection, page, and the same bytes for the same figures."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from jixiao.audit.checks.run import ask, questions
from jixiao.core.files import OutputError
from jixiao.core.functions.results import BLANK_RESULT, Outcome
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.read import read_book
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.sheet_titles import PROJECTS
from jixiao.model.submission import Submission
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .conftest import BASE, OVERALL, PROJECT, field_cell

BOOKS = ["quyuan-2024", "junshan-2024", "new with 3 projects"]
NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORM_SHEETS = [BASE, OVERALL, PROJECT]

BookOf = Callable[[str], Path]


@pytest.fixture(scope="module", params=BOOKS)
def path(request: pytest.FixtureRequest, book_of: BookOf) -> Path:
    return book_of(request.param)


@pytest.fixture(scope="module")
def formulas(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def results(path: Path) -> Workbook:
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def evaluation(path: Path) -> Evaluation:
    return evaluate(*read_book(path))


def formula_cells(book: Workbook) -> Iterator[tuple[Worksheet, str, str]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet, cell.coordinate, str(cell.value)


# ---- the file -------------------------------------------------------------------------------------------------------


def test_the_same_figures_give_the_same_file_byte_for_byte(
    family: Family, quyuan: Submission, quyuan_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    build(family, quyuan, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == quyuan_book.read_bytes()


def test_excel_is_not_told_to_calculate_everything_on_opening(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - our own file
    (calculation,) = root.findall("m:calcPr", NAMESPACE)
    assert calculation.attrib.get("calcId") == "191029"
    assert "fullCalcOnLoad" not in calculation.attrib


def test_sheets_stand_in_the_order_of_work(book_of: BookOf) -> None:
    book = openpyxl.load_workbook(book_of("new with 3 projects"), read_only=True)
    projects = [f"附件3 项目{n}" for n in (1, 2, 3)]
    assert book.sheetnames == [
        "首页",
        BASE,
        OVERALL,
        *projects,
        "附件4 考核评分表",
        "项目汇总",
        "报告正文",
        "校验",
        "全部校验",
        "选项",
    ]
    book.close()


def test_a_file_that_exists_is_replaced_when_the_new_one_is_whole(
    family: Family, quyuan: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "book.xlsx"
    target.write_text("old")
    monkeypatch.setattr("jixiao.documents.workbook.build.write_options", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(family, quyuan, target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
    monkeypatch.undo()
    build(family, quyuan, target)
    assert read_book(target)[1].unit == quyuan.unit


def test_a_folder_that_is_not_there_is_told(family: Family, quyuan: Submission, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        build(family, quyuan, tmp_path / "none" / "book.xlsx")


# ---- results --------------------------------------------------------------------------------------------------------


def test_every_formula_has_a_stored_result(formulas: Workbook, results: Workbook) -> None:
    cells = list(formula_cells(formulas))
    assert len(cells) > 200
    assert [(s.title, a) for s, a, _ in cells if results[s.title][a].value is None] == []


def test_the_stored_result_of_every_field_is_its_evaluated_value(evaluation: Evaluation, results: Workbook) -> None:
    compared = 0
    for values in evaluation.forms:
        sheet = results[values.data.sheet]
        for key, column in values.schema.fields.items():
            if column.formula and values.typed(key) is None:
                assert_shows(sheet[values.data.places[key]].value, values.value(key), f"{sheet.title} {key}")
                compared += 1
        for block, columns in values.schema.blocks.items():
            for key, column in columns.items():
                for i in values.rows(block):
                    if column.formula and values.typed(key, block, i) is None:
                        stored = sheet[values.data.places[f"{block}[{i}].{key}"]].value
                        assert_shows(stored, values.value(key, block, i), f"{sheet.title} {block}[{i}].{key}")
                        compared += 1
    assert compared > 20


def assert_shows(stored: object, value: Decimal | str | None, where: str) -> None:
    if value is None:
        assert stored in ("", BLANK_RESULT), where
    else:
        assert stored == (float(value) if isinstance(value, Decimal) else value), where


def test_the_sheet_of_checks_stores_what_the_checks_find(evaluation: Evaluation, results: Workbook) -> None:
    asked = questions(evaluation)
    rows = list(results["全部校验"].iter_rows(min_row=3, max_row=2 + len(asked), values_only=True))
    assert [(row[0], row[3]) for row in rows] == [(q.check.id, q.check.title) for q in asked]
    for row, question in zip(rows, asked, strict=True):
        outcomes = {finding.outcome for finding in ask(question, evaluation)}
        worst = next((o for o in (Outcome.FAIL, Outcome.PASS) if o in outcomes), Outcome.UNKNOWN)
        assert (row[4], str(row[5])[0]) == (worst.value, worst.value), row


def test_the_real_faults_of_a_unit_stand_in_its_sheet_of_checks(book_of: BookOf) -> None:
    book = openpyxl.load_workbook(book_of("quyuan-2024"), data_only=True)
    rows = [row for row in book["全部校验"].iter_rows(min_row=3, values_only=True) if row[0] == "C02" and row[4] == "✗"]
    assert len(rows) == 1
    assert all(figure in rows[0][5] for figure in ("50", "40", "共2行"))


def test_formulas_stay_within_what_a_spreadsheet_reads(formulas: Workbook) -> None:
    for sheet, address, formula in formula_cells(formulas):
        where = f"{sheet.title} {address}"
        assert len(formula) <= 8192, where
        assert max((len(text) for text in re.findall(r'"((?:[^"]|"")*)"', formula)), default=0) <= 255, where
        assert formula.count("(") == formula.count(")") or '"' in formula, where
        assert "None" not in formula, where


# ---- names ----------------------------------------------------------------------------------------------------------


def test_every_field_every_column_and_every_text_has_a_name(evaluation: Evaluation, formulas: Workbook) -> None:
    for values in evaluation.forms:
        defined = formulas[values.data.sheet].defined_names
        expected = {names.field_name(key) for key in values.schema.fields} | {names.FORM}
        expected |= {names.column_name(b, key) for b, columns in values.schema.blocks.items() for key in columns}
        assert expected <= set(defined)
    texts = {names.text_name(r.id, s.key) for r in evaluation.family.outline.reports for s in r.sections}
    book_names = {names.FAMILY, names.UNIT, names.YEAR, names.REPORT_DATE, names.VERSION, names.WORDING, names.RULES}
    assert texts | book_names <= set(formulas.defined_names)


def test_names_are_names_to_every_spreadsheet(formulas: Workbook) -> None:
    """Letters, digits and underscores, unlike a cell's address or a row or column of the R1C1 kind."""
    defined = set(formulas.defined_names) | {n for s in formulas.worksheets for n in s.defined_names}
    own = {name for name in defined if not name.startswith(("_xlnm", "Print_"))}
    assert [name for name in own if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{1,60}", name)] == []
    assert [name for name in own if re.fullmatch(r"[A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*", name)] == []


def test_a_formula_speaks_of_its_own_forms_cells_by_name(book_of: BookOf) -> None:
    book = openpyxl.load_workbook(book_of("new with 3 projects"))
    for sheet in (OVERALL, "附件3 项目3"):
        assert "ROUND(funds_spent/funds_budget,6)" in field_cell(book, sheet, "funds_rate").value
        assert "IFERROR(EXEC_RATE(funds_budget,funds_spent)," in field_cell(book, sheet, "funds_rate").value


def test_names_of_a_block_reach_from_boundary_to_boundary(family: Family, new_unit: Submission, tmp_path: Path) -> None:
    """A row inserted before the first or after the last lies inside."""
    next(new_unit.of("overall")).rows["indicators"] = [{"name": f"{n}"} for n in range(25)]
    build(family, new_unit, tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")[OVERALL]
    top, bottom = map(int, re.findall(r"\d+", sheet.defined_names["indicators_name"].attr_text.rpartition("!")[2]))
    assert bottom - top == 26
    for boundary in (top, bottom):
        assert sheet.row_dimensions[boundary].hidden
        assert all(cell.value is None for cell in sheet[boundary])
    assert [sheet.cell(row, 5).value for row in range(top + 1, bottom)] == [str(n) for n in range(25)]


# ---- protection and page --------------------------------------------------------------------------------------------


def test_every_field_can_be_filled_and_nothing_else_changed(evaluation: Evaluation, formulas: Workbook) -> None:
    for values in evaluation.forms:
        sheet = formulas[values.data.sheet]
        fillable = set(values.data.places.values())
        unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        merged = {c for area in sheet.merged_cells.ranges for c in _inner(sheet, area.coord)}
        assert fillable - merged <= unlocked
        assert unlocked - merged <= fillable


def _inner(sheet: Worksheet, area: str) -> list[str]:
    """The cells of a merged area without its first."""
    return [cell.coordinate for row in sheet[area] for cell in row][1:]


def test_every_sheet_is_protected_without_a_password(formulas: Workbook) -> None:
    for sheet in formulas.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password, sheet.title
    for title in (BASE, OVERALL, PROJECT):
        protection = formulas[title].protection if title in formulas.sheetnames else formulas[BASE].protection
        assert not protection.insertRows
        assert not protection.deleteRows


@pytest.mark.parametrize("title", FORM_SHEETS)
def test_a_form_prints_on_a4_one_page_wide_without_its_helper_columns(title: str, quyuan_book: Path) -> None:
    sheet = openpyxl.load_workbook(quyuan_book)[title]
    width = {BASE: "G", OVERALL: "J", PROJECT: "J"}[title]
    assert sheet.print_area.startswith(f"'{title}'!$A$2:${width}$")  # the first row has headings for the screen
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)  # one each
    assert sheet.page_setup.blackAndWhite
    assert (sheet.print_title_rows is None) == (title == BASE)
    last = int(sheet.print_area.rpartition("$")[2])
    assert field_cell(openpyxl.load_workbook(quyuan_book), title, "sign_preparer").row <= last


def test_the_other_sheets_fit_a4_too(formulas: Workbook) -> None:
    """All are fitted; 项目汇总, whose charts begin pages, is made smaller as its columns need."""
    for sheet in formulas.worksheets:
        assert sheet.page_setup.paperSize == 9, sheet.title
        if sheet.title == PROJECTS:
            widths = (each.width * (each.max - each.min + 1) for each in sheet.column_dimensions.values())
            assert sum(widths) * sheet.page_setup.scale / 100 <= 103  # characters that LibreOffice puts on the page
        else:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title


def test_long_lists_repeat_their_headings_on_every_page(formulas: Workbook) -> None:
    assert formulas["全部校验"].print_title_rows == "$1:$2"
    assert formulas["报告正文"].print_title_rows == "$1:$1"


def test_titles_and_failures_have_the_room_they_need(formulas: Workbook) -> None:
    for title in ("首页", "全部校验"):
        assert formulas[title].row_dimensions[1].height >= 1.5 * formulas[title]["A1"].font.sz
    checks = formulas["全部校验"]
    for row in (row for row in checks.iter_rows(min_row=3) if row[0].value):
        lines = lines_needed(str(row[8].value).rpartition(",")[2], checks.column_dimensions["I"].width)
        assert checks.row_dimensions[row[0].row].height >= 13 * max(2, lines)


# ---- unusual submissions --------------------------------------------------------------------------------------------


def test_a_text_that_looks_like_a_formula_stays_a_text(family: Family, new_unit: Submission, tmp_path: Path) -> None:
    text = '=cmd|"/c calc"!A1'
    next(new_unit.of("overall")).fields["goal.expected"] = text
    next(new_unit.of("overall")).fields["funds.rate"] = "=1+1"
    new_unit.unit = "=1+1"
    new_unit.texts = {"overall": {"duties": "=1+1"}}
    build(family, new_unit, tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert field_cell(book, OVERALL, "goal_expected").data_type == "s"
    assert field_cell(book, OVERALL, "goal_expected").value == text
    assert field_cell(book, OVERALL, "funds_rate").data_type == "s"
    assert book["首页"]["B3"].data_type == "s"


@pytest.mark.parametrize("count", [0, 1, 40])
def test_blocks_have_any_number_of_rows(family: Family, new_unit: Submission, tmp_path: Path, count: int) -> None:
    base, overall, project, *_ = new_unit.forms
    base.rows = {
        b: [{"name": f"{i}", "final": f"{i}"} for i in range(count)]
        for b in ("projects", "three_public_other", "public_funds_other")
    }
    overall.rows = project.rows = {
        "indicators": [{"level1": "产出", "level2": "数量", "name": f"{i}"} for i in range(count)]
    }
    build(family, new_unit, tmp_path / "book.xlsx")
    _, read = read_book(tmp_path / "book.xlsx")
    assert {len(rows) for data in read.forms for rows in data.rows.values()} == {count}
    assert evaluate(family, read).forms[0].value("project_spending.final") == (sum(range(count)) if count else None)


def test_a_unit_that_fills_one_form_only_gets_a_book_of_it(family: Family, quyuan: Submission, tmp_path: Path) -> None:
    quyuan.forms = quyuan.forms[:2]
    build(family, quyuan, tmp_path / "book.xlsx")
    assert [data.form for data in read_book(tmp_path / "book.xlsx")[1].forms] == ["base", "overall"]


def test_thirty_projects_have_a_sheet_each(
    family: Family, tmp_path: Path, submission_of: Callable[[str], Submission]
) -> None:
    submission = submission_of("new with 1 projects")
    submission.forms += [submission.forms[2]] * 29
    build(family, submission, tmp_path / "book.xlsx")
    assert sum(data.form == "project" for data in read_book(tmp_path / "book.xlsx")[1].forms) == 30


def test_what_is_wrong_is_printed_as_far_as_it_goes_whatever_comes_up_later(path: Path, results: Workbook) -> None:
    """openpyxl reads no area that a formula gives, so it is looked up in the file."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - our own file
    areas = [each.text or "" for each in root.iterfind(".//m:definedName[@name='_xlnm.Print_Area']", NAMESPACE)]
    (area,) = (each for each in areas if "COUNT" in each)
    ranks = re.fullmatch(r"'校验'!\$A\$1:INDEX\('校验'!\$A\$1:\$H\$63,3\+MIN\(60,COUNT\('校验'!(.*)\)\),8\)", area)
    assert ranks, area
    sheet = results["校验"]
    counted = sum(isinstance(row[0].value, int | float) for row in sheet[ranks[1].replace("$", "")])
    told = [row[0] for row in sheet.iter_rows(4, 63, values_only=True) if row[0] and row[0] != BLANK_RESULT]
    assert counted == len(told)
