"""Whatever a table looks like: it is no form, or what is learned from it is a whole family that can be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jixiao.core import resources
from jixiao.documents.learning import BlankError, learn, write_family
from jixiao.documents.learning.known import known
from jixiao.model.forms.library import load_folder, refresh

from .blanks import ABOVE, LEFT, write_docx

NO_SHRINKING = [Phase.explicit, Phase.generate]
"""A failing table is short as it is; making it shorter takes minutes."""

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SECTIONS = ("fields", "fund_columns", "fund_rows", "indicator_columns", "spending_rows", "matter_columns")
LABELS = [known().title(section, key) for section in SECTIONS for key in known().keys(section)]
OTHERS = ["", "", "", "指标1：", "……", "10", "—", "项目：", "年  月  日", "总分", "二、乱写的一行字。"]
CELLS = st.sampled_from([*OTHERS, *LABELS])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Rows of known labels and blanks, merged at random; a merge reaches over a rectangle."""
    height, width = draw(st.integers(2, 9)), draw(st.integers(2, 8))
    rows = [[draw(CELLS) for _ in range(width)] for _ in range(height)]
    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"]
    if draw(st.booleans()):
        rows[draw(st.integers(0, height - 1))] = heads[:width]
    taken: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(0, 5))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, min(top + 3, height - 1))), draw(st.integers(left, width - 1))
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if len(area) > 1 and not area & taken:
            taken |= area
            for row, column in area - {(top, left)}:
                rows[row][column] = LEFT if column > left and row == top else ABOVE
    return rows


@settings(max_examples=25, derandomize=True, phases=NO_SHRINKING, suppress_health_check=SLOW)
@given(rows=tables())
def test_what_is_learned_can_be_used(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    place = tmp_path_factory.mktemp("any")
    blank = write_docx(place / "样表.docx", "项目支出绩效自评表", rows)
    try:
        learned = learn("learned", [blank], year=2025)
    except BlankError:
        return
    write_family(learned, place / "learned")
    mof: Path = resources.path("workbook", "forms", "mof")
    (place / "mof").symlink_to(mof, target_is_directory=True)
    refresh()
    assert load_folder(place / "learned").forms
