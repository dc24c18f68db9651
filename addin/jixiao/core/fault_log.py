"""What a fault of ours leaves behind for the administrator; the person is told one sentence.

The log lies in the user's own folder: an error's words may quote a report, and others read the temporary folder.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from jixiao.core.own_folder import own_folders, write_private

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
    for folder in own_folders():
        try:
            return _appended(folder / LOG, trace)
        except OSError:
            continue
    return None


def _appended(path: Path, text: str) -> Path:
    is_full = path.exists() and path.stat().st_size > _FULL
    write_private(path, text, os.O_TRUNC if is_full else os.O_APPEND)
    return path
