"""Points for execution, and the grade of a total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from jixiao.core.scoring import CannotJudge, execution_points, grade, load

MOF = load()


@pytest.mark.parametrize(
    ("method", "rate", "expected"),
    [
        ("linear", "0.951347", "9.51"),
        ("linear", "1", "10"),
        ("linear", "1.3", "10"),
        ("linear", "0", "0"),
        ("tiers", "1", "10"),
        ("tiers", "0.9513", "7"),
        ("tiers", "0.6", "5"),
        ("tiers", "0.59", "0"),
        ("steps", "0.9927", "10"),
        ("steps", "0.95", "8"),
        ("steps", "1.2", "10"),
        ("steps", "0.1", "0"),
    ],
)
def test_points_for_execution(method: str, rate: str, expected: str) -> None:
    assert execution_points(replace(MOF, execution_method=method), Decimal(rate)) == Decimal(expected)


def test_the_weight_of_a_form_goes_before_the_familys() -> None:
    assert execution_points(MOF, Decimal("0.5"), Decimal(20)) == 10


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.5", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_grade(total: str, expected: str) -> None:
    assert grade(MOF, Decimal(total)) == expected


@pytest.mark.parametrize("total", ["-1", "100.01"])
def test_a_total_outside_the_marks_has_no_grade(total: str) -> None:
    answer = grade(MOF, Decimal(total))
    assert isinstance(answer, CannotJudge)
    assert total in answer.reason
