"""The hint beside a cell and the reading agree: no text that is read is called unreadable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.workbook.layout.readable_texts import has_stray_comma, may_be_read
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.submission.typed_figures import ABSENT, is_unreadable


@pytest.mark.parametrize(
    ("text", "kind", "is_read"),
    [
        ("125万元", "amount", True), ("19.5万", "amount", True), ("１２．５", "amount", True),
        ("1,250.5元", "amount", True), ("1，250.5 元", "amount", True), ("－3", "amount", True),
        ("2亿元。", "yuan", True),
        ("三百", "amount", False), ("3-5", "amount", False), ("0.6.1", "amount", False), ("约5", "amount", False),
        ("元", "amount", False), ("5人", "amount", False), ("2024-03-05", "yuan", False), ("1e5", "amount", False),
        ("５ 分", "points", True), ("三人", "count", True), ("见附件", "count", False), ("350㎡", "area", True),
        ("95．5％", "percent", True), ("百分之五", "percent", True), ("", "amount", False),
    ],
)  # fmt: skip
def test_what_a_text_may_be(text: str, kind: Kind, is_read: bool) -> None:
    assert may_be_read(text, kind) == is_read


@given(st.text("0123456789０１５.．,，-－— 元万亿千百分人名个%％‰二三十", max_size=8), st.sampled_from(sorted(NUMERIC)))
def test_nothing_that_is_read_is_called_unreadable(text: str, kind: Kind) -> None:
    is_figure = bool(text.replace(" ", "").strip(ABSENT)) and not is_unreadable(text, kind)
    assert (may_be_read(text, kind) and not has_stray_comma(text, kind)) or not is_figure


TORN = [
    "125,5", "12，5", "125,5万元", "1,250,5", "1250,500", " 0,5 ", "１２５，５", "１，２５０，５", "0,005",
    "０，００５", "0,125.5", "01,250", "-0,005",
]  # fmt: skip


@pytest.mark.parametrize("text", TORN)
def test_a_comma_where_no_thousand_ends_is_told_at_once(text: str) -> None:
    assert has_stray_comma(text, "amount")
    assert is_unreadable(text, "amount")
