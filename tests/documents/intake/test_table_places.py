"""Names of places in a Word file, written and found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.intake.table_places import TablePlace, cell_name, find_place, table_name

NUMBERS = st.integers(0, 9999)


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["", "附件2", "附件3（甲）"]))
def test_a_place_is_found_by_the_names_it_was_given(table: int, row: int, column: int, attachment: str) -> None:
    sheet = table_name(table, attachment)
    assert find_place(sheet, cell_name(row, column)) == TablePlace(table, row, column)
    assert find_place(sheet, "") == TablePlace(table)


@pytest.mark.parametrize("sheet", ["", "附件2 整体支出自评表", "报告正文", "第0个表", "第1个表x", "第一个表"])
def test_other_names_are_no_place(sheet: str) -> None:
    assert find_place(sheet, "第1行第1列") is None


@pytest.mark.parametrize("cell", ["B7", "第0行第1列", "第1行"])
def test_another_cell_is_the_table_as_a_whole(cell: str) -> None:
    assert find_place("第1个表", cell) == TablePlace(0)
