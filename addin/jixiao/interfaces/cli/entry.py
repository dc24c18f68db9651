"""The way in. ``eval`` answers before anything heavy is imported; all else goes to the full program."""

from __future__ import annotations

import errno
import sys
from io import TextIOWrapper

from jixiao.core.errors import UserError


def main() -> None:
    """Run a command and leave with its exit code: 0 done, 1 findings of severity error, 2 cannot do it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file or pipe on a Chinese Windows takes GBK, which has no ✓ and no ⚠
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command.

    Args:
        arguments: what stands behind ``jixiao`` on the command line.

    Returns:
        The exit code.
    """
    try:
        return _dispatch(arguments)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output (head, less) has left
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        print(f"文件名太长，磁盘上存不下，请改短再试：{error.filename}", file=sys.stderr)
        return 2


def _dispatch(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "eval" and not arguments[1].startswith("-"):
        from jixiao.interfaces.cli.formula import evaluate_formula

        return evaluate_formula(arguments[1])
    from jixiao.interfaces.cli.app import run_app

    return run_app(arguments)
