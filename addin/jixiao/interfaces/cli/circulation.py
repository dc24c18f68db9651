"""Commands for a workbook's way through its year: upgraded, handed out in parts, merged, undone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.errors import UserError
from jixiao.core.files import creating, filling, free_name, protect, refuse_existing
from jixiao.documents.circulation.allotment import read_allotment, write_allotment
from jixiao.documents.circulation.merged_book import merge_book, undo_book
from jixiao.documents.circulation.split import each_project, split
from jixiao.documents.circulation.upgrade import upgrade
from jixiao.documents.workbook.calc_file import excel_name
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import read_book, read_older_book
from jixiao.interfaces.cli.books import Workbook, tell_lost
from jixiao.interfaces.cli.options import LeaveBehind, Output, new_book

UPGRADED, MERGED = "升级", "合并"


class TooManyBooks(UserError):
    """One name for several results."""


def upgrade_books(
    books: Annotated[
        list[Path], typer.Argument(help="自评工作簿（.xlsx、.xlsm），可以一次写几个", metavar="工作簿...")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="保存到哪个文件；不填则存在原件旁边，名字后加“（升级1）”", metavar="文件"),
    ] = None,
    leave_behind: LeaveBehind = False,
) -> int:
    """Write each workbook as this version makes it; the older one stays as it is."""
    if output and len(books) > 1:
        raise TooManyBooks("一次升级几个工作簿时不能用 -o，结果都存在各自的原件旁边")
    code = 0
    for book in books:
        try:
            _upgrade(book, output, leave_behind)
        except UserError as error:
            if len(books) == 1:
                raise
            typer.echo(f"「{book.name}」没有升级：{error}", err=True)
            code = 2
    return code


def _upgrade(book: Path, output: Path | None, leave_behind: bool) -> None:
    protect(book)
    if not is_older(read_older_book(book).submission):
        typer.echo(f"「{book.name}」就是这一版做的，不用升级")
        return
    target = new_book(output) if output else free_name(excel_name(book), UPGRADED)
    with creating(target) as temporary:
        upgraded = upgrade(book, temporary, leave_behind=leave_behind)
    tell_lost(upgraded.rebuilt.lost, target)
    typer.echo(f"「{book.name}」已升级，存为：{target}（原来的工作簿没有改动）\n{upgraded.told()}")


def split_book(
    book: Workbook,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="存到哪个新的文件夹；不填则是工作簿旁边的“…分发”", metavar="文件夹"),
    ] = None,
    allotment: Annotated[
        Path | None,
        typer.Option(
            "--list",
            help="分工表（.xlsx）：谁填哪些表、哪些正文；还没有这个文件时先写一份给您填。不用它就一个项目一份",
            metavar="文件",
        ),
    ] = None,
) -> int:
    """Write a workbook for each project, or for each person of a list, and the whole one that knows who has what."""
    protect(book, allotment)
    family, submission = read_book(book)
    if allotment and not allotment.exists():
        write_allotment(family, submission, allotment)
        typer.echo(f"已写成分工表：{allotment}。请在第一列写上谁填（人或股室），保存后再运行一次同样的命令")
        return 0
    shares = read_allotment(allotment, family, submission) if allotment else each_project(family, submission)
    folder = output or book.with_name(f"{book.stem}分发")
    refuse_existing(folder)
    with filling(folder) as filled:
        files = split(book, shares, filled, datetime.now())
    typer.echo(f"已分成 {len(shares)} 份，存在：{folder}")
    for share, file in zip(shares, files, strict=False):
        typer.echo(f"  {file.name}：{share.who}")
    typer.echo(f"总的工作簿：{files[-1].name}（首页列着谁填哪些、收回来没有；原来的工作簿没有改动）")
    return 0


def merge_books(
    book: Annotated[Path, typer.Argument(help="总的自评工作簿（.xlsx、.xlsm）", metavar="工作簿")],
    parts: Annotated[
        list[Path] | None,
        typer.Argument(help="收回来的各份；不写则把“合并分歧”页上选定的写进去", metavar="各份..."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="保存到哪个文件；不填则存在总表旁边，名字后加“（合并1）”", metavar="文件"),
    ] = None,
    leave_behind: LeaveBehind = False,
) -> int:
    """Write the whole workbook with its parts in it; 1 while something is still to be chosen."""
    protect(book, *(parts or ()))
    target = new_book(output) if output else free_name(excel_name(book), MERGED)
    with creating(target) as temporary:
        merged = merge_book(book, parts or [], temporary, datetime.now(), leave_behind=leave_behind)
    tell_lost(merged.rebuilt.lost, target)
    typer.echo(f"{merged.told}\n存为：{target}（原来的各份没有改动）")
    return int(merged.open > 0)


def undo_last(book: Workbook, output: Output, leave_behind: LeaveBehind = False) -> int:
    """Write the workbook without the last change that a command or button made."""
    protect(book)
    target = new_book(output)
    with creating(target) as temporary:
        undone = undo_book(book, temporary, datetime.now(), leave_behind=leave_behind)
    tell_lost(undone.rebuilt.lost, target)
    typer.echo(f"{undone.told}\n存为：{target}（原来的工作簿没有改动）")
    return 0
