"""A whole workbook written anew with its parts in it, and with the notes and own sheets of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jixiao.core.errors import UserError
from jixiao.documents.circulation.cell_plan import RowMaps, plan, row_moves
from jixiao.documents.circulation.log import undo
from jixiao.documents.circulation.merge import DISAGREEMENTS, Merged, Part, decide, merge, refuse_others
from jixiao.documents.circulation.pairing import paired_rows
from jixiao.documents.circulation.rebuilding import Rebuilt, Source, rebuild
from jixiao.documents.circulation.remarks import NoRemarks, Remark, add_remarks, remarks_in
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.escapes import cells_of
from jixiao.documents.workbook.layout.names import FAMILY
from jixiao.documents.workbook.read import BookError, open_for_reading, read_book
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
    family, whole = read_book(book)
    sent, remarks = _sorted(parts, family, whole)
    refuse_others(whole, [Part(path, part) for path, _, part in sent])
    found = additions(book, family, whole, target.parent)
    known = {item.text for item in found if item.what is What.COMMENT}
    came = add_remarks(whole, [remark for remark in remarks if remark.text not in known])
    when = now.strftime(_WHEN)
    if not parts:
        return _decided(book, family, whole, found, target, when, leave_behind)
    merged = merge(family, whole, [Part(path, part) for path, _, part in sent], when)
    sources = [Source(book, whole, found, moves=_moves_of_whole(family, whole, merged))]
    for number, (path, own, part) in enumerate(sent):
        items = additions(path, own, part, target.parent)
        if not part.part:  # what somebody noted in a copy of the whole is a remark
            items = [item for item in items if item.what is not What.COMMENT]
        sources.append(_of_part(family, (path, part), own, items, sources, merged, number))
    rebuilt = rebuild(family, merged.submission, sources, target, leave_behind=leave_behind)
    told = merged.told() if sent else ""
    told += f"\n读到审核意见 {came} 条，列在“校验”页下面，请逐条答复；导出上报版时一起带上" if remarks else ""
    return MergedBook((told + _of_additions(rebuilt, len(found))).strip(), rebuilt, merged.disagreements)


def _sorted(
    paths: Sequence[Path], family: Family, whole: Submission
) -> tuple[list[tuple[Path, Family, Submission]], list[Remark]]:
    """Which files are parts or copies to be merged, and the remarks in the copies that a reviewer sent back."""
    sent: list[tuple[Path, Family, Submission]] = []
    remarks: list[Remark] = []
    for path in paths:
        try:
            own, part = (family, None) if path.suffix.lower() == ".docx" else read_book(path)
        except BookError:
            part = None
            if not _is_workbook(path):
                raise
        if part is not None:
            sent.append((path, own, part))
        with suppress(NoRemarks) if part is not None else nullcontext():
            if part is None or not part.part:
                remarks += remarks_in(path, family, whole, part)
    return sent, remarks


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
    family, old = read_book(book)
    found = additions(book, family, old, target.parent)
    changed, told = undo(family, old, now.strftime(_WHEN))
    sizes = [{block: len(rows) for block, rows in data.rows.items()} for data in changed.forms]
    before = [{block: len(rows) for block, rows in data.rows.items()} for data in old.forms[: len(sizes)]]
    moves = _moves_undone(family, old, changed) if sizes != before else None
    rebuilt = rebuild(family, changed, [Source(book, old, found, moves=moves)], target, leave_behind=leave_behind)
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
    rebuilt = rebuild(family, changed, [Source(book, whole, found)], target, leave_behind=leave_behind)
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
    part: tuple[Path, Submission],
    own: Family,
    items: Sequence[Addition],
    before: Sequence[Source],
    merged: Merged,
    number: int,
) -> Source:
    """A part's additions without those that are in the whole, or in a part before it, already."""
    path, submission = part
    places, rows = merged.places[number], merged.rows[number]
    theirs, mine = plan(own, submission), plan(family, merged.submission)
    moves = {
        index: row_moves(theirs[index], mine[place], rows.get(index) or _same_rows(submission, index))
        for index, place in places.items()
    }
    source = Source(path, submission, (), places, submission.part or path.stem, moves)
    known = {_identity(item, each) for each in before for item in each.items if item.what is not What.SHEET}
    sheets = list(_sheets(before))
    kept = [
        item
        for item in items
        if (not _is_standing(item, path, sheets) if item.what is What.SHEET else _identity(item, source) not in known)
    ]
    return Source(path, submission, kept, places, source.who, moves)


def _same_rows(submission: Submission, form: int) -> RowMaps:
    return {block: list(range(len(rows))) for block, rows in submission.forms[form].rows.items()}


def _identity(item: Addition, source: Source) -> tuple[Any, ...]:
    """What an addition is and where it goes."""
    places: Mapping[int, int] = source.places if source.places is not None else {}
    form = places.get(item.form, item.form)
    row = source.moves[item.form](item.row) if source.moves and item.form in source.moves else item.row
    column = item.cell.rstrip("0123456789")
    text = "" if item.what is What.CHART else item.text  # programs name charts in their own ways
    return item.what, text, item.mark, form, row, column, item.sheet if item.form < 0 else ""


def _sheets(sources: Sequence[Source]) -> Iterator[list[tuple[str, Any]]]:
    """The contents of all own sheets."""
    for source in sources:
        titles = [item.sheet for item in source.items if item.what is What.SHEET]
        book = open_for_reading(source.path) if titles else None
        yield from (_contents(book[title]) for title in titles if book is not None)


def _is_standing(item: Addition, path: Path, sheets: Sequence[list[tuple[str, Any]]]) -> bool:
    return _contents(open_for_reading(path)[item.sheet]) in sheets


def _contents(sheet: Any) -> list[tuple[str, Any]]:
    return [(cell.coordinate, cell.value) for cell in cells_of(sheet) if cell.value is not None]
