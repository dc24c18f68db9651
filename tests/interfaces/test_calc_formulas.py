from __future__ import annotations

import pytest
from jixiao.interfaces.calc_formulas import keep_blanks

NAMES = frozenset({"budget", "支出"})


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("=EXEC_RATE(B1;C1)", "=EXEC_RATE(B1:B1;C1:C1)"),
        ("=exec_rate($B$1; C$1 )", "=exec_rate($B$1:$B$1;C$1:C$1)"),
        ("=ORG.JIXIAO.FUNCTIONS.EXEC_RATE(B1;5)", "=ORG.JIXIAO.FUNCTIONS.EXEC_RATE(B1:B1;5)"),
        ("=EXEC_RATE($'附件 2'.B1;$Sheet1.$C$2)", "=EXEC_RATE($'附件 2'.B1:B1;$Sheet1.$C$2:$C$2)"),
        ("=EXEC_RATE($'他''s (;'.B1;1)", "=EXEC_RATE($'他''s (;'.B1:B1;1)"),
        ("=EXEC_RATE(budget;支出)", "=EXEC_RATE(budget:budget;支出:支出)"),
        ("=IF(EXEC_RATE(B1;C1)>A1;A1;SUM(D1))", "=IF(EXEC_RATE(B1:B1;C1:C1)>A1;A1;SUM(D1))"),
        ("=EXEC_RATE(IF(A1;B1;C1);ROUND(D1;2))", "=EXEC_RATE(IF(A1;B1;C1);ROUND(D1;2))"),
        ("=EXEC_RATE(EXEC_RATE(B1;2);(C1))", "=EXEC_RATE(EXEC_RATE(B1:B1;2);(C1))"),
        ("{=SCORE_ROWS(B1:B2;C1:C2;D1)}", "{=SCORE_ROWS(B1:B2;C1:C2;D1:D1)}"),
    ],
)
def test_single_cells_given_to_our_functions_become_ranges(formula: str, kept: str) -> None:
    assert keep_blanks(formula, NAMES) == kept


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(B1;C1)",
        "=B1",
        "=EXEC_RATE(B1:B1;C1:C1)",
        "=EXEC_RATE(B1+1;-C1)",
        '=EXEC_RATE("B1";"(;""B1;")',
        "=EXEC_RATE(another_name;TRUE())",
        "=EXEC_RATE(;)",
        "=EXEC_RATE({1;2};{B1})",
        "=)EXEC_RATE(",
    ],
)
def test_everything_else_stays_as_it_is(formula: str) -> None:
    assert keep_blanks(formula, NAMES) == formula
