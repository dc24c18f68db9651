"""A saved workbook built anew of a changed submission, with what people added to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import Addition, additions
from jixiao.documents.workbook.editing.carrying import Carrier, MovedRow
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission.submission import Submission


@dataclass(frozen=True, slots=True)
class Change:
    """A submission before and after; where rows of one form stand now, or which form was taken out.

    ``opened`` is the saved workbook as openpyxl's objects, where it was opened already.
    """

    old: Submission
    new: Submission
    rows: tuple[int, MovedRow] | None = None
    removed: int = -1
    opened: Any = None


def rebuild(source: Path, family: Family, change: Change, target: Path, folder: Path) -> Sequence[Addition]:
    """Write the workbook.

    Args:
        source: the saved workbook that people worked in.
        family: the family of the new submission.
        change: what the source holds, and what the target is to hold.
        target: the new file.
        folder: where a copy to compare with may lie for a while.

    Returns:
        What people added and what has no place there.
    """
    own = family if family.head.id == change.old.family else load(change.old.family)
    found = additions(source, own, change.old, folder, change.opened)
    build(family, change.new, target)
    return _carrier(source, family, change).carry(found, target) if found else []


def _carrier(source: Path, family: Family, change: Change) -> Carrier:
    places = None
    if change.removed >= 0:
        places = {i: i - (i > change.removed) for i in range(len(change.old.forms)) if i != change.removed}
    moves = dict([change.rows]) if change.rows else None
    return Carrier(source, family, change.old, change.new, places, moves=moves)
