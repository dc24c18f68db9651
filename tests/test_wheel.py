"""The built wheel works where only pip is: data, commands and all."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 600


def pip(python: str | Path, *arguments: str | Path) -> None:
    """Run pip; where no package index answers, the test is skipped."""
    command = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode and ("No matching distribution" in done.stderr or "Could not find a version" in done.stderr):
        pytest.skip("no package index answers here")
    assert done.returncode == 0, done.stderr[-2000:]


def test_in_an_empty_environment_the_demo_goes_all_the_way(tmp_path: Path) -> None:
    pip(sys.executable, "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("jixiao-*.whl")
    venv.create(tmp_path / "empty", with_pip=True, symlinks=True)
    bin_folder = tmp_path / "empty" / "bin"
    pip(bin_folder / "python", "install", "--no-compile", wheel)  # most of it is never imported
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    command: list[str | Path] = [bin_folder / "jixiao", "demo", "-o", tmp_path / "out"]
    done = subprocess.run(
        command, cwd=tmp_path, env=outside, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".xlsm", ".docx"}
