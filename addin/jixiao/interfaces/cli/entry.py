"""The way in, and the net below everything. ``eval`` answers before anything heavy is imported; all else goes on."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from jixiao.core.errors import UserError
from jixiao.core.unseen_signs import seen

DONE, FOUND, CANNOT, FAULT = 0, 1, 2, 3
"""Exit codes: done, findings of severity error, cannot do it, a fault of ours."""


def main() -> None:
    """Run a command and leave with its exit code."""
    _open_closed_streams()
    print_any_text()
    sys.exit(run(sys.argv[1:]))


def print_any_text() -> None:
    """A file or pipe on a Chinese Windows takes GBK, which has no ✓ and no ⚠: print something else instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def run(arguments: list[str]) -> int:
    """Run a command.

    Args:
        arguments: what stands behind ``jixiao`` on the command line.

    Returns:
        The exit code.
    """
    try:
        _refuse_unreadable(arguments)
        code = _dispatch(arguments)
        sys.stdout.flush()  # here, where what goes wrong can still be told
        return code
    except UserError as error:
        return _cannot(str(error))
    except KeyboardInterrupt:
        return _cannot("已中断，没有写完的文件已经清理")
    except MemoryError:
        return _cannot("内存不够，没有做完。请关闭别的程序再试；文件特别大的，请删去里面的图片再试")
    except OSError as error:
        return _refused_by_system(error)
    except Exception:  # the net: nobody is shown a traceback
        return _fault()


class UnreadableArgument(UserError):
    """Bytes on the command line that are no text."""


def _refuse_unreadable(arguments: list[str]) -> None:
    for number, argument in enumerate(arguments, 1):
        if any("\ud800" <= sign <= "\udfff" for sign in argument):
            shown = argument.encode("utf-8", "replace").decode()
            raise UnreadableArgument(
                f"命令的第 {number} 个参数不是 UTF-8 编码的文字：{shown}。请改文件名或终端的编码再试"
            )


def _dispatch(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "eval" and not arguments[1].startswith("-"):
        from jixiao.interfaces.cli.formula import evaluate_formula

        return evaluate_formula(arguments[1])
    from jixiao.core.files import one_command
    from jixiao.interfaces.cli.app import run_app

    with one_command():
        return run_app(arguments)


def _refused_by_system(error: OSError) -> int:
    """What the system refuses outside the gate for files: mostly the console's own stream."""
    if isinstance(error, BrokenPipeError):  # the reader of our output (head, less) has left
        _silence(sys.stdout)
        return DONE
    if error.errno == errno.ENAMETOOLONG:
        return _cannot(f"文件名太长，磁盘上存不下，请改短再试：{error.filename}")
    if error.errno == errno.ENOSPC:
        _silence(sys.stdout)
        return _cannot("磁盘空间不够，没有写完。请清理磁盘后再试")
    return _fault()


def _fault() -> int:
    import logging

    from jixiao.core.fault_log import fault_message

    logging.getLogger("jixiao").debug("a fault of the program", exc_info=True)  # seen with --verbose
    print(fault_message("原来的文件没有改动"), file=sys.stderr)
    return FAULT


def _cannot(message: str) -> int:
    print(seen(message), file=sys.stderr)
    return CANNOT


def _open_closed_streams() -> None:
    """Give a program that was started without a console somewhere to write; its files are written all the same."""
    if sys.stderr is None:
        sys.stderr = _nowhere()
    if sys.stdout is None:
        print("屏幕输出是关着的，结果没有地方显示；清单可以用 -o 存成文件", file=sys.stderr)
        sys.stdout = _nowhere()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def _silence(stream: object) -> None:
    """Let what is left of a stream go nowhere: Python would report it once more on leaving."""
    with suppress(OSError):  # a stream that is no file of the system
        if isinstance(stream, TextIOWrapper):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
