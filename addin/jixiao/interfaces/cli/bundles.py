"""``jixiao bundle``: the folder that installs the program on office PCs without internet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jixiao.interfaces.bundle import write_bundle


def bundle(
    output: Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件夹（新建）", metavar="文件夹")],
    wheels: Annotated[
        Path, typer.Option(help="存放安装包（.whl）的文件夹，由 make wheels 取齐", metavar="文件夹")
    ] = Path("build/wheels"),
    family: Annotated[
        list[str] | None, typer.Option(help="放哪个表样的工作簿，可写多次；不写则全部", metavar="表样")
    ] = None,
    python: Annotated[
        Path | None,
        typer.Option(
            help="一并放进去的 Python 安装包（nuget 的 .nupkg 或 python.org 的 .zip），核对过才用", metavar="文件"
        ),
    ] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="另存一份 .zip，便于拷贝")] = False,
) -> int:
    """Write the bundle; nothing is fetched."""
    written = write_bundle(output, wheels, family or (), zipped=zipped, python=python)
    for path in written:
        typer.echo(f"已生成离线安装包：{path}")
    typer.echo("把它整个拷到办公电脑上，双击里面的“安装”。做法见里面的使用手册")
    return 0
