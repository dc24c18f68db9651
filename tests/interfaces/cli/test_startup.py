"""What every command waits for at its start is only what commands need."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "xlwings", "xlwings_calc", "matplotlib")


def test_no_command_starts_with_what_only_one_needs() -> None:
    code = f"import sys, jixiao.interfaces.cli.app; print([name for name in {HEAVY} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
