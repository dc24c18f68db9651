"""The page in a real browser, opened as a file: the same answers as Python's, no request, readable for everybody."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jixiao.core import resources
from jixiao.documents.report import report_document
from jixiao.documents.workbook.build import build
from jixiao.interfaces.web.desk import Desk, answer
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

from ..audit.presentation.conftest import SEEDS
from ..function_calls import CALLS
from .conftest import ROOT, Driven, alone

SAMPLES = sorted(path.stem for path in resources.path("workbook", "samples").glob("*.yaml"))
STRANGERS = ROOT.parent / "shared" / "strangers"
LARGE = 99_000_000
LITTLE = 150_000_000
"""Bytes of memory that are enough to begin with, but not for a large file."""
FEW = 2
"""Of the strangers' files, spread over all; test_crowd.py reads the rest."""


@pytest.fixture(scope="module")
def visit(driven: Driven, page: Path, shell: Path, shared: Path) -> dict[str, Any]:
    """One visit to the page, with everything a person can do there; all processes of a test run share it."""
    told = shared / "visit.json"
    with alone(shared / "visit.lock"):
        if not told.exists():
            asked = {"page": page, "shell": shell, "folder": shared, **questions(shared)}
            told.write_text(json.dumps(asked | {"seen": driven("visit.mjs", asked)}, default=str), "utf-8")
    found: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return found


def questions(folder: Path) -> dict[str, Any]:
    """What is asked in the visit."""
    files = samples(folder)
    books, words = files["books"], files["words"]
    return {
        "pictures": os.environ.get("JIXIAO_PAGE_PICTURES", ""),
        "large": files["large"][0], "largest": files["large"][1], "little": LITTLE,
        "calls": [(name, [as_cells(each) for each in row]) for name, many in CALLS.items() for row in many],
        "checks": [*files["strangers"], *books, *files["broken"]],
        "makes": [*(("report", book) for book in books), ("final", books[0]), ("book", words[0]), ("list", words[0])],
        "files": [books[0], *words[:2], *files["broken"]],
    }  # fmt: skip


