"""Texts of 待处理 for which a person chose a place, moved there in the open workbook."""

from __future__ import annotations

import xlwings as xw

from jixiao.interfaces.excel.open_book import Snapshot
from jixiao.model.forms.destinations import Destination
from jixiao.model.forms.sheet_titles import UNPLACED
from jixiao.model.submission.submission import Submission


def move_placed(taken: Snapshot) -> int:
    """Write each text where it was read already, then delete its row; returns how many."""
    submission = taken.evaluation.submission
    for destination in dict.fromkeys(submission.placed.values()):
        cell, text = _target(taken.book, submission, destination)
        cell.value = text
    for address in sorted(submission.placed, key=lambda cell: -int(cell[1:])):
        row = address[1:]
        taken.book.sheets[UNPLACED].range(f"{row}:{row}").delete("up")
    return len(submission.placed)


def _target(book: xw.Book, submission: Submission, destination: Destination) -> tuple[xw.Range, str]:
    """The cell of a destination, and what the submission says there."""
    if destination.report:
        sheet, address = submission.text_places[f"{destination.report}.{destination.key}"]
        return book.sheets[sheet].range(address), submission.texts[destination.report][destination.key]
    data = submission.forms[destination.form]
    return book.sheets[data.sheet].range(data.places[destination.key]), data.fields[destination.key]
