"""Registering the extension: what LibreOffice's program is asked, and what is said when it cannot be."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from jixiao.interfaces.calc import install as calc_install
from jixiao.interfaces.calc.install import InstallError, find_unopkg, install, python_of
from jixiao.interfaces.cli.entry import run

Capture = pytest.CaptureFixture[str]
PROGRAM = """#!{python}
import json, shutil, sys
from pathlib import Path
here = Path(__file__).parent
(here / "asked.json").write_text(json.dumps(sys.argv[1:]))
if sys.argv[1] == "add":
    shutil.copy(sys.argv[-1], here / "added.oxt")
{does}
"""


def office(folder: Path, does: str = "") -> Path:
    """A stand-in for LibreOffice's folder of programs."""
    folder.mkdir()
    (folder / "unopkg").write_text(PROGRAM.format(python=sys.executable, does=does))
    (folder / "unopkg").chmod(0o755)
    return folder


def asked(program: Path) -> list[str]:
    return list(json.loads((program / "asked.json").read_text()))


def test_the_extension_is_added_for_the_user_with_this_environment(tmp_path: Path, capsys: Capture) -> None:
    program = office(tmp_path / "program")
    for _ in range(2):  # once more does no harm
        assert run(["install", "calc", "--program", str(program)]) == 0
    assert asked(program)[:3] == ["add", "--force", "--suppress-license"]
    with zipfile.ZipFile(program / "added.oxt") as archive:
        assert json.loads(archive.read("environment.json"))["folders"]
    assert "已装进 LibreOffice" in capsys.readouterr().out


def test_it_is_removed(tmp_path: Path, capsys: Capture) -> None:
    program = office(tmp_path / "program", 'print("Identifier: org.jixiao.calc")')
    assert run(["install", "calc", "--remove", "--program", str(program)]) == 0
    assert asked(program) == ["remove", "org.jixiao.calc"]
    assert "已从 LibreOffice 里去掉" in capsys.readouterr().out


def test_what_is_not_there_need_not_be_removed(tmp_path: Path, capsys: Capture) -> None:
    program = office(tmp_path / "program")
    assert run(["install", "calc", "--remove", "--program", str(program)]) == 0
    assert asked(program) == ["list"]
    assert "不需要去掉" in capsys.readouterr().out


def test_a_refusal_says_what_to_do_and_what_libreoffice_says(tmp_path: Path, capsys: Capture) -> None:
    program = office(tmp_path / "program", 'print("ERROR: lock file", file=sys.stderr); sys.exit(1)')
    assert run(["install", "calc", "--program", str(program)]) == 2
    told = capsys.readouterr().err
    assert "请关闭所有 LibreOffice 窗口" in told
    assert "ERROR: lock file" in told


def test_a_libreoffice_without_python_names_the_package_and_the_command(tmp_path: Path, capsys: Capture) -> None:
    """What unopkg of Debian writes where python3-uno is not installed."""
    refusal = "The service com.sun.star.loader.Python cannot be instantiated"
    program = office(tmp_path / "program", f'print("ERROR: {refusal}", file=sys.stderr); sys.exit(1)')
    assert run(["install", "calc", "--program", str(program)]) == 2
    told = capsys.readouterr().err
    assert "缺少软件包 python3-uno" in told
    assert "sudo apt install python3-uno" in told
    assert "请关闭所有" not in told


def test_a_program_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calc_install, "_SECONDS", 0.1)
    with pytest.raises(InstallError, match="请关闭 LibreOffice 再试"):
        install(office(tmp_path / "program", "import time; time.sleep(60)"))


@pytest.mark.parametrize("where", ["no", "named"])
def test_without_libreoffice_it_says_so(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError, match=r"没有找到 LibreOffice。.*--program"):
        find_unopkg(tmp_path if where == "named" else None)


@pytest.mark.parametrize(
    ("folder", "version"), [("python-core-3.12.4", (3, 12, 4)), ("python-core-3.9.18", (3, 9, 18)), ("其他", ())]
)
def test_libreoffices_own_python_is_told_by_its_folder(folder: str, version: tuple[int, ...], tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    assert python_of(tmp_path) == version


def test_a_libreoffice_with_an_older_python_is_refused(tmp_path: Path) -> None:
    program = office(tmp_path / "program")
    (program / "python-core-3.9.18").mkdir()
    with pytest.raises(InstallError, match=r"Python 3.9.18，需要 3.11 以上"):
        install(program)
    assert not (program / "asked.json").exists()
