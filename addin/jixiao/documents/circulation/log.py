"""The log that goes with a workbook: what the program changed, and how the last of it is undone.

A row tells when, which command or button, the batch it belongs to, sheet, code, cell, before and after. The code names
a cell (``project#1|indicators[3].name``), a row (``project#1|indicators[3]``), two rows that were exchanged
(``project#1|indicators[3>4]``) or a form (``project#4``). What people typed is not in it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.core.errors import UserError
from jixiao.documents.circulation.cell_plan import SheetPlan, plan
from jixiao.documents.circulation.changes import DECLINED, LOG, cell_of
from jixiao.documents.circulation.split import form_keys, values_of
from jixiao.documents.workbook.editing.changing import Change
from jixiao.model.forms.family import Family
from jixiao.model.submission.more_rows import delete_row, moved_reference
from jixiao.model.submission.submission import FormData, Submission

UNDONE = "撤回上一步"
ADDED, DELETED, FORMULA, VALUES = "（加的）", "（删去）", "（公式）", "（数值）"
_ROW = re.compile(r"(?P<form>[\w-]+#\d+)\|(?P<block>\w+)\[(?P<index>\d+)(?:>(?P<other>\d+))?\]")
_MOST_ROWS = 4000
"""Of the log; the oldest go first."""

LogRow = tuple[str, ...]


class NothingToUndo(UserError):
    """The program has changed nothing that it could undo."""


@dataclass(frozen=True)
class LoggedCommand:
    """What one command changed."""

    number: str
    command: str
    when: str
    rows: tuple[LogRow, ...]


@dataclass(frozen=True)
class RowCode:
    """A row of a form's block, or two that were exchanged."""

    form: str
    block: str
    index: int
    other: int | None


def row_code(code: str) -> RowCode | None:
    """What row a code names, if it names one."""
    match = _ROW.fullmatch(code)
    if match is None:
        return None
    other = int(match["other"]) if match["other"] else None
    return RowCode(match["form"], match["block"], int(match["index"]), other)


def last_batch(rows: Sequence[LogRow]) -> LoggedCommand:
    """The last command that was not undone.

    Raises:
        NothingToUndo: there is none.
    """
    undone = {row[4] for row in rows if row[1] == UNDONE}
    numbers = {row[2] for row in rows if row[2].isdigit() and row[1] != UNDONE and row[2] not in undone}
    numbers &= {row[2] for row in rows if row[1] != DECLINED and (row[4] or row[5])}  # others only tell
    if not numbers:
        raise NothingToUndo("程序没有做过可以撤回的改动。自己输入的内容请用 Excel、WPS 的“撤销”")
    number = max(numbers, key=int)
    found = tuple(row for row in rows if row[2] == number and row[1] != DECLINED)
    return LoggedCommand(number, found[0][1], found[0][0], found)


def next_number(rows: Sequence[LogRow]) -> str:
    """The number of the next batch."""
    return str(1 + max((int(row[2]) for row in rows if row[2].isdigit()), default=0))


