"""The Python a bundle brings along: known by its SHA-256 alone, unpacked into its folder and nowhere else."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest
from jixiao.interfaces.bundle import python_package
from jixiao.interfaces.bundle.closure import PYTHONS
from jixiao.interfaces.bundle.python_package import (
    PythonPackage,
    PythonPackageError,
    known_packages,
    recognise,
    unpack,
)


def packed(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_exe", ".exe"), text)
    return path


def test_there_is_a_package_for_every_version_served() -> None:
    known = known_packages()
    assert {package.python for package in known} == set(PYTHONS)
    for package in known:
        assert re.fullmatch("[0-9a-f]{64}", package.sha256)
        assert package.source.startswith(("https://www.nuget.org/", "https://www.python.org/"))
        assert package.python in package.file
    assert len({package.sha256 for package in known}) == len(known)


def test_the_digest_decides_and_not_the_name(tmp_path: Path) -> None:
    file = packed(tmp_path / "别的名字.zip", python_exe="it")
    package = PythonPackage("python.nupkg", "3.12", hashlib.sha256(file.read_bytes()).hexdigest(), "", "")
    assert recognise(file, [*known_packages(), package]) is package
    renamed = packed(tmp_path / known_packages()[0].file, python_exe="other")
    with pytest.raises(PythonPackageError, match="不是项目里登记的") as refused:
        recognise(renamed, known_packages())
    assert known_packages()[0].sha256 not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PythonPackageError, match="读不了"):
        recognise(tmp_path / "没有.nupkg", known_packages())


@pytest.mark.parametrize("start", ["tools__", ""])
def test_python_lies_at_the_top_wherever_it_was_packed(tmp_path: Path, start: str) -> None:
    files = {f"{start}python_exe": "it", f"{start}Lib__os.py": "os"}
    unpack(packed(tmp_path / "p.zip", **files, **{"other.txt": ""} if start else {}), tmp_path / "python")
    assert {str(path.relative_to(tmp_path / "python")) for path in (tmp_path / "python").rglob("*.*")} == {
        "python.exe", "Lib/os.py",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["..__out.txt", "__out.txt", "C:__out.txt"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "here").mkdir()
    unpack(packed(tmp_path / "p.zip", python_exe="it", **{name: "no"}), tmp_path / "here" / "python")
    assert not list(tmp_path.rglob("out.txt"))


def test_what_is_far_too_large_or_no_python_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PythonPackageError, match="里没有"):
        unpack(packed(tmp_path / "p.zip", other="x"), tmp_path / "a")
    monkeypatch.setattr(python_package, "_LARGEST", 3)
    with pytest.raises(PythonPackageError, match="太大"):
        unpack(packed(tmp_path / "q.zip", python_exe="long"), tmp_path / "b")
    assert not (tmp_path / "b").exists()
