"""Several questions about one row in one call."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import Problem, Verdict, call, to_cell
from jixiao.core.functions.answers import mark

CELL = st.one_of(st.none(), st.decimals(0, 100, places=2), st.sampled_from(["≥95%", "96%", "达到", "无", "〔2〕"]))
ASKED = "CHECK_REASON 3 4 5;TARGET_KIND 1;COMPLETION 1 2 A"


def told(asked: str, row: list[object], *others: object) -> list[str]:
    """The answers taken out as the sheet's formulas take them."""
    text = call("ANSWERS", asked, row, *others)
    assert isinstance(text, str)
    count = asked.count(";") + 1
    return [text[text.index(mark(n)) + 3 : text.index(mark(n + 1))] for n in range(1, count + 1)]


@given(weight=CELL, score=CELL, reason=st.sampled_from([None, "无", "天气原因"]))
def test_each_answer_is_what_its_function_says(weight: object, score: object, reason: object) -> None:
    row = ["≥95%", "96%", weight, score, reason]
    reasons, kind, completion = told(ASKED, row, "hunan-2024")
    expected = call("CHECK_REASON", weight, score, reason)
    assert isinstance(expected, Verdict)
    if "〔" not in str(expected):
        assert reasons == str(expected)
        assert kind == "定量"
        assert Decimal(completion) == call("COMPLETION", "≥95%", "96%", "hunan-2024")


def test_a_row_as_excel_hands_it_over_and_a_blank_answer() -> None:
    assert told("TARGET_KIND 1;TARGET_KIND 2", [[None, "2024年6月"]]) == ["", "时限"]
    assert told("COMPLETION 1 2 A", ["100", "50"], "mof") == [to_cell(Decimal("0.5")).__str__()]


@pytest.mark.parametrize(
    "asked", ["", "NO_SUCH 1", "TARGET_KIND x", "TARGET_KIND 999", "ANSWERS 1 1", ";".join(["TARGET_KIND 1"] * 21)]
)
def test_what_cannot_be_asked_is_told_in_chinese(asked: str) -> None:
    answer = call("ANSWERS", asked, ["ANSWERS 1 1"])
    assert isinstance(answer, Problem)
    assert re.search("[\u4e00-\u9fff]", answer.reason)
