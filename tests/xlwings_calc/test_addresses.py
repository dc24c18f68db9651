"""Addresses and the rectangles they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlwings_calc.addresses import COLUMNS, ROWS, Area, bounding, letters, number, parse, quoted, unquoted


@pytest.mark.parametrize(
    ("address", "area", "written"),
    [
        ("A1", Area(1, 1), "$A$1"),
        ("$b$3", Area(3, 2), "$B$3"),
        ("C2:A1", Area(1, 1, 2, 3), "$A$1:$C$2"),
        ("A1:A1", Area(1, 1), "$A$1"),
        ("B:C", Area(1, 2, ROWS, 2), "$B:$C"),
        ("2:4", Area(2, 1, 3, COLUMNS), "$2:$4"),
        ("XFD1048576", Area(ROWS, COLUMNS), "$XFD$1048576"),
    ],
)
def test_addresses_are_read_and_written(address: str, area: Area, written: str) -> None:
    assert parse(address) == area
    assert area.address() == written


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B", "total", "R1C1x", "A1,B2", "Sheet1!A1"]
)
def test_what_is_no_address(text: str) -> None:
    assert parse(text) is None


@given(st.integers(1, COLUMNS))
def test_columns_have_letters(column: int) -> None:
    assert number(letters(column)) == number(letters(column).lower()) == column


def test_relative_addresses() -> None:
    area = Area(2, 3, 2, 2)
    assert area.address(False, False) == "C2:D3"
    assert area.address(True, False) == "C$2:D$3"
    assert Area(1, 2, ROWS, 1).address(True, False) == "B:B"


@given(st.builds(Area, *[st.integers(1, 50)] * 4))
def test_halves_make_up_the_whole(area: Area) -> None:
    if area.size > 1:
        first, second = area.halves()
        assert first.size + second.size == area.size
        assert bounding((first, second)) == area
        assert area.holds(first)
        assert area.holds(second)
        assert not first.holds(area)


@pytest.mark.parametrize(
    ("sheet", "written"),
    [
        ("Sheet1", "Sheet1"), ("附件2", "附件2"), ("附件3 项目1", "'附件3 项目1'"), ("it's", "'it''s'"),
        ("2024", "'2024'"), ("A1", "'A1'"), ("R1C1", "'R1C1'"), ("rc", "'rc'"), ("a.b", "'a.b'"), ("C", "'C'"),
    ],
)  # fmt: skip
def test_sheets_names_are_quoted_where_excel_needs_it(sheet: str, written: str) -> None:
    assert quoted(sheet) == written
    assert unquoted(written) == sheet
