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

from .office import Document, Office, resolve_formulas

pytestmark = pytest.mark.live

Arguments = tuple[Any, ...]

# A list is a column of cells, None a blank cell; a shorter row leaves arguments out.
CALLS: dict[str, list[Arguments]] = {
    "EXEC_RATE": [(120, 96.5), (120.55, None), (None, 3), (0, 0), ("约100", 3), ("120万元", "96.5")],
    "EXEC_SCORE": [(100, 96.5), (100, 130, 10), (100, 55.5, 20, "hunan-2024"), (100, None, 10), (100, 50, 10, "没有")],
    "CONTROL_RATE": [(3.2, 5), (None, 5), (3, 0), ("/", 5)],
    "GROWTH_RATE": [(110, 100), (5, 0), (None, 100), (90, 100)],
    "COMPLETION": [
        ("≥95%", 0.97),
        ("≥95%", "93.5%"),
        ("≦125万元", "118.2万元"),
        ("≥10个", None),
        (None, 3),
        ("100%", 1),
    ],
    "SCORE_ROW": [
        (10, "≥95%", 0.97),
        (10, "≥95%", "80%"),
        (10, "≥95%", None),
        (None, "≥95%", 1),
        (5, 0.95, 0.9),
        (5, 100, 80, None, 0.8, "xinjiang-2024"),
        (5, "定性", "已完成", None, None, "hunan-2024"),
        ("十", "≥95%", 1),
    ],
    "SCORE_ROWS": [
        ([10, 5, None, 8], ["≥95%", "≦125万元", "≥3", "=12个"], [0.9, "118万元", 3, None]),
        ([10], ["≥95%"], [0.5]),
        ([10, 5], ["≥95%", 100], [0.9, 80], [None, None], [0.5, None], "xinjiang-2024"),
    ],
    "HEAD_POINTS": [("产出指标（50分）",), ("产出指标",), (None,)],
    "TARGET_KIND": [("≥95%",), ("2024年12月底前",), ("推进改革",), ("≥",), ("/",), (None,)],
    "GRADE": [(95,), (59.99,), (None,), (80, "hunan-2024"), ("九十",)],
    "CHECK_SUM": [(10, [3, 7]), (10, [3, 6.5]), (10, [3, None, "/"]), (10, [3, 6.99], 0.02), (None, [1])],
    "CHECK_EQUAL": [(1.5, 1.5), (1.5, 1.6), (1.5, 1.6, 0.2), (None, 2), ("甲", 2)],
    "CHECK_REASON": [(10, 10, None), (10, 8, None), (10, 8, "进度偏慢"), (10, None, None)],
    "CHECK_LIMIT": [(3, 5), (6, 5), (None, 5)],
    "CHECK_BAND": [
        (10, 8, "达成年度指标"),
        (10, 7, "达成年度指标", "hunan-2024"),
        (10, 7, "已建立"),
        (10, None, "达成年度指标"),
    ],
    "CHECK_DATE": [
        ("2024年11月", "2024年底前", 2024),
        ("2025年2月", "2024年底前", 2024),
        ("2025年5月6日", "2025年5月底前", 2024, "2025-03-20"),
        ("已完成", "2024年底前", 2024),
    ],
    "CHECK_COPY": [
        ("保证单位经费正常运转，管理工作顺利开展", "保证单位经费正常运转，管理工作顺利开展。"),
        ("举办培训班4期，提升干部工作能力", "举办培训班5期，提升干部工作能力", 0.9),
        ("完成任务", None),
    ],
    "CHECK_TEXT": [
        ("基本支出53.06万元，其中：人员经费49.35万元", ["基本支出", "人员经费"], [53.06, 49.35]),
        ("基本支出53.06万元，编制5名", ["基本支出", "编制数（人）"], [54.06, 3]),
        ("基本支出53.06万元", ["项目支出"], [14.4]),
        ("预算执行率95.13%", ["预算执行率"], [0.9513]),
        ("基本支出53.06万元", ["基本支出"], [None]),
        (None, ["基本支出"], [1]),
        ("基本支出53.06万元", ["基本支出", "项目支出"], [1]),
    ],
    "AMOUNT_TEXT": [(118.49,), (14.4,), (20,), (1.2345,), (None,), ("见附表",), (0,)],
    "PERCENT_TEXT": [(0.95134682,), (1,), ("95.13%",), (None,)],
    "CHANGE_TEXT": [(118.49, 92.42), (90.8, 100), (5, 5), (5, 0), (None, 5), (6.48, 5.18, "上年决算"), (5, -1)],
    "ADJUST_TEXT": [(96.51, 118.49), (78.16, 70.91), (20, 20), (20, None)],
    "SHARE_TEXT": [(90.8, 118.49), (90.8, 118.49, "支出合计"), (0, 0), (6, 5), (None, 5)],
    "PART_TEXT": [("公务接待费", 4.99), ("公务接待费", 0, "与上年持平"), ("公务接待费", None)],
    "JOIN_TEXT": [("甲", None, "乙"), ("甲",), (None, None), (None, "乙", None, "丙", None, "丁")],
    "SUM_ALL": [([0.1, 0.2, 85.5],), ([1, None],), ([1, "见附表"],)],
    "EXEC_TEXT": [(70.91, 67.46), (None, 3), (0, 3)],
    "LOST_TEXT": [
        (["甲", "乙"], [10, 40], [10, 39.4], ["无", "市场变化。"]),
        (["甲", None], [10, None], [10, None]),
        (["甲"], [10], [9]),
        ("预算执行率", 10, 9),
    ],
    "CHECK_TEXTS": [
        (["基本支出12万元。", None, "没有提到"], ["基本支出"], [10]),
        (["基本支出10万元。"], ["基本支出", "项目支出"], [10, 20]),
        (["甲"], ["基本支出", "项目支出"], [10]),
    ],
    "ANSWERS": [
        ("TARGET_KIND 1;COMPLETION 1 2 A;CHECK_REASON 3 4 5", ["≥95%", "45%", 10, 9, None], "hunan-2024"),
        ("CHECK_LIMIT 1 2", [10, None]),
        ("NO_SUCH 1", [1]),
    ],
    "LEVEL_TEXT": [
        (["产出指标（50分）", "效益指标"], [50, 30], [49.5, 30]),
        (["产出指标", "效益指标"], [50, 30], [49.5, None]),
    ],
    "TARGETS_TEXT": [
        (["甲", "乙"], ["≥95%", "合法"], ["96%", "合法"]),
        (["甲", "乙"], [118.49, "≥3家"], [118, 4], ["产出", "效益"], "产出"),
        ([None], [None], [None]),
    ],
    "NAMES_TEXT": [(["甲", "乙"],), (list("甲乙丙丁戊己"),), ([None],)],
    "SPENDING_TEXT": [
        (["甲", "乙"], [10, 20.5], [10, 10.25]),
        (list("甲乙丙丁戊己"), [10] * 6, [10, 10, 10, 8, 7, 9]),
        (["甲", "乙"], [10, 5], [5, None]),
    ],
    "SCORES_TEXT": [
        (["甲", "乙"], [99, 89.5]),
        (list("甲乙丙丁戊己"), [91, 91, 91, 91, 91, 85], "hunan-2024"),
        (["甲"], [None]),
    ],
}
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

    assert sheet["A1"] == to_cell(call("SCORE_ROW", 10, "≥95%", 0.97))


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
