"""Points as cells ask for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import Problem, call

from .asked import column_of

XINJIANG = "xinjiang-2024"

ANSWERS = [
    (("EXEC_SCORE", 118.49, 118.49), "10"),
    (("EXEC_SCORE", 70.91, 67.46), "9.51"),
    (("EXEC_SCORE", 70.91, 67.46, 20, "hunan-2024"), "19.03"),
    (("EXEC_SCORE", 100, 130, 10), "10"),
    (("EXEC_SCORE", 100, 50, None, ""), "5"),
    (("COMPLETION", "≥60人", "52人"), "0.8667"),
    (("COMPLETION", "≥60人", "52人", XINJIANG), "0.87"),
    (("COMPLETION", "≥90%", 1.0, XINJIANG), "1.11"),
    (("COMPLETION", "≤95%", "74%", XINJIANG), "1"),
    (("COMPLETION", "=2024年10月31日", "2024年12月31日", XINJIANG), "0"),
    (("SCORE_ROW", 10, "≥95%", "96%"), "10"),
    (("SCORE_ROW", 10, "≥95%", 0.96), "10"),
    (("SCORE_ROW", 10.0, 0.95, 0.95), "10"),
    (("SCORE_ROW", 10, "≥60人", "52人", "按照完成比例赋分", None, XINJIANG), "6.75"),
    (("SCORE_ROW", 10, "≥60人", "52人", "按照完成比例赋分", "87%", f" {XINJIANG} "), "6.75"),
    (("SCORE_ROW", [[10]], [["≥95%"]], [["96%"]], [[None]], [[""]], [["mof"]]), "10"),
    (("HEAD_POINTS", "产出指标(50分)"), "50"),
]


@pytest.mark.parametrize(("cells", "expected"), ANSWERS)
def test_points(cells: tuple[Any, ...], expected: str) -> None:
    assert call(*cells) == Decimal(expected)


@pytest.mark.parametrize(
    "cells",
    [
        ("EXEC_SCORE", None, 5),
        ("EXEC_SCORE", 0, 0),
        ("COMPLETION", "≥95%", None),
        ("SCORE_ROW", None, "≥95%", "96%"),
        ("SCORE_ROW", 10, "≥95%", ""),
        ("GRADE", None),
        ("HEAD_POINTS", "产出指标"),
        ("HEAD_POINTS", None),
        ("HEAD_POINTS", 50),
    ],
)
def test_a_blank_gives_a_blank(cells: tuple[Any, ...]) -> None:
    assert call(*cells) is None


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("EXEC_SCORE", 0, 5), "全年预算数为0"),
        (("EXEC_SCORE", 10, 5, "十"), "分值“十”"),
        (("EXEC_SCORE", 10, 5, -1), "分值-1为负数"),
        (("EXEC_SCORE", 10, 5, 10, "hunan-2023"), "是不是“hunan-2024”"),
        (("COMPLETION", "≥", "98%"), "没有数值"),
        (("COMPLETION", "≥95%", "98%", "../mof"), "可用的有"),
        (("SCORE_ROW", 10, "提升", "提升"), "文字相同"),
        (("SCORE_ROW", 10, "≥95%", "96%", None, None, 2024), "表样名称"),
        (("GRADE", 104), "总分104"),
        (("GRADE", "优秀"), "总分“优秀”"),
        (("GRADE", 90, "无此表"), "可用的有"),
    ],
)
def test_a_problem_is_told_in_the_cell(cells: tuple[Any, ...], why: str) -> None:
    answer = call(*cells)
    assert isinstance(answer, Problem)
    assert str(answer).startswith("⚠ ")
    assert why in str(answer)


@pytest.mark.parametrize(("total", "grade"), [(99, "优"), (89.5, "良"), ("60分", "中"), (89.99999999999999, "优")])
def test_grade(total: float | int | str, grade: str) -> None:
    assert call("GRADE", total) == grade


def test_whole_columns_in_one_call() -> None:
    columns = [[[10], [5], [None]], [["≥2家"], ["≥90%"], [None]], [["2家"], ["80%"], [None]]]
    assert call("SCORE_ROWS", *columns) == [Decimal("10.00"), Decimal("4.44"), None]


def test_one_rule_for_all_rows() -> None:
    answers = call("SCORE_ROWS", [10, 10], ["≥95%", "≥95%"], ["96%", "90%"], "直接赋分")
    assert answers == [10, 0]


@pytest.mark.parametrize("cells", [([1, 2], ["a"] * 3, ["b"] * 3), ([1] * 3, ["a"] * 3, ["b"] * 2)])
def test_columns_of_different_length_are_a_problem(cells: tuple[Any, ...]) -> None:
    (answer,) = column_of("SCORE_ROWS", *cells)
    assert "行数不同" in str(answer)


def test_columns_of_an_unknown_family_are_a_problem() -> None:
    (answer,) = column_of("SCORE_ROWS", [1], ["≥1家"], ["1家"], None, None, "无此表")
    assert "可用的有" in str(answer)


CELLS = st.sampled_from(
    [None, "", 10, 5.5, "≥95%", "96%", 0.96, "提升", "达到预期指标", "=0件", "2家", "/", "2024年底前"]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, st.sampled_from([None, "直接赋分", "?"]), CELLS), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(["", "hunan-2024", XINJIANG]))
def test_columns_equal_row_by_row(rows: list[Any], family: str) -> None:
    columns = [[[cell] for cell in column] for column in zip(*rows, strict=True)]
    assert call("SCORE_ROWS", *columns, family) == [call("SCORE_ROW", *row, family) for row in rows]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("≥95%", "定量"),
        ("90%-95%", "定量"),
        ("2024年12月底前", "时限"),
        ("1、企业≥2家；2、资产≥80%", "多项"),
        ("推进改革", "定性"),
        ("/", "不适用"),
        ("≥", "读不出"),
        (None, None),
    ],
)
def test_what_kind_of_target_a_cell_holds(target: str | None, kind: str | None) -> None:
    assert call("TARGET_KIND", target) == kind
