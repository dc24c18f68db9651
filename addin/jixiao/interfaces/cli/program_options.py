"""Options of the program itself, before any command."""

from __future__ import annotations

import logging
import platform
from typing import Annotated

import typer

from jixiao import __version__

_LOG = logging.getLogger("jixiao")


def _version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"jixiao {__version__}（Python {platform.python_version()}，{platform.platform(terse=True)}）")
        raise typer.Exit


def of_the_program(
    version: Annotated[bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="把程序的运行记录也显示在屏幕上，给管理员查错用")] = False,
) -> None:
    """What holds for every command."""
    _LOG.setLevel(logging.DEBUG if verbose else logging.NOTSET)
    if verbose:
        logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s", force=True)
        _LOG.debug("jixiao %s, Python %s, %s", __version__, platform.python_version(), platform.platform(terse=True))
