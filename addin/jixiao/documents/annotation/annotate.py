"""Findings written into a copy of the file they were found in."""

from __future__ import annotations

from pathlib import Path

from jixiao.audit.presentation.results import Review
from jixiao.core.files import OutputError, refuse_source
from jixiao.documents.annotation.annotate_book import annotate_book, annotate_saved_book
from jixiao.documents.annotation.annotate_docx import annotate_docx
from jixiao.documents.workbook.read import BOOK_SUFFIXES, EXCEL_SUFFIXES


def annotate(review: Review, source: Path, target: Path) -> None:
    """Write a copy with the findings in it: comments in a .docx, notes and colours in a workbook.

    Args:
        review: the findings.
        source: the file they were found in; it is only read.
        target: the copy. A workbook of the source's kind is the source itself with notes in it; another is built
            anew from what ``source`` holds. A .docx needs a .docx.

    Raises:
        OutputError: the copy cannot be written, or is the file itself.
    """
    refuse_copy(source, target)
    suffix = target.suffix.lower()
    if suffix in EXCEL_SUFFIXES and suffix == source.suffix.lower():
        annotate_saved_book(review, source, target)
    elif suffix in EXCEL_SUFFIXES:
        annotate_book(review, target)
    else:
        annotate_docx(review, source, target)


def refuse_copy(source: Path, target: Path) -> None:
    """Refuse a name that an annotated copy cannot have.

    Raises:
        OutputError: it is the file itself, or of a kind the copy is not.
    """
    refuse_source(source, target)
    suffix = target.suffix.lower()
    if suffix not in (*EXCEL_SUFFIXES, ".docx"):
        raise OutputError(f"「{target.name}」的扩展名应为 .docx（批注）或 .xlsx（附注和颜色），请改文件名再试")
    if suffix == ".docx" and source.suffix.lower() in BOOK_SUFFIXES:
        raise OutputError(f"「{source.name}」是工作簿，批注要写成 .xlsx，请改「{target.name}」的扩展名再试")
