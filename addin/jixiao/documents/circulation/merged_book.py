"""A whole workbook written anew with its parts in it, and with the notes and own sheets of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError
from jixiao.documents.circulation.cell_plan import RowMaps, plan, row_moves
from jixiao.documents.circulation.log import undo
from jixiao.documents.circulation.merge import DISAGREEMENTS, Merged, ReturnedPart, decide, merge, refuse_others
from jixiao.documents.circulation.pairing import paired_rows
from jixiao.documents.circulation.rebuilding import BookSource, Rebuilt, rebuild
from jixiao.documents.circulation.remarks import NoRemarks, Remark, add_remarks, remarks_in
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.layout.names import FAMILY
from jixiao.documents.workbook.loading import cells_of
from jixiao.documents.workbook.read import BookError, open_for_reading, read_whole_book
from jixiao.model.forms.family import Family
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission.submission import Submission

_WHEN = "%Y-%m-%d %H:%M"


class NothingToMerge(UserError):
    """Neither parts nor choices."""


@dataclass(frozen=True)
class MergedBook:
    """What was done, in words, and what became of notes and sheets."""

    told: str
    rebuilt: Rebuilt
    open: int


def merge_book(
    book: Path, parts: Sequence[Path], target: Path, now: datetime, *, leave_behind: bool = False
) -> MergedBook:
    """Write the whole with its parts; without parts, with what was chosen on 合并分歧.

    Args:
        book: the whole workbook; it is only read, as the parts are.
        parts: what was sent back.
        target: the new file, that nothing else is in yet.
        now: when, for the log.
        leave_behind: whether pictures and charts that cannot be carried are given up.

    Raises:
        BookError: one of them cannot be read.
        MergeError: a part belongs to another workbook.
        NothingToMerge: there is nothing to do.
        LossError: something would be left behind, and nobody agreed to that.
    """
    family, whole, opened = read_whole_book(book)
    sent, remarks = _sorted(parts, family, whole)
    refuse_others(whole, [each.part for each in sent])
    found = additions(book, family, whole, target.parent, opened)
    known = {item.text for item in found if item.what is What.COMMENT}
    came = add_remarks(whole, [remark for remark in remarks if remark.text not in known])
    when = now.strftime(_WHEN)
    if not parts:
        return _decided(book, family, whole, found, target, when, leave_behind)
    merged = merge(family, whole, [each.part for each in sent], when)
    sources = [BookSource(book, whole, found, moves=_moves_of_whole(family, whole, merged))]
    sheets = _own_sheets(opened, found)
    for number, each in enumerate(sent):
        items = each.additions(target.parent)
        source = _of_part(family, each, items, sources, merged, number)
        kept = [item for item in source.items if item.what is not What.SHEET or each.contents(item) not in sheets]
        sheets += _own_sheets(each.opened, kept)
        sources.append(replace(source, items=kept))
    rebuilt = rebuild(family, merged.submission, sources, target, leave_behind=leave_behind)
    told = merged.told() if sent else ""
    told += f"\n读到审核意见 {came} 条，列在“校验”页下面，请逐条答复；导出上报版时一起带上" if remarks else ""
    return MergedBook((told + _of_additions(rebuilt, len(found))).strip(), rebuilt, merged.disagreements)


@dataclass(frozen=True)
class _Sent:
    """A part or a copy, opened once: its family, what it says, and the workbook as openpyxl's objects."""

    part: ReturnedPart
    family: Family
    opened: Any

    def additions(self, beside: Path) -> list[Addition]:
        """What people put there; what somebody noted in a copy of the whole is a remark and none of them."""
        submission = self.part.submission
        items = additions(self.part.path, self.family, submission, beside, self.opened)
        return [item for item in items if submission.part or item.what is not What.COMMENT]

    def contents(self, sheet: Addition) -> list[tuple[str, Any]]:
        """What stands on an own sheet."""
        return _contents(self.opened[sheet.sheet])


def _sorted(paths: Sequence[Path], family: Family, whole: Submission) -> tuple[list[_Sent], list[Remark]]:
    """Which files are parts or copies to be merged, and the remarks in the copies that a reviewer sent back."""
    sent: list[_Sent] = []
    remarks: list[Remark] = []
    for path in paths:
        each = None if path.suffix.lower() == ".docx" else _opened(path)
        copied = each.part.submission if each else None
        if each:
            sent.append(each)
        with suppress(NoRemarks) if each else nullcontext():
            if copied is None or not copied.part:
                remarks += remarks_in(path, family, whole, copied)
    return sent, remarks


def _opened(path: Path) -> _Sent | None:
    """A workbook of ours; ``None`` if it is another's, in which there may be remarks."""
    try:
        family, submission, opened = read_whole_book(path)
    except BookError:
        if not _is_workbook(path):
            raise
        return None
    return _Sent(ReturnedPart(path, submission), family, opened)


def _is_workbook(path: Path) -> bool:
    """Whether it is a workbook at all; one of ours that is damaged is none to read remarks from."""
    book = open_for_reading(path)
    return FAMILY not in book.defined_names


