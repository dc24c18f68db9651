"""An open workbook: a copy of it to read, and the few things that Excel and LibreOffice do differently."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from jixiao.core.errors import UserError
from jixiao.documents.workbook.macros import MACRO_SUFFIX
from jixiao.documents.workbook.read import read_whole_book
from jixiao.interfaces.calc_formulas import keep_blanks
from jixiao.model.evaluation import Evaluation, evaluate

WORD_FILES = "Word 文档"
SENT_BACK = "收回来的工作簿、批注过的报告"
PLAIN_SUFFIX = ".xlsx"
_EXCEL_PDF = 0
_BOOK_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xlam", ".ods")
_PERMISSIONS = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip


class LiveBookError(UserError):
    """Something about the open workbook keeps a command from working; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open workbook as it stands now, what is not saved included; ``saved`` is its copy as openpyxl's objects."""

    book: xw.Book
    path: Path
    evaluation: Evaluation
    saved: Any

    def sheets_naming(self, prefix: str) -> list[xw.Sheet]:
        """The sheets with names of their own that begin so."""
        titles = (each.title for each in self.saved if any(name.startswith(prefix) for name in each.defined_names))
        return [self.book.sheets[title] for title in titles]


def is_calc(app: xw.App) -> bool:
    """Whether the program is LibreOffice."""
    return bool(app.engine.name == "calc")


def prepare(app: xw.App) -> None:
    """What the program has to know before a command writes formulas of ours."""
    if is_calc(app):
        app.impl.formula_filter = keep_blanks


@contextmanager
def one_undo(book: xw.Book, name: str) -> Iterator[None]:
    """What the block changes is one step for Ctrl+Z, under that name; Excel takes back nothing that a program did."""
    if not is_calc(book.app):
        yield
        return
    steps = book.api.getUndoManager()
    steps.enterUndoContext(name)
    try:
        yield
    finally:
        steps.leaveUndoContext()


@contextmanager
def naming(sheet: xw.Sheet) -> Iterator[None]:
    """The block defines or removes many names of a sheet; Calc looks through all formulas once, not for each name."""
    if not is_calc(sheet.book.app):
        yield
        return
    names = sheet.api.NamedRanges
    names.addActionLock()
    try:
        yield
    finally:
        names.removeActionLock()


def snapshot(book: xw.Book) -> Snapshot:
    """Read a copy of the open workbook; its own file is neither needed nor touched.

    Raises:
        LiveBookError: the workbook has never been saved on this PC.
        BookError: it is no workbook of ours, or a part of it was deleted.
    """
    with copied(book) as copy:
        family, submission, saved = read_whole_book(copy)
    return Snapshot(book, file_of(book), evaluate(family, submission), saved)


def file_of(book: xw.Book) -> Path:
    """The workbook's file, beside which results are written.

    Raises:
        LiveBookError: it has none, or it lies on the internet.
    """
    path = Path(book.fullname)
    if not path.is_absolute() or path.suffix.lower() not in _BOOK_SUFFIXES:
        raise LiveBookError("请先把这个工作簿保存到本机的文件夹里（不要放在网盘地址上），再按这个按钮")
    return path


def _save_copy(book: xw.Book, copy: Path) -> None:
    if not is_calc(book.app):
        book.api.SaveCopyAs(str(copy))
        return
    from xlwings_calc.book import FILTERS
    from xlwings_calc.office import properties

    book.api.storeToURL(copy.as_uri(), properties(FilterName=FILTERS[copy.suffix]))


def suffix_like(path: Path) -> str:
    """The suffix of a new workbook beside this one: with macros if this one has them."""
    return MACRO_SUFFIX if path.suffix.lower() == MACRO_SUFFIX else PLAIN_SUFFIX


def free_path(wanted: Path) -> Path:
    """The path itself, or with a number behind it if a file is there already: nothing is ever overwritten."""
    path, number = wanted, 1
    while path.exists():
        number += 1
        path = wanted.with_stem(f"{wanted.stem}（{number}）")
    return path


# ---- what a person sees ---------------------------------------------------------------------------------------------


