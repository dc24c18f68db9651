"""What came of each file, kept by the content it was read from, so that a second run does only what is new.

One compressed file an outcome, written beside and renamed: a run that is killed leaves whole outcomes or none.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from jixiao import __version__
from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.core.files import replacing

Outcome = dict[str, Any]
"""What :func:`jixiao.interfaces.collect.read_one.read_one` returns: plain values that JSON holds."""

_FOLDER = "outcomes"
_LOCK = "running.lock"


class ResultInUse(UserError):
    """Another run writes into the same result folder."""


@cache
def program_version() -> str:
    """What an outcome depends on beside its file: this program and the families it knows."""
    found = hashlib.sha256(__version__.encode())
    for file in sorted(resources.path("workbook", "forms").glob("*/*.*")):
        found.update(file.relative_to(resources.path("workbook", "forms")).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


class OutcomeStore:
    """The outcomes of one result folder."""

    def __init__(self, result: Path) -> None:
        self._folder = result / _FOLDER / program_version()

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
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(outcome, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        with replacing(target) as temporary:
            temporary.write_bytes(gzip.compress(text, 5, mtime=0))

    def load(self, digest: str) -> Outcome:
        """The outcome of a content."""
        outcome: Outcome = json.loads(gzip.decompress(self.path(digest).read_bytes()))
        return outcome


class ResultLock:
    """Held while a run writes into a result folder; one left by a dead run is taken over."""

    def __init__(self, result: Path) -> None:
        self._path = result / _LOCK

    def __enter__(self) -> None:
        """Take it.

        Raises:
            ResultInUse: a living run has it.
        """
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            if _is_alive(self._path):
                message = f"另一个汇总正在写「{self._path.parent}」，请等它结束，或换一个结果文件夹"
                raise ResultInUse(message) from None
            self._path.unlink(missing_ok=True)
            descriptor = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        with os.fdopen(descriptor, "w") as file:
            file.write(str(os.getpid()))

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        self._path.unlink(missing_ok=True)


def _is_alive(lock: Path) -> bool:
    try:
        os.kill(int(lock.read_text()), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True
