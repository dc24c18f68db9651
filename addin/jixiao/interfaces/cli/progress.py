"""How far a long command is: one line on the screen that is written over, from the second second on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import typer

FIRST_SECONDS = 2.0
"""What is done before needs no telling."""

_BETWEEN = 0.2


class SheetProgress:
    """Told of each sheet that is written; silent where nobody looks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = clock() + FIRST_SECONDS

    def __call__(self, done: int, total: int) -> None:
        """So many sheets of so many are written."""
        now = self._clock()
        if sys.stderr.isatty() and now >= self._next:
            self._next = now + _BETWEEN
            text = f"\r正在写第 {done} 张表，共 {total} 张　" if done < total else "\r表已写完，正在保存文件……　"
            typer.echo(text, err=True, nl=done == total)