def ask_file(app: xw.App) -> Path | None:
    """Ask for a Word file; ``None`` if the person cancels."""
    if not is_calc(app):
        answer = app.api.GetOpenFilename(f"{WORD_FILES} (*.docx),*.docx")
        return Path(answer) if isinstance(answer, str) else None
    import uno

    picker = app.impl.office.service("com.sun.star.ui.dialogs.FilePicker")
    picker.appendFilter(WORD_FILES, "*.docx")
    chosen = picker.getFiles() if picker.execute() == 1 else ()
    return Path(uno.fileUrlToSystemPath(chosen[0])) if chosen else None


def ask_books(app: xw.App) -> list[Path]:
    """Ask for the files that were sent back; none if the person cancels."""
    if not is_calc(app):
        kinds = f"{SENT_BACK} (*.xlsx;*.xlsm;*.docx),*.xlsx;*.xlsm;*.docx"
        answer = app.api.GetOpenFilename(kinds, MultiSelect=True)
        return [Path(each) for each in answer] if isinstance(answer, list | tuple) else []
    import uno

    picker = app.impl.office.service("com.sun.star.ui.dialogs.FilePicker")
    picker.appendFilter(SENT_BACK, "*.xlsx;*.xlsm;*.docx")
    picker.setMultiSelectionMode(True)
    chosen = picker.getSelectedFiles() if picker.execute() == 1 else ()
    return [Path(uno.fileUrlToSystemPath(each)) for each in chosen]


@contextmanager
def copied(book: xw.Book) -> Iterator[Path]:
    """A copy of the open workbook as it stands now, under its own name, for as long as the block runs."""
    path = file_of(book)
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / (f"{path.stem}{PLAIN_SUFFIX}" if is_calc(book.app) else path.name)
        _save_copy(book, copy)
        yield copy


def open_book(app: xw.App, path: Path) -> None:
    """Open a workbook that was written."""
    app.books.open(str(path))


def export_pdf(app: xw.App, book: Path, target: Path) -> None:
    """Write a saved workbook as a PDF, by the program that is open."""
    if is_calc(app):
        from xlwings_calc.office import properties

        document = app.api.loadComponentFromURL(book.as_uri(), "_blank", 0, properties(Hidden=True))
        document.storeToURL(target.as_uri(), properties(FilterName="calc_pdf_Export"))
        document.close(True)
        return
    opened = app.books.open(str(book))
    opened.api.ExportAsFixedFormat(_EXCEL_PDF, str(target))
    opened.close()


def open_document(app: xw.App, path: Path) -> None:
    """Open a Word file: LibreOffice does it itself, on Windows whatever opens such files there."""
    if is_calc(app):
        from xlwings_calc.office import properties

        app.api.loadComponentFromURL(path.as_uri(), "_blank", 0, properties(Hidden=not app.visible))
        return
    with suppress(OSError):  # nothing here opens Word files; the message names the file
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the file just written
        else:
            subprocess.run(["open", str(path)], check=False)  # noqa: S603, S607 - Excel for Mac


# ---- sheets under protection ----------------------------------------------------------------------------------------


@contextmanager
def unprotected(sheet: xw.Sheet) -> Iterator[None]:
    """Lift a sheet's protection for a while and put it back with what it permitted.

    Raises:
        LiveBookError: the protection has a password.
    """
    if not _is_protected(sheet):
        yield
        return
    permitted = {} if is_calc(sheet.book.app) else {name: getattr(sheet.api.Protection, name) for name in _PERMISSIONS}
    _unprotect(sheet)
    try:
        yield
    finally:
        if is_calc(sheet.book.app):
            sheet.api.protect("")  # Calc remembers what the sheet permitted
        else:
            sheet.api.Protect(Password="", **permitted)


def _is_protected(sheet: xw.Sheet) -> bool:
    return bool(sheet.api.isProtected() if is_calc(sheet.book.app) else sheet.api.ProtectContents)


def _unprotect(sheet: xw.Sheet) -> None:
    unprotect: Any = sheet.api.unprotect if is_calc(sheet.book.app) else sheet.api.Unprotect
    with suppress(Exception):  # each program has an error of its own for a wrong password; what counts is the result
        unprotect("")
    if _is_protected(sheet):
        raise LiveBookError(f"工作表「{sheet.name}」加了保护密码，改不了。请先撤销工作表保护，再按这个按钮")
