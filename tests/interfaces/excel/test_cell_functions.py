"""What Excel's cells get: the registry's answers, whatever a formula hands over, through xlwings' own server code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jixiao.interfaces.excel.cell_functions as in_excel
import pytest
from jixiao.core.functions import FUNCTIONS, call, to_cell
from jixiao.interfaces.excel.cell_functions import MISSING, answer

HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "docx", "lxml", "yaml", "pydantic", "typer")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_there_under_its_own_name(name: str) -> None:
    assert getattr(in_excel, name).__name__ == name
    assert getattr(in_excel, name).__doc__ == FUNCTIONS[name].help


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("EXEC_RATE", (120.55, 96.5)),
        ("SCORE_ROW", (10.0, "≥95%", "96%")),
        ("SCORE_ROW", (5.0, 100.0, 80.0, None, 0.8, "xinjiang-2024")),
        ("SCORE_ROW", (10.0, "≥95%", None)),
        ("CHECK_SUM", (10.0, [3.0, 7.0])),
        ("CHECK_SUM", (10.0, [[3.0], [6.5]])),
        ("GRADE", (95.0,)),
    ],
)
def test_a_cell_gets_the_registrys_answer(name: str, cells: tuple[object, ...]) -> None:
    left_out = [MISSING] * (len(FUNCTIONS[name].arguments) - len(cells))
    result = call(name, *cells)
    assert not isinstance(result, list)
    assert getattr(in_excel, name)(*cells, *left_out) == to_cell(result)


def test_a_column_is_answered_with_a_column() -> None:
    assert in_excel.SCORE_ROWS([10.0, 5.0], ["≥95%", "≥3"], [0.9, 3.0]) == [[9.47], [5.0]]  # type: ignore[attr-defined]


def test_a_blank_cell_is_not_an_argument_left_out() -> None:
    function = FUNCTIONS["SCORE_ROW"]
    assert answer(function, [10.0, "≥95%", None, MISSING, MISSING, MISSING]) == ""
    assert "至少要填3个参数" in str(answer(function, [10.0, "≥95%", *[MISSING] * 4]))
    assert "至少要填3个参数" in str(answer(function, [MISSING] * 6))
    assert answer(function, [5.0, 100.0, 80.0, MISSING, 0.8, MISSING]) == 4


@pytest.mark.parametrize("cells", [("#DIV/0!", 10.0), (10.0, "#N/A"), ([["#REF!"]], 1.0)])
def test_a_cell_with_an_error_is_named_and_not_taken_for_a_blank(cells: tuple[object, ...]) -> None:
    assert str(answer(FUNCTIONS["EXEC_RATE"], cells)).startswith("⚠ 所引用的单元格是 #")


def test_a_fault_of_ours_is_a_short_text(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(in_excel, "call", lambda *_: 1 / 0)
    assert answer(FUNCTIONS["EXEC_RATE"], [10.0, 9.0]) == "⚠ 函数内部出错，请把本单元格和所引用的单元格发给管理员"
    assert "ZeroDivisionError" in caplog.text


def test_nothing_heavy_is_imported_before_the_first_answer() -> None:
    """Beside xlwings, which the server that asks has imported; here one that does nothing takes its place."""
    code = f"""
import json, sys, types
xlwings = types.ModuleType("xlwings")
xlwings.func = lambda **_: lambda function: function
xlwings.arg = lambda *_, **__: lambda function: function
sys.modules["xlwings"] = xlwings
import jixiao.hosts.excel_functions as e
assert e.SCORE_ROW(10.0, "≥95%", "96%") == 10
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == []


SERVER = Path(__file__).with_name("udf_server.py")
LEFT_OUT = "missing"
DIVISION_BY_ZERO = -2146826281  # as COM hands an error over


def cells(*rows: object) -> dict[str, list[list[object]]]:
    """A range of one column."""
    return {"range": [[row] for row in rows]}


ASKED: list[tuple[str, list[object], object]] = [
    ("EXEC_RATE", [120.55, 96.5], [[0.800498]]),
    ("EXEC_RATE", [cells(120.55), cells(None)], [[""]]),
    ("EXEC_RATE", [cells("120万元"), cells("甲")], [[str(call("EXEC_RATE", "120万元", "甲"))]]),
    ("EXEC_RATE", [cells(DIVISION_BY_ZERO), 3.0], [["⚠ 所引用的单元格是 #DIV/0!，请先改正"]]),
    ("SCORE_ROW", [10.0, "≥95%", "96%", LEFT_OUT, LEFT_OUT, LEFT_OUT], [[10.0]]),
    ("SCORE_ROW", [cells(10.0), cells("≥95%"), cells(None), cells(None), cells(None), "hunan-2024"], [[""]]),
    ("SCORE_ROW", [5.0, 100.0, 80.0, LEFT_OUT, 0.8, LEFT_OUT], [[4.0]]),
    ("SCORE_ROW", [LEFT_OUT] * 6, [[str(call("SCORE_ROW"))]]),
    ("CHECK_SUM", [10.0, cells(3.0, None, 6.5), LEFT_OUT], [[str(call("CHECK_SUM", 10, [3, None, 6.5]))]]),
    ("CHECK_SUM", [10.0, {"range": [[3.0, 1.0], [2.0, 4.0]]}, LEFT_OUT], [["✓"]]),
    ("SCORE_ROWS", [cells(10.0, 5.0), cells("≥95%", "≥3"), cells(0.9, 3.0), *[LEFT_OUT] * 3], [[9.47], [5.0]]),
    ("SCORE_ROWS", [cells(10.0), cells("≥95%"), cells(0.9), *[LEFT_OUT] * 3], [[9.47]]),
]


@pytest.mark.skipif(sys.platform == "win32", reason="pywin32 is replaced by stand-ins, which Windows has itself")
def test_xlwings_server_answers_what_vba_and_excel_hand_over() -> None:
    """Its own ``call_udf`` and converters; pywin32 and the cells are stand-ins."""
    asked = json.dumps([(name, arguments) for name, arguments, _ in ASKED])
    done = subprocess.run(
        [sys.executable, str(SERVER), asked], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [answer for _, _, answer in ASKED]
