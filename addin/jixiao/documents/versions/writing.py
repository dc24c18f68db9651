"""Writing a report where one may stand already: one that people edited stays, and the new one is written beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jixiao.core.files import free_name, is_open_elsewhere, keep_previous, replacing
from jixiao.documents.intake.docx_file import DocumentError, body_of, read_body, read_document
from jixiao.documents.versions.comparison import Change, compare
from jixiao.documents.versions.difference_page import page
from jixiao.documents.versions.fingerprint import fingerprint_of, is_unedited, margins_of, stamp
from jixiao.documents.versions.status import Status
from jixiao.documents.word_package import WordPackage

Maker = Callable[[], WordPackage]
"""Makes the report as a document."""


@dataclass(frozen=True)
class Exported:
    """Where a report was written, and what became of the file that stood there.

    ``previous`` is the copy of one that nobody had edited. ``edited`` is one that was left alone; ``changes`` then lead
    from it to the new report and stand on ``page``, or ``unread`` says why they could not be told.
    """

    path: Path
    previous: Path | None = None
    edited: Path | None = None
    changes: tuple[Change, ...] = ()
    page: Path | None = None
    unread: str = ""


def export(target: Path, make: Maker, status: Status) -> Exported:
    """Write a report.

    Args:
        target: the .docx.
        make: makes the report.
        status: what its properties say.

    Raises:
        OutputError: a file cannot be written; what stood there still stands.
    """
    if not os.path.exists(target):  # Path.exists raises on a name that is too long
        with replacing(target) as temporary:
            _write(temporary, make, status)
        return Exported(target)
    try:
        standing = body_of(target)
    except DocumentError as error:
        return Exported(_write_beside(target, make, status), edited=target, unread=str(error))
    if is_unedited(target, standing) and not is_open_elsewhere(target):
        previous = keep_previous(target, lambda temporary: _write(temporary, make, status))
        return Exported(target, previous=previous)
    return _compared(target, standing, _write_beside(target, make, status))


def _write(path: Path, make: Maker, status: Status) -> None:
    document = make()
    status.write(document)
    stamp(document, fingerprint_of(document.body, margins_of(document)))
    document.save(path)


def _write_beside(target: Path, make: Maker, status: Status) -> Path:
    path = free_name(target, "新稿")
    with replacing(path) as temporary:
        _write(temporary, make, status)
    return path


def _compared(edited: Path, standing: Any, path: Path) -> Exported:
    changes = tuple(compare(read_body(standing), read_document(path)))
    shown = path.with_name(f"{path.stem}与改过的稿子的不同.html")
    keep_previous(shown, lambda temporary: _save(temporary, page(changes, edited.name, path.name, date.today())))
    return Exported(path, edited=edited, changes=changes, page=shown)


def _save(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
