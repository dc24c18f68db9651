"""What a person types into a cell for a figure is read as what it means, or told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.typed_figures import as_typed_figure, is_unreadable


@pytest.mark.parametrize(
    ("text", "kind", "figure"),
    [
        ("125万元", "amount", "125"),
        ("19.5万", "amount", "19.5"),
        ("１２．５", "amount", "12.5"),
        ("1,250.5元", "amount", "0.12505"),
        ("2亿元", "amount", "20000"),
        ("－3", "amount", "-3"),
        ("+118.49 万元", "amount", "118.49"),
        ("-0", "amount", "0"),
        ("5分", "points", "5"),
        ("１２ 人", "count", "12"),
        ("95．5％", "percent", "0.955"),
        ("９５．５", "percent", "0.955"),
        ("95‰", "percent", "0.095"),
        ("350平方米", "area", "350"),
    ],
)
def test_what_is_meant_is_read(text: str, kind: Kind, figure: str) -> None:
    assert cell_value(as_typed_figure(text, kind), kind) == Decimal(figure)
    assert not is_unreadable(text, kind)


@pytest.mark.parametrize("text", ["三百", "3-5", "0.6.1", "12，5", "2024-03-05", "约5", "5人", "见附件", "5分"])
def test_what_nobody_can_read_stays_as_it_is_and_is_told(text: str) -> None:
    assert as_typed_figure(text, "amount") == text
    assert is_unreadable(text, "amount")


@pytest.mark.parametrize("text", ["", " ", "/", "——", "— —", "-", "－", "／", "无"])
def test_a_blank_and_a_dash_say_that_there_is_no_figure(text: str) -> None:
    assert not is_unreadable(text, "amount")


def test_no_percentage_is_the_number_of_a_date() -> None:
    assert is_unreadable("4535600%", "percent")
    assert not is_unreadable("450%", "percent")


@given(st.text(max_size=40), st.sampled_from(sorted(NUMERIC)))
def test_any_text_is_read_or_kept(text: str, kind: Kind) -> None:
    said = as_typed_figure(text, kind)
    assert said == text or isinstance(cell_value(said, kind), Decimal)
