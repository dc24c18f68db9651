"""Rows that follow the formulas of most, whatever row they stand in."""

from __future__ import annotations

from jixiao.interfaces.excel.row_patterns import in_row, name_the_same, patterns_of, strays

HELD = {
    5: ["=B5*C4", "=IF(A5=\"A9\",1,0)", "typed"],
    6: ["=B6*C5", "=IF(A6=\"A9\",1,0)", ""],
    7: ["=B6*C6", "=IF(A7=\"A9\",1,0)", "=D#REF!"],
    8: ["", "=IF(A8=\"A9\",1,0)", ""],
}  # fmt: skip


def test_a_pattern_is_what_most_rows_hold_by_distance() -> None:
    assert patterns_of(HELD) == ["=B[0]*C[-1]", '=IF(A[0]="A9",1,0)', ""]


def test_rows_that_do_not_follow_are_told_by_column() -> None:
    patterns = patterns_of(HELD)
    assert {row: strays(row, held, patterns) for row, held in HELD.items()} == {5: [], 6: [], 7: [0], 8: [0]}


def test_what_a_person_typed_is_no_stray() -> None:
    assert strays(9, ["12"], ["=B[0]"]) == []


def test_a_pattern_comes_back_in_any_row() -> None:
    assert in_row('=B[0]*C[-1]&"A[1]"', 12) == '=B12*C11&"A[1]"'


def test_formulas_are_compared_by_the_cells_they_name() -> None:
    assert name_the_same("=ORG.JIXIAO(F18;$G$20)", "=COMPLETION(F18,G20)")
    assert not name_the_same("=COMPLETION(F18,G20)", "=COMPLETION(F18,G18)")