def undo_book(book: Path, target: Path, now: datetime, *, leave_behind: bool = False) -> MergedBook:
    """Write the workbook without the last change that the program made.

    Raises:
        BookError: it cannot be read.
        NothingToUndo: there is no such change.
        LossError: something would be left behind, and nobody agreed to that.
    """
    family, old, opened = read_whole_book(book)
    found = additions(book, family, old, target.parent, opened)
    changed, told = undo(family, old, now.strftime(_WHEN))
    sizes = [{block: len(rows) for block, rows in data.rows.items()} for data in changed.forms]
    before = [{block: len(rows) for block, rows in data.rows.items()} for data in old.forms[: len(sizes)]]
    moves = _moves_undone(family, old, changed) if sizes != before else None
    rebuilt = rebuild(family, changed, [BookSource(book, old, found, moves=moves)], target, leave_behind=leave_behind)
    return MergedBook(told + _of_additions(rebuilt, len(found)), rebuilt, 0)


def _moves_undone(family: Family, old: Submission, new: Submission) -> dict[int, Callable[[int], int]]:
    """Where the rows of each form went, told by what they say."""
    theirs, mine = plan(family, old), plan(family, new)
    found = {}
    for index, (data, changed) in enumerate(zip(old.forms, new.forms, strict=False)):
        repeats = {each.repeat: each for each in walk_blocks(family.form(data.form).rows)}
        rows = {block: paired_rows(repeats[block], rows, changed.rows[block]) for block, rows in data.rows.items()}
        found[index] = row_moves(theirs[index], mine[index], rows)
    return found


def _decided(
    book: Path, family: Family, whole: Submission, found: list[Addition], target: Path, now: str, leave_behind: bool
) -> MergedBook:
    if not whole.lists.get(DISAGREEMENTS):
        raise NothingToMerge("没有写要合并哪几份，工作簿里也没有等着选定的“合并分歧”。请写上收回来的工作簿再试")
    changed, told = decide(family, whole, now)
    rebuilt = rebuild(family, changed, [BookSource(book, whole, found)], target, leave_behind=leave_behind)
    return MergedBook("\n".join(told), rebuilt, len(changed.lists.get(DISAGREEMENTS, ())))


def _of_additions(rebuilt: Rebuilt, before: int) -> str:
    came = rebuilt.carried - before
    told = f"\n各份里自己加的批注、旁注、工作表等 {came} 处也带过来了" if came > 0 else ""
    return told + (f"\n有 {len(rebuilt.listed)} 处没有同样的位置，列在“待处理”页" if rebuilt.listed else "")


# ---- notes and own sheets -------------------------------------------------------------------------------------------


def _moves_of_whole(family: Family, whole: Submission, merged: Merged) -> dict[int, Callable[[int], int]]:
    """Where the whole's own rows went: the rows that were there before are found by what they were."""
    old, new = plan(family, whole), plan(family, merged.submission)
    found = {}
    for index, place in merged.own_places.items():
        found[index] = row_moves(old[index], new[place], merged.own_rows[index])
    return found


def _of_part(
    family: Family,
    sent: _Sent,
    items: Sequence[Addition],
    before: Sequence[BookSource],
    merged: Merged,
    number: int,
) -> BookSource:
    """A part's additions without those that are in the whole, or in a part before it, already; own sheets are all."""
    path, submission = sent.part.path, sent.part.submission
    places, rows = merged.places[number], merged.rows[number]
    theirs, mine = plan(sent.family, submission), plan(family, merged.submission)
    moves = {
        index: row_moves(theirs[index], mine[place], rows.get(index) or _same_rows(submission, index))
        for index, place in places.items()
    }
    source = BookSource(path, submission, (), places, submission.part or path.stem, moves)
    known = {_identity(item, each) for each in before for item in each.items if item.what is not What.SHEET}
    kept = [item for item in items if item.what is What.SHEET or _identity(item, source) not in known]
    return BookSource(path, submission, kept, places, source.who, moves)


def _same_rows(submission: Submission, form: int) -> RowMaps:
    return {block: list(range(len(rows))) for block, rows in submission.forms[form].rows.items()}


def _identity(item: Addition, source: BookSource) -> tuple[Any, ...]:
    """What an addition is and where it goes."""
    places: Mapping[int, int] = source.places if source.places is not None else {}
    form = places.get(item.form, item.form)
    row = source.moves[item.form](item.row) if source.moves and item.form in source.moves else item.row
    column = item.cell.rstrip("0123456789")
    text = "" if item.what is What.CHART else item.text  # programs name charts in their own ways
    return item.what, text, item.mark, form, row, column, item.sheet if item.form < 0 else ""


def _own_sheets(book: Any, items: Sequence[Addition]) -> list[list[tuple[str, Any]]]:
    """The contents of the own sheets among additions."""
    return [_contents(book[item.sheet]) for item in items if item.what is What.SHEET]


def _contents(sheet: Any) -> list[tuple[str, Any]]:
    return [(cell.coordinate, cell.value) for cell in cells_of(sheet) if cell.value is not None]
