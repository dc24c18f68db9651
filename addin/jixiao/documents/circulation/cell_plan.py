"""Where the cells of a submission's forms will stand in its workbook, and which rows of two workbooks are one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from jixiao.documents.workbook.build import sheet_titles
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission, row_reference

RowMaps = Mapping[str, Sequence[int | None]]
"""By block, for each row of one form the index of the same row in another."""


@dataclass(frozen=True)
class SheetPlan:
    """A form's sheet, and the cells of its references, counted from 0."""

    title: str
    places: Mapping[str, tuple[int, int]]

    def cell(self, reference: str) -> str:
        """A reference's address; empty for one that has none."""
        return xl_rowcol_to_cell(*self.places[reference]) if reference in self.places else ""


def plan(family: Family, submission: Submission) -> list[SheetPlan]:
    """The sheets of all forms, in their order."""
    evaluation = evaluate(family, submission)
    titles = sheet_titles(evaluation)
    pairs = zip(titles, evaluation.forms, strict=True)
    return [SheetPlan(title, Addresses(title, values).places) for title, values in pairs]


def row_moves(old: SheetPlan, new: SheetPlan, rows: RowMaps) -> Callable[[int], int]:
    """Leads from a sheet row of one workbook, counted from 1, to the same row of another.

    A row between those that are known goes with the one above it.
    """
    known = sorted(set(_known(old, new, rows)))
    starts = [mine for mine, _ in known]

    def moved(row: int) -> int:
        index = bisect_right(starts, row) - 1
        return row + (known[index][1] - known[index][0] if index >= 0 else 0)

    return moved


def _known(old: SheetPlan, new: SheetPlan, rows: RowMaps) -> Iterator[tuple[int, int]]:
    """The rows, from 1, of what stands in both."""
    for key, (row, _) in old.places.items():
        block, bracket, rest = key.partition("[")
        index, _, column = rest.partition("].")
        if bracket:
            other = rows[block][int(index)] if block in rows and int(index) < len(rows[block]) else None
            key = row_reference(block, other, column) if other is not None else ""
        if key in new.places:
            yield row + 1, new.places[key][0] + 1
