"""The net below every command: one Chinese line and a code of its own, never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jixiao.interfaces.cli import entry
from jixiao.interfaces.cli.entry import run

JIXIAO = [sys.executable, "-c", "from jixiao.interfaces.cli.entry import main; main()"]


def started(*arguments: str | bytes, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*JIXIAO, *arguments]
    return subprocess.run(command, text=True, stderr=subprocess.PIPE, check=False, **options)


def test_an_unknown_fault_is_one_line_a_log_and_a_code_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(entry, "_dispatch", lambda arguments: 1 // 0)
    assert run(["check"]) == 3
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith("程序内部出错")
    assert "ZeroDivisionError" in Path(told[0].rpartition("：")[2]).read_text("utf-8")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 2, "已中断"),
        (MemoryError(), 2, "内存不够"),
        (OSError(errno.ENOSPC, "full"), 2, "磁盘空间不够"),
        (OSError(errno.ENAMETOOLONG, "long"), 2, "文件名太长"),
        (RecursionError(), 3, "程序内部出错"),
        (OSError(errno.EIO, "bad disk"), 3, "程序内部出错"),
    ],
)
def test_what_goes_wrong_has_its_sentence(
    error: BaseException,
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(arguments: list[str]) -> int:
        raise error

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(entry, "_dispatch", fail)
    monkeypatch.setattr(entry, "_silence", lambda stream: None)
    assert run([]) == code
    assert told in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows hands over text")
def test_arguments_that_are_no_text_are_told(tmp_path: Path) -> None:
    done = started("check", b"\xff\xfe.docx", cwd=tmp_path)
    assert (done.returncode, "第 2 个参数" in done.stderr) == (2, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_the_console_is_told() -> None:
    with open("/dev/full", "w") as full:
        done = started("functions", stdout=full)
    assert done.returncode == 2
    assert done.stderr.strip() == "磁盘空间不够，没有写完。请清理磁盘后再试"


@pytest.mark.skipif(os.name == "nt", reason="started through a POSIX shell")
def test_a_closed_console_is_told_and_nothing_else(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -c 'from jixiao.interfaces.cli.entry import main; main()' functions >&-"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.splitlines() == ["屏幕输出是关着的，结果没有地方显示；清单可以用 -o 存成文件"]


@pytest.mark.parametrize("unit", ["某局\x01甲", "某局\n甲", "某\x7f局"])
def test_names_with_control_characters_are_refused_before_anything_is_written(
    unit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.xlsm"
    assert run(["new", "--family", "hunan-2024", "--unit", unit, "--year", "2024", "-o", str(target)]) == 2
    assert "控制字符" in capsys.readouterr().err
    assert not target.exists()
