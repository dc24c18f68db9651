"""What the setup script runs with the PC's own Python, run here with ours."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

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
    """In an environment that has xlwings' library."""
    made = helper("selfcheck")
    (tmp_path / f"xlwings64-{version('xlwings')}.dll").touch()
    monkeypatch.setattr(made.sys, "prefix", str(tmp_path))
    return made


def test_what_works_has_no_faults(selfcheck: ModuleType) -> None:
    assert list(selfcheck.faults(__version__)) == []


def test_another_version_is_a_fault(selfcheck: ModuleType) -> None:
    assert list(selfcheck.faults("9.9")) == [f"jixiao 的版本是 {__version__}，应为 9.9"]


def test_a_library_that_is_missing_is_a_fault(selfcheck: ModuleType, tmp_path: Path) -> None:
    next(tmp_path.glob("*.dll")).unlink()
    (fault,) = selfcheck.faults(__version__)
    assert "xlwings64-" in fault


def test_a_command_that_answers_wrongly_is_a_fault(selfcheck: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selfcheck, "FORMULA", "=GRADE(95)")
    (fault,) = selfcheck.faults(__version__)
    assert fault.startswith("=GRADE(95) 得到")


def test_a_command_that_is_forbidden_is_a_fault(
    selfcheck: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(selfcheck.sysconfig, "get_path", lambda _: str(tmp_path))
    (fault,) = selfcheck.faults(__version__)
    assert "运行不了" in fault
