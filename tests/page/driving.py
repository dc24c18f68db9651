"""What drives a real browser to the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .questions import ROOT

RUNTIME = ROOT / "build" / "page"
TOOLS = ROOT / "build" / "page-tools"


def browser() -> str | None:
    """The browser's program, where there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def lacking() -> str:
    """What keeps the page from being driven here; empty if nothing does."""
    if not browser() or not shutil.which("node"):
        return "no Chromium or no node here: .ci/packages chromium nodejs"
    if not (TOOLS / "ready").exists() or not (RUNTIME / "ready").exists():
        return "what the page runs on, or what drives the browser, was not fetched: make page-tests"
    return ""


def drive(script: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a script of this folder saw in the browser, after it was asked."""
    text = json.dumps({"chromium": browser(), "modules": TOOLS, **asked}, default=str)
    command = ["node", str(Path(__file__).with_name(script))]
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", timeout=3000)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found
