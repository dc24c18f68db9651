"""The spreadsheet's own functions: a blank is 0 in arithmetic, "" beside a text, and nothing in a column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jixiao.model.forms.spreadsheet_functions import NATIVE, NotANumber, compare, concatenate, to_number

A, B, C = Decimal(1), Decimal("2.5"), Decimal(-4)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("SUM", ([A, None, "3", B],), Decimal("3.5")),
        ("SUM", (A, [B, [C]]), Decimal("-0.5")),
        ("SUM", ([None, None],), 0),
        ("COUNT", ([A, None, "3", B], C), 3),
        ("COUNT", ([None],), 0),
        ("COUNTA", ([A, None, "", "x"],), 3),
        ("SUMIF", (["产出", "效益", "产出", None], "产出", [A, B, "文字", C]), 1),
        ("SUMIF", (["Ab", "aB"], "AB", [A, B]), Decimal("3.5")),
        ("SUMIF", ([None], "x", [A]), 0),
        ("SUMIF", ("ab", "c", "def"), 0),
        ("SUMIF", (["x", "x"], "x", [Decimal(1)]), 1),
        ("COUNTIF", (["a" * 50_000], "*a*a*a*a*b"), 0),
        ("COUNTIF", (["ab", "aab", "a", "ba"], "a*b"), 2),
        ("COUNTIF", (["aba", "ab"], "ab*ba"), 0),
        ("COUNTIF", (["甲", "乙", "甲", None], "甲"), 2),
        ("COUNTIF", (["Ab"], "aB"), 1),
        ("COUNTIF", (["甲", "甲乙", "", None], "?*"), 2),
        ("COUNTIF", (["甲", "甲乙", ""], "?"), 1),
        ("COUNTIF", (["甲丙乙", "丙乙", "甲乙"], "*?乙"), 3),
        ("COUNTIF", (["甲一丙二乙", "甲一丙"], "*丙?乙*"), 1),
        ("COUNTIF", ([None, Decimal(0)], Decimal(0)), 1),
        ("LEN", ("三个字",), 3),
        ("LEN", (None,), 0),
        ("SEARCH", ("成本", "经济成本指标"), 3),
        ("SEARCH", ("AB", "xab"), 2),
        ("LEFT", ("2025-03-20", Decimal(4)), "2025"),
        ("LEFT", (None, Decimal(4)), ""),
        ("LEFT", (Decimal("12.50"), Decimal(3)), "12."),
        ("VALUE", ("2025",), 2025),
        ("VALUE", (Decimal(7),), 7),
        ("ABS", (C,), 4),
        ("ABS", (None,), 0),
        ("ROUND", (Decimal("2.345"), Decimal(2)), Decimal("2.35")),
        ("ROUND", (Decimal("-2.345"), Decimal(2)), Decimal("-2.35")),
        ("ROUND", (Decimal(1250), Decimal(-2)), 1300),
        ("ROUND", (None, Decimal(2)), 0),
        ("AND", (True, True), True),
        ("AND", (True, False), False),
        ("OR", (False, True), True),
        ("OR", (False, False), False),
        ("NOT", (False,), True),
        ("MIN", ([Decimal(3), None, "甲"], Decimal(2)), 2),
        ("MIN", ([None],), 0),
        ("MAX", ([Decimal(3), None, "甲"], Decimal(2)), 3),
        ("INT", (Decimal("-0.5"),), -1),
        ("N", ("甲",), 0),
        ("N", (B,), Decimal("2.5")),
        ("FIND", ("本", "成本本", Decimal(3)), 3),
        ("FIND", ("AB", "xab"), None),
        ("MID", ("2024年12月", Decimal(6), Decimal(2)), "12"),
        ("RIGHT", ("95%", Decimal(1)), "%"),
        ("SUBSTITUTE", ("95%e0", "%e0", "e-2"), "95e-2"),
        ("VALUE", ("95e-2",), Decimal("0.95")),
        ("HAS_WORD", ("培训合格率", "满意度", "合格率"), True),
        ("HAS_WORD", (None, "满意度"), False),
        ("COUNTIF", ([Decimal("0.9"), Decimal(1), "x", None], "<1"), 1),
        ("COUNTIF", (["产出指标（50分）", "效益", None], "*产出*"), 1),
        ("SUMIF", (["产出指标", "效益指标"], "*效益*", [Decimal(5), Decimal(3)]), 3),
        ("COUNTIFS", (["数量", "数量", "质量"], "*数量*", [Decimal("0.9"), Decimal(1), Decimal(0)], "<1"), 1),
        ("ISNUMBER", (A,), True),
        ("ISNUMBER", ("1",), False),
        ("ISNUMBER", (None,), False),
    ],
)
def test_it_answers_as_a_spreadsheet_does(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert NATIVE[name](*arguments) == expected


def test_every_native_function_is_in_the_table_above() -> None:
    (mark,) = (m for m in test_it_answers_as_a_spreadsheet_does.pytestmark if m.name == "parametrize")
    assert {row[0] for row in mark.args[1]} == set(NATIVE)


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (None, "=", Decimal(0), True),
        (None, "=", "", True),
        (None, "=", None, True),
        (None, "<", A, True),
        (None, "<>", "x", True),
        ("abc", "=", "ABC", True),
        ("1", "=", A, False),
        ("", ">", Decimal(10**9), True),
        ("0", ">", Decimal(5), True),
        (Decimal(5), "<", "0", True),
        (Decimal("1.0"), "=", A, True),
        (A, ">=", A, True),
        (A, "<=", C, False),
    ],
)
def test_comparisons_know_blank_and_text(left: Any, operator: str, right: Any, expected: bool) -> None:
    assert compare(operator, left, right) is expected


def test_texts_joined_show_numbers_without_needless_digits() -> None:
    assert concatenate("共", Decimal("20.00"), None, "万", Decimal(100)) == "共20万100"


@pytest.mark.parametrize("wrong", ["1", "", "≥95%"])
def test_a_text_is_no_number_in_arithmetic(wrong: str) -> None:
    with pytest.raises(NotANumber, match="不是数字"):
        to_number(wrong)


@pytest.mark.parametrize("wrong", ["", None, "二〇二五", "-3", "9%5e0"])
def test_value_takes_plain_figures_only(wrong: Any) -> None:
    with pytest.raises(NotANumber):
        NATIVE["VALUE"](wrong)
