"""What all buttons share: the calling workbook, words while one works, and what is told at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

import xlwings as xw

from jixiao.core.errors import UserError
from jixiao.core.fault_log import fault_message
from jixiao.interfaces.excel.open_book import (
    Snapshot,
    one_undo,
    prepare,
    snapshot,
)

TITLE = "绩效自评"


def command(work: Callable[[xw.Book], str | None]) -> Callable[[], None]:
    """A command for the calling workbook; what it returns is told at the end.

    What a person can mend is told as it stands. A fault of ours is written to a file in the temporary folder, and told
    in one sentence that names it.
    """
    name = (work.__doc__ or "").partition(":")[0]

    @wraps(work)
    def called() -> None:
        book = xw.Book.caller()
        prepare(book.app)
        try:
            with one_undo(book, name):
                message, mode = work(book), "info"
        except UserError as error:
            message, mode = str(error), "critical"
        except Exception:
            message, mode = fault_message("工作簿没有保存任何改动"), "critical"
        finally:
            book.app.status_bar = False
        if message:
            book.app.alert(message, TITLE, mode=mode)

    return called


def show_step(book: xw.Book, name: str) -> None:
    """Say what is being done, where the program says so."""
    book.app.status_bar = f"{TITLE}：正在{name}…"


def take(book: xw.Book) -> Snapshot:
    """The workbook as it stands in the window."""
    show_step(book, "读取工作簿")
    return snapshot(book)


@contextmanager
def drawn_once(book: xw.Book) -> Iterator[None]:
    """The window is drawn when the block has ended."""
    book.app.screen_updating = False
    try:
        yield
    finally:
        book.app.screen_updating = True
