"""Cases of a check: asked in their order, the test last; what is wrong with one is told."""

from __future__ import annotations

import pytest
from jixiao.model.forms.cases import with_cases

from .conftest import Copied


def test_cases_are_asked_in_order_and_the_test_where_none_holds() -> None:
    cases = [{"if": "a=1", "then": "✓"}, {"if": "b=2", "then": '－ 没有"b"'}]
    data, faults = with_cases({"id": "X", "when": cases, "test": "c<3"})
    assert (data, faults) == ({"id": "X", "test": 'IF(a=1,"✓",IF(b=2,"－ 没有""b""",c<3))'}, [])


def test_a_case_may_ask_on() -> None:
    data, _ = with_cases({"when": [{"if": "a=1", "test": "b<2"}], "test": "c<3"})
    assert data == {"test": "IF(a=1,b<2,c<3)"}


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ("a=1", "when 应是"),
        ([{"if": "a=1"}], "第 1 条应写 then（结果）或 test"),
        ([{"if": "a=1", "then": "✓", "test": "b=2"}], "第 1 条应写 then（结果）或 test"),
        ([{"then": "✓"}], "第 1 条缺少「if」"),
        ([{"if": "a=1", "the": "✓"}], "不认识的键「the」，是不是「then」"),
        ([{"if": "a=1", "then": "✓"}, {"if": "b", "then": "没有填全"}], "第 2 条的 then 应以"),
        ([{"if": 1, "then": "✓"}], "文字要加引号"),
    ],
)
def test_a_case_that_cannot_be_read_is_told(cases: object, told: str) -> None:
    _, faults = with_cases({"when": cases, "test": "TRUE"})
    assert told in faults[0]


def test_a_family_with_such_a_case_is_refused_with_the_checks_id(copied: Copied) -> None:
    copied.change("checks.yaml", "then: － 一级指标没有写分值", "then: 一级指标没有写分值")
    assert "C02：when 第 1 条的 then 应以" in copied.refusal()
