"""Arguments and options that several commands share, and what their values must look like."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jixiao.core.files import OutputError, refuse_existing, refuse_name
from jixiao.documents.workbook.macros import MACRO_SUFFIX

Book = Annotated[Path, typer.Argument(help="自评工作簿（.xlsx、.xlsm、.ods）或自评报告（.docx）", metavar="文件")]
Books = Annotated[
    list[Path],
    typer.Argument(help="自评工作簿（.xlsx、.xlsm、.ods）或自评报告（.docx），可以一次写几个", metavar="文件..."),
]
LeaveBehind = Annotated[
    bool, typer.Option("--leave-behind", help="自己加的内容带不过去的，照样写；没有带过去的列在结果旁边的清单里")
]
ReadAs = Annotated[str, typer.Option("--family", help="报告按哪个表样读；不填则自动识别", metavar="表样")]
AnyKind = Annotated[bool, typer.Option("--any", help="不像绩效自评、预算或决算的文件也读，核对里面的数字")]


class Format(StrEnum):
    """How lists are written."""

    text = "text"
    json = "json"


Form = Annotated[Format, typer.Option("--format", help="输出格式：text 表格，json 数据", metavar="格式")]
Output = Annotated[Path, typer.Option("--output", "-o", help="保存到哪个文件", metavar="文件")]

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST = 50


def need_suffix(path: Path, *suffixes: str) -> None:
    """Refuse a folder, and a file name that does not end so.

    Raises:
        OutputError: it is one, or does not.
    """
    if path.is_dir():
        raise OutputError(f"「{path}」是文件夹，请写出文件名")
    if path.suffix.lower() not in suffixes:
        raise OutputError(f"「{path.name}」的扩展名应为 {'或 '.join(suffixes)}，请改文件名再试")


def refuse_same(path: Path, other: Path | None) -> None:
    """Refuse two results under one name.

    Raises:
        OutputError: they are one file.
    """
    if other is not None and path.absolute() == other.absolute():
        raise OutputError(f"「{path.name}」不能同时存两样结果，请给它们不同的文件名")


def new_book(path: Path) -> Path:
    """Where a new workbook goes: a name without an ending gets that of workbooks with buttons.

    Raises:
        OutputError: it is a folder, the ending is not a workbook's, or there is such a file already.
    """
    refuse_name(path)
    path = path if path.suffix or path.is_dir() else path.with_suffix(MACRO_SUFFIX)
    need_suffix(path, ".xlsx", MACRO_SUFFIX)
    refuse_existing(path)
    return path


def book_name(unit: str, year: int) -> Path:
    """What a unit's workbook of a year is called if nobody says otherwise; a first dot would hide it."""
    return Path(f"{_NOT_IN_NAMES.sub('_', unit).lstrip('.')[:_LONGEST]}{year}年度绩效自评{MACRO_SUFFIX}")
