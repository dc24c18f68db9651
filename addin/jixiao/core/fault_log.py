"""What a fault of ours leaves behind for the administrator; the person is told one sentence.

The log lies in the user's own folder: an error's words may quote a report, and others read the temporary folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

LOG = "jixiao-错误记录.txt"
_FULL = 1_000_000
"""Bytes; a log that is longer is begun anew."""


def fault_message(state: str) -> str:
    """Write the error that is being handled to the log, and say so.

    Args:
        state: what is to be said of the person's files, such as ``原来的文件没有改动``.
    """
    written = log_fault()
    advice = f"请把这个文件发给管理员：{written}" if written else "错误记录也没有写成，请检查磁盘空间"
    return f"程序内部出错，{state}，{advice}"


def log_fault() -> Path | None:
    """Append the error that is being handled to the log.

    Returns:
        The log; ``None`` if it can be written nowhere.
    """
    trace = f"{traceback.format_exc()}\n"
    for folder in _folders():
        try:
            return _appended(folder / LOG, trace)
        except OSError:
            continue
    return None


def _folders() -> Iterator[Path]:
    """Where the log may lie, best first."""
    if sys.platform == "win32":
        state = os.environ.get("LOCALAPPDATA")
    else:
        state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    if state and os.path.isabs(state):
        yield Path(state)
    yield Path(tempfile.gettempdir())


def _appended(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = os.O_TRUNC if path.exists() and path.stat().st_size > _FULL else os.O_APPEND
    log = os.open(path, os.O_WRONLY | os.O_CREAT | mode | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        os.write(log, text.encode("utf-8", "replace"))
    finally:
        os.close(log)
    return path
