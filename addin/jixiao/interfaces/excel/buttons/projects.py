"""新增项目表, 删除项目表: the workbook made anew under its name; as it was it is kept beside."""

from __future__ import annotations

from datetime import datetime

import xlwings as xw

from jixiao.core.files import replacing
from jixiao.documents.circulation.log import changes_of, record
from jixiao.documents.workbook.editing.additions import Addition
from jixiao.documents.workbook.editing.changing import Change, rebuild
from jixiao.interfaces.excel.buttons.command import TITLE, command, show_step, take
from jixiao.interfaces.excel.open_book import (
    LiveBookError,
    Snapshot,
    free_path,
    open_book,
)
from jixiao.model.submission.more_rows import with_project, without_project

_MOST_LOST = 10
"""Additions of people that a message names one by one."""


@command
def add_project(book: xw.Book) -> str:
    """新增项目表: one more empty project form in this workbook; as it was it is kept beside."""
    taken = take(book)
    old = taken.evaluation.submission
    change = Change(old, with_project(old, taken.evaluation.family), opened=taken.saved)
    return _rebuilt(taken, change, "新增项目表之前", "已加上一张空白的项目表，排在最后。")


@command
def remove_project(book: xw.Book) -> str | None:
    """删除项目表: the project form in front is taken out of this workbook; as it was it is kept beside."""
    taken, sheet = take(book), book.sheets.active
    old = taken.evaluation.submission
    number = next((index for index, data in enumerate(old.forms) if data.sheet == sheet.name), None)
    if number is None:
        raise LiveBookError(f"工作表「{sheet.name}」不是项目表。请先打开要删除的那张项目表，再按这个按钮")
    changed = without_project(old, taken.evaluation.family, number)
    change = Change(old, changed, removed=number, opened=taken.saved)
    question = f"要删除「{sheet.name}」吗？原来的样子会另外保留一份。"
    if book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        return None
    return _rebuilt(taken, change, "删除项目表之前", f"已删除「{sheet.name}」，后面的项目表依次往前排。")


def _rebuilt(taken: Snapshot, change: Change, when: str, done: str) -> str:
    """Write the changed workbook under the open one's name and open it; the open one goes on under another name."""
    show_step(taken.book, "生成工作簿")
    path, kept = taken.path, free_path(taken.path.with_name(f"{taken.path.stem}（{when}）{taken.path.suffix}"))
    taken.book.save(str(kept))
    lost: list[Addition] = []
    changes = changes_of(taken.evaluation.family, change)
    record(change.new, when.removesuffix("之前"), f"{datetime.now():%Y-%m-%d %H:%M}", changes)
    with replacing(path) as temporary:
        lost += rebuild(kept, taken.evaluation.family, change, temporary, path.parent)
    open_book(taken.book.app, path)
    left = "".join(f"\n{item.told()}" for item in lost[:_MOST_LOST])
    told = f"\n您自己加的内容有 {len(lost)} 处没有带过来，在保留的那一份里：{left}" if lost else ""
    return f"{done}\n请在打开的“{path.name}”里接着填。原来的样子保留为：{kept}（不要这次改动的，用它就可以）。{told}"
