"""A Windows PC: Wine's cmd with a Chinese code page, and either stand-ins for Python or the real one.

>>> pc = Pretended(start_wine(folder), tmp_path, bundle)
>>> pc.add_program("py")
>>> pc.run("安装.cmd", "/s")
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .forwarding_dll import random_bytes_dll

SECONDS = 1800
PYTHON = Path(__file__).parents[2] / "build" / "windows-python"
"""Where ``make wine`` unpacks CPython for Windows."""

_PYTHON = r"""@echo off
echo %*>>"%FAKE_CALLS%"
if "%~1"=="-3.13" shift
if "%~1"=="-3.12" shift
if "%~1"=="-3.11" shift
if /i "%~nx1"=="probe.py" exit /b %FAKE_PROBE%
if /i "%~nx1"=="selfcheck.py" exit /b %FAKE_CHECK%
if "%~2"=="pip" exit /b %FAKE_PIP%
if not "%~2"=="venv" exit /b 99
mkdir "%~3\Scripts"
copy "%FAKE_PYTHON%" "%~3\Scripts\python.cmd" >nul
echo %FAKE_NAME%>"%~3\name.txt"
exit /b %FAKE_VENV%
"""


_WINE_FAILED = "ShellExecuteEx 失败: 内部错误"
"""Wine on a busy machine, once in many thousand starts: it did not start the program that a script names."""


class WindowsMissingError(Exception):
    """Wine, or the Chinese locale's source, is not on this machine."""


@dataclass(frozen=True)
class Ran:
    """How a script ended, and what it showed."""

    code: int
    shown: str


