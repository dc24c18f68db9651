"""Hard days: every published file, two hundred at once, hostile ones; for times see page_times.py."""

from __future__ import annotations

import base64
import shutil
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from jixiao.interfaces.web.desk import Desk, answer

from ..audit.presentation.conftest import SEEDS
from .conftest import Driven
from .questions import STRANGERS, as_json, parts, samples

pytestmark = pytest.mark.long

HOSTILE = STRANGERS.with_name("attack")
LEAST, MANY = 20, 200


@pytest.fixture(scope="module")
def asked(page: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is asked on a hard day."""
    published = [*sorted(SEEDS.glob("*.docx")), *sorted(STRANGERS.glob("*.docx"))]
    if len(published) < LEAST:
        pytest.skip(f"the published files are not on this machine: {STRANGERS}")
    folder = tmp_path_factory.mktemp("crowd")
    made = samples(folder)
    many = [folder / f"{number:03}{path.name}" for number, path in enumerate(islice(cycle(published), MANY))]
    for path, copied in zip(cycle(published), many, strict=False):
        shutil.copy(path, copied)
    kinds = [("report", made["books"]), ("final", made["books"]), ("list", made["words"]), ("page", made["words"])]
    makes = [(what, path) for what, paths in [*kinds, ("book", [*made["words"], *published])] for path in paths]
    hostile = sorted(path for path in HOSTILE.glob("*.*") if path.suffix in (".docx", ".xlsx", ".xlsm"))
    return {
        "page": page, "many": many, "hostile": hostile, "makes": makes,
        "all": [*published, *made["books"], *made["words"], *hostile],
    }  # fmt: skip


@pytest.fixture(scope="module")
def seen(driven: Driven, asked: dict[str, Any]) -> dict[str, Any]:
    """What was seen."""
    return driven("crowd.mjs", asked)


def test_every_published_file_is_judged_as_in_python(seen: dict[str, Any]) -> None:
    desk = Desk()
    for path, there in seen["checks"].items():
        assert there == as_json(answer(desk, "check", [Path(path).name, Path(path).read_bytes()])), path


def test_everything_that_can_be_made_says_the_same_byte_by_byte(asked: dict[str, Any], seen: dict[str, Any]) -> None:
    desk = Desk()
    for (what, path), there in zip(asked["makes"], seen["made"], strict=True):
        here = answer(desk, "make", [what, path.name, path.read_bytes(), True])
        content, told = base64.b64decode(there["done"].pop("content")), here["done"].pop("content")
        assert there == here
        assert (content == told) if what == "page" else (parts(content) == parts(told)), (what, path.name)


def test_two_hundred_files_are_read_one_by_one_while_the_page_goes_on(seen: dict[str, Any]) -> None:
    assert len(seen["many"]) == MANY
    assert {row[1].split()[0] for row in seen["many"]} == {"读完"}
    name, done = seen["saved"]
    assert name.endswith("校验结果.xlsx")  # asked for in between, and not kept waiting to the end
    assert done < MANY
    assert seen["faults"] == []


def test_hostile_files_are_answered_and_the_next_is_read(seen: dict[str, Any]) -> None:
    for name, (row, next_one, _) in seen["hostile"].items():
        assert row[1].split()[0] in ("读完", "读不了"), name
        assert "程序出错" not in row[2], name
        assert next_one[1].startswith("读完"), name


def test_times_are_told(seen: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    slowest = max(seen["hostile"].items(), key=lambda item: item[1][2])
    with capsys.disabled():
        print(f"""
{MANY} files checked               {seen["times"]["many"] / 1000:8.1f} s
longest time without an answer  {seen["longest"] / 1000:8.1f} s
memory at most: opened, {MANY} files, hostile ones  {", ".join(f"{size:.0f}" for size in seen["memory"])} MB
slowest hostile file            {slowest[1][2] / 1000:8.1f} s ({slowest[0]}: {slowest[1][0][1]})
""")
