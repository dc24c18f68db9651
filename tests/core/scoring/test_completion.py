"""Completion of one indicator: met, short, beyond, and what cannot be judged."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from jixiao.core.scoring import CannotJudge, completion, load, printed_completion
from jixiao.core.scoring.profile import Profile

HUNAN = load("hunan-2024")
XINJIANG = load("xinjiang-2024")
SEVERAL = "1、企业改革≥2家；2、经营性资产≥80%"

RATIOS = [
    # Q-POS-01
    ("≥95%", "96%", "96/95"),
    ("≥95%", "95%", "1"),
    ("≥60人", "52人", "52/60"),
    ("≥95%", "≥95%", "1"),
    ("≥50人", 50, "1"),
    (">=3/4", "=3/4", "1"),
    ("≥95%", "达到预期指标", "1"),
    # Q-EQ-01
    ("=1次", "1.5次", "1.5"),
    ("118.49", "118.49", "1"),
    ("=0件", "0件", "1"),
    ("=0件", "2件", "0"),
    ("=0%", "=0%", "1"),
    ("≥0件", "3件", "1"),
    # Q-REV-01
    ("≤78.16万元", "67.46万元", "1"),
    ("≤100%", "125%", "100/125"),
    ("≤0起", "0起", "1"),
    ("≤0起", "2起", "0"),
    # Q-NEG-01
    ("≥10%", "-5%", "0"),
    ("≤5%", "-3%", "1"),
    ("≥-5%", "-3%", "1"),
    # ranges, several, words
    ("90%-95%", "92%", "1"),
    (SEVERAL, SEVERAL, "1"),
    (SEVERAL, "3家；80%", "1"),
    ("提升", "达到预期指标", "1"),
    ("提升", "已完成。", "1"),
    ("全面完成三年行动任务", "100%", "1"),
    # deadlines
    ("2024年12月16日前", "2024年12月10日", "1"),
    ("2024年12月16日前", "2024年12月16日", "1"),
    ("=2024年10月31日", "2024年12月31日", "0"),
    ("2024年12月底前", "2024年12月", "1"),
    ("2024年12月16日前", "2024年11月", "1"),
    ("12月底前完成", "2024年11月20日", "1"),
    ("2024年6月底前", "8月1日", "0"),
    ("2022年12月底前完成。", "已完成", "1"),
    ("2000万元", "2024.12", "2024.12/2000"),
]


@pytest.mark.parametrize(("target", "actual", "expected"), RATIOS)
def test_completion(target: str, actual: int | str, expected: str) -> None:
    numerator, _, denominator = expected.partition("/")
    assert completion(HUNAN, target, actual) == Decimal(numerator) / Decimal(denominator or 1)


@pytest.mark.parametrize(
    ("target", "actual"), [(None, "96%"), ("≥95%", ""), ("", ""), ("/", "96%"), ("/", "/"), ("无", None)]
)
def test_a_blank_gives_a_blank(target: str | None, actual: str | None) -> None:
    assert completion(HUNAN, target, actual) is None


DOUBTFUL = [
    ("≥", "98%", "没有数值"),
    ("≥2家", "2次", "单位不同"),
    ("≥95%", 1.5, "百分号"),
    ("≥95%", "长期", "请填写数值"),
    ("≥95%", "/", "没有可评的数"),
    ("≥95%", "2023年11月31日", "11月没有31日"),
    ("≥95%", "90%-99%", "不是一个确定的数量"),
    ("≥95%", "2024年12月", "不是一个确定的数量"),
    ("定性", "长期", "达到预期指标"),
    ("合法真实完整", "合法真实完整", "文字相同"),
    ("提升", "提升。", "文字相同"),
    ("较上年度优化5%", "10%", "定性描述"),
    (SEVERAL, "1、2家；2、75%", "分行填写"),
    (SEVERAL, "2家", "2项"),
    ("1、≥2家；2、规范有序", "1、2家；2、规范有序", "分行填写"),
    ("90%-95%", "97%", "区间"),
    ("90%-95%", "92次", "单位不同"),
    ("90%-95%", "良好", "区间"),
    ("≥-5%", "-8%", "负数"),
    ("≤-5%", "-3%", "负数"),
    ("2024年12月16日前", "2024年12月", "写到日"),
    ("2024年10月前", "2024年10月8日", "写到日"),
    ("2024年12月底前", "1月5日", "写全"),
    ("2024年12月底前", "3次", "请填写实际完成的年月日"),
]


@pytest.mark.parametrize(("target", "actual", "why"), DOUBTFUL)
def test_what_cannot_be_judged_says_what_to_do(target: str, actual: float | str, why: str) -> None:
    answer = completion(HUNAN, target, actual)
    assert isinstance(answer, CannotJudge)
    assert why in answer.reason


@pytest.mark.parametrize(("actual", "expected"), [("125%", "0.75"), ("100%", "1"), ("200%", "0"), ("300%", "0")])
def test_the_other_reverse_rule(actual: str, expected: str) -> None:
    rules = replace(HUNAN, completion_reverse="deviation")
    assert completion(rules, "≤100%", actual) == Decimal(expected)
    assert completion(rules, "≤0%", "3%") == 0


@pytest.mark.parametrize(
    ("rules", "value", "printed"),
    [
        (HUNAN, Decimal(52) / 60, "0.8667"),
        (XINJIANG, Decimal(52) / 60, "0.87"),
        (XINJIANG, Decimal(100) / 98, "1.02"),
        (XINJIANG, Decimal(8600) / 8000, "1.075"),  # ends at one decimal of a percent, and is printed so
        (XINJIANG, Decimal("0.8751"), "0.88"),
    ],
)
def test_completion_as_the_form_prints_it(rules: Profile, value: Decimal, printed: str) -> None:
    assert printed_completion(rules, value) == Decimal(printed)
