"""Whether what was installed works: ``python selfcheck.py 0.2.0``, run by the environment's own Python.

It does what a person will do: makes a workbook, checks it, writes its report, and asks one function as a cell asks it,
through xlwings' library and server. Prints what does not work and what to do; the exit code is 0 if all does.
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

FUNCTION, ARGUMENTS, ANSWER = "SCORE_ROW", (10, "≥95%", "96%"), 10
_BOOK, _PAGE, _REPORT = "自检.xlsx", "自检.html", "自检.docx"
_SECONDS = 300
_NOT_STARTED = 101
"""How the launcher of a virtual environment ends when Windows does not let it start Python (PC/launcher.c)."""
_PAUSES = (1, 4, 0)
"""Seconds after each try: what was just copied is being scanned."""

_BLOCKED = (
    "多半是杀毒软件或单位的策略拦截了程序。请管理员把文件夹 %LOCALAPPDATA%\\jixiao 加入信任（白名单），"
    "再运行一次“安装”。"
)
_SIGNS_OF_A_BLOCK = (
    *(f"WinError {code}]" for code in (2, 5, 225, 1260, 4551)),
    "Unable to create process",  # the launcher's
)
_NO_RUNTIME = (
    "系统缺少微软的 VC++ 运行库，或程序文件被杀毒软件拦截。请安装 Microsoft Visual C++ 2015-2022 运行库（x64），"
    "并把文件夹 %LOCALAPPDATA%\\jixiao 加入信任，再运行一次“安装”。"
)
_NO_FOLDER = "临时文件夹不能写。请检查磁盘空间，以及单位的策略是否不许在 %TEMP% 里建文件，再运行一次“安装”。"
_UNKNOWN = "请把安装包重新复制一份再试；仍不行，请把安装记录交给管理员。"


def faults(wanted: str) -> Iterator[str]:
    """What does not work, each as a sentence with what to do."""
    if version("jixiao") != wanted:
        yield f"jixiao 的版本是 {version('jixiao')}，应为 {wanted}。{_UNKNOWN}"
    checks: dict[str, Callable[[], Iterable[str]]] = {
        "装载程序": load_all,
        "用命令制表、校验、出报告": command_faults,
        "计算单元格公式": cell_faults,
    }
    for name, check in checks.items():
        try:
            yield from check()
        except Exception as error:
            yield f"{name}没有成功：{error}。{advice(f'{type(error).__name__} {error}')}"


def load_all() -> tuple[str, ...]:
    """Load what the commands load, compiled libraries too; raises what is in the way."""
    importlib.import_module("jixiao.interfaces.cli.app").load_all()
    return ()


def command_faults() -> Iterator[str]:
    """Make a workbook, check it, write its report, as a person does; stops at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="绩效自评自检 ") as folder:
        new = ("new", "--family", "hunan-2024", "--unit", "自检", "--year", "2024", "--projects", "1", "-o", _BOOK)
        for arguments, codes in (
            (new, {0}),
            (("check", _BOOK, "-o", _PAGE), {0, 1}),
            (("report", _BOOK, "-o", _REPORT), {0}),
        ):
            ran = run(arguments, folder)
            made = Path(folder, arguments[-1])
            if ran.returncode not in codes or not made.is_file():
                said = (
                    (ran.stdout + ran.stderr).strip().decode("gbk" if sys.platform == "win32" else "utf-8", "replace")
                )
                yield f"jixiao {arguments[0]} 没有成功（退出码 {ran.returncode}）：{said[-300:]}。{advice(said)}"
                return


def run(arguments: Iterable[str], folder: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command ``jixiao`` that staff and the buttons run; again while a virus scanner holds its Python."""
    command = [str(Path(sysconfig.get_path("scripts"), "jixiao")), *arguments]
    for pause in _PAUSES:
        ran = subprocess.run(command, cwd=folder, capture_output=True, input=b"", timeout=_SECONDS, check=False)  # noqa: S603
        if ran.returncode != _NOT_STARTED:
            break
        time.sleep(pause)
    return ran


def cell_faults() -> Iterator[str]:
    """Ask one function as a cell of the workbook asks it."""
    library = Path(sys.prefix, f"xlwings64-{version('xlwings')}.dll")
    if not library.is_file():
        yield f"没有 {library}。{_BLOCKED}"
        return
    answered = ask_as_a_cell()
    if answered != ANSWER:
        yield f"{FUNCTION}{ARGUMENTS} 得到 {answered!r}，应为 {ANSWER}。{_UNKNOWN}"


def ask_as_a_cell() -> Any:
    """The answer of the server that the workbook will start."""
    spec = importlib.util.spec_from_file_location("excel_client", Path(__file__).with_name("excel_client.py"))
    if spec is None or spec.loader is None:
        raise ImportError("excel_client.py")
    client = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(client)
    server = client.Server()
    try:
        return server.call(FUNCTION, *ARGUMENTS)
    finally:
        server.stop()


def advice(said: str) -> str:
    """What to do about words of the system's or of Python's."""
    if "DLL load failed" in said:
        return _NO_RUNTIME
    if any(sign in said for sign in _SIGNS_OF_A_BLOCK):
        return _BLOCKED
    if "PermissionError" in said or "No usable temporary directory" in said:
        return _NO_FOLDER
    return _UNKNOWN


if __name__ == "__main__":
    found = list(faults(sys.argv[1]))
    print("\n".join(found) or "自检通过")
    sys.exit(bool(found))
