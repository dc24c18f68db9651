"""Rates as cells ask for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jixiao.core.functions import Problem, call

RATES = [
    ("EXEC_RATE", (118.49, 118.49), "1"),
    ("EXEC_RATE", (70.91, 67.46), "0.951347"),
    ("EXEC_RATE", ("78.16", "67.46万元"), "0.863101"),
    ("EXEC_RATE", ("1亿元", "5000万元"), "0.5"),
    ("EXEC_RATE", (100, 0), "0"),
    ("EXEC_RATE", (100, 130), "1.3"),
    ("EXEC_RATE", ([[100]], ((50,),)), "0.5"),
    ("CONTROL_RATE", (42, 48), "0.875"),
    ("CONTROL_RATE", ("3人", "5人"), "0.6"),
    ("GROWTH_RATE", (390.56, 147.91), "1.640525"),
    ("GROWTH_RATE", (90, 100), "-0.1"),
    ("GROWTH_RATE", (5, 0), "1"),
    ("GROWTH_RATE", (0, 0), "0"),
    ("GROWTH_RATE", (-50, 100), "-1.5"),
]


@pytest.mark.parametrize(("name", "cells", "expected"), RATES)
def test_a_rate(name: str, cells: tuple[Any, ...], expected: str) -> None:
    assert call(name, *cells) == Decimal(expected)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("EXEC_RATE", (None, 5)),
        ("EXEC_RATE", (5, "")),
        ("EXEC_RATE", ("——", 5)),
        ("EXEC_RATE", (0, 0)),
        ("CONTROL_RATE", (None, None)),
        ("GROWTH_RATE", (5, None)),
    ],
)
def test_a_blank_gives_a_blank(name: str, cells: tuple[Any, ...]) -> None:
    assert call(name, *cells) is None


@pytest.mark.parametrize(
    ("name", "cells", "words"),
    [
        ("EXEC_RATE", (0, 5), ["全年预算数为0", "全年执行数为5"]),
        ("EXEC_RATE", (-1, 5), ["全年预算数-1", "负数"]),
        ("EXEC_RATE", (10, -5), ["全年执行数-5", "负数"]),
        ("EXEC_RATE", ("很多", 5), ["全年预算数“很多”", "数字"]),
        ("EXEC_RATE", ([1, 2], 5), ["全年预算数", "一片单元格"]),
        ("EXEC_RATE", ("5万元", "3人"), ["单位不同"]),
        ("CONTROL_RATE", (3, 0), ["核定数为0", "实际数为3"]),
        ("GROWTH_RATE", (5, -1), ["上年数-1"]),
        ("GROWTH_RATE", (-5, 0), ["本年数-5"]),
    ],
)
def test_a_problem_is_told_with_its_figures(name: str, cells: tuple[Any, ...], words: list[str]) -> None:
    answer = call(name, *cells)
    assert isinstance(answer, Problem)
    for word in words:
        assert word in str(answer)
