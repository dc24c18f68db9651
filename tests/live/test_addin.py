"""The add-in in real cells: every function, whatever a cell can hand over, equals the Python result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from jixiao.core.functions import FUNCTIONS, call
from jixiao.core.functions.registry import Function
from jixiao.core.functions.results import to_cell
from jixiao.interfaces.calc_formulas import MARK, keep_blanks

from ..core.functions.asked import cell_of
from ..function_calls import CALLS, Arguments
from .office import Document, Office, resolve_formulas

pytestmark = pytest.mark.live

PAIRS = [pytest.param(name, row, id=f"{name}-{i}") for name, rows in CALLS.items() for i, row in enumerate(rows)]


def expected(name: str, arguments: Arguments) -> list[float | str]:
    """The cells that the Python function fills."""
    cells = [[(cell,) for cell in a] if isinstance(a, list) else a for a in arguments]
    result = call(name, *cells)
    return [to_cell(one) for one in result] if isinstance(result, list) else [to_cell(result)]


def lay_out(sheet: Document, arguments: Iterable[Any]) -> list[str]:
    """Put each argument into a column of its own, beginning with B, and return their addresses."""
    addresses = []
    for column, argument in zip("BCDEFGH", arguments, strict=False):
        values = argument if isinstance(argument, list) else [argument]
        for row, value in enumerate(values, start=1):
            put(sheet, f"{column}{row}", value)
        addresses.append(f"{column}1:{column}{len(values)}" if isinstance(argument, list) else f"{column}1")
    return addresses


def put(sheet: Document, where: str, value: Any) -> None:
    """A target like ``=12个`` is a text, not a formula."""
    cell = sheet.range(where)
    cell.setString(value) if isinstance(value, str) else sheet.__setitem__(where, value)


def enter(sheet: Document, function: Function, arguments: Iterable[str], rows: int) -> list[float | str]:
    """Enter the formula in column A and return what its cells show."""
    formula = keep_blanks(f"={function.name}({';'.join(arguments)})")
    if function.gives_range:
        sheet.range(f"A1:A{rows}").setArrayFormula(formula)
    else:
        sheet["A1"] = formula
    return [sheet[f"A{row}"] for row in range(1, rows + 1)]


def test_every_function_of_the_registry_has_calls_here() -> None:
    assert set(CALLS) == set(FUNCTIONS)


@pytest.mark.parametrize(("name", "arguments"), PAIRS)
def test_a_cell_equals_the_python_result(sheet: Document, name: str, arguments: Arguments) -> None:
    cells = expected(name, arguments)

    shown = enter(sheet, FUNCTIONS[name], lay_out(sheet, arguments), len(cells))

    assert shown == cells


@pytest.mark.parametrize(("name", "arguments"), PAIRS)
def test_values_written_in_the_formula_equal_those_in_cells(sheet: Document, name: str, arguments: Arguments) -> None:
    addresses = lay_out(sheet, arguments)
    written = [literal(v) or a for a, v in zip(addresses, arguments, strict=True)]
    cells = expected(name, arguments)

    assert enter(sheet, FUNCTIONS[name], written, len(cells)) == cells


def literal(value: Any) -> str:
    """The value as a formula writes it; nothing for a range or a blank, which a formula can only refer to."""
    if isinstance(value, list) or value is None:
        return ""
    return f'"{value}"' if isinstance(value, str) else repr(value)


@pytest.mark.parametrize(
    ("formula", "arguments"),
    [
        ('=SCORE_ROW(5;100;80;;0.8;"xinjiang-2024")', (5, 100, 80, None, 0.8, "xinjiang-2024")),
        ("=EXEC_SCORE(100;96.5)", (100, 96.5)),
        ("=SCORE_ROW(5)", (5,)),
        ("=SCORE_ROW()", ()),
    ],
)
def test_arguments_can_be_left_out(sheet: Document, formula: str, arguments: Arguments) -> None:
    sheet["A1"] = formula

    assert sheet["A1"] == expected(formula[1:].split("(")[0], arguments)[0]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_function_wizard_tells_everything_in_chinese(office: Office, name: str) -> None:
    descriptions = office.service("com.sun.star.sheet.FunctionDescriptions")
    told = {p.Name: p.Value for p in descriptions.getByName(name)}

    function = FUNCTIONS[name]
    assert told["Description"] == function.help
    assert [a.Name for a in told["Arguments"]] == [a.label for a in function.arguments]
    for shown, argument in zip(told["Arguments"], function.arguments, strict=True):
        assert shown.Description.startswith(argument.help)
        assert shown.Description.endswith("（可省略）") == argument.optional


def test_a_typed_percentage_is_the_number_it_shows(sheet: Document) -> None:
    sheet["B1"], sheet["C1"] = 10, "≥95%"
    sheet.type_in("D1", "97%")
    sheet["A1"] = "=SCORE_ROW(B1;C1;D1)"

    assert sheet["A1"] == to_cell(cell_of("SCORE_ROW", 10, "≥95%", 0.97))


def test_a_changed_input_is_calculated_at_once(sheet: Document) -> None:
    sheet["B1"], sheet["C1"], sheet["A1"] = 120, 60, "=EXEC_RATE(B1;C1)"
    assert sheet["A1"] == 0.5

    sheet["C1"] = 90
    assert sheet["A1"] == 0.75


def test_an_answer_can_be_calculated_with(sheet: Document) -> None:
    sheet["A1"] = "=ROUND(EXEC_RATE(120;90)*100;1)"

    assert sheet["A1"] == 75


def test_a_block_given_for_one_number_is_told_in_chinese(sheet: Document) -> None:
    sheet["A1"] = "=EXEC_RATE(B1:C3;1)"

    assert str(sheet["A1"]).startswith("⚠")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A saved .xlsx as the builder writes one: stored results, a protected sheet, blank inputs, an array formula."""

    def build(*, ours: bool, password: str = "") -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            form, other = book.add_worksheet("附件 2"), book.add_worksheet("另表")
            form.protect(password, {"insert_rows": True})
            form.write_row("B1", [10, "≥95%", 0.97])
            form.write_row("B2", [5, "≥95%"])
            for row in (1, 2):
                form.write_formula(f"A{row}", f"=SCORE_ROW(B{row},C{row},D{row})", None, 99)
            form.write_array_formula("E1:E2", "{=SCORE_ROWS(B1:B2,C1:C2,D1:D2)}", None, 99)
            other.write_formula("A1", "=IF(SCORE_ROW('附件 2'!$B$2,'附件 2'!$C$2,actual)=\"\",\"空\",1)", None, 99)
            book.define_name("actual", "='附件 2'!$D$2")
            if ours:
                book.define_name(MARK, '="hunan-2024"')
        return path

    return build


