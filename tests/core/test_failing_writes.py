"""Each open, write, flush, rename, link and removal of the gate fails in turn: the earlier file is whole every time."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from jixiao.core.files import OutputError, creating, keep_previous, replacing
from jixiao.core.leftovers import sweep

CALLS = ((os, "replace"), (os, "rename"), (os, "link"), (os, "unlink"), (os, "fsync"), (os, "mkdir"),
         (os, "open"), (Path, "touch"), (Path, "open"), (shutil, "copymode"), (shutil, "copy2"))  # fmt: skip
ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO)
OLD, NEW = "旧" * 1000, "新" * 1000


class Failing:
    """Every call of the system that the gate makes is counted, and the n-th fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, which: int, number: int) -> None:
        self.calls, self.which, self.number = 0, which, number
        for owner, name in CALLS:
            monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name)))

    def _wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self.which:
                raise OSError(self.number, os.strerror(self.number))
            return call(*arguments, **options)

        return counted


def write(path: Path) -> None:
    path.write_text(NEW, "utf-8")


def replace_file(target: Path) -> None:
    with replacing(target) as temporary:
        write(temporary)


def create_file(target: Path) -> None:
    with creating(target) as temporary:
        write(temporary)


def keep_file(target: Path) -> None:
    keep_previous(target, write)


def attempts(monkeypatch: pytest.MonkeyPatch, folder: Path, job: Callable[[Path], None], old: bool) -> Iterator[Path]:
    """A run for each call that can fail, until one in which none failed."""
    for number in ERRORS:
        for which in range(1, 60):
            target = folder / f"{number}-{which}" / "报告.docx"
            target.parent.mkdir()
            if old:
                target.write_text(OLD, "utf-8")
            with monkeypatch.context() as patch:
                failing = Failing(patch, which, number)
                with suppress(OutputError):
                    job(target)
            yield target
            if failing.calls < which:
                break
        else:
            pytest.fail("more calls than were tried")


@pytest.mark.skipif(os.name == "nt", reason="the calls are those of a POSIX system")
@pytest.mark.parametrize(("job", "old"), [(replace_file, True), (keep_file, True), (create_file, False)])
def test_whatever_fails_the_file_is_the_old_or_the_new_one_and_nothing_is_left(
    job: Callable[[Path], None], old: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0
    for target in attempts(monkeypatch, tmp_path, job, old):
        tried += 1
        standing = target.read_text("utf-8") if target.exists() else ""
        assert standing in ((OLD, NEW) if old else ("", NEW)), target
        monkeypatch.setattr("jixiao.core.leftovers._runs", lambda process: False)
        sweep(target.parent)  # as the next run does
        kept = [path for path in target.parent.iterdir() if path != target]
        assert all(path.read_text("utf-8") == OLD for path in kept), kept
        if job is keep_file and standing == NEW:
            assert len(kept) == 1  # what stood there before is never gone
    assert tried > 15


def test_what_is_refused_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for which in range(1, 30):
        with monkeypatch.context() as patch:
            failing = Failing(patch, which, errno.ENOSPC)
            try:
                replace_file(tmp_path / "报告.docx")
            except OutputError as error:
                assert "报告.docx" in str(error)  # noqa: PT017 - not every call that fails matters
        if failing.calls < which:
            return
    pytest.fail("more calls than were tried")
