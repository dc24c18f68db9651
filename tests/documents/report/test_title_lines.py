"""Titles in lines."""

from __future__ import annotations

import pytest
from jixiao.documents.report.title_lines import COVER_LINE, broken


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        ("某局", ["2024年度某局整体支出绩效自评报告"]),
        (
            "甲乙市人民政府国有资产监督管理委员会",
            ["2024年度", "甲乙市人民政府", "国有资产监督管理委员会", "整体支出绩效自评报告"],
        ),
        (
            "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未",
            ["2024年度", "甲乙丙丁戊己庚辛壬", "癸子丑寅卯辰巳午未", "整体支出绩效自评报告"],
        ),
        ("", ["2024年度整体支出绩效自评报告"]),
    ],
)
def test_a_long_title_is_broken_around_and_within_the_unit(unit: str, lines: list[str]) -> None:
    assert broken(f"2024年度{unit}整体支出绩效自评报告", unit, 20 if len(unit) < 6 else COVER_LINE) == "\n".join(lines)