def start_wine(folder: Path) -> dict[str, str]:
    """A new Wine of its own; its environment. Batch files in GBK need a Chinese locale, made in the folder too.

    Raises:
        WindowsMissingError: it cannot be had here.
    """
    if not (shutil.which("wine") and shutil.which("localedef")):
        raise WindowsMissingError("no wine, or no localedef, on the PATH")
    locale = folder / "locale" / "zh_CN.UTF-8"
    locale.parent.mkdir()
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", locale], capture_output=True, check=False)
    if not locale.is_dir():
        raise WindowsMissingError("no source of the locale zh_CN (Debian: locales)")
    others = ("DISPLAY", "PYTHONPATH", "VIRTUAL_ENV", "JIXIAO_FORMS")
    kept = {key: value for key, value in os.environ.items() if key not in others}
    environment = kept | {
        "LOCPATH": str(locale.parent),
        "LC_ALL": "zh_CN.UTF-8",
        "WINEPREFIX": str(folder / "wine"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",  # else it asks whether to download them
    }
    subprocess.run(["wine", "wineboot", "--init"], env=environment, capture_output=True, timeout=SECONDS, check=True)
    system = folder / "wine" / "drive_c" / "windows" / "system32"
    (system / "bcryptprimitives.dll").write_bytes(random_bytes_dll())
    return environment


@contextmanager
def kept_running(environment: dict[str, str]) -> Iterator[None]:
    """A program waits until the end, so that Windows need not be started again for each one; then end this Wine."""
    waiting, nowhere = ["wine", "cmd", "/k"], subprocess.DEVNULL
    with subprocess.Popen(waiting, env=environment, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere):
        yield
        subprocess.run(["wineserver", "-k"], env=environment, capture_output=True, timeout=SECONDS, check=False)


@dataclass
class Windows:
    """One person's PC.

    Args:
        wine: from :func:`start_wine`.
        folder: the PC's files: ``Local`` is %LOCALAPPDATA%, ``Roaming`` %APPDATA%, ``bin`` the only folder of ours on
            the PATH.
        bundle: the bundle's folder.
    """

    wine: dict[str, str]
    folder: Path
    bundle: Path

    def __post_init__(self) -> None:
        self.bin, self.local, self.roaming = (self.folder / name for name in ("bin", "Local", "Roaming"))
        for made in (self.bin, self.local, self.roaming):
            made.mkdir(parents=True)

    @property
    def home(self) -> Path:
        """Where the program is installed."""
        return self.local / "jixiao"

    @property
    def log(self) -> str:
        """What the setup script recorded."""
        return (self.home / "安装记录.txt").read_bytes().decode("gbk")

    def run(self, script: str, *arguments: str) -> Ran:
        """Run a script of the bundle as a person would, to its end."""
        quoted = " ".join(f'"{argument}"' for argument in arguments)
        # Wine's call makes any exit code 1
        return self.run_line(f'"{windows_path(self.bundle / script)}" {quoted}')

    def run_line(self, line: str, folder: Path | None = None) -> Ran:
        """Run a line of a batch file, in a folder of this machine."""
        lines = [f'set "{name}={value}"' for name, value in self.settings().items()]
        lines += [f'cd /d "{windows_path(folder)}"'] if folder else []
        start = self.folder.parent / "run.cmd"  # a plain path: cmd /c strips the quotes of one with brackets
        start.write_bytes("\r\n".join(["@echo off", *lines, line]).encode("gbk"))
        command = ["wine", "cmd", "/c", windows_path(start)]
        ran = self._ran(command)
        return self._ran(command) if _WINE_FAILED in ran.shown else ran

    def _ran(self, command: list[str]) -> Ran:
        # Python wants a standard input that can be read: of a pipe, Wine makes one
        ran = subprocess.run(command, env=self.wine, input=b"", capture_output=True, timeout=SECONDS, check=False)
        return Ran(ran.returncode, (ran.stdout + ran.stderr).decode("gbk", "replace"))

    def settings(self) -> dict[str, str]:
        """The variables of the person's account."""
        return {
            "LOCALAPPDATA": windows_path(self.local),
            "APPDATA": windows_path(self.roaming),
            "PATH": f"{windows_path(self.bin)};C:\\windows\\system32",
        }

    @contextmanager
    def using(self, folder: Path) -> Iterator[None]:
        """Another program works in a folder meanwhile, as Excel in the environment."""
        command = ["wine", "cmd", "/k", "echo ready"]
        with subprocess.Popen(
            command, env=self.wine, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdin
            assert other.stdout
            while b"ready" not in other.stdout.readline():
                pass
            try:
                yield
            finally:
                other.stdin.write(b"exit\r\n")
                other.stdin.flush()


@dataclass
class Pretended(Windows):
    """A PC whose Python is a stand-in that answers as told."""

    answers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.answers |= {f"FAKE_{what}": "0" for what in ("PROBE", "VENV", "PIP", "CHECK")} | {"FAKE_NAME": "first"}

    @property
    def calls(self) -> str:
        """The command lines that the stand-ins got."""
        calls = self.folder / "calls.txt"
        return calls.read_bytes().decode("gbk") if calls.exists() else ""

    def add_program(self, name: str, text: str = _PYTHON) -> None:
        """Put a batch file on the PATH; by default the stand-in for Python."""
        (self.bin / f"{name}.cmd").write_bytes(text.replace("\n", "\r\n").encode("gbk"))

    def settings(self) -> dict[str, str]:
        """With the answers of the stand-ins."""
        self.add_program("stand-in")
        told = {"FAKE_CALLS": self.folder / "calls.txt", "FAKE_PYTHON": self.bin / "stand-in.cmd"}
        return super().settings() | self.answers | {name: windows_path(path) for name, path in told.items()}


@dataclass
class Installed(Windows):
    """A PC where the program is installed, with a Python of its own."""

    def python(self, *arguments: str, folder: Path | None = None) -> Ran:
        """Run the environment's Python."""
        return self._program("python.exe", arguments, folder)

    def jixiao(self, *arguments: str, folder: Path | None = None) -> Ran:
        """Run a command of ours."""
        return self._program("jixiao.exe", arguments, folder)

    def _program(self, name: str, arguments: tuple[str, ...], folder: Path | None) -> Ran:
        program = windows_path(self.home / "venv" / "Scripts" / name)
        quoted = " ".join(f'"{argument}"' for argument in arguments)
        return self.run_line(f'"{program}" {quoted}', folder)


def windows_path(path: Path) -> str:
    """A path of this machine as Wine sees it."""
    return "Z:" + str(path).replace("/", "\\")
