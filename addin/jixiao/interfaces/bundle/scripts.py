"""The setup scripts of a bundle, from the texts in ``addin/windows``.

cmd.exe reads a batch file line by line in the console's code page, and on older versions of Windows loses its place in
one that is UTF-8; so what is UTF-8 with plain newlines in the project becomes GBK with CRLF in the bundle. Python's own
files stay UTF-8.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from jixiao import __version__
from jixiao.core import resources
from jixiao.interfaces.bundle.closure import PYTHONS

SETUP = "setup"
"""The folder beside the scripts that holds what they use, and staff need not look at."""

SCRIPTS = {
    "install.cmd": "安装.cmd",
    "uninstall.cmd": "卸载.cmd",
    "check.cmd": "校验.cmd",
    "report.cmd": "生成报告.cmd",
    "commands.cmd": "命令窗口.cmd",
}
"""The batch files by their names in the project, and as staff see them."""

_HELPERS = ("probe.py", "selfcheck.py", "excel_client.py")


def write_scripts(folder: Path) -> None:
    """Write the batch files into a bundle's folder, and what they run into its folder for setup."""
    for source, name in SCRIPTS.items():
        (folder / name).write_bytes(batch_file(_text(source)))
    for helper in _HELPERS:
        (folder / SETUP / helper).write_text(_text(helper), encoding="utf-8", newline="\r\n")


def batch_file(text: str) -> bytes:
    """A batch file as cmd.exe on a Chinese Windows reads it, with the versions filled in.

    Args:
        text: with plain newlines; ``${name}`` stands for a value of ours, ``%name%`` for one of cmd.exe's.
    """
    newest_first = PYTHONS[::-1]
    values = {
        "version": __version__,
        "pythons": " ".join(newest_first),
        "folders": " ".join(python.replace(".", "") for python in newest_first),
        "oldest": PYTHONS[0],
        "newest": PYTHONS[-1],
    }
    return Template(text).substitute(values).replace("\n", "\r\n").encode("gbk")


def _text(name: str) -> str:
    return resources.path("addin", "windows", name).read_text("utf-8")
