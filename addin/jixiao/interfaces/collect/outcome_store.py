"""What came of each file, kept by the content it was read from, so that a second run does only what is new.

One compressed file an outcome, written beside and renamed: a run that is killed leaves whole outcomes or none. While a
file is read a mark of its content stands beside them, which only a process that dies leaves behind.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from jixiao import __version__
from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.core.files import OutputError, make_folder, replacing

Outcome = dict[str, Any]
"""What :func:`jixiao.interfaces.collect.read_one.read_one` returns: plain values that JSON holds."""

_FOLDER, _MARKS = "outcomes", "reading"
_WITH_NAMES = "-names"
_LOCK = "running.lock"


class ResultInUse(UserError):
    """Another run writes into the same result folder."""


@cache
def program_version() -> str:
    """What an outcome depends on beside its file: this program and the families it knows."""
    found = hashlib.sha256(__version__.encode())
    for file in (file for folder in resources.family_folders() for file in sorted(folder.glob("*.*"))):
        found.update(f"{file.parent.name}/{file.name}".encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


class OutcomeStore:
    """The outcomes of one result folder."""

    def __init__(self, result: Path, *, keeps_names: bool = False) -> None:
        """A store of outcomes in which names of people stand is one of its own."""
        self.keeps_names = keeps_names
        self._folder = result / _FOLDER / (program_version() + _WITH_NAMES * keeps_names)

    def path(self, digest: str) -> Path:
        """Where the outcome of a content stands."""
        return self._folder / digest[:2] / f"{digest}.json.gz"

    def has(self, digest: str) -> bool:
        """Whether the content was read before by the same program."""
        return self.path(digest).is_file()

    def save(self, digest: str, outcome: Outcome) -> None:
        """Keep an outcome.

        Raises:
            OutputError: it cannot be written.
        """
        target = self.path(digest)
        make_folder(target.parent)
        text = json.dumps(outcome, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        with replacing(target) as temporary:
            temporary.write_bytes(gzip.compress(text, 5, mtime=0))

    def load(self, digest: str) -> Outcome:
        """The outcome of a content."""
        outcome: Outcome = json.loads(gzip.decompress(self.path(digest).read_bytes()))
        return outcome

    def forget(self, digest: str) -> None:
        """Leave no outcome of a content."""
        self.path(digest).unlink(missing_ok=True)

    @contextmanager
    def reading(self, digest: str) -> Iterator[None]:
        """While the block runs a mark of the content stands; what is left of it tells what a dead process was reading.

        Raises:
            OutputError: the mark cannot be written.
        """
        mark = self._mark(digest)
        make_folder(mark.parent)
        try:
            mark.touch()
        except OSError as error:
            message = f"写不进结果文件夹「{mark.parent}」：请检查权限和磁盘空间"
            raise OutputError(message) from error
        try:
            yield
        finally:
            mark.unlink(missing_ok=True)

    def take_marks(self, digests: Iterable[str]) -> set[str]:
        """Those of the contents whose mark stands; it is removed."""
        marked = {digest for digest in digests if self._mark(digest).exists()}
        for digest in marked:
            self._mark(digest).unlink(missing_ok=True)
        return marked

    def clear_marks(self) -> None:
        """Remove what runs that were killed left."""
        for mark in (self._folder / _MARKS).glob("*"):
            mark.unlink(missing_ok=True)

    def _mark(self, digest: str) -> Path:
        return self._folder / _MARKS / digest


class ResultLock:
    """Held while a run writes into a result folder; the system gives it back when the run ends, however it ends."""

    def __init__(self, result: Path) -> None:
        self._path = result / _LOCK

    def __enter__(self) -> None:
        """Take it.

        Raises:
            ResultInUse: a living run has it.
        """
        self._file = self._path.open("a")
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            message = f"另一个汇总正在写「{self._path.parent}」，请等它结束，或换一个结果文件夹"
            raise ResultInUse(message) from error

    def __exit__(self, *_: object) -> None:
        """Give it back; the file stays, for one that is removed may be locked by somebody else already."""
        self._file.close()


def _lock(descriptor: int) -> None:
    """Lock an open file for this process alone.

    Raises:
        OSError: another process has it.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
