"""The page, built once for all who visit it, and what drives a browser to it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jixiao
import pytest
from jixiao.core import resources
from jixiao.interfaces.web.assemble import write_page
from jixiao.interfaces.web.desk import Desk

from .driving import RUNTIME, drive, lacking
from .questions import questions

BUILT = RUNTIME.with_name("page-tested")
"""Where the page stays from one run of the tests to the next."""

Driven = Callable[[str, Mapping[str, Any]], dict[str, Any]]


@pytest.fixture(scope="session")
def driven() -> Driven:
    """What a script of this folder saw in the browser: its name, and what it is asked."""
    if lack := lacking():
        pytest.skip(lack)
    return drive


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a test run share."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "page"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Whoever else asks waits until the block is done."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def page(driven: Driven, shared: Path) -> Path:
    """The page as people get it; it is built again only when something it is made of has changed."""
    file, built = shared / "绩效自评.html", BUILT / f"{_made_of()}.html"
    BUILT.mkdir(exist_ok=True)
    with alone(BUILT / "lock"):
        if not built.exists():
            for old in BUILT.glob("*.html"):
                old.unlink()
            write_page(built, RUNTIME)
        if not file.exists():
            shutil.copyfile(built, file)
    return file


def _made_of() -> str:
    """A fingerprint of all that can become part of the page, and of the programs that make it."""
    node = subprocess.check_output(["node", "--version"], text=True)
    found = hashlib.sha256(f"{sys.version} {node}".encode())
    data = [resources.path("workbook"), resources.path("macros"), *resources.family_folders()]
    folders = [Path(jixiao.__file__).parent, RUNTIME, *data]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.suffix != ".pyc":
            found.update(f"\n{path}\n".encode() + path.read_bytes())
    return found.hexdigest()


@pytest.fixture(scope="session")
def shell(page: Path, shared: Path) -> Path:
    """The page as a download that broke off leaves it: without what is packed into it."""
    file = shared / "断了的.html"
    text = page.read_text("utf-8")
    file.write_text(re.split(r'<script type="application', text, maxsplit=1)[0], "utf-8")
    return file


@pytest.fixture(scope="session")
def visit(driven: Driven, page: Path, shell: Path, shared: Path) -> dict[str, Any]:
    """One visit to the page, with everything a person can do there; all processes of a test run share it."""
    told = shared / "visit.json"
    with alone(shared / "visit.lock"):
        if not told.exists():
            asked = {"page": page, "shell": shell, "folder": shared, **questions(shared)}
            told.write_text(json.dumps(asked | {"seen": driven("visit.mjs", asked)}, default=str), "utf-8")
    found: dict[str, Any] = json.loads(told.read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def seen(visit: dict[str, Any]) -> dict[str, Any]:
    """What was seen on the page."""
    found: dict[str, Any] = visit["seen"]
    return found


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The same on the desktop."""
    return Desk()
