"""Points by 赋分规则."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.scoring import CannotJudge, load, points
from jixiao.core.scoring.points import IndicatorRow
from jixiao.core.scoring.profile import Profile

from ...narrowing import instance_of

MOF = load()
HUNAN = load("hunan-2024")
XINJIANG = load("xinjiang-2024")
PROPORTION = "按照完成比例赋分"
DIRECT = "直接赋分"
GRADE = "按评判等级赋分"
SATISFACTION = "满意度赋分"

SCORES = [
    # rules, weight, target, actual, rule, completion, points
    (HUNAN, 10, "≥95%", "96%", None, None, "10"),
    (HUNAN, 50, "≥3次", "2次", None, None, "33.33"),
    (HUNAN, 10, "≤78.16万元", "67.46万元", None, None, "10"),
    (HUNAN, 10, "≤100万元", "120万元", None, None, "8.33"),
    (HUNAN, 15, "1、企业改革≥2家；2、经营性资产≥80%", "1、企业改革≥2家；2、经营性资产≥80%", None, None, "15"),
    (HUNAN, 10, "提升", "达到预期指标", None, None, "10"),
    (HUNAN, 10, "定性", "长期", None, "100%", "10"),
    (HUNAN, 10, "2024年12月底前", "2025年1月3日", None, None, "0"),
    (HUNAN, "10分", "≥95%", "96%", " 按照完成比例赋分 ", "", "10"),
    (HUNAN, 10, "≥", "98%", None, "98%", "9.8"),
    (HUNAN, 0, "≥95%", "96%", None, None, "0"),
    # Xinjiang: threshold, over-completion
    (XINJIANG, 10, "≥60人", "52人", PROPORTION, None, "6.75"),
    (XINJIANG, 10, "≥60人", "52人", PROPORTION, "87%", "6.75"),
    (XINJIANG, 10, "≥100人", "60人", PROPORTION, None, "0"),
    (XINJIANG, 10, "≥100人", "59人", PROPORTION, None, "0"),
    (XINJIANG, 5, "≥90%", "100%", PROPORTION, None, "4.45"),
    (XINJIANG, 5, "=1次", "1.5次", PROPORTION, None, "2.5"),
    (XINJIANG, 10, "=1次", "3次", PROPORTION, None, "0"),
    (XINJIANG, 6, "≤95%", "74%", PROPORTION, None, "6"),
    (XINJIANG, 5, "=2024年10月31日", "2024年12月31日", PROPORTION, None, "0"),
    (XINJIANG, 10, "≥90%", "100%", SATISFACTION, None, "10"),
    (XINJIANG, 10, "=0件", "0件", DIRECT, None, "10"),
    (XINJIANG, 30, "保障、提高", "达到预期指标", DIRECT, None, "30"),
    (XINJIANG, 10, "=100%", "=100%", GRADE, None, "10"),
    (XINJIANG, 20, "≥100%", "达到预期指标", PROPORTION, None, "20"),
    # one method against another kind of target
    (MOF, 10, "≥95%", "90%", DIRECT, None, "0"),
    (MOF, 10, "≥95%", "92%", SATISFACTION, None, "10"),
    (MOF, 10, "≥95%", "85%", SATISFACTION, None, "8"),
    (MOF, 10, "≥95%", 0.7, SATISFACTION, None, "5"),
    (MOF, 10, "≥95%", "50%", SATISFACTION, None, "0"),
    # a completion somebody typed
    (MOF, 10, "≥95%", "", None, 0.87, "8.7"),
    (MOF, 10, "≥95%", "96%", None, "87％", "8.7"),
    (MOF, 10, "≥95%", "96%", None, 87, "8.7"),
    (MOF, 10, "≥95%", "96%", None, "87", "8.7"),
    (XINJIANG, 10, "≥95%", "96%", None, 1.5, "5"),
    (MOF, 10, "≥95%", "96%", None, "/", "10"),
    (MOF, 10, "", "", None, "50%", "5"),
]


@pytest.mark.parametrize(("rules", "weight", "target", "actual", "rule", "given_", "expected"), SCORES)
def test_points(
    rules: Profile,
    weight: int | str,
    target: str,
    actual: float | str,
    rule: str | None,
    given_: float | int | str | None,
    expected: str,
) -> None:
    assert points(rules, IndicatorRow(weight, target, actual, rule, given_)) == Decimal(expected)


@pytest.mark.parametrize(
    "row",
    [
        IndicatorRow(None, "≥95%", "96%"),
        IndicatorRow(10, "", "96%"),
        IndicatorRow(10, "≥95%", None),
        IndicatorRow(10, "/", "/"),
    ],
)
def test_a_blank_gives_a_blank(row: IndicatorRow) -> None:
    assert points(MOF, row) is None


DOUBTFUL = [
    (MOF, IndicatorRow(10, "提升", "部分达成年度指标并具有一定效果"), "6.00～8.00分（不含8.00分）"),
    (MOF, IndicatorRow(10, "提升", "未达成年度指标且效果较差"), "0.00～6.00分"),
    (MOF, IndicatorRow(15, "提升", "良好", GRADE, "85%"), "12.00～15.00分，"),
    (MOF, IndicatorRow(10, "≥95%", "部分完成"), "请填写数值"),
    (XINJIANG, IndicatorRow(10, "≥90%", "85%", SATISFACTION), "直接填写得分"),
    (MOF, IndicatorRow(10, "≥95%", "良好", SATISFACTION, "85%"), "例如“88%”"),
    (MOF, IndicatorRow(10, "≥95%", "长期", SATISFACTION), "请填写数值"),
    (MOF, IndicatorRow(10, "≥95%", "长期", DIRECT), "请填写数值"),
    (MOF, IndicatorRow(10, "≥95%", "96%", "看情况赋分"), PROPORTION),
    (MOF, IndicatorRow(10, "≥95%", "96%", None, "完成"), "完成率"),
    (MOF, IndicatorRow(10, "≥95%", "96%", None, "3次"), "完成率"),
    (MOF, IndicatorRow(10, "≥95%", "96%", None, -1), "完成率"),
    (MOF, IndicatorRow("十", "≥95%", "96%"), "分值"),
    (MOF, IndicatorRow(-5, "≥95%", "96%"), "负数"),
]


@pytest.mark.parametrize(("rules", "row", "why"), DOUBTFUL)
def test_what_cannot_be_judged_says_what_to_do(rules: Profile, row: IndicatorRow, why: str) -> None:
    answer = points(rules, row)
    assert isinstance(answer, CannotJudge)
    assert why in answer.reason


def test_the_older_lower_band_is_a_value_of_the_profile() -> None:
    rules = replace(MOF, grade_middle=Decimal("0.5"))
    answer = instance_of(CannotJudge, points(rules, IndicatorRow(10, "提升", "部分达成")))
    assert "5.00～8.00分" in answer.reason


CELLS = st.one_of(
    st.none(),
    st.floats(),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from(
        ["≥95%", "96%", "=0件", "≤5万元", "-5", "≥-5%", "提升", "达到预期指标", "2024年12月底前", "1e5", "1/7"]
    ),
)
RULES = st.sampled_from([None, PROPORTION, DIRECT, GRADE, SATISFACTION])


@given(
    st.sampled_from([MOF, HUNAN, XINJIANG]),
    st.decimals(min_value=0, max_value=100, places=3),
    CELLS,
    CELLS,
    RULES,
    CELLS,
)
def test_points_stay_between_zero_and_the_weight(
    rules: Profile,
    weight: Decimal,
    target: float | int | str | None,
    actual: float | int | str | None,
    rule: str | None,
    given_: float | int | str | None,
) -> None:
    answer = points(rules, IndicatorRow(weight, target, actual, rule, given_))
    assert answer is None or isinstance(answer, CannotJudge) or 0 <= answer <= weight


def test_a_completion_computed_beside_is_a_fraction_however_large() -> None:
    """Fifteen of five is 300%: the cell beside holds 3, which a person would have typed for 3%."""
    assert points(load("hunan-2024"), IndicatorRow(10, "≥5", "15", completion=3.0)) == 10
    assert points(load("hunan-2024"), IndicatorRow(10, "≥5", "15", completion=Decimal("3.0000"))) == 10
    assert points(load("hunan-2024"), IndicatorRow(10, "≥5", "10", completion=87.0)) == Decimal("8.70")
