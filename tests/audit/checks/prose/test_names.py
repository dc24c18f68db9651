"""What a finding calls a figure: the words of the text without those that only lead on to it."""

from __future__ import annotations

import pytest

from .conftest import Tell


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("就业率由85.2%提高到88.9%，提高2.7个百分点。", "就业率"),
        ("就业率由上年的85.2%提升到今年的88.9%，提升2.7个百分点。", "就业率"),
        ("单位面积产量由上年的450公斤提高到480公斤，增长7.67%。", "单位面积产量"),
        ("人均纯收入从2023年的1.2万元增加到1.35万元，增长11.5%。", "人均纯收入"),
    ],
)
def test_a_name_is_a_name(text: str, name: str, tell: Tell) -> None:
    (found,) = [f for f in tell(text) if f.check == "N03"]
    assert f"“{name}”" in found.message
