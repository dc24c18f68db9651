"""Which amounts can be compared, and how near two printed figures must be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jixiao.core.quantity import Amount, Unreadable, align, half_up, in_unit, printed_tolerance, read

from ...narrowing import instance_of


def amount(value: object) -> Amount:
    return instance_of(Amount, read(value))


ALIGNED = [
    ("≥95%", "96%", "95", "96"),
    ("≥95%", 0.96, "95", "96"),
    ("≥95%", 96, "95", "96"),
    ("≥95%", 1, "95", "100"),
    ("≥95%", 0, "95", "0"),
    ("≥95%", "96", "95", "96"),
    ("≥1%", "1", "1", "1"),
    (0.95, "96%", "95", "96"),
    (">=3/4", "80%", "75", "80"),
    ("≥2家", "3", "2", "3"),
    ("≥1050", "1050条", "1050", "1050"),
    ("≤1亿元", "5000万元", "1", "0.5"),
    ("≤27.69万元", "276900元", "27.69", "27.69"),
    ("22.69万吨", "226900吨", "22.69", "22.69"),
    ("=12月", "12个月", "12", "12"),
    ("1年", "6个月", "1", "0.5"),
    ("60㎡", "60平方米", "60", "60"),
    ("3万元/家", "30000元/家", "3", "3"),
]


@pytest.mark.parametrize(("first", "second", "one", "other"), ALIGNED)
def test_values_in_one_unit(first: float | str, second: float | int | str, one: str, other: str) -> None:
    assert align(amount(first), amount(second)) == (Decimal(one), Decimal(other))


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("≥2家", "2次", "家、次"),
        ("3个", "3个月", "单位不同"),
        ("≥5%", "5个百分点", "单位不同"),
        ("≥95%", 1.5, "百分号"),
        ("≥95%", "0.96", "百分号"),
    ],
)
def test_values_that_cannot_be_compared(first: str, second: float | str, why: str) -> None:
    answer = align(amount(first), amount(second))
    assert isinstance(answer, Unreadable)
    assert why in answer.reason


def test_an_amount_without_unit_is_in_the_unit_asked_for() -> None:
    assert in_unit(amount("5"), "万元") == 5
    assert in_unit(amount("5万元"), "元") == 50_000


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("≥19.5万元", "19.6万", ("19.5", "19.6")),
        ("5万人", "5.2万", ("5", "5.2")),
        ("19.5万", "195000", ("19.5", "19.5")),
        ("19.5万", "20", ("19.5", "20")),
    ],
)
def test_a_multiple_alone_counts_what_the_other_counts(first: str, second: str, values: tuple[Any, ...]) -> None:
    assert align(amount(first), amount(second)) == tuple(map(Decimal, values))


@pytest.mark.parametrize(("text", "tolerance"), [("50%", "0.5"), ("49.88%", "0.005"), ("3", "0.5"), ("9.5", "0.05")])
def test_half_a_unit_of_the_last_printed_digit(text: str, tolerance: str) -> None:
    assert printed_tolerance(amount(text)) == Decimal(tolerance)


@pytest.mark.parametrize(("value", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1")])
def test_half_up(value: str, rounded: str) -> None:
    assert half_up(Decimal(value), 2) == Decimal(rounded)
