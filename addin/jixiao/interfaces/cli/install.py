"""``jixiao install``: making other programs on this computer know of us."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jixiao.interfaces.cli.chinese import ChineseProgram

app = ChineseProgram(help="装进办公软件：菜单、按钮和单元格函数")


@app.callback()
def install() -> None:
    """Keep ``calc`` a command of its own even while it is the only one."""


@app.command("calc", help="装进 LibreOffice：菜单、工具栏“绩效自评”和单元格函数")
def calc(
    remove: Annotated[bool, typer.Option("--remove", help="从 LibreOffice 里去掉")] = False,
    program: Annotated[
        Path | None, typer.Option(help="LibreOffice 的 program 文件夹；不填则自动查找", metavar="文件夹")
    ] = None,
) -> int:
    """Register the extension for this user, or remove it."""
    from jixiao.interfaces.calc import install as calc_extension  # with all of pandas: no other command needs it

    if not remove:
        calc_extension.install(program)
        typer.echo("已装进 LibreOffice：打开自评工作簿时函数自动计算，菜单和工具栏里有“绩效自评”。去掉：加 --remove")
    elif calc_extension.remove(program):
        typer.echo("已从 LibreOffice 里去掉。工作簿和报告没有改动")
    else:
        typer.echo("LibreOffice 里没有本程序的扩展，不需要去掉")
    return 0
