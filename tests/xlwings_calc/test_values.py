"""Values between Python and cells, colours and number formats, as far as no LibreOffice is needed."""

from __future__ import annotations

import datetime as dt
import decimal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlwings
import xlwings_calc
from xlwings_calc import colors
from xlwings_calc.addresses import Area
from xlwings_calc.formats import lowered
from xlwings_calc.values import CellError, cut, fill

pd = pytest.importorskip("pandas")
ENGINE = xlwings_calc.engine


@pytest.mark.parametrize(
    ("value", "prepared"),
    [
        (None, ""), (float("nan"), ""), (pd.NaT, ""), (pd.NA, ""), (np.datetime64("NaT"), ""), (False, False), (3, 3.0),
        (decimal.Decimal("2.5"), 2.5), (np.int64(4), 4.0), (np.bool_(True), True), (np.float32(0.5), 0.5),
        (dt.date(2024, 1, 2), dt.datetime(2024, 1, 2)),
        (pd.Timestamp("2024-01-02 03:04"), dt.datetime(2024, 1, 2, 3, 4)),
        (np.datetime64("2024-01-02T03:04:05.000000006"), dt.datetime(2024, 1, 2, 3, 4, 5)), (np.str_("x"), "x"),
    ],
)  # fmt: skip
def test_python_values_become_what_a_cell_can_hold(value: Any, prepared: Any) -> None:
    result = ENGINE.prepare_xl_data_element(value, {})
    assert result == prepared
    assert type(result) is type(prepared) or isinstance(value, pd.Timestamp)


def test_what_no_cell_can_hold_is_named() -> None:
    with pytest.raises(TypeError, match="a cell cannot hold a value of type set"):
        ENGINE.prepare_xl_data_element({1}, {})


def test_cell_values_follow_the_options_of_the_range() -> None:
    row = [None, "", CellError("#N/A"), 1.6, True, "文", dt.datetime(2024, 1, 2, 3)]
    date = row[-1]
    plain = ENGINE.clean_value_data([row], dt.datetime, None, None, False)
    assert plain == [[None, None, None, 1.6, True, "文", date]]
    as_asked = ENGINE.clean_value_data([row], lambda year, **_: year, "/", round, True)
    assert as_asked == [["/", "/", "#N/A", 2, True, "文", 2024]]


def test_one_value_fills_an_area_and_formulas_move_along() -> None:
    assert fill(1.0, Area(1, 1, 2, 2)) == [[1.0, 1.0], [1.0, 1.0]]
    assert fill("=A1", Area(5, 5, 2, 2)) == [["=A1", "=B1"], ["=A2", "=B2"]]


def test_an_area_is_cut_around_the_cells_that_must_be_written_alone() -> None:
    area, notes = Area(1, 1, 6, 5), [Area(2, 2), Area(2, 4), Area(6, 5), Area(9, 9)]
    parts = list(cut(area, notes))
    cells = [(r, c) for part in parts for r in rows(part) for c in columns(part)]
    assert sorted(cells) == [(r, c) for r in range(1, 7) for c in range(1, 6)]
    assert [note in parts for note in notes] == [True, True, True, False]
    assert list(cut(area, [])) == [area]


def rows(area: Area) -> range:
    return range(area.row, area.last_row + 1)


def columns(area: Area) -> range:
    return range(area.column, area.last_column + 1)


@pytest.mark.parametrize("color", [(1, 2, 3), [1, 2, 3], "#010203", "010203", 3 << 16 | 2 << 8 | 1])
def test_colours(color: Any) -> None:
    assert colors.to_uno(color) == 0x010203
    assert colors.from_uno(0x010203) == (1, 2, 3)


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ("YYYY-MM-DD HH:MM:SS", "yyyy-mm-dd hh:mm:ss"),
        ('YYYY"Y年"M"月"', 'yyyy"Y年"m"月"'), ("H:MM AM/PM", "h:mm AM/PM"),
        ("0.00_);[RED](0.00)", "0.00_);[Red](0.00)"), ("BOOLEAN", "BOOLEAN"),
        ("[$-804]D", "[$-804]d"), ("0.0E+00", "0.0E+00"),
    ],
)  # fmt: skip
def test_number_formats_are_written_in_excel_s_letters(calc: str, excel: str) -> None:
    assert lowered(calc) == excel


def test_the_engine_is_known_to_xlwings_once() -> None:
    before, active = len(xlwings.engines), xlwings.engines.active
    known = "calc" in xlwings.engines.engines_by_name
    xlwings_calc.register(activate=False)
    xlwings_calc.register(activate=False)
    assert len(xlwings.engines) == before + (not known)
    assert xlwings.engines.active is active
    assert xlwings.engines["calc"].impl is ENGINE
    assert (ENGINE.name, ENGINE.type) == ("calc", "desktop")


def test_without_uno_the_error_says_what_to_do() -> None:
    code = """
import sys
sys.modules["uno"] = None
import xlwings_calc
for reach in (lambda: xlwings_calc.connect("pipe,name=x"), xlwings_calc.start):
    try:
        reach()
    except xlwings_calc.UnoMissingError as error:
        print(error)
"""
    folder = Path(xlwings_calc.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    assert done.stdout.count("needs the module 'uno'") == 2
    assert done.stdout.count("python3-uno") == 2


def test_the_package_stands_alone() -> None:
    """It could be published by itself: it imports the standard library, xlwings and UNO only, and uno lazily."""
    package = Path(xlwings_calc.__file__).parent
    assert not [file.name for file in package.glob("*.py") if "jixiao" in file.read_text("utf-8")]
    code = "import sys, xlwings_calc; print('uno' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=package.parent)
    assert done.stdout.strip() == "False"
