"""Where the menu's commands find the libraries that LibreOffice's own Python lacks.

The extension holds this project's code whole, but not xlwings, openpyxl and the like. ``jixiao install calc`` notes in
the extension where the environment it runs in keeps them; before the first command those folders are searched too.
That works where both Pythons are of one version, for some libraries are compiled: otherwise a message says what to do.

Standard library only: until :func:`enter` there is nothing else.
"""

from __future__ import annotations

import json
import platform
import site
import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError

FILE = "environment.json"
"""The note, beside the extension's component."""

_FOLDERS = ("site-packages", "dist-packages")
_AGAIN = "再运行一次 jixiao install calc，然后重新打开 LibreOffice。单元格里的函数不受影响，可以照常填写。"


class EnvironmentProblem(UserError):
    """The libraries cannot be used; the message is Chinese and says what to do."""


def this_environment() -> bytes:
    """The note about the Python that runs this."""
    note = {
        "python": platform.python_version(),
        "kind": EXTENSION_SUFFIXES[0],  # such as .cp311-win_amd64.pyd: which compiled libraries it can load
        "folders": [folder for folder in sys.path if Path(folder).name in _FOLDERS],
    }
    return json.dumps(note, ensure_ascii=False, indent=1).encode()


@cache
def enter(extension: Path) -> None:
    """Search the noted folders too, before LibreOffice's own: a system may have other versions of the libraries.

    Args:
        extension: the folder of the installed extension.

    Raises:
        EnvironmentProblem: nothing is noted, the folders are gone, or the environment has another kind of Python.
    """
    note = _read(extension / FILE)
    _check(note)
    known = len(sys.path)
    for folder in note["folders"]:
        site.addsitedir(folder)  # not only the folder: what its .pth files name, as pywin32 needs
    found = sys.path[known:]
    del sys.path[known:]
    sys.path[:0] = [str(extension / "pythonpath"), *found]  # this project's code always comes from the extension


def _read(file: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(f"菜单还不能用：扩展里没有记下 jixiao 装在哪里。请{_AGAIN}") from error
    return note


def _check(note: dict[str, Any]) -> None:
    if note["kind"] != EXTENSION_SUFFIXES[0]:
        raise EnvironmentProblem(
            f"菜单还不能用：LibreOffice 里是 Python {platform.python_version()}，"
            f"jixiao 装在 Python {note['python']} 里，两者要是同一个版本（前两个数字相同）。"
            f"请用 Python {sys.version_info[0]}.{sys.version_info[1]} 重新安装 jixiao，{_AGAIN}"
        )
    gone = [folder for folder in note["folders"] if not Path(folder).is_dir()]
    if gone:
        raise EnvironmentProblem(f"菜单还不能用：jixiao 的安装文件夹不见了：{gone[0]}。请重新安装 jixiao，{_AGAIN}")
