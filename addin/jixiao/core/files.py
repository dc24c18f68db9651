"""Writing files so that nothing is lost: into a temporary file beside the target, which it replaces when whole."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jixiao.core.errors import UserError


class OutputError(UserError):
    """A file that cannot be written; the message is Chinese and says what to do."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary path to write to; it becomes ``target`` if the block ends well, else nothing is left of it.

    Raises:
        OutputError: there is no such folder, no permission, no space, or the target is open in another program.
    """
    try:
        temporary = _temporary(target)
        try:
            yield temporary
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(_advice(target, error)) from error


@contextmanager
def filling(target: Path) -> Iterator[Path]:
    """A new folder to fill; it becomes ``target`` if the block ends well, else nothing is left of it.

    Raises:
        OutputError: as :func:`replacing`.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".", ignore_cleanup_errors=True) as private:
            folder = Path(private, target.name)
            folder.mkdir()  # with the rights any new folder gets; the one around it is ours alone
            yield folder
            folder.rename(target)
    except OSError as error:
        raise OutputError(_advice(target, error)) from error


def keep_previous(target: Path, write: Callable[[Path], None]) -> Path | None:
    """Write a file; what stood there before is kept beside it under a new name.

    Args:
        target: the file.
        write: writes the new content to the path it is given.

    Returns:
        Where the previous file is kept, or ``None`` if there was none.

    Raises:
        OutputError: as :func:`replacing`; then the previous file stands where it stood.
    """
    kept: Path | None = None
    try:
        with replacing(target) as temporary:
            write(temporary)
            if target.exists():
                kept = free_name(target, "旧稿")
                shutil.copy2(target, kept)
    except BaseException:  # the previous file stands where it stood and needs no copy
        if kept:
            kept.unlink(missing_ok=True)
        raise
    return kept


def free_name(target: Path, word: str) -> Path:
    """A name beside a file that no file has yet: ``报告（旧稿1）.docx``."""
    number = 1
    while (free := target.with_stem(f"{target.stem}（{word}{number}）")).exists():
        number += 1
    return free


def _temporary(target: Path) -> Path:
    if is_open_elsewhere(target):
        raise PermissionError(13, "locked")
    temporary = target.with_name(f".{target.stem[:20]}.{secrets.token_hex(4)}{target.suffix}")
    temporary.touch(exist_ok=False)  # with the rights any new file gets: colleagues on a shared drive must read it
    if target.is_file():
        shutil.copymode(target, temporary)
    return temporary


def is_open_elsewhere(target: Path) -> bool:
    """Whether a document is open: LibreOffice and Office put an owner file beside it."""
    marks = (f".~lock.{target.name}#", f"~${target.name}")
    return any((target.parent / mark).exists() for mark in marks)


def _advice(target: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return (
            f"写不了文件「{target.name}」：它可能正在 Excel 或 WPS 中打开，请关闭后再试；"
            f"也请检查文件夹权限（{target.parent}）"
        )
    if not target.parent.is_dir():
        return f"没有文件夹「{target.parent}」，请先建立，或换一个保存位置"
    if error.errno == errno.ENOSPC:
        return f"磁盘空间不够，「{target.name}」没有写成，原来的文件没有改动。请清理磁盘后再试"
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名太长，磁盘上存不下，请改短再试：{target}"
    return f"写不了文件「{target}」，原来的文件没有改动：{error.strerror or error}"
