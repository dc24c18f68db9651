"""Wheels in a folder: whom each is for and what it needs, as the wheel itself says."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from email.errors import MessageError
from pathlib import Path

from packaging.metadata import parse_email
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, NormalizedName, parse_wheel_filename
from packaging.version import Version

from jixiao.core.errors import UserError

_LARGEST_METADATA = 4_000_000
"""Bytes; real ones stay far below, and a file from outside may claim anything."""


class WheelError(UserError):
    """A folder of wheels that no bundle can be made of; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Wheel:
    """A wheel, as its name and its metadata describe it."""

    path: Path
    name: NormalizedName
    version: Version
    tags: frozenset[Tag]
    requires: tuple[Requirement, ...]
    requires_python: SpecifierSet


def read_wheels(folder: Path) -> list[Wheel]:
    """All wheels of a folder, whole and readable.

    Raises:
        WheelError: there is no such folder, or a wheel in it is damaged.
    """
    if not folder.is_dir():
        raise WheelError(
            f"没有存放安装包（.whl）的文件夹「{folder}」。请在能上网的电脑上运行 make wheels，再用 --wheels 指明文件夹"
        )
    return [read_wheel(path) for path in sorted(folder.glob("*.whl"))]


def read_wheel(path: Path) -> Wheel:
    """One wheel.

    Raises:
        WheelError: it is damaged, or no wheel.
    """
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
        raw, _ = parse_email(_metadata(path))
        requires = tuple(Requirement(line) for line in raw.get("requires_dist", []))
        return Wheel(path, name, version, tags, requires, SpecifierSet(raw.get("requires_python", "")))
    except (
        InvalidWheelFilename, InvalidRequirement, InvalidSpecifier, MessageError, zipfile.BadZipFile, ValueError
    ) as error:  # fmt: skip
        raise WheelError(f"安装包「{path.name}」不完整或已损坏，请删掉它，重新下载后再试") from error


def _metadata(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        (entry,) = (e for e in archive.infolist() if e.filename.endswith(".dist-info/METADATA"))
        if archive.testzip() or entry.file_size > _LARGEST_METADATA:
            raise zipfile.BadZipFile(path.name)
        return archive.read(entry)