def record(submission: Submission, command: str, now: str, changes: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Write a batch into a submission's log; each change is sheet, code, cell, before and after."""
    if changes:
        log = submission.lists.get(LOG, [])
        number = next_number(log)
        submission.lists[LOG] = [*log, *((now, command, number, *change) for change in changes)][-_MOST_ROWS:]


def undone_row(now: str, batch: LoggedCommand, number: str) -> LogRow:
    """What says that a batch was undone."""
    return now, UNDONE, number, "", batch.number, "", batch.command, ""


def changes_between(family: Family, old: Submission, new: Submission) -> list[tuple[str, str, str, str, str]]:
    """What a command changed: forms and rows that came, went or changed places, and cells."""
    plans = dict(zip(form_keys(new), plan(family, new), strict=True))
    before = dict(zip(form_keys(old), old.forms, strict=True))
    found: list[tuple[str, str, str, str, str]] = []
    for key, data in zip(form_keys(new), new.forms, strict=True):
        if key not in before:
            found.append((plans[key].title, key, "", "", ADDED))
        else:
            found += _in_form(key, before[key], data, plans[key])
    return found


def changes_of(family: Family, change: Change) -> list[tuple[str, str, str, str, str]]:
    """The same of a change; of a form that was taken out only that: those behind it stay as they are."""
    if change.removed < 0:
        return changes_between(family, change.old, change.new)
    key = form_keys(change.old)[change.removed]
    return [(change.old.forms[change.removed].sheet, key, "", "", DELETED)]


def _in_form(key: str, old: FormData, new: FormData, at: SheetPlan) -> Iterator[tuple[str, str, str, str, str]]:
    moved = [change for block in new.rows for change in _in_block(old.rows.get(block, []), new.rows[block])]
    blocks = [block for block in new.rows if list(_in_block(old.rows.get(block, []), new.rows[block]))]
    for block, (place, was, now) in zip(blocks, moved, strict=False):
        yield at.title, f"{key}|{block}[{place}]", "", was, now
    if moved:
        return
    was_typed, typed = dict(values_of(old)), dict(values_of(new))
    for reference in was_typed | typed:
        if was_typed.get(reference) != typed.get(reference):
            was, now = (each.get(reference, FORMULA) for each in (was_typed, typed))
            yield at.title, f"{key}|{reference}", at.cell(reference), was, now


def _in_block(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """A row that came or went, or two that changed places."""
    first = next(
        (i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    if len(new) == len(old) + 1:
        yield str(first), "", ADDED
    elif len(new) == len(old) - 1:
        yield str(first), json.dumps(old[first], ensure_ascii=False), DELETED
    elif first + 1 < len(new) and old[first : first + 2] == [new[first + 1], new[first]]:
        yield f"{first}>{first + 1}", "", ""


# ---- undoing in a saved workbook ------------------------------------------------------------------------------------


def undo(family: Family, old: Submission, now: str) -> tuple[Submission, str]:
    """The submission without the last change of the program.

    Returns:
        The new submission, and what was done.

    Raises:
        NothingToUndo: there is nothing, or what came in was filled in since.
    """
    batch = last_batch(old.lists.get(LOG, []))
    changed = copy.deepcopy(old)
    left = sum(not _undo_row(family, changed, row) for row in reversed(batch.rows))
    if left == len(batch.rows):
        raise NothingToUndo(f"“{batch.command}”（{batch.when}）改过的地方后来都又改过，没有撤回")
    rows = changed.lists[LOG]
    changed.lists[LOG] = [*rows, undone_row(now, batch, next_number(rows))]
    told = f"已撤回“{batch.command}”（{batch.when}）：{len(batch.rows) - left} 处"
    return changed, told + (f"；有 {left} 处后来又改过，没有动" if left else "")


def _undo_row(family: Family, submission: Submission, row: LogRow) -> bool:
    code, before, after = row[4], row[6], row[7]
    if (where := row_code(code)) is not None:
        return _undo_move(submission, where, before, after)
    keys = form_keys(submission)
    if code in keys:
        return _undo_form(family, submission, submission.forms[keys.index(code)], after)
    place = cell_of(family, submission, code)
    if place is None or (place.value() if place.value() is not None else FORMULA) not in (after, after or FORMULA):
        return False
    if before == FORMULA and place.data is not None:
        place.data.frozen.discard(place.reference)
    place.put(None if before == FORMULA or not before else before)
    return True


def _undo_form(family: Family, submission: Submission, data: FormData, after: str) -> bool:
    """A form that was added goes; one whose formulas were frozen gets them back."""
    if after == VALUES:
        for place in (cell_of(family, submission, f"{_key(submission, data)}|{one}") for one in data.frozen):
            if place is not None:
                place.put(None)
        data.frozen = set()
        return True
    if after != ADDED or _is_begun(family, data):
        return False
    submission.forms = [each for each in submission.forms if each is not data]
    return True


def _key(submission: Submission, data: FormData) -> str:
    return next(key for key, each in zip(form_keys(submission), submission.forms, strict=True) if each is data)


def _undo_move(submission: Submission, where: RowCode, before: str, after: str) -> bool:
    keys = form_keys(submission)
    if where.form not in keys:
        return False
    data = submission.forms[keys.index(where.form)]
    rows = data.rows.get(where.block, [])
    if where.index >= len(rows) + (after == DELETED):
        return False
    if where.other is not None:
        rows[where.index], rows[where.other] = rows[where.other], rows[where.index]
    elif after == DELETED:
        rows.insert(where.index, json.loads(before))
        data.frozen = {moved_reference(reference, where.block, where.index - 1) for reference in data.frozen}
    elif len(rows) > 1:
        delete_row(data, where.block, where.index)
    return True


def _is_begun(family: Family, data: FormData) -> bool:
    """Whether somebody has filled in something that did not come with the blank form."""
    form = family.form(data.form)
    if data.fields.get(form.name_field, "").strip():
        return True
    own = {key: text for key, text in data.fields.items() if text}
    return bool({key for key, text in own.items() if form.defaults.fields.get(key) != text})
