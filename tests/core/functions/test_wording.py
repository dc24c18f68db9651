"""Figures in the words of a report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import Problem, call
from jixiao.core.quantity.sentences import read_prose
from jixiao.core.quantity.sentences.mentions import Mention, MentionKind

from .asked import text_of

TEXTS = [
    ("AMOUNT_TEXT", (118.49,), "118.49"),
    ("AMOUNT_TEXT", ("90.80万元",), "90.80"),
    ("AMOUNT_TEXT", (14.4,), "14.40"),
    ("AMOUNT_TEXT", ("20.00",), "20"),
    ("AMOUNT_TEXT", (0,), "0"),
    ("AMOUNT_TEXT", (1.2345,), "1.2345"),
    ("AMOUNT_TEXT", (0.1 + 0.2,), "0.30"),
    ("PERCENT_TEXT", (0.95134682,), "95.13%"),
    ("PERCENT_TEXT", (0.282149,), "28.21%"),
    ("PERCENT_TEXT", (0.00005,), "0.01%"),
    ("PERCENT_TEXT", ("95.13%",), "95.13%"),
    ("PERCENT_TEXT", (1,), "100%"),
    ("CHANGE_TEXT", (118.49, 92.42), "比上年增加26.07万元，增长28.21%"),
    ("CHANGE_TEXT", (90.8, 100), "比上年减少9.20万元，下降9.2%"),
    ("CHANGE_TEXT", (5, 5.0), "与上年持平"),
    ("CHANGE_TEXT", (0, 0), "与上年持平"),
    ("CHANGE_TEXT", (5, 0), "比上年增加5万元，增长100%"),
    ("CHANGE_TEXT", (0, 5), "比上年减少5万元，下降100%"),
    ("CHANGE_TEXT", (6.48, 5.18, "上年决算"), "比上年决算增加1.30万元，增长25.1%"),
    ("CHANGE_TEXT", (100000.01, 100000), "比上年增加0.01万元"),
    ("ADJUST_TEXT", (96.51, 118.49), "年中调增21.98万元，增幅22.77%"),
    ("ADJUST_TEXT", (78.16, 70.91), "年中调减7.25万元，降幅9.28%"),
    ("ADJUST_TEXT", (20, 20), "年中未作调整"),
    ("ADJUST_TEXT", (0, 20), "年中调增20万元，增幅100%"),
    ("SHARE_TEXT", (90.8, 118.49), "占76.63%"),
    ("SHARE_TEXT", (90.8, 118.49, "支出合计"), "占支出合计的76.63%"),
    ("SHARE_TEXT", (0, 118.49), "占0%"),
    ("PART_TEXT", ("公务接待费", 4.99), "公务接待费4.99万元"),
    ("PART_TEXT", ("公务接待费", 0, "与上年持平"), "公务接待费0万元，与上年持平"),
    ("PART_TEXT", ("公务接待费", "4.9", None), "公务接待费4.90万元"),
    ("JOIN_TEXT", ("甲", None, "乙", " "), "甲；乙"),
    ("JOIN_TEXT", ([["甲"]],), "甲"),
    ("EXEC_TEXT", (70.91, 67.46), "95.13%"),
]


@pytest.mark.parametrize(("name", "cells", "text"), TEXTS)
def test_a_text(name: str, cells: tuple[Any, ...], text: str) -> None:
    assert call(name, *cells) == text


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("AMOUNT_TEXT", (None,)),
        ("AMOUNT_TEXT", ("——",)),
        ("PERCENT_TEXT", ("",)),
        ("CHANGE_TEXT", (None, 5)),
        ("CHANGE_TEXT", (5, None)),
        ("CHANGE_TEXT", (5, "/")),
        ("ADJUST_TEXT", (5, "")),
        ("SHARE_TEXT", (5, None)),
        ("SHARE_TEXT", (0, 0)),
        ("PART_TEXT", ("甲", None)),
        ("JOIN_TEXT", (None, "")),
        ("SUM_ALL", ([1, None],)),
        ("SUM_ALL", ([],)),
        ("EXEC_TEXT", (None, 3)),
    ],
)
def test_a_blank_gives_a_blank(name: str, cells: tuple[Any, ...]) -> None:
    assert call(name, *cells) is None


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("AMOUNT_TEXT", ("见附表",)),
        ("PERCENT_TEXT", ("3万元",)),
        ("CHANGE_TEXT", ("见附表", 5)),
        ("CHANGE_TEXT", (5, -1)),
        ("ADJUST_TEXT", (-1, 5)),
        ("SHARE_TEXT", (6, 5)),
        ("SHARE_TEXT", (6, 0)),
        ("SUM_ALL", ([1, "见附表"],)),
        ("EXEC_TEXT", (0, 3)),
    ],
)
def test_what_has_no_meaning_is_a_problem(name: str, cells: tuple[Any, ...]) -> None:
    assert isinstance(call(name, *cells), Problem)


@pytest.mark.parametrize(
    ("name", "cells"),
    [("PART_TEXT", ("公务接待费", 5)), ("JOIN_TEXT", ("甲",)), ("JOIN_TEXT", ("甲", "乙"))],
)
def test_a_problem_inside_a_sentence_is_no_sentence(name: str, cells: tuple[Any, ...]) -> None:
    problem = call("SHARE_TEXT", 5, 3)
    assert isinstance(problem, Problem)
    assert call(name, *cells, str(problem)) == problem


def test_a_sum_of_all_is_exact() -> None:
    assert call("SUM_ALL", [[0.1], ["0.2万元"], [85.5]]) == Decimal("85.8")


# ---- any figures: the text says them, as our own reader of prose reads it -------------------------------------------

AMOUNTS = st.decimals(0, 10**7, places=2)


def read(text: str, kind: MentionKind) -> Mention:
    (found,) = (mention for mention in read_prose(text).mentions if mention.kind is kind)
    return found


@given(AMOUNTS)
def test_an_amount_is_read_as_it_was(amount: Decimal) -> None:
    assert read(f"公用经费决算{call('AMOUNT_TEXT', amount)}万元。", MentionKind.FIGURE).amount.value == amount


@given(AMOUNTS, AMOUNTS)
def test_a_change_is_read_with_its_direction_and_amount(current: Decimal, previous: Decimal) -> None:
    text = call("CHANGE_TEXT", current, previous)
    if current == previous:
        assert text == "与上年持平"
        return
    change = read(f"公用经费决算{call('AMOUNT_TEXT', current)}万元，{text}。", MentionKind.CHANGE)
    assert change.rising * change.amount.value == current - previous


@given(AMOUNTS, AMOUNTS)
def test_a_rate_of_change_agrees_with_the_amounts(current: Decimal, previous: Decimal) -> None:
    text = text_of("CHANGE_TEXT", current, previous)
    if "，" not in text:
        return
    rate = read(f"公用经费决算{call('AMOUNT_TEXT', current)}万元，{text}。", MentionKind.RATE)
    exact = (current - previous) / previous if previous else Decimal(1)
    assert abs(rate.rising * rate.amount.value - exact * 100) <= Decimal("0.0051")


@given(st.decimals(0, 10**6, places=2), st.decimals("0.01", 10**6, places=2))
def test_a_share_agrees_with_the_amounts(part: Decimal, other: Decimal) -> None:
    text = call("SHARE_TEXT", part, part + other, "支出合计")
    share = read(f"基本支出{call('AMOUNT_TEXT', part)}万元，{text}。", MentionKind.SHARE)
    assert abs(share.amount.value - part / (part + other) * 100) <= Decimal("0.0051")
