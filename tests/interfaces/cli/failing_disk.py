"""A disk on which the n-th call fails: each open for writing, write, flush to the disk, rename, link, removal, folder.

Only calls on one folder count; what the program reads elsewhere goes on.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO)
_CALLS = ("replace", "rename", "link", "unlink", "rmdir", "mkdir", "chmod")
"""Calls of the system that change a folder and take a path first."""


@dataclass
class Disk:
    """The calls on a folder, in their order; the one at ``failing`` (from 0) does ``fail`` instead."""

    folder: Path
    failing: int = -1
    fail: Callable[[], None] = lambda: None
    calls: list[str] = field(default_factory=list)
    files: set[int] = field(default_factory=set)

    def call(self, name: str) -> None:
        """Note a call that is about to be made."""
        self.calls.append(name)
        if len(self.calls) - 1 == self.failing:
            self.fail()

    def has(self, path: Any) -> bool:
        """Whether a path lies in the folder."""
        return isinstance(path, str | os.PathLike) and Path(os.path.abspath(path)).is_relative_to(self.folder)


def refused(number: int) -> Callable[[], None]:
    """What a call does that the system refuses."""

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


def killed() -> None:
    """What a call does when the power goes: nothing more happens, nobody cleans up."""
    os._exit(9)


@contextmanager
def patched(disk: Disk) -> Iterator[Disk]:
    """Have all calls go to that disk while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _CALLS:
            patch.setattr(os, name, _of_paths(disk, name, getattr(os, name)))
        patch.setattr(os, "open", _of_descriptors(disk, os.open))
        patch.setattr(os, "fsync", _of_syncs(disk, os.fsync))
        opened = _of_files(disk, io.open)
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        yield disk


def _of_paths(disk: Disk, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def counted(path: Any, *arguments: Any, **options: Any) -> Any:
        if disk.has(path):
            disk.call(name)
        return call(path, *arguments, **options)

    return counted


def _of_descriptors(disk: Disk, call: Callable[..., int]) -> Callable[..., int]:
    def counted(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if disk.has(path) and flags & (os.O_WRONLY | os.O_RDWR):
            disk.call("open")
        return call(path, flags, *arguments, **options)

    return counted


def _of_syncs(disk: Disk, call: Callable[[int], None]) -> Callable[[int], None]:
    def counted(descriptor: int) -> None:
        disk.call("fsync")
        call(descriptor)

    return counted


def _of_files(disk: Disk, call: Callable[..., Any]) -> Callable[..., Any]:
    def counted(path: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        writes = any(sign in mode for sign in "wax+")
        if not (writes and disk.has(path)):
            return call(path, mode, *arguments, **options)
        disk.call("open")
        return _stream(_Raw(disk, path, mode), mode, *arguments, **options)

    return counted


class _Raw(io.FileIO):
    """A file each of whose writes counts."""

    def __init__(self, disk: Disk, path: Any, mode: str) -> None:
        super().__init__(path, mode.replace("b", "").replace("t", ""))
        self._disk = disk

    def write(self, data: Any) -> int:
        self._disk.call("write")
        return super().write(data)


def _stream(raw: _Raw, mode: str, *arguments: Any, **options: Any) -> Any:
    """A buffered stream as ``open`` makes it."""
    buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
    if "b" in mode:
        return buffered
    encoding = arguments[1] if len(arguments) > 1 else options.get("encoding")
    return io.TextIOWrapper(buffered, encoding=encoding, newline=options.get("newline"))
