"""拆分, 合并, 升级: workbooks that go from hand to hand, and those of earlier versions."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

import xlwings as xw

from jixiao.core.files import creating
from jixiao.documents.circulation.merge import DISAGREEMENTS
from jixiao.documents.circulation.merged_book import MergedBook, merge_book
from jixiao.interfaces.excel.buttons.command import TITLE, command, show_step, take
from jixiao.interfaces.excel.handing_out import agreed, hand_out, make_anew
from jixiao.interfaces.excel.open_book import (
    ask_books,
    copied,
    free_path,
    open_book,
    suffix_like,
)


@command
def split_parts(book: xw.Book) -> str:
    """拆分: a workbook for each project, or for each person of the list 分工 beside this one."""
    taken = take(book)
    show_step(book, "拆分")
    return hand_out(taken, TITLE)


@command
def upgrade_book(book: xw.Book) -> str:
    """升级: a workbook that an earlier version made, as this one makes it."""
    show_step(book, "升级")
    return make_anew(book, TITLE)


@command
def merge_parts(book: xw.Book) -> str | None:
    """合并: parts that came back and a reviewer's remarks as a new workbook; or what was chosen on 合并分歧."""
    taken = take(book)
    rows = taken.evaluation.submission.lists.get(DISAGREEMENTS, [])
    chosen = sum(bool(row[7]) for row in rows)
    question = f"“合并分歧”页上选定了 {chosen} 处。要把它们写进去吗？（选“否”则另选收回来的文件合并）"
    parts: list[Path] = []
    if not chosen or book.app.alert(question, TITLE, buttons="yes_no") != "yes":
        parts = ask_books(book.app)
        if not parts:
            return None
    show_step(book, "合并")
    target = free_path(taken.path.with_name(f"{taken.path.stem}（合并）{suffix_like(taken.path)}"))
    with copied(book) as copy:
        merged = agreed(book.app, TITLE, partial(_merged, copy, parts, target))
    open_book(book.app, target)
    return f"{merged.told}\n存为新的工作簿：{target}\n请在新的工作簿里接着做；原来的工作簿没有改动。"


def _merged(copy: Path, parts: list[Path], target: Path, leave_behind: bool) -> MergedBook:
    with creating(target) as temporary:
        return merge_book(copy, parts, temporary, datetime.now(), leave_behind=leave_behind)
