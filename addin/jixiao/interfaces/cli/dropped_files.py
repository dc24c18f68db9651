r"""Files dropped on the icons 校验 and 生成报告: ``python -I -m jixiao.interfaces.cli.dropped_files check``.

Explorer starts ``cmd /c ""…\校验.cmd" C:\甲&乙.docx"``: it quotes a name only if that holds a blank, so that cmd
takes what stands behind an ``&`` for a command, expands ``%`` and drops ``^``. The batch file hands over that whole
line; here the names are read from it. Where it was started otherwise (typed into a window), its first argument counts.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PureWindowsPath

from jixiao.interfaces.cli.entry import print_any_text, run

_NAMES = re.compile(r'"([^"]*)"|(\S+)')
_NO_FILE = "请先保存并关闭文件，再把它拖到图标上（可以一次拖几个）。"


def main() -> None:
    """Do what the icon promises with every file dropped; leave with the worst exit code."""
    print_any_text()
    sys.exit(run_dropped(sys.argv[1], os.environ))


def run_dropped(task: str, given: Mapping[str, str]) -> int:
    """Run a task on each file.

    Args:
        task: ``check`` or ``report``.
        given: what the batch file set: ``JIXIAO_SCRIPT``, ``JIXIAO_COMMAND_LINE``, ``JIXIAO_FILE``.

    Returns:
        The worst exit code; 2 if there is no file.
    """
    files = dropped(given)
    if not files:
        print(_NO_FILE)
        return 2
    return max(_TASKS[task](file) for file in files)


def dropped(given: Mapping[str, str]) -> list[Path]:
    """The files dropped, or the one named as the batch file's argument."""
    found = [Path(name) for name in names(given.get("JIXIAO_COMMAND_LINE", ""), given.get("JIXIAO_SCRIPT", ""))]
    if found and all(path.exists() for path in found):
        return found
    return [Path(given["JIXIAO_FILE"])] if given.get("JIXIAO_FILE") else found


def names(line: str, script: str) -> Iterator[str]:
    """The names that follow the batch file's own in the command line; none if it was started otherwise."""
    _, _, behind = line.partition(f'{PureWindowsPath(script).name}" ')
    for quoted, bare in _NAMES.findall(behind.rstrip().removesuffix('"')):
        yield quoted or bare


def _check(file: Path) -> int:
    page = file.with_name(f"{file.stem}校验结果.html")
    code = run(["check", str(file), "-o", str(page)])
    if code in (0, 1):
        open_page(page)
    return code


def _report(file: Path) -> int:
    return run(["report", str(file), "-o", str(file.with_name(f"{file.stem}报告.docx"))])


_TASKS: Mapping[str, Callable[[Path], int]] = {"check": _check, "report": _report}


def open_page(page: Path) -> None:
    """Show a page in the person's browser, where this is Windows."""
    if sys.platform == "win32":
        os.startfile(page)  # noqa: S606 - our own page


if __name__ == "__main__":
    main()