def test_our_workbook_calculates_as_soon_as_it_is_open(office: Office, workbook: Callable[..., Path]) -> None:
    first, second = expected("SCORE_ROW", (10, "≥95%", 0.97)) + expected("SCORE_ROW", (5, "≥95%", None))
    with office.open(workbook(ours=True)) as document:
        document.recalculate()

        assert [document["A1"], document["A2"]] == [first, second]
        assert [document["E1"], document["E2"]] == [first, second]
        assert document["另表", "A1"] == "空"


def test_a_sheet_with_a_password_calculates_and_stays_protected(office: Office, workbook: Callable[..., Path]) -> None:
    with office.open(workbook(ours=True, password="geheim")) as document:  # noqa: S106 - of a test file
        assert document["A1"] == expected("SCORE_ROW", (10, "≥95%", 0.97))[0]
        assert document.model.Sheets.getByName("附件 2").isProtected()


def test_opening_our_workbook_leaves_no_trace_but_the_formulas(office: Office, workbook: Callable[..., Path]) -> None:
    with office.open(workbook(ours=True)) as document:
        assert not document.model.isModified()
        assert not document.model.getUndoManager().isUndoPossible()
        assert document.model.Sheets.getByName("附件 2").isProtected()


def test_another_file_is_left_as_it_is(office: Office, workbook: Callable[..., Path]) -> None:
    with office.open(workbook(ours=False)) as document:
        assert document.formula("A1") == "=score_row(B1;C1;D1)"
        assert document["A1"] == 99

        assert resolve_formulas(document) == 5
        assert document["A1"] == expected("SCORE_ROW", (10, "≥95%", 0.97))[0]


def test_an_inserted_row_takes_its_formula_from_the_row_above(office: Office, workbook: Callable[..., Path]) -> None:
    with office.open(workbook(ours=False)) as document:
        resolve_formulas(document)
        form = document.model.Sheets.getByName("附件 2")
        form.unprotect("")
        form.getCellRangeByName("E1:E2").clearContents(16)  # a row cannot be inserted into an array formula
        document.insert_rows("附件 2", 2)
        form.copyRange(document.range("A2").CellAddress, document.range("A1").RangeAddress)

        assert document["A2"] == ""
        document["B2"], document["C2"], document["D2"] = 4, "≥10个", 5
        assert document["A2"] == expected("SCORE_ROW", (4, "≥10个", 5))[0]


def test_a_workbook_that_calc_saved_calculates_when_opened_again(
    office: Office, workbook: Callable[..., Path], tmp_path: Path
) -> None:
    with office.open(workbook(ours=True)) as document:
        saved = document.save(tmp_path / "saved.xlsx")
    with office.open(saved) as document:
        document["D2"] = 0.5

        assert document["A2"] == document["E2"] == expected("SCORE_ROW", (5, "≥95%", 0.5))[0]


def test_5000_cells_are_calculated(sheet: Document, record_property: Callable[[str, object], None]) -> None:
    rows = range(1, 5001)
    sheet.range("B1:D5000").setDataArray(tuple((10.0, "≥95%", 0.5 + row / 10000) for row in rows))
    sheet.range("A1:A5000").setFormulaArray(tuple((f"=SCORE_ROW(B{row};C{row};D{row})",) for row in rows))

    start = time.perf_counter()
    sheet.recalculate()
    record_property("seconds", seconds := time.perf_counter() - start)
    print(f"\n5,000 cells of SCORE_ROW recalculated in {seconds:.2f} s")

    assert sheet["A5000"] == expected("SCORE_ROW", (10, "≥95%", 1.0))[0]
