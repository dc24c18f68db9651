"""Points that people number begin one level below the heading they stand under."""

from __future__ import annotations

import pytest
from jixiao.model.evaluation.own_numbering import numbered_below


@pytest.mark.parametrize(
    ("level", "typed", "printed"),
    [
        (2, ["（一）立项", "1.依据", "2、程序", "（十二）资金"], ["1.立项", "（1）依据", "（2）程序", "12.资金"]),
        (1, ["一、立项", "二十一、资金", "（一）来源"], ["（一）立项", "（二十一）资金", "1.来源"]),
        (1, ["（一）立项", "（二）资金"], ["（一）立项", "（二）资金"]),
        (2, ["话。", "（四）自己加的一部分", "1.话"], ["话。", "（四）自己加的一部分", "1.话"]),
        (2, ["1、立项", "2.5倍"], ["1、立项", "2.5倍"]),
        (3, ["1.立项", "1.5倍"], ["（1）立项", "1.5倍"]),
        (4, ["（1）立项"], ["（1）立项"]),
    ],
)
def test_a_list_that_begins_again_goes_one_level_down(level: int, typed: list[str], printed: list[str]) -> None:
    assert numbered_below(level, typed) == printed
