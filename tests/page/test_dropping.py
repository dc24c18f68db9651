"""Folders and files, dropped and chosen in a real browser, on the page as people open it: as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .questions import MANY


@pytest.fixture(scope="module")
def given(visit: dict[str, Any]) -> dict[str, Any]:
    """The folders that were dropped."""
    found: dict[str, Any] = visit["dropping"]
    return found


@pytest.fixture(scope="module")
def shown(seen: dict[str, Any]) -> dict[str, Any]:
    """What the page showed of each."""
    found: dict[str, Any] = seen["dropping"]
    return found


@pytest.fixture(scope="module")
def paths(given: dict[str, Any]) -> set[str]:
    """What of the folder can be read, as it is listed."""
    name = Path(given["folder"]).name
    return {f"{name}/{place}" for place in given["places"]}


def test_a_dropped_folder_is_read_whole_with_the_folders_in_it(
    given: dict[str, Any], shown: dict[str, Any], paths: set[str]
) -> None:
    single, inside, *folder = shown["file"]["paths"]
    assert (single, inside) == ("单独的.docx", "报告1.docx")
    assert set(folder) == paths
    assert len(folder) == given["count"] > MANY
    numbered = [path for path in folder if "民政局" in path]
    assert [path.rpartition("告")[2] for path in numbered[:3]] == ["1.docx", "2.docx", "3.docx"]  # and 10 after 9


def test_what_else_lies_in_a_folder_is_counted_and_what_programs_leave_there_is_not(
    given: dict[str, Any], shown: dict[str, Any]
) -> None:
    assert f"另有 {given['others']} 个" in shown["file"]["note"]
    assert not [path for each in shown.values() for path in each["paths"] if "~" in path or "._" in path]


def test_a_chosen_folder_and_one_in_a_browser_without_handles_are_read_alike(
    given: dict[str, Any], shown: dict[str, Any], paths: set[str]
) -> None:
    for way in ("chosen", "entries"):
        assert set(shown[way]["paths"]) == paths, way
        assert len(shown[way]["paths"]) == given["count"], way
        assert shown[way]["paths"] == shown["file"]["paths"][2:], way
        assert f"另有 {given['others']} 个" in shown[way]["note"], way


def test_what_is_dropped_twice_is_read_once_and_again_when_it_was_changed(
    given: dict[str, Any], shown: dict[str, Any]
) -> None:
    assert shown["again"]["paths"] == shown["file"]["paths"]
    assert f"有 {given['count']} 个文件已经在表里" in shown["again"]["repeated"]
    assert shown["changed"]["paths"] == [*shown["file"]["paths"], "单独的.docx"]


def test_what_holds_nothing_says_so(given: dict[str, Any], shown: dict[str, Any]) -> None:
    for each in ("empty", "words"):
        assert "没有找到能读的文件" in shown[each]["note"], each
    assert shown["words"]["paths"] == []


def test_a_folder_that_the_browser_keeps_shut_is_named(given: dict[str, Any], shown: dict[str, Any]) -> None:
    assert f"「{Path(given['folder']).name}」没有读全" in shown["shut"]["note"]
    assert "选文件夹" in shown["shut"]["note"]


def test_a_file_that_goes_away_before_its_turn_says_so_and_the_others_are_read(shown: dict[str, Any]) -> None:
    kept, gone = shown["gone"]["states"]
    assert "读完" in kept
    assert "「要移走的.docx」读不到" in gone


def test_another_host_gets_what_the_page_says_and_makes(seen: dict[str, Any]) -> None:
    assert "已读完 2 个文件" in seen["host"]["messages"]
    assert seen["host"]["saved"] == [["清单.xlsx", 7]]
