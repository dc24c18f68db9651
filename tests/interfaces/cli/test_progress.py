"""The line that tells how far a long command is."""

from __future__ import annotations

import io
import sys

import pytest
from jixiao.interfaces.cli.progress import SheetProgress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, seconds: list[float]) -> str:
    """What is shown when the sheets are written at those seconds."""
    monkeypatch.setattr(sys, "stderr", screen)
    now = [0.0]
    progress = SheetProgress(lambda: now[0])
    for number, second in enumerate(seconds, start=1):
        now[0] = second
        progress(number, len(seconds))
    return screen.getvalue()


def test_from_the_second_second_on_and_not_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, Screen(), [0.5, 1.9, 2.0, 2.1, 2.3, 3.0])
    assert told.split("\r") == [
        "",
        "正在写第 3 张表，共 6 张　",
        "正在写第 5 张表，共 6 张　",
        "表已写完，正在保存文件……　\n",
    ]


def test_what_is_done_at_once_and_what_goes_into_a_file_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Screen(), [0.1, 0.2]) == ""
    assert shown(monkeypatch, io.StringIO(), [3.0, 4.0]) == ""
