"""index.html of a result in a real browser: no request, readable for everybody, on a desk, on a phone and printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jixiao.interfaces.collect.tables import read_table
from jixiao.interfaces.collect.unit_page import write_unit_page

from .test_run import Collected

TOOLS = Path(__file__).parents[3] / "build" / "page-tools"
VIEWS = ("desktop", "phone", "print")


@pytest.fixture(scope="module", params=["index.html", "单位.html"])
def seen(collected: Collected, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser saw of the page of a result, and of that of one of its units."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser or not shutil.which("node") or not (TOOLS / "ready").exists():
        pytest.skip("no Chromium or nothing to drive it with here: make page-tests")
    page = collected[0] / "index.html"
    if request.param != page.name:
        page = tmp_path_factory.mktemp("unit") / request.param
        write_unit_page(collected[0], read_table(collected[0], "findings")["unit"].iloc[0], page)
    asked = {
        "page": str(page),
        "chromium": browser,
        "modules": str(TOOLS),
        "pictures": os.environ.get("JIXIAO_PAGE_PICTURES", ""),
    }
    script = Path(__file__).with_name("drive_result.mjs")
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(asked), capture_output=True, text=True, encoding="utf-8", timeout=600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_is_asked_of_anybody_and_nothing_fails(seen: dict[str, Any]) -> None:
    assert re.fullmatch("绩效自评汇总|.* 审核情况", seen["title"])
    assert {url.partition(":")[0] for url in seen["requests"]} == {"file"}
    assert len(set(seen["requests"])) == 1
    assert seen["faults"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_everybody_can_read_it(view: str, seen: dict[str, Any]) -> None:
    assert seen["axe"][view] == []
    assert seen["overflow"][view] <= 0
