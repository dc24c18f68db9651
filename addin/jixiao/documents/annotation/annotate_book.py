"""The findings as notes and colours in a workbook: in a copy of a saved one, or in one built of a submission."""

from __future__ import annotations

import re
from pathlib import Path

from jixiao.audit.presentation.results import Review, as_text, legal, place_of, summary
from jixiao.core.files import replacing
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.in_place import annotate_in_place
from jixiao.documents.workbook.layout.notes import Note

_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_LONGEST = 16_000
"""A note takes 32 767 characters, rare ones counting two."""


def annotate_saved_book(review: Review, source: Path, target: Path) -> None:
    """Write a copy of a saved workbook with a note on each cell that something is wrong with.

    What else stands in the workbook is not touched; what has no cell is told on the first sheet.

    Raises:
        OutputError: the file cannot be written.
    """
    notes: dict[tuple[str, str], list[Note]] = {}
    rest = []
    for finding in review.failed:
        if _CELL.fullmatch(finding.cell):
            notes.setdefault((finding.sheet, finding.cell), []).append(Note(finding.severity, as_text(finding)))
        else:
            rest.append(f"【{place_of(finding)}】{as_text(finding)}")
    opening = legal("\n".join([f"校验结果：{summary(review.findings)}。", *rest]))[:_LONGEST]
    with replacing(target) as temporary:
        annotate_in_place(source, notes, opening, temporary)


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
