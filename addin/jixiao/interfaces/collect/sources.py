"""Which files there are to read: folders walked, archives opened, the same content read once."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import cast

from jixiao.core.errors import UserError
from jixiao.core.package_limits import DAMAGED
from jixiao.core.unseen_signs import seen
from jixiao.documents.other_formats import READABLE

OTHERS = {
    ".rar": "请先解压再汇总",
    ".7z": "请先解压再汇总",
    ".tar": "请先解压再汇总",
    ".gz": "请先解压再汇总",
    ".ofd": "请向单位要 Word 或 Excel 文件",
    ".jpg": "图片读不出文字，请向单位要 Word 或 Excel 文件",
    ".png": "图片读不出文字，请向单位要 Word 或 Excel 文件",
}
"""Files that may hold a report but are not read, and what to do with them."""

_OWNER_FILES = ("~$", ".~lock.")
MOST_IN_ARCHIVE = 20_000
LARGEST_MEMBER = 200 << 20
LARGEST_RATIO = 200
"""Bytes that one byte of an archive may become; office files pack to a twentieth at the very most."""


class DamagedMember(UserError):
    """A file that its archive does not give; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: ``path`` on this machine, ``member`` inside it if it is an archive, ``name`` as shown."""

    path: Path
    name: str
    member: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder that was not read, and why, in Chinese."""

    name: str
    reason: str


Found = Source | Unread


def find(places: Sequence[Path]) -> Iterator[Found]:
    """Every file under the places, in a fixed order; nothing that holds a report is left out without a word."""
    for place in places:
        if place.is_dir():
            yield from _in_folder(place)
        else:
            yield from _of_file(place, seen(place.name))


def _in_folder(folder: Path) -> Iterator[Found]:
    unread: list[Unread] = []

    def refuse(error: OSError) -> None:
        unread.append(Unread(_shown(Path(error.filename), folder), "打不开这个文件夹，请检查权限"))

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            yield from _of_file(path, _shown(path, folder))
    yield from unread


def _shown(path: Path, folder: Path) -> str:
    """The path below the folder, in characters that any table can hold."""
    relative = path.relative_to(folder) if path.is_relative_to(folder) else path
    name = os.fsencode(relative.as_posix())
    try:
        return seen(name.decode("utf-8"))
    except UnicodeDecodeError:  # copied from a Chinese Windows, which writes GBK
        return name.decode("gbk", "replace")


def _of_file(path: Path, name: str) -> Iterator[Found]:
    if path.name.startswith(_OWNER_FILES):
        return  # the mark of an open document, not a document
    suffix = path.suffix.lower()
    if path.is_symlink() and not path.exists():
        yield Unread(name, "这个链接指向的文件不在")
    elif suffix == ".zip":
        yield from _in_archive(path, name)
    elif suffix in READABLE:
        yield Source(path, name)
    elif suffix in OTHERS:
        yield Unread(name, OTHERS[suffix])


def _in_archive(path: Path, name: str) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=member_name)
        packed, size = sum(member.compress_size for member in members), path.stat().st_size
    except DAMAGED:
        yield Unread(name, "压缩包打不开，已损坏或没有传完整。请让单位重新压缩，或先解压")
        return
    if len(members) > MOST_IN_ARCHIVE:
        yield Unread(name, f"压缩包里有 {len(members)} 个文件，超过 {MOST_IN_ARCHIVE} 个，请先解压")
        return
    if packed > size:
        yield Unread(name, "压缩包不正常：里面的文件互相重叠，解开后会大得多，没有读取。请让单位重新压缩")
        return
    for member in members:
        yield from _of_member(path, name, member)


def _of_member(path: Path, name: str, member: zipfile.ZipInfo) -> Iterator[Found]:
    inside = member_name(member)
    shown = f"{name}/{seen(inside)}"
    suffix = PurePosixPath(inside).suffix.lower()
    if member.is_dir() or PurePosixPath(inside).name.startswith(_OWNER_FILES):
        return
    if suffix == ".zip":
        yield Unread(shown, "压缩包里还有压缩包，请先解压")
    elif suffix in OTHERS:
        yield Unread(shown, OTHERS[suffix])
    elif suffix in READABLE:
        too_large = member.file_size > LARGEST_MEMBER or member.file_size > LARGEST_RATIO * max(member.compress_size, 1)
        yield Unread(shown, "解开后过大，没有读取，请先解压看看") if too_large else Source(path, shown, member.filename)


def member_name(member: zipfile.ZipInfo) -> str:
    """The name inside an archive; Chinese Windows writes GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def content_digest(source: Source) -> str:
    """SHA-256 of what the source holds.

    Raises:
        OSError, DamagedMember: as :func:`opened`.
    """
    with opened(source) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def opened(source: Source) -> Iterator[BufferedIOBase]:
    """A source as it is read, out of its archive if it lies in one.

    Raises:
        OSError: it cannot be reached.
        DamagedMember: its archive does not give it.
    """
    if not source.member:
        with source.path.open("rb") as plain:
            yield plain
        return
    try:
        with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as file:
            yield cast("BufferedIOBase", file)
    except OSError:
        raise
    except Exception as error:  # zipfile raises whatever a broken archive leads its unpackers to
        advice = "请让单位重新压缩，或直接报送文件"
        raise DamagedMember(f"在压缩包里已损坏，或加了密码，读不出来。{advice}") from error
