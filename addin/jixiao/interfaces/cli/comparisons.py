"""``jixiao compare`` and ``years``: two files of a unit, or the files of several years, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from jixiao.core.files import protect
from jixiao.documents.versions.file_changes import FileChange, file_changes
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.inputs import evaluated
from jixiao.interfaces.cli.lists import ListFormat, print_json
from jixiao.interfaces.cli.options import need_suffix
from jixiao.interfaces.collect.years import write_years

_File = Annotated[Path, typer.Argument(help="自评工作簿或自评报告", metavar="文件")]
_LISTS = (ListFormat.text, ListFormat.json)


def compare(
    old: _File,
    new: _File,
    output_format: Annotated[
        ListFormat, typer.Option("--format", help="输出格式：text 表格，json 数据", metavar="格式")
    ] = ListFormat.text,
) -> int:
    """List what differs between two files: figures by field, texts by section."""
    changes = file_changes(evaluated(old), evaluated(new))
    if output_format is ListFormat.json:
        print_json([change.record() for change in changes])
    else:
        _print(changes)
    return 0


def years(
    files: Annotated[list[Path], typer.Argument(help="各年度的工作簿或报告，每个年度一份", metavar="文件…")],
    output: Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件（.xlsx）", metavar="文件")],
) -> int:
    """Write the figures of several years side by side."""
    need_suffix(output, ".xlsx")
    protect(*files)
    ordered = sorted((evaluated(file) for file in files), key=lambda evaluation: evaluation.submission.year)
    write_years(ordered, output)
    typer.echo(f"已写成历年对比：{output}")
    return 0


def _print(changes: list[FileChange]) -> None:
    if not changes:
        console.print("两份文件的数字和正文都一样")
        return
    table = Table(show_lines=True, header_style="bold")
    for heading in ("表或项目", "栏目", "原来", "现在"):
        table.add_column(heading, overflow="fold")
    for change in changes:
        table.add_row(*map(Text, (change.project or change.form, change.what, change.before, change.after)))
    console.print(table)
    console.print(f"共 {len(changes)} 处不同")
