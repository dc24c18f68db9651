"""Imported where node is; the site as it stands where there is none or where it fails."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from jixiao.interfaces.web.preparing import prepared
from jixiao.interfaces.web.runtime import pyodide_files

RUNTIME = Path(__file__).parents[3] / "build" / "page"
NODE = shutil.which("node")


@pytest.fixture
def site() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a/unused.py", "x = 1\n")
        archive.writestr("a/data.txt", "y")
        for package in ("jixiao", "jixiao/interfaces", "jixiao/interfaces/web"):
            archive.writestr(f"{package}/__init__.py", "")
        archive.writestr("jixiao/interfaces/web/desk.py", "said = 'said in memory ' + 'only'\n")
    return content.getvalue()


def test_without_node_the_sources_stay(site: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert prepared(site, {}) == {"site.zip": site}


@pytest.mark.skipif(NODE is None, reason="no node here")
def test_where_it_fails_the_sources_stay(site: bytes) -> None:
    assert prepared(site, {"pyodide.mjs": b"no script"}) == {"site.zip": site}


@pytest.mark.skipif(NODE is None or not (RUNTIME / "ready").exists(), reason="no node, or no make build/page/ready")
def test_what_is_imported_is_in_the_memory_and_the_rest_in_the_archives(site: bytes) -> None:
    made = prepared(site, pyodide_files(RUNTIME))
    assert set(made) == {"site.zip", "memory.bin", "python_stdlib.zip"}
    with zipfile.ZipFile(io.BytesIO(made["site.zip"])) as archive:
        assert "a/unused.pyc" in archive.namelist()
        assert "jixiao/interfaces/web/desk.pyc" not in archive.namelist()
        assert archive.read("a/data.txt") == b"y"
    with zipfile.ZipFile(io.BytesIO(made["python_stdlib.zip"])) as archive:
        assert not {"os.pyc", "unittest/__init__.pyc"} & set(archive.namelist())
    assert b"said in memory only" in made["memory.bin"]
