"""The page in a real browser, opened as a file: the same answers as Python's, no request, nothing that ends it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from jixiao.interfaces.web.desk import Desk, answer

from .questions import SAMPLES, as_json, parts


@pytest.fixture(scope="module")
def makes(visit: dict[str, Any]) -> list[tuple[str, Path]]:
    return [(what, Path(path)) for what, path in visit["makes"]]


@pytest.fixture(scope="module")
def calls(visit: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return [(name, row) for name, row in visit["calls"]]


def test_it_is_ready_small_enough_and_without_a_fault(visit: dict[str, Any], seen: dict[str, Any]) -> None:
    assert seen["ready"] == "yes"
    assert seen["faults"] == []
    assert Path(visit["page"]).stat().st_size <= 25_000_000


def test_nothing_is_asked_of_anybody(seen: dict[str, Any]) -> None:
    assert [url for url in seen["requests"] if not url.startswith(("file:///", "blob:null/"))] == []
    assert len({url for url in seen["requests"] if url.startswith("file:")}) == 1  # the page itself


def test_every_function_answers_as_in_python(
    seen: dict[str, Any], calls: list[tuple[str, list[Any]]], desk: Desk
) -> None:
    expected = [answer(desk, "call", [name, given]) for name, given in calls]
    for call, here, there in zip(calls, expected, seen["calls"], strict=True):
        assert there == here, call


def test_every_file_is_judged_as_in_python(seen: dict[str, Any], desk: Desk) -> None:
    assert len(seen["checks"]) > len(SAMPLES)
    for path, there in seen["checks"].items():
        here = answer(desk, "check", [Path(path).name, Path(path).read_bytes()])
        assert there == as_json(here), path


def test_every_file_that_is_made_says_the_same_byte_by_byte(
    seen: dict[str, Any], makes: list[tuple[str, Path]], desk: Desk
) -> None:
    for (what, path), there in zip(makes, seen["made"], strict=True):
        here = answer(desk, "make", [what, path.name, path.read_bytes(), True])
        assert "done" in here, here
        assert there["done"]["name"] == here["done"]["name"]
        assert there["done"]["told"] == here["done"]["told"]
        ours, theirs = parts(here["done"]["content"]), parts(base64.b64decode(there["done"]["content"]))
        assert set(ours) == set(theirs)
        assert [name for name in ours if ours[name] != theirs[name]] == [], (what, path.name)


def test_a_file_that_takes_too_long_or_too_much_is_ended_and_the_next_is_read(seen: dict[str, Any]) -> None:
    slow, spent, next_one, large, largest = seen["trouble"]
    assert "已经停下" in slow[2]
    assert "内存不够" in spent[2]
    assert next_one[1].startswith("读完")
    assert large[1:] == next_one[1:]  # it says the same, with 99 MB of pictures
    assert "有 101 MB，太大（最多 100 MB），没有打开" in largest[2]


def test_a_file_that_is_too_large_is_never_opened(visit: dict[str, Any], seen: dict[str, Any]) -> None:
    assert set(seen["readOf"]) == {Path(visit[each]).name for each in ("slow", "large")}


def test_an_old_browser_gets_a_sentence_whatever_it_lacks(seen: dict[str, Any]) -> None:
    assert len(seen["old"]) > 1
    for text, is_shown in seen["old"].values():
        assert "这个浏览器太旧" in text
        assert not is_shown


def test_half_a_page_says_so(seen: dict[str, Any]) -> None:
    assert "这个网页文件不完整" in seen["cut"]


def test_nothing_can_be_sent_even_if_it_were_tried(seen: dict[str, Any]) -> None:
    assert seen["asking"] == []
    assert {"connect-src", "img-src", "frame-src"} <= set(seen["refused"])


def test_nothing_is_stored_and_closing_forgets(seen: dict[str, Any]) -> None:
    assert set(seen["stored"].values()) == {0}, seen["stored"]
    kept = b"".join(path.read_bytes() for path in Path(seen["profile"]).rglob("*") if path.is_file())
    assert len(kept) > 1000  # there is a profile, and no word of a file in it
    told = [each["done"]["unit"] for each in seen["checks"].values() if "done" in each and each["done"]["unit"]]
    assert len(told) > 1
    assert [unit for unit in told if unit.encode() in kept or unit.encode("utf-16-le") in kept] == []
