"""The findings as notes and colours in a workbook, always a new one: no saved file is edited in place."""

from __future__ import annotations

from pathlib import Path

from jixiao.audit.presentation.results import Review, as_text
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout.notes import Note


def annotate_book(review: Review, target: Path) -> None:
    """Build the workbook of the submission with a note on each cell that something is wrong with.

    Raises:
        OutputError: the file cannot be written.
    """
    build(review.evaluation.family, review.evaluation.submission, target, notes=notes_of(review))


def notes_of(review: Review) -> dict[tuple[int, str], list[Note]]:
    """What to note, by form (-1: the report's text) and reference; findings on one cell in the order found."""
    notes: dict[tuple[int, str], list[Note]] = {}
    for finding in review.failed:
        notes.setdefault((finding.form_index, finding.reference), []).append(Note(finding.severity, as_text(finding)))
    return notes
