"""The one gate for every output: nothing is lost, nothing is half written.

What is written is never an input of the same command, a folder, a device, or a link to something else. It is written
into a file beside the target, flushed to the disk, and given the target's name when it is whole.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.core.leftovers import private_name, remove

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that are devices in any folder of Windows, whatever their ending."""

_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

_inputs: ContextVar[list[Path] | None] = ContextVar("_inputs", default=None)
"""What the running command reads; ``None`` while no command runs."""


class OutputError(UserError):
    """A file that cannot be written; the message is Chinese and says what to do."""


class NameTaken(OutputError):
    """A new file's name is taken."""


@contextmanager
def one_command() -> Iterator[None]:
    """While the block runs, what :func:`protect` names cannot be written."""
    token = _inputs.set([])
    try:
        yield
    finally:
        _inputs.reset(token)


def protect(*paths: Path | None) -> None:
    """Name inputs of the running command: nothing is written over them."""
    inputs = _inputs.get()
    if inputs is not None:
        inputs.extend(path for path in paths if path is not None)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary path to write to; it becomes ``target`` if the block ends well, else nothing is left of it.

    Raises:
        OutputError: there is no such folder, no permission, no space, the target is open in another program, or it is
            something that is never written over.
    """
    with _written(target, os.replace) as temporary:
        yield temporary


@contextmanager
def creating(target: Path) -> Iterator[Path]:
    """As :func:`replacing` for a new file: whatever has the name by then, even since a moment ago, stays.

    Raises:
        OutputError: as :func:`replacing`, or there is such a file already.
    """
    refuse_existing(target)
    with _written(target, _rename_to_free) as temporary:
        yield temporary


@contextmanager
def filling(target: Path) -> Iterator[Path]:
    """A new folder to fill; it becomes ``target`` if the block ends well, else nothing is left of it.

    Raises:
        OutputError: as :func:`replacing`.
    """
    with told(target), private_folder(target.parent) as private:
        folder = private / target.name
        folder.mkdir()  # with the rights any new folder gets; the one around it is ours alone
        yield folder
        folder.rename(target)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where there are none.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        advice = "请检查有没有同名的文件、有没有权限、磁盘满了没有，或换一个位置"
        raise OutputError(f"建不了文件夹「{folder}」：{advice}") from error


@contextmanager
def private_folder(parent: Path, makes: str = "临时文件") -> Iterator[Path]:
    """A folder that only this user can read, removed at the end; if the run is killed, by the next one.

    Args:
        parent: where it stands.
        makes: what is made in it, as a message calls it.

    Raises:
        OutputError: it cannot be made, or nothing can be written into it.
    """
    folder = private_name(parent)
    with told(parent / makes):
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


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
                kept = _kept(target)
    except BaseException:  # the previous file stands where it stood and needs no copy
        if kept:
            remove(kept)
        raise
    return kept


def free_name(target: Path, word: str) -> Path:
    """A name beside a file that no file has yet: ``报告（旧稿1）.docx``."""
    number = 1
    while os.path.lexists(free := target.with_stem(f"{target.stem}（{word}{number}）")):
        number += 1
    return free


def is_open_elsewhere(target: Path) -> bool:
    """Whether a document is open: LibreOffice and Office put an owner file beside it."""
    marks = (f".~lock.{target.name}#", f"~${target.name}")
    return any((target.parent / mark).exists() for mark in marks)


# ---- what is never written over -------------------------------------------------------------------------------------


def refuse_existing(target: Path) -> None:
    """Refuse a name that is taken.

    Raises:
        OutputError: it is; a link that leads nowhere takes a name too.
    """
    if os.path.lexists(target):
        raise NameTaken(_already_there(target))


def refuse_name(target: Path) -> None:
    """Refuse a name that no file can have, here or on the PCs it is carried to.

    Raises:
        OutputError: it has control characters, or is a device on Windows.
    """
    if _CONTROL.search(str(target)):
        raise OutputError(f"文件名里有看不见的控制字符或乱码，请改名再试：{_CONTROL.sub('□', str(target))}")
    if _RESERVED.fullmatch(target.name):
        raise OutputError(f"「{target.name}」在 Windows 上是设备的名字，存不成文件，请换一个文件名")


def refuse_target(target: Path) -> None:
    """Refuse what is never written over.

    Raises:
        OutputError: its name is none, it is an input of the running command, a folder, a device, or a link.
    """
    refuse_name(target)
    try:
        kind = target.lstat().st_mode
    except FileNotFoundError:
        return
    if any(is_same(path, target) for path in _inputs.get() or ()):
        raise OutputError(f"「{target.name}」是这个命令要读的文件，原件不能改动。请换一个文件名")
    if stat.S_ISDIR(kind):
        raise OutputError(f"「{target}」是文件夹，请写出文件名")
    if stat.S_ISLNK(kind):
        raise OutputError(f"「{target}」是一个链接，指向别处的文件，为免改动那个文件没有写入。请换一个文件名")
    if not stat.S_ISREG(kind):
        raise OutputError(f"「{target}」是设备，不是文件，请换一个文件名")


def is_same(one: Path, other: Path) -> bool:
    """Whether both are one file, by whatever name."""
    try:
        return one.resolve() == other.resolve() or (other.exists() and one.samefile(other))
    except OSError:  # a name no file can have; writing will tell
        return False


def refuse_source(source: Path, target: Path) -> None:
    """Refuse to write over the file that is checked.

    Raises:
        OutputError: both are one file, by whatever name.
    """
    if is_same(source, target):
        raise OutputError(f"「{target.name}」就是被校验的文件，原件不能改动。请换一个文件名")


# ---- writing ---------------------------------------------------------------------------------------------------------


@contextmanager
def _written(target: Path, rename: Callable[[Path, Path], None]) -> Iterator[Path]:
    """A temporary path that gets the target's name when the block ends well."""
    with told(target):
        temporary = _unused_name(target)
        try:
            _take_name(temporary, target)
            yield temporary
            _flush(temporary)
            rename(temporary, target)
            _flush_folder(target.parent)
        finally:
            remove(temporary)


