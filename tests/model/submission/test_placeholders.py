"""Marks for what is still to be filled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.model.submission.placeholders import (
    asked_for,
    is_placeholder,
    placeholder,
    split_at_placeholders,
    without_placeholders,
)

MARKED = st.lists(st.sampled_from(["甲", "［待填：人数］", "［", "］", "［待填：", " ", "\n"]), max_size=8).map("".join)


def test_a_mark_is_found_again() -> None:
    text = f"填表人：{placeholder('填表人')}　日期：{placeholder('填报日期')}"
    assert text == "填表人：［待填：填表人］　日期：［待填：填报日期］"
    assert asked_for(text) == ["填表人", "填报日期"]
    assert without_placeholders(text) == "填表人：　日期："


@given(MARKED)
def test_pieces_make_up_the_text_and_know_the_marks(text: str) -> None:
    pieces = split_at_placeholders(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_mark in pieces if is_mark] == [placeholder(name) for name in asked_for(text)]
    assert "".join(piece for piece, is_mark in pieces if not is_mark) == without_placeholders(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("［待填：甲］", True),
        (" ［待填：甲］［待填：乙］", True),
        ("共［待填：几］人", False),
        ("", False),
        ("［待填：\n］", False),
    ],
)
def test_whether_a_text_holds_nothing_else(text: str, whole: bool) -> None:
    assert is_placeholder(text) is whole
