"""A figure that one stroke made another is found by what the others of its sum say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.quantity import Amount, read
from jixiao.core.quantity.slips import is_moved, is_slipped_ratio, slip_in_sum


def amount(text: str) -> Amount:
    reading = read(text)
    assert isinstance(reading, Amount)
    return reading


@pytest.mark.parametrize(
    ("texts", "index", "meant"),
    [
        (("12456万元", "945.2万元", "300.4万元"), 0, "12456000"),
        (("1245.6元", "945.2万元", "300.4万元"), 0, "12456000"),
        (("1245.6万元", "945.2万元", "30.04万元"), 2, "3004000"),
        (("1254.6万元", "945.2万元", "300.4万元"), 0, "12456000"),
        (("1245.6亿元", "945.2亿元", "300.4万元"), 2, "30040000000"),
    ],
)
def test_the_figure_and_what_is_meant(texts: tuple[str, ...], index: int, meant: str) -> None:
    whole, *parts = map(amount, texts)
    found = slip_in_sum(whole, parts, 4)
    assert found is not None
    assert (found.index, found.meant) == (index, Decimal(meant))


@pytest.mark.parametrize(
    "texts",
    [("1245.6万元", "945.2万元", "200.4万元"), ("800万元", "50万元", "30万元"), ("0万元", "945.2万元", "300.4万元")],
)
def test_what_no_stroke_explains_is_none(texts: tuple[str, ...]) -> None:
    whole, *parts = map(amount, texts)
    assert slip_in_sum(whole, parts, 4) is None


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("958.30%", True), ("9.583%", True), ("0.9583%", True), ("98.53%", True), ("95.83%", False), ("91.67%", False)],
)
def test_a_ratio_that_is_that_of_two_figures_but_for_a_stroke(percent: str, expected: bool) -> None:
    assert is_slipped_ratio(amount(percent), amount("115个"), amount("120个")) is expected


@given(
    st.lists(st.decimals("100.01", "9999.99", places=2), min_size=2, max_size=6),
    st.integers(0, 6),
    st.sampled_from([10, 100, 1000, 10_000]),
)
def test_a_moved_point_is_found_whichever_figure_it_is(values: list[Decimal], at: int, power: int) -> None:
    figures = [sum(values, Decimal(0)), *values]
    at %= len(figures)
    figures[at] *= power
    whole, *parts = (amount(f"{value:f}万元") for value in figures)
    found = slip_in_sum(whole, parts, 1)
    assert found is not None
    assert found.index != at or is_moved([whole, *parts][at], found.meant, Decimal(100))
