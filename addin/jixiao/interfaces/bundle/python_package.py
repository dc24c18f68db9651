"""The Python that a bundle brings along: one of the packages known to the project, told by its SHA-256."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jixiao.core import resources
from jixiao.core.errors import UserError

_TOOLS = "tools/"
"""Where nuget's package holds Python; python.org's holds it at the top."""

_LARGEST, _MOST = 600_000_000, 20_000
"""Bytes unpacked and files; real ones take a sixth of them."""

_BLOCK = 1 << 20


class PythonPackageError(UserError):
    """A file that cannot be the bundle's Python; the message is Chinese and says which can."""


@dataclass(frozen=True)
class PythonPackage:
    """A package: its file's name, the version of Python it serves (``3.12``), its SHA-256, where it comes from."""

    file: str
    python: str
    sha256: str
    source: str
    certainty: str


def known_packages() -> tuple[PythonPackage, ...]:
    """Those of ``addin/windows/pythons.toml``."""
    listed = tomllib.loads(resources.path("addin", "windows", "pythons.toml").read_text("utf-8"))
    return tuple(PythonPackage(**each) for each in listed["package"])


def recognise(file: Path, known: Sequence[PythonPackage]) -> PythonPackage:
    """Which of the known packages a file is.

    Raises:
        PythonPackageError: it is none of them, or cannot be read.
    """
    try:
        found = _sha256(file)
    except OSError as error:
        raise PythonPackageError(f"读不了「{file}」，请看看文件在不在、能不能打开") from error
    for package in known:
        if package.sha256 == found:
            return package
    listed = "\n".join(f"  {package.file}    {package.source}" for package in known)
    raise PythonPackageError(
        f"「{file.name}」不是项目里登记的 Python 安装包，没有采用。可能没有下载完整，或不是同一个版本。"
        f"可以用的有：\n{listed}\n这个文件的 SHA-256 是 {found}"
    )


def unpack(file: Path, folder: Path) -> None:
    """Unpack a recognised package, so that ``folder`` holds ``python.exe``.

    Raises:
        PythonPackageError: there is no Python in it, or far too much.
    """
    with zipfile.ZipFile(file) as archive:
        entries = list(_entries(archive))
        if len(entries) > _MOST or sum(entry.file_size for entry, _ in entries) > _LARGEST:
            raise PythonPackageError(f"「{file.name}」解开后太大，不像是 Python 安装包")
        for entry, place in entries:
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as packed, target.open("wb") as written:
                shutil.copyfileobj(packed, written, _BLOCK)
    if not (folder / "python.exe").is_file():
        raise PythonPackageError(f"「{file.name}」里没有 python.exe")


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The files of Python with their places; none outside the folder they are unpacked into."""
    files = [entry for entry in archive.infolist() if not entry.is_dir()]
    start = _TOOLS if any(entry.filename == f"{_TOOLS}python.exe" for entry in files) else ""
    for entry in files:
        place = PurePosixPath(entry.filename.removeprefix(start))
        is_outside = place.is_absolute() or ".." in place.parts or ":" in entry.filename
        if entry.filename.startswith(start) and not is_outside:
            yield entry, place


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
