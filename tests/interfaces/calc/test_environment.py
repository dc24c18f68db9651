"""Finding the libraries of the environment that the extension was installed from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

import pytest
from jixiao.interfaces.calc.environment import FILE, EnvironmentProblem, enter, this_environment


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "path", list(sys.path))
    enter.cache_clear()
    yield
    enter.cache_clear()


def noted(folder: Path, **changed: Any) -> Path:
    note = {"python": "3.11.2", "kind": EXTENSION_SUFFIXES[0], "folders": [], **changed}
    (folder / FILE).write_text(json.dumps(note), "utf-8")
    return folder


def test_this_environment_is_where_xlwings_is() -> None:
    note = json.loads(this_environment())
    assert note["kind"] == EXTENSION_SUFFIXES[0]
    assert any(Path(folder, "xlwings", "__init__.py").is_file() for folder in note["folders"])


def test_its_folders_are_searched_first_but_after_the_extensions_own_code(tmp_path: Path) -> None:
    libraries, more = tmp_path / "site-packages", tmp_path / "more"
    libraries.mkdir()
    more.mkdir()
    (libraries / "more.pth").write_text(str(more))
    before = list(sys.path)
    enter(noted(tmp_path, folders=[str(libraries)]))
    assert sys.path == [str(tmp_path / "pythonpath"), str(libraries), str(more), *before]


def test_it_is_entered_once(tmp_path: Path) -> None:
    noted(tmp_path)
    enter(tmp_path)
    before = list(sys.path)
    enter(tmp_path)
    assert sys.path == before


@pytest.mark.parametrize("content", [None, "", "{", "\xff"])
def test_without_a_note_it_says_what_to_do(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content.encode("latin-1"))
    with pytest.raises(EnvironmentProblem, match=r"没有记下.*jixiao install calc"):
        enter(tmp_path)


def test_another_version_of_python_is_named_on_both_sides(tmp_path: Path) -> None:
    noted(tmp_path, python="3.13.1", kind=".cpython-313-x86_64-linux-gnu.so")
    with pytest.raises(EnvironmentProblem, match=r"jixiao 装在 Python 3.13.1 里.*请用 Python 3\.\d+ 重新安装"):
        enter(tmp_path)


def test_an_environment_that_was_removed_is_named(tmp_path: Path) -> None:
    noted(tmp_path, folders=[str(tmp_path / "不见了")])
    before = list(sys.path)
    with pytest.raises(EnvironmentProblem, match=r"安装文件夹不见了：.*不见了"):
        enter(tmp_path)
    assert sys.path == before
