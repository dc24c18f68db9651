"""A learned family belongs to its user, outlives the program, and goes to other computers as one file."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.core.scoring import load as load_profile
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms import library

BLANK = resources.path("workbook", "forms", "mof-project-2020", "blanks", "mof_project_2020.docx")
NAME = "jiangxi-2025"
Capture = pytest.CaptureFixture[str]
Computer = Callable[[str], Path]


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    """Sit down at another computer: one's own families lie elsewhere there; returns where."""

    def sit_down(name: str) -> Path:
        (tmp_path / name).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / name)
        monkeypatch.setenv("JIXIAO_FORMS", str(tmp_path / name / "forms"))
        library.refresh()
        load_profile.cache_clear()
        return tmp_path / name / "forms"

    yield sit_down
    monkeypatch.undo()
    library.refresh()


@pytest.fixture
def pack(computer: Computer, tmp_path: Path) -> Path:
    """What the bureau hands out: a family learned from this year's blank, and that of last year which it takes over."""
    computer("bureau")
    assert run(["family", "new", "jiangxi-2024", "--from", str(BLANK), "--year", "2024"]) == 0
    assert run(["family", "new", NAME, "--from", str(BLANK), "--like", "jiangxi-2024"]) == 0
    assert run(["family", "pack", NAME, "-o", str(tmp_path / "表样包.zip")]) == 0
    return tmp_path / "表样包.zip"


def test_a_family_lies_outside_the_program(computer: Computer) -> None:
    own = computer("bureau")
    assert run(["family", "new", NAME, "--from", str(BLANK), "--year", "2025"]) == 0
    assert (own / NAME / "family.yaml").is_file()
    assert not resources.path("workbook", "forms", NAME).exists()
    assert NAME in library.families()


@pytest.mark.parametrize("data", ["", "share"])
def test_who_has_no_home_has_the_shipped_families(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service's account, for one; a folder that is not told from the root is none."""
    monkeypatch.delenv("JIXIAO_FORMS")
    monkeypatch.setenv("APPDATA" if os.name == "nt" else "XDG_DATA_HOME", data)
    monkeypatch.setattr(os.path, "expanduser", str)
    assert resources.own_families() == resources.path("workbook", "forms")
    assert "hunan-2024" in {folder.name for folder in resources.family_folders()}


def test_a_unit_works_with_the_family_of_a_pack(pack: Path, computer: Computer, capsys: Capture) -> None:
    own = computer("unit")
    new = ["new", "--family", NAME, "--unit", "某局", "--year", "2025", "--projects", "1", "-o", "自评.xlsx"]
    assert run(new) == 2
    assert "jixiao family add" in capsys.readouterr().err
    assert run(["family", "add", str(pack)]) == 0
    assert sorted(path.name for path in own.iterdir()) == ["jiangxi-2024", NAME]
    assert run(new) == 0
    assert run(["check", "自评.xlsx"]) in (0, 1)
    assert load_profile(NAME).family == NAME
    capsys.readouterr()
    assert run(["family", "add", str(pack)]) == 0
    assert "已经有了" in capsys.readouterr().out


def test_another_family_of_the_name_gives_way_only_if_asked(pack: Path, computer: Computer, capsys: Capture) -> None:
    own = computer("unit")
    assert run(["family", "add", str(pack)]) == 0
    changed = own / NAME / "sources.yaml"
    changed.write_text(f"# 改过\n{changed.read_text('utf-8')}", "utf-8")
    assert run(["family", "add", str(pack)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert changed.read_text("utf-8").startswith("# 改过")
    assert run(["family", "add", str(pack.parent), "--replace"]) == 0
    assert not changed.read_text("utf-8").startswith("# 改过")


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({}, "不是表样包"),
        ({"../evil/family.yaml": "id: evil"}, "不是表样包"),
        ({"evil/family.yaml": "id: evil", "evil/run.py": "1"}, "不是表样包"),
        ({"evil/family.yaml": "id: evil", "EVIL/family.yaml": "id: evil"}, "不是表样包"),
        ({"evil/family.yaml": "x" * 60_000_000}, "太大"),
        ({"evil/family.yaml": "id: evil"}, "不能用"),
        ({"hunan-2024/family.yaml": "id: hunan-2024"}, "程序自带"),
    ],
)
def test_what_is_no_pack_leaves_nothing(
    members: dict[str, str], told: str, computer: Computer, tmp_path: Path, capsys: Capture
) -> None:
    own = computer("unit")
    with zipfile.ZipFile(tmp_path / "包.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    assert run(["family", "add", str(tmp_path / "包.zip")]) == 1
    assert told in capsys.readouterr().err
    assert list(own.iterdir()) == []


def test_a_broken_file_leaves_the_family_as_it_was(pack: Path, computer: Computer, capsys: Capture) -> None:
    own = computer("unit")
    assert run(["family", "add", str(pack)]) == 0
    with zipfile.ZipFile(pack) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, b"id: [" if name == f"{NAME}/family.yaml" else content)
    assert run(["family", "add", str(pack), "--replace"]) == 1
    assert "YAML" not in capsys.readouterr().err
    library.refresh()
    assert library.load(NAME).head.id == NAME
    assert sorted(path.name for path in own.iterdir()) == ["jiangxi-2024", NAME]


def test_a_shipped_family_needs_no_pack(computer: Computer, capsys: Capture) -> None:
    computer("bureau")
    assert run(["family", "pack", "hunan-2024"]) == 2
    assert "程序自带" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("command", [["family", "add", "表样包.zip"], ["family", "new", NAME, "--from", str(BLANK)]])
def test_a_folder_that_cannot_be_made_is_told(
    command: list[str], pack: Path, computer: Computer, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    here = computer("unit").parent
    shutil.copy(pack, here)
    (here / "文件").touch()
    monkeypatch.setenv("JIXIAO_FORMS", str(here / "文件" / "forms"))
    assert run(command) in (1, 2)
    assert "建不了文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("has_older", [False, True])
def test_a_pack_of_which_one_family_is_not_whole_leaves_all_as_it_was(
    pack: Path, computer: Computer, tmp_path: Path, has_older: bool
) -> None:
    own = computer("unit")
    if has_older:
        assert run(["family", "new", "jiangxi-2024", "--from", str(BLANK), "--year", "2024", "--title", "另一份"]) == 0
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} if own.exists() else {}
    broken = tmp_path / "坏包.zip"
    with zipfile.ZipFile(pack) as whole, zipfile.ZipFile(broken, "w") as made:
        for member in whole.namelist():
            is_broken = member == f"{NAME}/project.yaml"
            made.writestr(member, b"id: project\n" if is_broken else whole.read(member))
    assert run(["family", "add", str(broken), "--replace"]) == 1
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before
