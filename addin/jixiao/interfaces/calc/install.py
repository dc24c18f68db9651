"""Registering the extension with the LibreOffice of the user, by the program that LibreOffice has for it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.documents.libreoffice import find_program, inherited
from jixiao.interfaces.calc.environment import this_environment
from jixiao.interfaces.calc.extension import build_extension

IDENTIFIER = "org.jixiao.calc"
_SECONDS = 300
_OLDEST = (3, 11)
_NO_PYTHON = "com.sun.star.loader.Python"
"""The service that LibreOffice names when it has no Python inside: Debian and its like package that apart."""


class InstallError(UserError):
    """The extension cannot be registered or removed; the message is Chinese and says what to do."""


def install(program: Path | None = None) -> None:
    """Build the extension for this environment and register it; one that is registered already is replaced.

    Args:
        program: LibreOffice's folder of programs; by default it is looked for.

    Raises:
        InstallError: there is no LibreOffice, its Python is too old, it is running, or it refuses.
    """
    unopkg = find_unopkg(program)
    _refuse_old_python(unopkg.parent)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        extension = build_extension(Path(folder) / "jixiao.oxt", this_environment())
        _run(unopkg, "add", "--force", "--suppress-license", str(extension))


def remove(program: Path | None = None) -> bool:
    """Take the extension out of the user's LibreOffice.

    Returns:
        Whether it was there.

    Raises:
        InstallError: there is no LibreOffice, it is running, or it refuses.
    """
    unopkg = find_unopkg(program)
    if IDENTIFIER not in _run(unopkg, "list"):
        return False
    _run(unopkg, "remove", IDENTIFIER)
    return True


def find_unopkg(program: Path | None = None) -> Path:
    """LibreOffice's program for extensions: in a folder, or wherever LibreOffice is found.

    Raises:
        InstallError: it is not there.
    """
    found = find_program("unopkg", program)
    if not found:
        raise InstallError(
            f"{f'「{program}」里' if program else ''}没有找到 LibreOffice。请先安装 LibreOffice；已经装好的，"
            r"请用 --program 写明它的 program 文件夹，如 --program D:\LibreOffice\program"
        )
    return found


def python_of(program: Path) -> tuple[int, ...]:
    """The version of the Python that LibreOffice brings along; empty where it uses the system's."""
    name = next((folder.name for folder in program.glob("python-core-*")), "")
    return tuple(int(part) for part in name.removeprefix("python-core-").split(".") if part.isdigit())


def _refuse_old_python(program: Path) -> None:
    version = python_of(program)
    if version and version < _OLDEST:
        raise InstallError(
            f"这个 LibreOffice 自带的是 Python {'.'.join(map(str, version))}，"
            f"需要 {'.'.join(map(str, _OLDEST))} 以上。请换用较新的 LibreOffice"
        )


def _run(unopkg: Path, *arguments: str) -> str:
    """What it writes.

    Raises:
        InstallError: it fails.
    """
    command = [str(unopkg), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - LibreOffice's own program
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=_SECONDS,
            check=False, env=inherited(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(f"LibreOffice 的扩展程序没有运行成功，请关闭 LibreOffice 再试：{error}") from error
    if done.returncode and _NO_PYTHON in done.stderr + done.stdout:
        raise InstallError(
            "这个 LibreOffice 里没有装 Python 支持，菜单和函数不能运行：缺少软件包 python3-uno。"
            "请在终端里运行 sudo apt install python3-uno（别的系统装同名或类似的包，如 libreoffice-pyuno），再装一次"
        )
    if done.returncode:
        raise InstallError(
            "LibreOffice 没有接受。请关闭所有 LibreOffice 窗口（包括任务栏里的快速启动），"
            f"用平时登录的用户（不要用 root）再试。LibreOffice 的说明：{' '.join((done.stderr or done.stdout).split())}"
        )
    return done.stdout
