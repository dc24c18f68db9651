"""Where the commands write: the terminal."""

from __future__ import annotations

from rich.console import Console

console = Console(highlight=False, markup=False, emoji=False)  # brackets in a file's name are no colours
