"""Checks in cells: pass, fail, cannot be judged."""

from __future__ import annotations

from typing import Any

import pytest
from jixiao.core.functions.results import Outcome, tells_of_blank

from .asked import verdict_of

PASS = [
    ("CHECK_SUM", 118.49, [110.13, 8.36]),
    ("CHECK_SUM", 118.49, [[110.13, None], ["8.36", ""]]),
    ("CHECK_SUM", "7.56万元", (5.06, "2.5万元", "/")),
    ("CHECK_SUM", 0.3, [0.1, 0.2]),
    ("CHECK_SUM", 100, [33.33, 33.33, 33.33]),  # 0.01 apart
    ("CHECK_SUM", 10, [3, 6.97], 0.05),
    ("CHECK_SUM", "100%", ["93.01%", "6.99%"]),
    ("CHECK_SUM", 10, 10),
    ("CHECK_EQUAL", 118.49, 118.5),
    ("CHECK_EQUAL", "118.49万元", "1184900元"),
    ("CHECK_EQUAL", "95.13%", 0.951347),
    ("CHECK_EQUAL", "50%", 0.4988),
    ("CHECK_REASON", 10, 10, ""),
    ("CHECK_REASON", 10, 9, "受市场环境影响"),
    ("CHECK_REASON", 10, 9, 3),
    ("CHECK_LIMIT", 9.5, 10),
    ("CHECK_LIMIT", 0, 10),
    ("CHECK_LIMIT", 10, "10分"),
    ("CHECK_LIMIT", "118.490000000000001", "118.49"),
]


@pytest.mark.parametrize("cells", PASS, ids=str)
def test_pass(cells: tuple[Any, ...]) -> None:
    verdict = verdict_of(*cells)
    assert verdict.outcome is Outcome.PASS
    assert str(verdict) == "✓"


FAIL = [
    (("CHECK_SUM", 118.49, [110.13, 8.81]), ("118.49", "118.94"), "合计118.49，分项之和118.94，相差0.45"),
    (("CHECK_SUM", 390.56, [[13.5], [24.84], [9], [85.5]]), ("390.56", "132.84"), "相差257.72"),
    (("CHECK_SUM", 10, [3, 6.97]), ("10", "9.97"), "相差0.03"),
    (("CHECK_SUM", 0, [90, 0]), ("0", "90"), "相差90"),
    (("CHECK_EQUAL", 6.54, 6.48), ("6.54", "6.48"), "两处不一致：一处是6.54，另一处是6.48，相差0.06，请核对"),
    (("CHECK_EQUAL", "100%", 0.875), ("100%", "87.5%"), "相差12.5个百分点"),
    (("CHECK_EQUAL", 1e-05, 1200000), ("0.00001", "1200000"), "相差1199999.99999"),
    (("CHECK_EQUAL", 5, 5.005, 0.001), ("5", "5.005"), "相差0.005"),
    (("CHECK_REASON", 10, 9, "无"), ("9", "10"), "得分9，低于分值10"),
    (("CHECK_REASON", 10, 9, "无偏差。"), ("9", "10"), "请填写原因"),
    (("CHECK_REASON", 10, 9, None), ("9", "10"), "没有写偏差原因"),
    (("CHECK_REASON", 10, 9, "／"), ("9", "10"), "没有写偏差原因"),
    (("CHECK_LIMIT", 100, 10), ("100", "10"), "超过上限10，多90"),
    (("CHECK_LIMIT", -1, 10), ("-1", "10"), "小于0"),
]


@pytest.mark.parametrize(("cells", "figures", "text"), FAIL)
def test_fail_tells_both_figures_and_the_difference(
    cells: tuple[Any, ...], figures: tuple[Any, ...], text: str
) -> None:
    verdict = verdict_of(*cells)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.figures == figures
    assert text in str(verdict)
    assert str(verdict).startswith("✗ ")


UNKNOWN = [
    (("CHECK_SUM", None, [1, 2]), "合计为空"),
    (("CHECK_SUM", 3, [None, "", "/"]), "分项全部为空"),
    (("CHECK_SUM", 3, []), "分项全部为空"),
    (("CHECK_SUM", 3, [1, "二"]), "第2个分项“二”"),
    (("CHECK_SUM", 3, [1, "2人", "3家"]), "单位不同"),
    (("CHECK_SUM", 3, [1, 2], "大约"), "允许误差"),
    (("CHECK_SUM", 3, [1, 2], -1), "允许误差-1为负数"),
    (("CHECK_EQUAL", 3, None), "空"),
    (("CHECK_EQUAL", "三", 3), "第一个数“三”"),
    (("CHECK_EQUAL", "3人", "3家"), "单位不同"),
    (("CHECK_EQUAL", "95%", 1.5), "百分号"),
    (("CHECK_REASON", None, 9, "无"), "分值或得分为空"),
    (("CHECK_REASON", 10, "九", ""), "得分“九”"),
    (("CHECK_LIMIT", None, 10), "为空"),
    (("CHECK_LIMIT", "满分", 10), "数值“满分”"),
]


@pytest.mark.parametrize(("cells", "why"), UNKNOWN)
def test_cannot_be_judged_says_what_is_missing(cells: tuple[Any, ...], why: str) -> None:
    verdict = verdict_of(*cells)
    assert verdict.outcome is Outcome.UNKNOWN
    assert why in str(verdict)
    assert str(verdict).startswith("－ ")
    assert tells_of_blank(verdict.text) is ("空" in why)


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        (("CHECK_SUM", 10, [3, 6.98]), Outcome.PASS),  # two parts, 0.02
        (("CHECK_SUM", 10, [3, 6.979]), Outcome.FAIL),
        (("CHECK_SUM", 10, [1] * 20 + [-10.1]), Outcome.PASS),  # at most 0.1
        (("CHECK_SUM", 10, [1] * 20 + [-10.11]), Outcome.FAIL),
        (("CHECK_EQUAL", 10, 10.01), Outcome.PASS),
        (("CHECK_EQUAL", 10, 10.0101), Outcome.FAIL),
        (("CHECK_EQUAL", "9.51%", "9.52%"), Outcome.PASS),
        (("CHECK_EQUAL", "9.51%", "9.53%"), Outcome.FAIL),
        (("CHECK_EQUAL", 10, 12, 2), Outcome.PASS),
        (("CHECK_EQUAL", 10, 12.01, 2), Outcome.FAIL),
    ],
)
def test_a_difference_of_exactly_the_tolerance_passes(cells: tuple[Any, ...], outcome: Outcome) -> None:
    assert verdict_of(*cells).outcome is outcome
