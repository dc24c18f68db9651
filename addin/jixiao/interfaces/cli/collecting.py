"""``jixiao collect``, ``unit`` and ``waive``: many files into one result, one unit of it, findings set aside."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.errors import UserError
from jixiao.interfaces.cli.options import need_suffix
from jixiao.interfaces.collect.engine import Engine
from jixiao.interfaces.collect.run import WORKBOOK, Options, Progress, collect
from jixiao.interfaces.collect.tables import read_table
from jixiao.interfaces.collect.unit_list import read_unit_list
from jixiao.interfaces.collect.unit_page import write_unit_page
from jixiao.interfaces.collect.waivers import add_waiver


class NoSuchPlace(UserError):
    """A file or folder that is not there."""


def collect_command(
    places: Annotated[list[Path], typer.Argument(help="收齐的文件夹、压缩包或文件，可以写几个", metavar="文件夹…")],
    output: Annotated[Path, typer.Option("--output", "-o", help="结果存到哪个文件夹", metavar="文件夹")],
    scheduler: Annotated[
        str, typer.Option(help="用另外的调度程序（dask），如 tls://10.1.2.3:8786；不填则用本机", metavar="地址")
    ] = "",
    certificates: Annotated[
        Path | None,
        typer.Option(help="tls:// 的证书所在文件夹（ca.pem、cert.pem、key.pem）；不填按 dask 的设置", metavar="文件夹"),
    ] = None,
    workers: Annotated[int, typer.Option(help="同时用几个进程；不填则按处理器个数和内存", metavar="个数", min=0)] = 0,
    expect: Annotated[Path | None, typer.Option(help="应报单位名单（.xlsx，有一列“单位名称”）", metavar="文件")] = None,
    previous: Annotated[
        Path | None, typer.Option(help="上次的结果文件夹：列出各单位改了什么、还有什么没改", metavar="文件夹")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="全部重新读，不用上次的结果")] = False,
    names: Annotated[bool, typer.Option("--names", help="问题清单里保留人名和电话；不写则以“某”和（略）代替")] = False,
) -> int:
    """Read all files, write the result folder, say what matters; interrupted, it can be run again."""
    missing = next((place for place in places if not place.exists()), None)
    if missing:
        raise NoSuchPlace(f"没有「{missing}」，请检查文件夹或文件名")
    expected = read_unit_list(expect) if expect else ()
    options = Options(Engine(scheduler, workers, certificates), fresh, names, expected, previous)
    try:
        summary = collect(places, output, options, _show)
    except KeyboardInterrupt:
        typer.echo(f"\n已停下。「{output}」里是已经读完的部分；再运行一次就接着做", err=True)
        return 2
    typer.echo("，".join(f"{name} {value:g}" for name, value in summary.totals.items()))
    typer.echo(f"已写成：{output / WORKBOOK}、{output / 'index.html'}")
    return int(summary.totals["错误"] > 0)


def _show(progress: Progress) -> None:
    """One line that is written over, on a screen; nothing in a file."""
    if sys.stderr.isatty():
        rate = progress.done / progress.seconds if progress.seconds else 0
        text = f"\r已读 {progress.done}/{progress.total}，读不了的 {progress.unread}，每秒 {rate:.1f} 个，"
        text += f"还要约 {progress.seconds_left:.0f} 秒　"
        typer.echo(text, err=True, nl=False)


def unit_command(
    result: Annotated[Path, typer.Argument(help="collect 写成的结果文件夹", metavar="结果文件夹")],
    name: Annotated[str, typer.Argument(help="单位名称，或汇总表里的文件名", metavar="单位")],
    output: Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件（.html）", metavar="文件")],
) -> int:
    """Write the page of one unit out of a result."""
    _need_result(result)
    need_suffix(output, ".html")
    typer.echo(f"已写成：{output}，问题 {write_unit_page(result, name, output)} 个")
    return 0


def waive_command(
    result: Annotated[Path, typer.Argument(help="collect 写成的结果文件夹", metavar="结果文件夹")],
    number: Annotated[str, typer.Argument(help="问题号，见 汇总表.xlsx 的“问题清单”", metavar="问题号")],
    reason: Annotated[str, typer.Option(help="情况说明：为什么不用改", metavar="说明")],
    who: Annotated[str, typer.Option(help="谁说明的", metavar="谁")] = "",
) -> int:
    """Set a finding aside with a reason; it comes back when its figures change."""
    _need_result(result)
    waiver = add_waiver(result, read_table(result, "findings"), number, reason, who, date.today())
    typer.echo(
        f"已记下：问题号 {waiver.number}，数字 {waiver.figures}。数字改了以后它会重新列出；再运行 collect 更新汇总表"
    )
    return 0


def _need_result(result: Path) -> None:
    if not (result / "findings.parquet").is_file():
        raise NoSuchPlace(f"「{result}」里没有汇总结果，请先用 jixiao collect 汇总")
