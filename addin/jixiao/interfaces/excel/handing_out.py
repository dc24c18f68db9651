"""An open workbook handed out in parts, and made anew by this version: what 拆分 and 升级 do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import xlwings as xw

from jixiao.core.files import creating, filling
from jixiao.documents.circulation.allotment import read_allotment, write_allotment
from jixiao.documents.circulation.split import Share, each_project, split
from jixiao.documents.circulation.upgrade import Upgraded, upgrade
from jixiao.documents.workbook.editing.carrying import LossError
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import read_older_book
from jixiao.interfaces.excel.open_book import (
    LiveBookError,
    Snapshot,
    copied,
    file_of,
    free_path,
    open_book,
    suffix_like,
)

_Result = TypeVar("_Result")
_BY_PROJECT = (
    "要一个项目一份地分吗？\n选“是”：每个项目一个工作簿；"
    "选“否”：先打开一张分工表，写上谁填哪些表、哪些正文，再按一次“拆分”。"
)


def hand_out(taken: Snapshot, title: str) -> str:
    """Write the parts into a folder beside the workbook, by the list of who fills in what or by project.

    Raises:
        SplitError: there are no projects, the list names nobody, or the workbook is a part itself.
    """
    listed = taken.path.with_name(f"{taken.path.stem}分工.xlsx")
    shares = _shares(taken, listed, title)
    if shares is None:
        open_book(taken.book.app, listed)
        return "请在打开的分工表第一列写上谁填（人或股室），保存、关闭，再按一次“拆分”。"
    folder = free_path(taken.path.with_name(f"{taken.path.stem}分发"))
    with copied(taken.book) as copy, filling(folder) as filled:
        files = split(copy, shares, filled, datetime.now(), suffix_like(taken.path))
    parts = "\n".join(f"{file.name}：{share.who}" for share, file in zip(shares, files, strict=False))
    whole = f"以后用其中的“{files[-1].name}”，首页列着谁填哪些、收回来没有。"
    return f"已分成 {len(shares)} 份，存在：{folder}\n{parts}\n{whole}"


def _shares(taken: Snapshot, listed: Path, title: str) -> list[Share] | None:
    """Who fills in what; ``None`` where the list for it was just written."""
    family, submission = taken.evaluation.family, taken.evaluation.submission
    if listed.exists():
        return read_allotment(listed, family, submission)
    if taken.book.app.alert(_BY_PROJECT, title, buttons="yes_no") == "yes":
        return each_project(family, submission)
    write_allotment(family, submission, listed)
    return None


def agreed(app: xw.App, title: str, write: Callable[[bool], _Result]) -> _Result:
    """What a writer returns, which is told whether something of people's may be left behind: only if the person agrees.

    Raises:
        LiveBookError: the person does not; nothing was written.
    """
    try:
        return write(False)
    except LossError as error:
        question = f"{error.told}\n\n要照样继续吗？原来的工作簿里都还在。"
        if app.alert(question, title, buttons="yes_no") != "yes":
            raise LiveBookError("没有写任何文件。带不过去的内容可以先记在别处，再按一次") from error
    return write(True)


def make_anew(book: xw.Book, title: str, *, is_wanted: bool = False) -> str:
    """Write the workbook as this version makes it, beside it, and open that.

    Args:
        book: the open workbook.
        title: of what is asked.
        is_wanted: whether one that this version made is made anew too.

    Raises:
        BookError: it cannot be read.
        LiveBookError: something of people's would be left behind, and the person does not agree to that.
        UpgradeError: the new workbook would not say the same.
    """
    path, done = file_of(book), "重新生成" if is_wanted else "升级"
    target = free_path(path.with_name(f"{path.stem}（{done}）{suffix_like(path)}"))
    with copied(book) as copy:
        if not is_wanted and not is_older(read_older_book(copy).submission):
            return f"「{path.name}」就是这一版做的，不用升级。"
        upgraded = agreed(book.app, title, partial(_upgraded, copy, target))
    open_book(book.app, target)
    return f"已{done}，存为新的工作簿：{target}\n{upgraded.told()}\n请在新的工作簿里接着填；原来的工作簿没有改动。"


def _upgraded(copy: Path, target: Path, leave_behind: bool) -> Upgraded:
    with creating(target) as temporary:
        return upgrade(copy, temporary, leave_behind=leave_behind)
