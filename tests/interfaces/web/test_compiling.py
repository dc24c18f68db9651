"""Compiled where node is, as it stands where there is none or where it fails."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from jixiao.interfaces.web.compiling import compiled
from jixiao.interfaces.web.runtime import pyodide_files

RUNTIME = Path(__file__).parents[3] / "build" / "page"
NODE = shutil.which("node")


@pytest.fixture
def site() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a/__init__.py", "x = 1\n")
        archive.writestr("a/data.txt", "y")
    return content.getvalue()


def test_without_node_the_sources_stay(site: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert compiled(site, {}) == site


@pytest.mark.skipif(NODE is None, reason="no node here")
def test_where_it_fails_the_sources_stay(site: bytes) -> None:
    assert compiled(site, {"pyodide.mjs": b"no script"}) == site


@pytest.mark.skipif(NODE is None or not (RUNTIME / "ready").exists(), reason="no node, or no make build/page/ready")
def test_modules_are_compiled_and_data_stay(site: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(compiled(site, pyodide_files(RUNTIME)))) as archive:
        assert archive.namelist() == ["a/__init__.pyc", "a/data.txt"]
        assert archive.read("a/data.txt") == b"y"