def samples(folder: Path) -> dict[str, list[Path]]:
    """Reports and workbooks of the samples, seeds and strangers' files, a damaged one and one with large pictures."""
    words, books = [], []
    for name in SAMPLES:
        submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
        evaluation = evaluate(load(submission.family), submission)
        books.append(folder / f"{name}.xlsx")
        build(evaluation.family, submission, books[-1])
        words.append(folder / f"{name}.docx")
        report_document(evaluation).save(words[-1])
    broken, large, largest = folder / "坏.docx", folder / "大图.docx", folder / "太大.docx"
    broken.write_bytes(b"PK\x03\x04")
    shutil.copy(words[0], large)
    with zipfile.ZipFile(large, "a") as package:
        package.writestr("word/media/image1.png", os.urandom(LARGE - words[0].stat().st_size - 1000))
    shutil.copy(large, largest)
    with zipfile.ZipFile(largest, "a") as package:
        package.writestr("word/media/image2.png", os.urandom(2_000_000))
    strangers = sorted(STRANGERS.glob("*.docx"))
    chosen = strangers[:: max(1, len(strangers) // FEW)]
    seeds = sorted(SEEDS.glob("*.docx"))
    return {
        "words": words,
        "books": books,
        "strangers": [*seeds, *chosen],
        "broken": [broken],
        "large": [large, largest],
    }


def as_cells(argument: Any) -> Any:
    """A column of cells as rows of one."""
    return [[cell] for cell in argument] if isinstance(argument, list) else argument


@pytest.fixture(scope="module")
def seen(visit: dict[str, Any]) -> dict[str, Any]:
    """What was seen on the page."""
    found: dict[str, Any] = visit["seen"]
    return found


@pytest.fixture(scope="module")
def makes(visit: dict[str, Any]) -> list[tuple[str, Path]]:
    return [(what, Path(path)) for what, path in visit["makes"]]


@pytest.fixture(scope="module")
def calls(visit: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return [(name, row) for name, row in visit["calls"]]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def parts(content: bytes) -> dict[str, bytes]:
    """What a package says: its parts, without the time of writing."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"", package.read(name))
            if not name.endswith(".xlsx")
            else json.dumps({k: v.decode("latin-1") for k, v in parts(package.read(name)).items()}).encode()
            for name in package.namelist()
        }


def as_json(value: Any) -> Any:
    """As it comes from the browser."""
    return json.loads(json.dumps(value))


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
        here = answer(desk, "make", [what, path.name, path.read_bytes()])
        assert "done" in here, here
        assert there["done"]["name"] == here["done"]["name"]
        assert there["done"]["told"] == here["done"]["told"]
        ours, theirs = parts(here["done"]["content"]), parts(base64.b64decode(there["done"]["content"]))
        assert set(ours) == set(theirs)
        assert [name for name in ours if ours[name] != theirs[name]] == [], (what, path.name)


def test_a_new_workbook_says_the_same(seen: dict[str, Any], desk: Desk) -> None:
    here = desk.new("hunan-2024", "某某县某某局", 2024, 2)
    assert parts(base64.b64decode(seen["new"]["done"]["content"])) == parts(here["content"])


def test_files_are_listed_with_what_was_found_or_why_they_cannot_be_read(seen: dict[str, Any]) -> None:
    assert [row[1].split() for row in seen["rows"]] == [["读完", "看结果"]] * 3 + [["读不了"]]
    assert "已损坏" in seen["rows"][3][2]
    assert seen["status"] == "已读完 4 个文件，其中 1 个读不了，原因在表里"


def test_by_keyboard_one_comes_to_the_findings_and_the_report_is_saved(
    visit: dict[str, Any], seen: dict[str, Any]
) -> None:
    assert seen["focus"] == "file-name"
    assert "怎么办：" in seen["shown"]
    assert seen["saved"].endswith("自评报告.docx")
    assert zipfile.is_zipfile(Path(visit["folder"], seen["saved"]))


def test_all_files_are_one_list_with_those_that_could_not_be_read(
    visit: dict[str, Any], seen: dict[str, Any], desk: Desk
) -> None:
    files = []
    for path in map(Path, visit["files"]):
        here = answer(desk, "check", [path.name, path.read_bytes()])
        files.append(here["done"]["listed"] if "done" in here else {"file": path.name, "told": here["error"]})
    made = Path(visit["folder"], seen["together"])
    assert parts(made.read_bytes()) == parts(desk.together(files)["content"])


def test_everybody_can_use_it(seen: dict[str, Any]) -> None:
    assert seen["axe"] == {"empty": [], "findings": [], "new": [], "old": []}
    assert seen["overflow"] <= 0


def test_a_file_that_takes_too_long_or_too_much_is_ended_and_the_next_is_read(seen: dict[str, Any]) -> None:
    slow, spent, next_one, large, largest = seen["trouble"]
    assert "已经停下" in slow[2]
    assert "内存不够" in spent[2]
    assert next_one[1].startswith("读完")
    assert large[1:] == next_one[1:]  # it says the same, with 99 MB of pictures
    assert "有 101 MB，太大（最多 100 MB），没有打开" in largest[2]


def test_a_file_that_is_too_large_is_never_opened(seen: dict[str, Any]) -> None:
    assert set(seen["host"]["opened"]) == {"assets-commission-2022.docx", "大图.docx"}


def test_another_host_gets_what_the_page_says_and_makes(seen: dict[str, Any]) -> None:
    assert "可以放文件了" in seen["host"]["messages"]
    [(name, size)] = seen["host"]["saved"]
    assert name == "全部问题清单.xlsx"
    assert size > 1000


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


def test_nothing_is_stored(seen: dict[str, Any]) -> None:
    assert seen["stored"][1] == 0
