"""What sheets of projects are called: valid in every program, never two alike, told from a person's own names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.model.forms.sheet_titles import is_own_title, sheet_title

PATTERN = "附件3 项目{number}"
LONGEST = 31


@pytest.mark.parametrize(
    ("number", "name", "title"),
    [
        (1, "", "附件3 项目1"),
        (2, "业务工作经费", "附件3 项目2 业务工作经费"),
        (3, " 一期/二期[改造]?*\\ ", "附件3 项目3 一期 二期 改造"),
        (4, 'it\'s "new"!\n第二行', "附件3 项目4 it s new 第二行"),
        (5, "/", "附件3 项目5"),
        (12, "很" * 40, "附件3 项目12 " + "很" * 22),
        (1, "𠮷" * 40, "附件3 项目1 " + "𠮷" * 11),
    ],
)
def test_a_project_s_sheet_is_called_by_number_and_name(number: int, name: str, title: str) -> None:
    assert sheet_title(PATTERN, number, name) == title


def test_a_form_that_is_filled_once_keeps_its_title() -> None:
    assert sheet_title("附件1 基础数据表", 1, "某某项目") == "附件1 基础数据表"


@given(st.integers(1, 500), st.text(max_size=60))
def test_whatever_is_typed_gives_a_title_that_every_program_takes(number: int, name: str) -> None:
    title = sheet_title(PATTERN, number, name)
    assert len(title.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST
    assert not re.search(r"[\[\]:*?/\\'\"\x00-\x1f]", title)
    assert is_own_title(title, PATTERN)
    assert title == title.strip()


@given(st.text(max_size=60), st.text(max_size=60))
def test_two_projects_never_share_a_title(one: str, other: str) -> None:
    assert sheet_title(PATTERN, 1, one).lower() != sheet_title(PATTERN, 11, other).lower()


@pytest.mark.parametrize(
    ("title", "is_own"),
    [
        ("附件3 项目1", True),
        ("附件3 项目12 业务工作经费", True),
        ("附件3 项目1 业务工作经费_2", True),
        ("附件3 项目1_2", True),
        ("附件3 项目1 (2)", True),
        ("修路", False),
        ("附件3 项目甲", False),
        ("附件3 项目1之二", False),
    ],
)
def test_what_a_person_called_a_sheet_is_told_from_our_titles(title: str, is_own: bool) -> None:
    assert is_own_title(title, PATTERN) == is_own


def test_a_form_without_number_has_no_title_of_ours_to_change() -> None:
    assert not is_own_title("附件1 基础数据表", "附件1 基础数据表")