@contextmanager
def told(target: Path) -> Iterator[None]:
    """What the system refuses while a file is written, told in Chinese; libraries wrap it in errors of their own.

    Raises:
        OutputError: the system refused something.
    """
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        cause = error if isinstance(error, OSError) else error.__context__
        if not isinstance(cause, OSError):
            raise
        raise OutputError(_advice(target, cause)) from error


def _unused_name(target: Path) -> Path:
    refuse_target(target)
    if is_open_elsewhere(target):
        raise PermissionError(errno.EACCES, "locked")
    return private_name(target.parent, target.suffix)


def _take_name(temporary: Path, target: Path) -> None:
    temporary.touch(exist_ok=False)  # with the rights any new file gets: colleagues on a shared drive must read it
    if target.is_file():
        shutil.copymode(target, temporary)


def _flush(path: Path) -> None:
    """Have a file on the disk itself: after a power cut a name must not lead to an empty file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Have a new name on the disk itself, where the system does that; the file is whole by either name."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _rename_to_free(source: Path, target: Path) -> None:
    """Give a file a name that nothing has.

    Raises:
        NameTaken: something has it.
    """
    try:
        if os.name == "nt":
            source.rename(target)  # Windows never renames over a file
        else:
            _link_or_move(source, target)
    except FileExistsError as error:
        raise NameTaken(_already_there(target)) from error


def _link_or_move(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick: the name is taken first, then filled
        os.close(os.open(target, os.O_CREAT | os.O_EXCL))
        try:
            source.replace(target)
        except OSError:
            remove(target)
            raise


def _kept(target: Path) -> Path:
    """The previous content under a free name of its own."""
    while True:
        free = free_name(target, "旧稿")
        try:
            _copy_to_free(target, free)
        except NameTaken:  # another run took it a moment ago
            continue
        return free


def _copy_to_free(source: Path, target: Path) -> None:
    temporary = private_name(source.parent, source.suffix)
    try:
        shutil.copy2(source, temporary)
        _flush(temporary)
        _rename_to_free(temporary, target)
    finally:
        remove(temporary)


# ---- what is said ----------------------------------------------------------------------------------------------------


def _already_there(target: Path) -> str:
    return f"「{target}」已经存在，为免覆盖没有写入。请换一个文件名，或先把它移走"


def _advice(target: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return (
            f"写不了文件「{target.name}」：它可能正在 Excel 或 WPS 中打开，请关闭后再试；"
            f"也请检查文件夹权限（{target.parent}）"
        )
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名太长，磁盘上存不下，请改短再试：{target}"
    if not os.path.isdir(target.parent):  # Path.is_dir raises on a name that is too long
        return f"没有文件夹「{target.parent}」，请先建立，或换一个保存位置"
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG):
        return f"磁盘空间不够，「{target.name}」没有写成，原来的文件没有改动。请清理磁盘后再试"
    return f"写不了文件「{target}」，原来的文件没有改动：{error.strerror or error}"
