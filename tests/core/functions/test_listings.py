"""Rows and projects in one sentence."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import Problem, call

from ...narrowing import instance_of, present
from .asked import text_of

SIX = list("甲乙丙丁戊己")
LEVELS = ["产出指标（50分）", "产出指标(50分)", "效益指标"]

TEXTS = [
    (
        "LOST_TEXT",
        (["甲", "乙"], [10, 40], [10, "39.4分"], ["无", "市场变化。\n价格上涨。"]),
        "“乙”扣0.6分，原因：市场变化。 价格上涨",
    ),
    ("LOST_TEXT", (["甲", "乙"], [10, 40], [9, 39]), "“甲”扣1分；“乙”扣1分"),
    ("LOST_TEXT", (["甲"], [10], [9], ["无偏差"]), "“甲”扣1分"),
    ("LOST_TEXT", ("预算执行率", 10, 9), "“预算执行率”扣1分"),
    ("LOST_TEXT", (["甲"], [10], [8], ["停工"], "执行率", 10, 9), "“执行率”扣1分；“甲”扣2分，原因：停工"),
    ("LOST_TEXT", (["甲", "乙"], [10, 5], [8, 5], None, "执行率", 10, 9), "“执行率”扣1分；“甲”扣2分"),
    ("LOST_TEXT", (["甲"], [10], [8], None, "执行率", 10, None), "“甲”扣2分"),
    ("LOST_TEXT", (["甲", "乙"], [10, 10], [9.999, 9.99]), "“乙”扣0.01分"),
    ("LEVEL_TEXT", (LEVELS, [10, 40, 30], [10, 39.4, 30]), "产出指标50分得49.4分，效益指标30分得30分"),
    ("LEVEL_TEXT", ([*LEVELS, None], [10, 40, 30, None], [10, 40, 0, None]), "产出指标50分得50分，效益指标30分得0分"),
    ("TARGETS_TEXT", (["甲", "乙"], ["≥95%", "合法"], ["96%", "合法"]), "“甲”目标≥95%，实际96%；定性指标1项，见自评表"),
    ("TARGETS_TEXT", (["甲", "乙"], ["≥95%", "2024年12月底前"], ["96%", None]), "“甲”目标≥95%，实际96%"),
    (
        "TARGETS_TEXT",
        (["甲", "乙", "丙"], [1.0, "5家", "3家"], [1.0, "5家", "2家"], LEVELS, "效益"),
        "“丙”目标3家，实际2家",
    ),
    ("TARGETS_TEXT", (["甲"], [118.49], [118.0]), "“甲”目标118.49，实际118"),
    ("TARGETS_TEXT", (["甲"], ["27.69万元"], [27.69]), "“甲”目标27.69万元，实际27.69万元"),
    ("TARGETS_TEXT", (["甲"], ["≥12"], ["13次"]), "“甲”目标≥12次，实际13次"),
    ("TARGETS_TEXT", (["甲"], ["12次以上"], [13]), "“甲”目标12次以上，实际13次"),
    ("TARGETS_TEXT", (["甲"], ["≥95%"], [96]), "“甲”目标≥95%，实际96"),
    ("TARGETS_TEXT", (["甲"], ["2024年12月底前"], ["12"]), "“甲”目标2024年12月底前，实际12"),
    ("NAMES_TEXT", (["甲"],), "“甲”1个"),
    ("NAMES_TEXT", (["甲", "乙", None],), "“甲”、“乙”2个"),
    ("NAMES_TEXT", (["1、甲", "2．3.15晚会", "3.", "3.15晚会", "4、"],), "“甲”、“3.15晚会”、“3.15晚会”3个"),
    ("NAMES_TEXT", (["1、甲", "2、其他资金", "3、乙", "……"], [14.4, None, 0, ""]), "“甲”1个"),
    ("NAMES_TEXT", (SIX,), "“甲”、“乙”、“丙”、“丁”、“戊”、“己”6个"),
    ("NAMES_TEXT", ([f"项目{n}" for n in range(31)],), "“项目0”、“项目1”、“项目2”等31个"),
    (
        "SPENDING_TEXT",
        (["甲", "乙"], [10, 20.5], [10, 10.25]),
        "“甲”全年预算数10万元，全部执行；“乙”全年预算数20.50万元，全年执行数10.25万元，执行率50%",
    ),
    ("SPENDING_TEXT", (SIX, [10] * 6, [10, 10, 10, 10, 10, 9]), "执行率未达到100%的项目1个，即“己”90%"),
    (
        "SPENDING_TEXT",
        (SIX, [10] * 6, [10, 10, 10, 8, 7, 9]),
        "执行率未达到100%的项目3个，分别是“戊”70%、“丁”80%、“己”90%",
    ),
    (
        "SPENDING_TEXT",
        (SIX, [10] * 6, [10, 5, 6, 8, 7, 9]),
        "执行率未达到100%的项目5个，其中最低的是“乙”50%、“丙”60%、“戊”70%",
    ),
    ("SCORES_TEXT", (["甲", "乙"], [99, 89.5]), "“甲”99分（优），“乙”89.5分（良）"),
    ("SCORES_TEXT", (SIX, [91] * 5 + [85]), "平均90分，最低85分（“己”）；等级为优的5个、良的1个"),
]


@pytest.mark.parametrize(("name", "cells", "text"), TEXTS)
def test_a_text(name: str, cells: tuple[Any, ...], text: str) -> None:
    assert call(name, *cells) == text


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("LOST_TEXT", (["甲"], [10], [10])),
        ("LOST_TEXT", (["甲"], [10], [None])),
        ("LOST_TEXT", (None, None, None)),
        ("LEVEL_TEXT", (LEVELS, [10, 40, 30], [10, None, 30])),  # not yet scored
        ("LEVEL_TEXT", ([None], [None], [None])),
        ("TARGETS_TEXT", (["甲"], ["合法"], ["合法"])),
        ("TARGETS_TEXT", ([None], [None], [None])),
        ("NAMES_TEXT", ([None],)),
        ("SPENDING_TEXT", (["甲"], [10], [5])),  # the sums say it
        ("SPENDING_TEXT", (["甲", "乙"], [10, 5], [5, None])),
        ("SPENDING_TEXT", (SIX, [10] * 6, [10] * 6)),
        ("SCORES_TEXT", (["甲", "乙"], [99, None])),
        ("SCORES_TEXT", ([None], [None])),
    ],
)
def test_nothing_to_say_gives_a_blank(name: str, cells: tuple[Any, ...]) -> None:
    assert call(name, *cells) is None


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("LOST_TEXT", (["甲", "乙"], [10], [10])),
        ("LEVEL_TEXT", (["甲", "乙"], [10], [10])),
        ("TARGETS_TEXT", (["甲", "乙"], ["≥1"], ["1"])),
        ("SPENDING_TEXT", (["甲", "乙"], [10], [10])),
        ("SPENDING_TEXT", (["甲", "乙"], [0, 10], [5, 10])),
        ("SCORES_TEXT", (["甲", "乙"], [10])),
        ("SCORES_TEXT", (["甲"], ["见附表"])),
        ("SCORES_TEXT", (["甲"], [101])),
        ("SCORES_TEXT", (["甲"], [99], "没有")),
    ],
)
def test_what_cannot_be_told_is_a_problem(name: str, cells: tuple[Any, ...]) -> None:
    assert isinstance(call(name, *cells), Problem)


ROWS = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=8)


@given(ROWS)
def test_points_lost_add_up_to_the_difference(rows: list[Any]) -> None:
    weights, scores = [max(row) for row in rows], [min(row) for row in rows]
    text = instance_of(str, call("LOST_TEXT", ["指标"] * len(rows), weights, scores) or "")
    assert sum(map(int, re.findall(r"扣(\d+)分", text))) == sum(weights) - sum(scores)


@given(ROWS)
def test_points_by_level_add_up_to_the_totals(rows: list[Any]) -> None:
    levels = ["产出指标" if place % 2 else "效益指标" for place in range(len(rows))]
    weights, scores = [max(row) for row in rows], [min(row) for row in rows]
    said = re.findall(r"(\d+)分得(\d+)分", text_of("LEVEL_TEXT", levels, weights, scores))
    assert [sum(int(pair[i]) for pair in said) for i in (0, 1)] == [sum(weights), sum(scores)]


@given(st.lists(st.decimals(0, 100, places=2), min_size=6, max_size=12))
def test_of_many_projects_the_average_and_the_lowest_are_told(scores: list[Any]) -> None:
    text = text_of("SCORES_TEXT", [f"项目{place}" for place in range(len(scores))], scores)
    average, lowest = present(re.match(r"平均([\d.]+)分，最低([\d.]+)分", text)).groups()
    assert abs(Decimal(average) - sum(scores) / len(scores)) <= Decimal("0.005")
    assert Decimal(lowest) == min(scores)
    assert sum(map(int, re.findall(r"的(\d+)个", text))) == len(scores)
