"""Which files there are to read: folders walked, archives opened, the same content read once."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

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
_CHUNK = 1 << 20
MOST_IN_ARCHIVE = 20_000
LARGEST_MEMBER = 200 << 20
LARGEST_RATIO = 200
"""Bytes that one byte of an archive may become; office files pack to a twentieth at the very most."""


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
            yield from _of_file(place, place.name)


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
        return name.decode("utf-8")
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
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        yield Unread(name, f"压缩包打不开：{error.__class__.__name__}，请重新压缩或先解压")
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
    shown = f"{name}/{inside}"
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
        OSError: it cannot be read.
    """
    found = hashlib.sha256()
    if source.member:
        with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    else:
        with source.path.open("rb") as plain:
            while chunk := plain.read(_CHUNK):
                found.update(chunk)
    return found.hexdigest()
