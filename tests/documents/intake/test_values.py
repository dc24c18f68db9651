"""Values as other people print them."""

from __future__ import annotations

import pytest
from jixiao.documents.intake.values import as_figure, in_ten_thousands, points_named
from jixiao.model.forms.family import Kind


@pytest.mark.parametrize(
    ("printed", "kind", "kept"),
    [
        ("93.10﹪", "percent", "93.10%"),
        ("９５．１３％", "percent", "95.13%"),
        ("98.5", "percent", "98.5%"),
        ("0.985", "percent", "0.985"),
        ("-12.5", "percent", "-12.5%"),
        ("-0.125", "percent", "-0.125"),
        ("1", "percent", "1"),
        ("118.49 万元", "amount", "118.49万元"),
        ("１，１８４．９０", "amount", "1,184.90"),
        ("98.5", "amount", "98.5"),
        ("——", "amount", "——"),
        ("约 3", "count", "约 3"),
        ("９５．１３％", "text", "９５．１３％"),
    ],
)
def test_a_figure_is_kept_in_the_usual_characters(printed: str, kind: Kind, kept: str) -> None:
    assert as_figure(printed, kind) == kept
    assert as_figure(kept, kind) == kept


@pytest.mark.parametrize(("yuan", "kept"), [("11,849,000.00", "1184.9"), ("0", "0"), ("/", "/"), ("", "")])
def test_yuan_in_ten_thousands(yuan: str, kept: str) -> None:
    assert in_ten_thousands(yuan) == kept


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("培训人次（15分）", "15"),
        ("得分\n（20分*执行率）", "20"),
        ("满意度(7.5 分)", "7.5"),
        ("培训（15人）", ""),
        ("得分", ""),
    ],
)
def test_points_in_brackets(text: str, points: str) -> None:
    assert points_named(text) == points
