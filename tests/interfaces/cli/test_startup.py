"""What every command waits for at its start is only what commands need."""

from __future__ import annotations

import subprocess
import sys

import pytest
from jixiao.interfaces.cli.app import COMMANDS, load_all, made_command
from jixiao.interfaces.cli.entry import run

HEAVY = ("pandas", "xlwings", "xlwings_calc", "matplotlib")
LEARNING, CIRCULATION, BUNDLES = "jixiao.documents.learning", "jixiao.documents.circulation", "jixiao.interfaces.bundle"
LEFT_OUT = {
    "check": (*HEAVY, LEARNING, CIRCULATION, BUNDLES, "docx", "jinja2"),
    "report": (*HEAVY, LEARNING, CIRCULATION, BUNDLES),
    "final": (*HEAVY, LEARNING, BUNDLES),
    "new": (*HEAVY, LEARNING, BUNDLES),
    "collect": (*HEAVY, LEARNING, BUNDLES, "docx", "jinja2"),
}


@pytest.mark.parametrize("command", LEFT_OUT)
def test_no_command_starts_with_what_only_others_need(command: str) -> None:
    made = f"from jixiao.interfaces.cli.app import made_command; made_command({command!r})"
    code = f"import sys; {made}; print([name for name in {LEFT_OUT[command]} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_library_s_own_options_are_told_in_chinese_however_narrow_the_console(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run(["--help"]) == 0
    assert "Show completion" not in " ".join(capsys.readouterr().out.split())


def test_every_command_can_be_loaded() -> None:
    load_all()
    assert [name for name in COMMANDS if made_command(name).name not in (name, None)] == []
