"""Files of ours that are not results yet, and what killed runs left of them.

Their names tell the computer and the process that writes them: whoever writes into a folder next removes those whose
process is gone. Nothing of a report or a workbook ever lies in the computer's folder for temporary files.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

_PREFIX = ".jixiao-"
_NAME = re.compile(re.escape(_PREFIX) + r"(?P<computer>[0-9a-f]{8})-(?P<process>\d{1,10})-[0-9a-f]{8}(?:\.\w*)?")
_ONE_DAY = 86_400
"""Seconds after which even another computer's file is nobody's: no run takes so long."""

_QUERY, _STILL_ACTIVE = 0x1000, 259
"""Windows: the right to ask for a process' state, and the state of one that runs."""


def private_name(folder: Path, suffix: str = "") -> Path:
    """A name in a folder that nobody else uses; what killed runs left there is removed first."""
    sweep(folder)
    return folder / f"{_PREFIX}{_this_computer()}-{os.getpid()}-{secrets.token_hex(4)}{suffix}"


def sweep(folder: Path) -> None:
    """Remove what runs that are gone left in a folder; what cannot be removed stays."""
    with suppress(OSError):
        for path in [path for path in folder.iterdir() if path.name.startswith(_PREFIX)]:
            if _is_abandoned(path):
                remove(path)


def _is_abandoned(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    if not match:
        return False
    if match["computer"] == _this_computer():
        return not _runs(int(match["process"]))
    with suppress(OSError):
        return time.time() - path.lstat().st_mtime > _ONE_DAY
    return False


def remove(path: Path) -> None:
    """Remove a file or folder of ours; what cannot be removed now is removed by the next run.

    What was written is whole or has failed by then: nobody needs to hear of it.
    """
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def remove_if_empty(folder: Path) -> None:
    """Remove a folder into which nothing was written after all."""
    with suppress(OSError):
        folder.rmdir()  # refused by the system if anything is in it


def _this_computer() -> str:
    return hashlib.sha256(socket.gethostname().encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # another user's
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    """``os.kill`` would end it there."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(_QUERY, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE
