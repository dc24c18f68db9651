"""A fault of ours leaves its trace in a log that only its user reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jixiao.core import fault_log
from jixiao.core.fault_log import LOG, fault_message


def fault() -> str:
    try:
        return str(1 / 0)
    except ZeroDivisionError:
        return fault_message("原来的文件没有改动")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_the_trace_and_its_place_are_told(state: Path) -> None:
    assert fault() == f"程序内部出错，原来的文件没有改动，请把这个文件发给管理员：{state / LOG}"
    fault()
    assert (state / LOG).read_text("utf-8").count("ZeroDivisionError") == 2
    assert os.name == "nt" or (state / LOG).stat().st_mode & 0o077 == 0


def test_a_log_that_is_too_long_is_begun_anew(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_log, "_FULL", 10)
    fault()
    fault()
    assert (state / LOG).read_text("utf-8").count("ZeroDivisionError") == 1


def test_where_no_log_can_be_written_that_is_said(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_log, "own_folders", lambda: iter([Path(os.devnull) / "x"]))
    assert "错误记录也没有写成" in fault()
