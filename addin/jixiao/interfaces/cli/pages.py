"""``jixiao page``: everything that needs no installation as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.files import keep_previous
from jixiao.interfaces.cli.options import need_suffix
from jixiao.interfaces.web.assemble import write_page


def page(
    output: Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件（.html）", metavar="文件")] = Path(
        "绩效自评.html"
    ),
    runtime: Annotated[Path, typer.Option(help="存放网页运行文件的文件夹，由 make page 取齐", metavar="文件夹")] = Path(
        "build/page"
    ),
) -> int:
    """Write the page; nothing is fetched."""
    need_suffix(output, ".html")
    kept = keep_previous(output, lambda target: write_page(target, runtime))
    if kept:
        typer.echo(f"上一份网页保留为：{kept}")
    typer.echo(f"已生成网页：{output}（{output.stat().st_size / 1_000_000:.1f} MB），双击就能用，不用安装、不用联网")
    return 0
