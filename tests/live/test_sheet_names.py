"""Sheets of projects called after their projects, by 校验全部, with every link and list that names them."""

from __future__ import annotations

import pytest
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.interfaces.excel.sheet_names import name_sheets
from jixiao.model.forms.library import load
from jixiao.model.forms.sheet_titles import ALL_CHECKS, HOME
from jixiao.model.submission.more_rows import with_project
from jixiao.model.submission.submission import Submission
from xlwings_calc.app import Alert

from ..narrowing import instance_of
from .desk import Desk, Opened

pytestmark = pytest.mark.live

FIRST, SECOND, THIRD = (f"附件3 项目{number}" for number in (1, 2, 3))


@pytest.fixture
def projects(opened: Opened, quyuan: Submission) -> Desk:
    """A workbook with three projects, of which the last has a name."""
    family = load(quyuan.family)
    submission = with_project(with_project(quyuan, family), family)
    for name, data in zip(("", "", "三号项目"), submission.of("project"), strict=True):
        data.fields["project_name"] = name
    return opened(submission)


def titles(desk: Desk) -> list[str]:
    return [sheet.name for sheet in desk.book.sheets if "附件3 项目" in sheet.name or sheet.name == "修路"]


def type_name(desk: Desk, sheet: str, name: str) -> None:
    desk.book.sheets[sheet].names["project_name"].refers_to_range.value = name


def named(desk: Desk) -> int:
    """As 校验全部 does it, without all the rest."""
    return name_sheets(snapshot(desk.book))


def links(desk: Desk) -> str:
    rows = [
        row for sheet in (HOME, ALL_CHECKS) for row in instance_of(tuple, desk.book.sheets[sheet].used_range.formula)
    ]
    return "\n".join(str(formula) for row in rows for formula in row)


def test_a_sheet_is_called_after_its_project_and_links_follow(projects: Desk) -> None:
    assert titles(projects) == [FIRST, SECOND, f"{THIRD} 三号项目"]
    type_name(projects, FIRST, "乡村道路/桥梁")
    before = projects.submission()
    assert "给 1 张项目表改名" in projects.press("check_all")
    title = f"{FIRST} 乡村道路 桥梁"
    assert titles(projects) == [title, SECOND, f"{THIRD} 三号项目"]
    told = links(projects)
    assert f'"#\'{title}\'!A1","{title}"' in told
    assert f"\"#'{FIRST}'" not in told
    projects.book.save(str(projects.path.with_name("saved.xlsx")))
    _, saved = read_book(projects.path.with_name("saved.xlsx"))
    assert [(data.fields, data.rows) for data in saved.forms] == [(data.fields, data.rows) for data in before.forms]
    assert [data.sheet for data in saved.of("project")] == titles(projects)


def test_names_that_change_places_take_their_links_with_them(projects: Desk) -> None:
    for sheet, name in ((FIRST, "甲"), (SECOND, "乙")):
        type_name(projects, sheet, name)
    assert named(projects) == 2
    type_name(projects, f"{FIRST} 甲", "乙")
    type_name(projects, f"{SECOND} 乙", "甲")
    named(projects)
    assert titles(projects)[:2] == [f"{FIRST} 乙", f"{SECOND} 甲"]
    assert [data.fields["project_name"] for data in projects.submission().of("project")][:2] == ["乙", "甲"]


def test_a_person_s_own_title_stays_and_its_links_are_mended(projects: Desk) -> None:
    projects.book.sheets[SECOND].name = "修路"
    assert f"\"#'{SECOND}'" in links(projects)
    named(projects)
    assert titles(projects)[1] == "修路"
    assert '"#\'修路\'!A1","修路"' in links(projects)


def test_a_copied_sheet_gets_a_number_and_name_of_its_own(projects: Desk) -> None:
    type_name(projects, FIRST, "甲")
    named(projects)
    first = projects.book.sheets[f"{FIRST} 甲"]
    copy = first.copy(after=first)
    type_name(projects, copy.name, "甲的二期")
    named(projects)
    assert titles(projects) == [f"{FIRST} 甲", f"{SECOND} 甲的二期", THIRD, "附件3 项目4 三号项目"]
    assert "\"#'附件3 项目4 三号项目'!A1\"" in links(projects)


def test_a_copied_sheet_is_named_and_the_book_is_made_anew_with_it(projects: Desk) -> None:
    first = projects.book.sheets[FIRST]
    first.copy(after=first)
    asked: list[str] = []

    def answered(alert: Alert) -> str:
        asked.append(alert.prompt)
        return "yes" if "复制" in alert.prompt else "no"

    projects.app.impl.on_alert = answered
    assert "已重新生成" in projects.press("check_all")
    assert any(f"「{SECOND}」是复制出来的表" in question for question in asked)
    _, made = read_book(projects.path.with_name("2024自评（重新生成）.xlsm"))
    assert len(list(made.of("project"))) == 4
    anew = projects.app.books["2024自评（重新生成）.xlsm"]
    assert "4个项目" in str(anew.sheets["项目汇总"].used_range.value)


def test_a_title_that_another_sheet_has_is_not_taken(projects: Desk) -> None:
    projects.book.sheets.add(f"{FIRST} 甲", after=projects.book.sheets[-1])
    type_name(projects, FIRST, "甲")
    assert named(projects) == 0
    assert FIRST in titles(projects)
