"""What the setup script runs with the PC's own Python, run here with ours."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jixiao import __version__
from jixiao.core import resources
from jixiao.interfaces.bundle.closure import PYTHONS


def helper(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, resources.path("addin", "windows", f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """On a PC that is right."""
    made = helper("probe")
    monkeypatch.setattr(made.sys, "version_info", (3, 12, 4))
    monkeypatch.setattr(made.sys, "base_prefix", "C:\\Python312")
    monkeypatch.setattr(made.sysconfig, "get_platform", lambda: "win-amd64")
    return made


def test_the_right_python_is_taken(probe: ModuleType) -> None:
    assert probe.obstacle(PYTHONS) == ""


def test_another_version_is_not(probe: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe.sys, "version_info", (3, 10, 1))
    assert probe.obstacle(PYTHONS).startswith("版本不合适，需要 3.11")


@pytest.mark.parametrize("platform", ["win32", "win-arm64", "mingw_x86_64"])
def test_another_processor_is_not(probe: ModuleType, monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(probe.sysconfig, "get_platform", lambda: platform)
    assert "64 位" in probe.obstacle(PYTHONS)


def test_the_stores_python_is_not(probe: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe.sys, "base_prefix", "C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation")
    assert "微软商店" in probe.obstacle(PYTHONS)


def test_a_python_without_pip_of_its_own_is_not(
    probe: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(probe.os, "__file__", str(tmp_path / "python312.zip" / "os.pyc"))
    assert "ensurepip" in probe.obstacle(PYTHONS)


def test_the_probe_ends_with_1_and_says_why() -> None:
    script = resources.path("addin", "windows", "probe.py")
    ran = subprocess.run([sys.executable, script, *PYTHONS], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert sysconfig.get_platform() in ran.stdout


@pytest.fixture
def selfcheck(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """In an environment that has xlwings' library, with a server that answers rightly."""
    made = helper("selfcheck")
    (tmp_path / f"xlwings64-{version('xlwings')}.dll").touch()
    monkeypatch.setattr(made.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(made, "ask_as_a_cell", lambda: 10)
    return made


@pytest.fixture
def cells_only(selfcheck: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What the command does is tried elsewhere."""
    monkeypatch.setattr(selfcheck, "command_faults", lambda: ())
    return selfcheck


def test_what_works_has_no_faults(selfcheck: ModuleType) -> None:
    assert list(selfcheck.faults(__version__)) == []


def test_another_version_is_a_fault(cells_only: ModuleType) -> None:
    (fault,) = cells_only.faults("9.9")
    assert fault.startswith(f"jixiao 的版本是 {__version__}，应为 9.9")


def test_a_library_that_is_missing_is_a_fault(cells_only: ModuleType, tmp_path: Path) -> None:
    next(tmp_path.glob("*.dll")).unlink()
    (fault,) = cells_only.faults(__version__)
    assert "xlwings64-" in fault
    assert "加入信任" in fault


def test_a_cell_that_is_answered_wrongly_is_a_fault(cells_only: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells_only, "ask_as_a_cell", lambda: 9)
    (fault,) = cells_only.faults(__version__)
    assert "得到 9，应为 10" in fault


@pytest.mark.parametrize(
    ("said", "advised"),
    [
        (ImportError("DLL load failed while importing _pydantic_core"), "VC++ 运行库"),
        (OSError("[WinError 1260] 组策略"), "加入信任"),
        (PermissionError("temp"), "临时文件夹"),
        (RuntimeError("?"), "安装记录交给管理员"),
    ],
)
def test_a_server_that_does_not_start_is_told_with_what_to_do(
    cells_only: ModuleType, monkeypatch: pytest.MonkeyPatch, said: Exception, advised: str
) -> None:
    def refuse() -> None:
        raise said

    monkeypatch.setattr(cells_only, "ask_as_a_cell", refuse)
    (fault,) = cells_only.faults(__version__)
    assert fault.startswith("计算单元格公式没有成功")
    assert advised in fault


def test_a_library_that_cannot_be_loaded_is_a_fault(cells_only: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError("DLL load failed while importing etree")

    monkeypatch.setattr(cells_only.importlib, "import_module", refuse)
    (fault,) = cells_only.faults(__version__)
    assert fault.startswith("装载程序没有成功：DLL load failed")
    assert "VC++ 运行库" in fault


def test_a_command_that_fails_is_a_fault_with_its_words(selfcheck: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(arguments: list[str], folder: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(arguments, 1, b"", b"ImportError: DLL load failed")

    monkeypatch.setattr(selfcheck, "run", failing)
    (fault,) = selfcheck.faults(__version__)
    assert fault.startswith("jixiao new 没有成功（退出码 1）：ImportError")
    assert "VC++ 运行库" in fault


def test_a_command_that_is_forbidden_is_a_fault(
    selfcheck: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(selfcheck.sysconfig, "get_path", lambda _: str(tmp_path))
    (fault,) = selfcheck.faults(__version__)
    assert fault.startswith("用命令制表、校验、出报告没有成功")


@pytest.mark.parametrize(("refusals", "faults"), [(2, 0), (3, 1)])
def test_a_python_that_is_still_being_scanned_is_started_again(
    selfcheck: ModuleType, monkeypatch: pytest.MonkeyPatch, refusals: int, faults: int
) -> None:
    launcher = [b"Unable to create process using 'python.exe jixiao.exe new'"] * refusals
    run = subprocess.run

    def started(command: list[str], **asked: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, 101, launcher.pop(), b"") if launcher else run(command, **asked)

    monkeypatch.setattr(selfcheck.subprocess, "run", started)
    monkeypatch.setattr(selfcheck.time, "sleep", lambda _: None)
    found = list(selfcheck.command_faults())
    assert len(found) == faults
    assert all("信任" in fault for fault in found)
