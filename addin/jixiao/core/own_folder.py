"""The user's own folders for what the program remembers: others do not read there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def own_folders() -> Iterator[Path]:
    """Where such a file may lie, best first."""
    if sys.platform == "win32":
        state = os.environ.get("LOCALAPPDATA")
    else:
        state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    if state and os.path.isabs(state):
        yield Path(state)
    yield Path(tempfile.gettempdir())


def write_private(path: Path, text: str, mode: int = os.O_TRUNC) -> None:
    """Write into a file that only its user reads, never through a link; ``mode`` may say that it is added to.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | mode | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        os.write(file, text.encode("utf-8", "replace"))
    finally:
        os.close(file)
