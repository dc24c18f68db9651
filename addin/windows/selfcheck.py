"""Whether what was installed works: ``python selfcheck.py 0.1.0``, run by the environment's own Python.

It asks what the workbook will ask: the package's version, xlwings' library where the workbook looks for it, the module
that answers cells, and the command ``jixiao``, which a PC's policy may forbid. Prints what is wrong; the exit code is
0 if nothing is.
"""

import importlib
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path

FORMULA, ANSWER = '=SCORE_ROW(10,"≥95%","96%")', b"10"


def faults(wanted):
    """What is wrong, each as a sentence."""
    if version("jixiao") != wanted:
        yield f"jixiao 的版本是 {version('jixiao')}，应为 {wanted}"
    library = Path(sys.prefix, f"xlwings64-{version('xlwings')}.dll")
    if not library.is_file():
        yield f"没有 {library}"
    importlib.import_module("jixiao.hosts.excel_functions")
    command = [str(Path(sysconfig.get_path("scripts"), "jixiao")), "eval", FORMULA]
    try:
        answered = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own command
    except OSError as error:
        yield f"运行不了 {command[0]}：{error}"
    else:
        if answered.stdout.strip() != ANSWER:
            yield f"{FORMULA} 得到 {answered.stdout!r} {answered.stderr!r}，应为 {ANSWER!r}"


if __name__ == "__main__":
    found = list(faults(sys.argv[1]))
    print("\n".join(found) or "自检通过")
    sys.exit(bool(found))
