"""Headings without their numbers."""

from __future__ import annotations

import pytest
from jixiao.model.forms.numbering import without_numbering

NUMBERED = [
    *("一、", "一.", "一．", "一：", "一，", "一 、", "1、", "1.", "1．", "１、", "12、", "十二、", "（一）", "(一)"),
    *(
        "（ 一 ）",
        "(1)",
        "（1）",
        "1)",
        "1）",
        "（一）、",
        "第一部分",
        "第一部分、",
        "第二章 ",
        "第1节　",
        "1.1",
        "1.2.3",
    ),
    *("1.1、", "①", "1 ", "　　一、"),
]


@pytest.mark.parametrize("number", NUMBERED)
def test_a_heading_without_its_number(number: str) -> None:
    assert without_numbering(number + "职能职责") == "职能职责"


@pytest.mark.parametrize(
    "text", ["职能职责", "一般公共预算支出情况", "三公经费", "十四五规划", "2024年度工作", "第三方评价", "1名", ""]
)
def test_what_is_no_number_stays(text: str) -> None:
    assert without_numbering(text) == text
