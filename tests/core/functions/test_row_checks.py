"""Grade against points, dates against the year, texts against each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from jixiao.core.functions.results import Outcome

from .asked import verdict_of

PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("weight", "score", "actual", "outcome"),
    [
        (10, 10, "达成年度指标", PASS),
        (10, 8, "达成年度指标", PASS),
        (10, 7.99, "达成年度指标", FAIL),
        (10, 11, "达成年度指标", FAIL),
        (10, 7.99, "部分达成年度指标并具有一定效果", PASS),
        (10, 6, "部分达成年度指标并具有一定效果", PASS),
        (10, 8, "部分达成年度指标并具有一定效果", FAIL),
        (10, 5.9, "未达成年度指标且效果较差", PASS),
        (10, 6, "未达成年度指标且效果较差", FAIL),
        (10, 10, "制度已经建立", UNKNOWN),
        (10, 10, "98%", UNKNOWN),
        (10, None, "达成年度指标", UNKNOWN),
        ("满分", 10, "达成年度指标", UNKNOWN),
    ],
)
def test_points_within_the_grades_band(
    weight: int | str, score: float | int | None, actual: str, outcome: Outcome
) -> None:
    assert verdict_of("CHECK_BAND", weight, score, actual).outcome is outcome


def test_the_band_is_told_with_its_figures() -> None:
    verdict = verdict_of("CHECK_BAND", 15, 12, "部分达成年度指标并具有一定效果", "hunan-2024")
    assert verdict.figures == ("12", "9", "12")
    assert "9～12分（不含12分）" in verdict.text


def test_an_unknown_family_is_no_verdict() -> None:
    assert verdict_of("CHECK_BAND", 10, 10, "达成年度指标", "nowhere").outcome is UNKNOWN


@pytest.mark.parametrize(
    ("actual", "target", "reported", "outcome"),
    [
        ("2024年11月", "2024年底前", None, PASS),
        ("2023年12月至2024年6月", "2024年底前", None, PASS),
        ("2025年2月", "2024年底前", None, FAIL),
        ("2023年6月30日", "按时完成", None, FAIL),
        ("2025年2月", "2025年3月底前", None, UNKNOWN),
        ("2025年2月8日", "2025年3月底前", "2025-01-20", FAIL),
        ("2024年11月", "2024年底前", "2025-01-20", PASS),
        ("2024年11月", "2024年底前", "尚未填报", PASS),
        ("11月20日", "12月底前", None, UNKNOWN),
        ("已完成", "2024年底前", None, UNKNOWN),
        (None, "2024年底前", None, UNKNOWN),
    ],
)
def test_a_day_in_the_year_and_before_the_report(
    actual: str | None, target: str, reported: str | None, outcome: Outcome
) -> None:
    assert verdict_of("CHECK_DATE", actual, target, Decimal(2024), reported).outcome is outcome


def test_without_a_year_there_is_no_verdict() -> None:
    assert verdict_of("CHECK_DATE", "2024年11月", "2024年底前", None).outcome is UNKNOWN


GOAL = "加强经营性资产管理，确保国有资产保值增值"


@pytest.mark.parametrize(
    ("expected", "actual", "share", "outcome"),
    [
        (GOAL, GOAL, None, FAIL),
        (GOAL, f"{GOAL}。", None, FAIL),
        (GOAL, f"已{GOAL}", None, FAIL),
        (GOAL, f"已{GOAL}", 0.99, PASS),
        (GOAL, "清查资产320处，处置闲置房屋12处，收回租金86万元", None, PASS),
        ("举办培训班4期，提升干部能力", "举办培训班5期，提升干部能力", None, PASS),
        ("完成任务", "完成任务", None, UNKNOWN),
        (GOAL, None, None, UNKNOWN),
        (GOAL, GOAL, "多数", UNKNOWN),
    ],
)
def test_texts_that_are_the_same(
    expected: str, actual: str | None, share: float | str | None, outcome: Outcome
) -> None:
    assert verdict_of("CHECK_COPY", expected, actual, share).outcome is outcome


def test_how_much_is_the_same_is_told() -> None:
    assert verdict_of("CHECK_COPY", GOAL, f"已{GOAL}").figures == ("97",)


def test_texts_made_to_be_slow_are_compared_all_the_same() -> None:
    assert verdict_of("CHECK_COPY", "项目" * 1000, "项" * 1000 + "目" * 1000).outcome is PASS
    assert verdict_of("CHECK_COPY", "项目" * 1000, "目项" * 1000).figures == ("100",)


def test_a_text_of_any_length_is_compared() -> None:
    assert verdict_of("CHECK_COPY", GOAL * 500, GOAL * 499 + "另").outcome is FAIL
