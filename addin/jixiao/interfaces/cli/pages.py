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
    wheel: Annotated[
        Path | None,
        typer.Option(
            help="浏览器用的 lxml（lxml-…wasm32.whl）；给了它，网页里也能按 Word 模板生成报告", metavar="文件"
        ),
    ] = None,
) -> int:
    """Write the page; nothing is fetched."""
    need_suffix(output, ".html")
    kept = keep_previous(output, lambda target: write_page(target, runtime, wheel))
    if kept:
        typer.echo(f"上一份网页保留为：{kept}")
    if wheel is None:
        typer.echo("网页里没有按 Word 模板生成报告这一项：它要用 --wheel 给出浏览器用的 lxml")
    typer.echo(f"已生成网页：{output}（{output.stat().st_size / 1_000_000:.1f} MB），双击就能用，不用安装、不用联网")
    return 0
