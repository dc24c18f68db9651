"""A workbook built anew from one or several, with all that people added: what has no place waits in 待处理."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import Addition, What
from jixiao.documents.workbook.editing.carrying import Carrier, refuse_loss
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission, Unplaced

_WORDS = frozenset({What.NOTE, What.LABEL, What.COMMENT, What.FORMULA, What.FOOTER})
"""Additions that are words, which a list can hold."""
_ADVICE = "这是写在原来工作簿里的，在新的工作簿里没有同样的位置；请看放在哪里，不用的可以删去"


@dataclass(frozen=True)
class BookSource:
    """A workbook that additions come from.

    ``places`` leads from its forms to those of the new workbook, where they are not in the same order. ``who`` is put
    behind the names of own sheets whose names are taken. ``moves`` tells, by form, which row of its sheet is which.
    """

    path: Path
    submission: Submission
    items: Sequence[Addition]
    places: Mapping[int, int] | None = None
    who: str = ""
    moves: Mapping[int, Callable[[int], int]] | None = None


@dataclass
class Rebuilt:
    """What became of the additions: how many were carried, what waits in 待处理, what was left behind."""

    carried: int = 0
    listed: list[Addition] = field(default_factory=list)
    lost: list[Addition] = field(default_factory=list)


def rebuild(
    family: Family, submission: Submission, sources: Sequence[BookSource], target: Path, *, leave_behind: bool = False
) -> Rebuilt:
    """Write a workbook with the additions of its sources.

    Args:
        family: its family.
        submission: what it says; what finds no place is added to its ``unplaced``.
        sources: the workbooks it is made of.
        target: a file that nothing else is in yet.
        leave_behind: whether pictures, charts and colours that cannot be carried are given up.

    Raises:
        LossError: something would be left behind that is no text, and nobody agreed to that.
    """
    build(family, submission, target)
    homeless = _carried(family, submission, sources, target)
    listed = [item for item in homeless if item.what in _WORDS and item.text]
    lost = [item for item in homeless if item not in listed]
    refuse_loss(lost, leave_behind)
    if listed:
        waiting = (Unplaced(f"{item.sheet} {item.cell}".strip(), item.text, _ADVICE) for item in listed)
        submission.unplaced += [item for item in waiting if item not in submission.unplaced]
        build(family, submission, target)
        _carried(family, submission, sources, target)
    count = sum(len(source.items) for source in sources)
    return Rebuilt(count - len(listed) - len(lost), listed, lost)


def _carried(family: Family, submission: Submission, sources: Iterable[BookSource], target: Path) -> list[Addition]:
    lost: list[Addition] = []
    for source in sources:
        carrier = Carrier(source.path, family, source.submission, submission, source.places, source.who, source.moves)
        if source.items:
            lost += carrier.carry(source.items, target)
    return lost
