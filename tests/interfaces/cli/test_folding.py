"""A message in lines: whole, within the width, and no figure or word cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.text_width import text_width
from jixiao.interfaces.cli.folding import folded
from rich.text import Text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("短", ["短"]),
        ("预算数是118.49万元", ["预算数是", "118.49万元"]),
        ("合计一二三四，五六", ["合计一二三", "四，五六"]),
        ("一二三四五「六」七", ["一二三四五", "「六」七"]),
        ("1234567890123456", ["12345678901", "23456"]),
        ("一二三四（1.5%1.5%", ["一二三四", "（1.5%1.5%"]),
    ],
)
def test_a_line_ends_between_words(text: str, lines: list[str]) -> None:
    assert [line.plain for line in folded(Text(text), 11, 0)] == lines


def test_what_a_line_leaves_is_no_longer_than_the_next_has_room_for() -> None:
    lines = [line.plain for line in folded(Text("%.「一%）。（"), 10, 4)]
    assert lines == ["%.", "    「一%", "    ）。（"]


@given(st.text("一，。（）「」1.5%a 元", max_size=200), st.integers(10, 40))
def test_nothing_is_lost_and_nothing_is_wider(text: str, width: int) -> None:
    first, *others = [line.plain for line in folded(Text(text), width, 4)]
    assert first + "".join(line.removeprefix("    ") for line in others) == text
    assert all(text_width(line) <= width for line in (first, *others))
