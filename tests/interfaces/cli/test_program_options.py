"""Options of the program itself: its version, its record on the screen, completion by the shell."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jixiao
import pytest
import typer
from jixiao.interfaces.cli.chinese import CommandError, in_chinese
from jixiao.interfaces.cli.entry import FAULT, run

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What ``--verbose`` sets holds for the whole process."""
    root, handlers = logging.getLogger(), logging.getLogger().handlers[:]
    yield
    root.handlers[:] = handlers
    logging.getLogger("jixiao").setLevel(logging.NOTSET)


def test_the_version_is_told(capsys: Capture) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith(f"jixiao {jixiao.__version__}（Python 3.")


def test_the_help_is_chinese_where_the_console_is_narrow_too() -> None:
    cut = "--show-completion  Show completion for the current shell, to copy it or\n    customize the installation."
    assert in_chinese(cut) == "--show-completion  显示补全用的脚本，自己安装"


def test_verbose_shows_what_the_program_records(capsys: Capture) -> None:
    assert run(["--verbose", "eval", "=1+1"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "2\n"
    assert "jixiao DEBUG jixiao " in captured.err


@pytest.mark.parametrize("options", [[], ["--verbose"]], ids=["plain", "verbose"])
def test_a_fault_is_traced_on_the_screen_only_if_asked(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def broken(console: object) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("jixiao.interfaces.cli.catalogues.print_functions", broken)
    assert run([*options, "functions"]) == FAULT
    assert ("RuntimeError: 坏了" in capsys.readouterr().err) is bool(options)


def test_the_shell_completes_the_commands() -> None:
    """As bash asks: the words typed so far, and which of them is being completed."""
    asked = {"_JIXIAO_COMPLETE": "complete_bash", "COMP_WORDS": "jixiao rep", "COMP_CWORD": "1"}
    command = [sys.executable, "-c", "from jixiao.interfaces.cli.entry import main; main()"]
    done = subprocess.run(command, env=asked, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.split() == ["report"]


def test_the_error_of_the_command_line_library_is_the_one_that_is_caught() -> None:
    """It keeps the class to itself: this is what to look at when a new version of typer is taken."""
    assert CommandError.__name__ == "ClickException"
    assert issubclass(typer.BadParameter, CommandError)
    assert not issubclass(typer.Exit, CommandError)


def test_the_package_can_be_run_where_no_program_is_on_the_path() -> None:
    ran = subprocess.run([sys.executable, "-m", "jixiao", "--version"], capture_output=True, text=True, check=True)
    assert jixiao.__version__ in ran.stdout
