"""Any document of an office as an intake: Word and WPS files, spreadsheets, PDFs with text."""

from __future__ import annotations

import os.path
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jixiao.core.package_limits import OversizedFile
from jixiao.documents.intake import DocumentError, Intake, read_report
from jixiao.documents.intake.report import understand
from jixiao.documents.libreoffice import ConversionError, OfficeError, converted
from jixiao.documents.other_formats.containers import STARTS, held_suffix, refuse_unfit, true_suffix
from jixiao.documents.other_formats.pdf import read_pdf
from jixiao.documents.other_formats.sheets import read_sheets
from jixiao.documents.other_formats.word97 import mended
from jixiao.documents.workbook.read import OWN_SUFFIXES, ForeignBook, read_whole_book
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

_PAGES = frozenset({".html", ".htm"})
_WORD = frozenset({".doc", ".wps", ".rtf", ".odt", *_PAGES})
_SHEETS = frozenset({".xls", ".et", ".ods"})
_BOOKS = frozenset({".xlsx", ".xlsm"})
READABLE = frozenset({".docx", ".pdf", *_BOOKS, *STARTS}) - _PAGES
"""The suffixes of all that is handed in and can be read here, or could be with LibreOffice or poppler."""


def own_book(path: Path) -> tuple[Family, Submission, Any] | None:
    """What a workbook of ours holds, under whatever suffix it came; ``None`` of every other file.

    Raises:
        BookError, UnknownFamily: as ``read_whole_book``.
    """
    with under_its_name(path) as source:
        if source.suffix.lower() not in OWN_SUFFIXES:
            return None
        with suppress(ForeignBook):
            return read_whole_book(source)
        return None


def read_any(path: Path, family_id: str = "", *, any_kind: bool = False) -> Intake:
    """What a document holds, whatever its format.

    Args:
        path: the file.
        family_id: the family to read it as; empty: the one whose labels it holds most of.
        any_kind: read it whatever it speaks of.

    Raises:
        DocumentError: it cannot be read, LibreOffice is needed and not there, or it is about something else.
        UnknownFamily: there is no family of that name.
    """
    with under_its_name(path) as source:
        return _read(source, path.name, family_id, any_kind=any_kind)


@contextmanager
def under_its_name(path: Path) -> Iterator[Path]:
    """The file, or a copy under the suffix of what it is, where somebody only renamed it."""
    suffix = held_suffix(path)
    if suffix == true_suffix(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:  # what strangers published, not one's own report
        yield Path(shutil.copyfile(path, Path(folder, path.stem + suffix)))


def _read(path: Path, name: str, family_id: str, *, any_kind: bool) -> Intake:
    suffix = true_suffix(path)
    if suffix in _BOOKS:
        return understand(read_sheets(path), name, family_id, any_kind=any_kind)
    if suffix == ".pdf":
        return understand(read_pdf(path), name, family_id, any_kind=any_kind)
    if not is_converted(path):
        return read_report(path, family_id, any_kind=any_kind, name=name)
    with in_current_format(path) as made:
        if suffix in _SHEETS:
            return understand(read_sheets(made), name, family_id, any_kind=any_kind)
        return read_report(made, family_id, any_kind=any_kind, name=name)


def is_converted(path: Path) -> bool:
    """Whether a file is there and in a format that only LibreOffice reads, whatever somebody renamed it to."""
    return os.path.isfile(path) and true_suffix(path) in STARTS


@contextmanager
def in_current_format(path: Path) -> Iterator[Path]:
    """A Word file as .docx, a spreadsheet as .xlsx, for as long as the block runs.

    Args:
        path: a file that :func:`is_converted` is true of.

    Raises:
        DocumentError: it is damaged or too large, or there is no LibreOffice.
    """
    kind = "docx" if true_suffix(path) in _WORD else "xlsx"
    advice = f"请在 Word、Excel 或 WPS 里另存为 .{kind} 再试"
    try:
        refuse_unfit(path, advice)
    except OversizedFile as error:
        raise DocumentError(str(error)) from error
    try:
        with _readable(path) as source, converted(source, kind) as made:
            yield made
    except ConversionError as error:
        why = f"{error}。文件可能已损坏或加了密码；{advice}"
        raise DocumentError(f"LibreOffice 没有读出「{path.name}」：{why}") from error
    except OfficeError as error:
        raise DocumentError(
            f"「{path.name}」是旧格式或其他办公软件的文件，要通过 LibreOffice 读取，这台电脑上没有找到它。{advice}"
        ) from error


@contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """The file, or a copy of it under its true suffix that LibreOffice reads whole."""
    content, suffix = path.read_bytes(), true_suffix(path)
    whole = mended(content)
    if whole == content and suffix == path.suffix.lower():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:  # what strangers published, not one's own report
        copy = Path(folder, f"report{suffix}")
        copy.write_bytes(whole)
        yield copy
