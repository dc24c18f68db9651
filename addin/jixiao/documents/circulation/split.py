"""A workbook handed out: each person gets a workbook of the forms and sections that are theirs, live and checked."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jixiao.core.errors import UserError
from jixiao.documents.circulation.rebuilding import BookSource, rebuild
from jixiao.documents.workbook.calc_file import excel_name
from jixiao.documents.workbook.editing.additions import Addition, What, additions
from jixiao.documents.workbook.read import read_whole_book
from jixiao.model.forms.family import Family
from jixiao.model.forms.part_of_family import for_part
from jixiao.model.forms.sheet_titles import sheet_title
from jixiao.model.submission.submission import FormData, Submission, row_reference

TEXT = "text"
"""What stands for the form in the reference of a text."""
PARTS, HANDED = "parts", "handed"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s.]+')
_LONGEST_NAME = 40
_WHEN = "%Y-%m-%d %H:%M"


class SplitError(UserError):
    """A workbook cannot be handed out like this; the message says why."""


@dataclass(frozen=True)
class Share:
    """What one person fills in: forms by their index in the submission, sections as ``report.section``."""

    who: str
    forms: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()


def each_project(family: Family, submission: Submission) -> list[Share]:
    """A share for each project, called as the project is.

    Raises:
        SplitError: there are no projects.
    """
    shares = []
    for index, data in enumerate(submission.forms):
        form = family.form(data.form)
        if form.repeated:
            shares.append(Share(data.fields.get(form.name_field, "").strip() or data.sheet, (index,)))
    if not shares:
        raise SplitError("工作簿里没有按项目填的表，不能一个项目一份地分。请用 --list 写明谁填哪些表、哪些正文")
    return _with_own_names(shares)


def _with_own_names(shares: Sequence[Share]) -> list[Share]:
    """Two projects may be called the same."""
    seen: dict[str, int] = {}
    named = []
    for share in shares:
        seen[share.who] = seen.get(share.who, 0) + 1
        number = seen[share.who]
        named.append(Share(f"{share.who}（{number}）" if number > 1 else share.who, share.forms, share.sections))
    return named


def form_keys(submission: Submission) -> list[str]:
    """Each form's kind and which of its kind it is: ``project#3``."""
    counts: dict[str, int] = {}
    keys = []
    for data in submission.forms:
        counts[data.form] = data.number or counts.get(data.form, 0) + 1
        keys.append(f"{data.form}#{counts[data.form]}")
    return keys


def split(book: Path, shares: Sequence[Share], folder: Path, now: datetime, suffix: str = "") -> list[Path]:
    """Write the workbook of each share, and the whole one that knows who has what.

    Args:
        book: the whole workbook; it is only read.
        shares: who fills in what.
        folder: an empty folder.
        now: when they are handed out.
        suffix: the files' ending; the book's own if none is given (.xlsx for an .ods).

    Returns:
        The files, the whole workbook last.

    Raises:
        SplitError: it is a part itself.
    """
    family, submission, opened = read_whole_book(book)
    if submission.part:
        raise SplitError(f"「{book.name}」是「{submission.part}」的那一份，不能再分。请用总的工作簿")
    found = additions(book, family, submission, folder, opened)
    suffix = suffix or excel_name(book).suffix.lower()
    files = []
    for share in shares:
        target = folder / f"{file_stem(share.who)}{suffix}"
        _write_part(book, family, submission, share, found, target)
        files.append(target)
    whole = copy.deepcopy(submission)
    whole.lists[PARTS] = [*_kept(whole, shares), *_entries(family, submission, shares, files, now)]
    target = folder / f"{book.stem}（总表）{suffix}"
    rebuild(family, whole, [BookSource(book, submission, found)], target)
    return [*files, target]


def file_stem(who: str) -> str:
    """A file's name for a person or project."""
    return _NOT_IN_NAMES.sub("_", who).strip("_")[:_LONGEST_NAME] or "一份"


def part_of(submission: Submission, share: Share) -> Submission:
    """What a share's workbook says when it is handed out."""
    keys = form_keys(submission)
    part = Submission(submission.family, submission.unit, submission.year, report_date=submission.report_date)
    part.part = share.who
    for index in share.forms:
        data = copy.deepcopy(submission.forms[index])
        data.number = int(keys[index].partition("#")[2])
        part.forms.append(data)
    for report, sections in submission.texts.items():
        own = {key: text for key, text in sections.items() if f"{report}.{key}" in share.sections}
        part.texts |= {report: own} if own else {}
    part.lists[HANDED] = [*handed(part)]
    return part


def handed(part: Submission) -> Iterator[tuple[str, str, str]]:
    """Everything that is filled in, by form and reference."""
    for key, data in zip(form_keys(part), part.forms, strict=True):
        yield from ((key, reference, text) for reference, text in values_of(data))
    for report, sections in part.texts.items():
        yield from ((TEXT, f"{report}.{section}", text) for section, text in sections.items())


def values_of(data: FormData) -> Iterator[tuple[str, str]]:
    """A form's values by reference."""
    yield from data.fields.items()
    for block, rows in data.rows.items():
        for index, row in enumerate(rows):
            yield from ((row_reference(block, index, key), text) for key, text in row.items())


def _write_part(
    book: Path, family: Family, submission: Submission, share: Share, found: Sequence[Addition], target: Path
) -> None:
    places = {index: number for number, index in enumerate(share.forms)}
    items = [item for item in found if item.form in places and item.what is not What.FOOTER]
    source = BookSource(book, submission, items, places)
    rebuild(for_part(family, share.sections), part_of(submission, share), [source], target, leave_behind=True)


# ---- who has what ---------------------------------------------------------------------------------------------------


def _kept(whole: Submission, shares: Sequence[Share]) -> list[tuple[str, ...]]:
    """What was handed out before, to others."""
    new = {share.who for share in shares}
    return [row for row in whole.lists.get(PARTS, []) if row[0] not in new]


def _entries(
    family: Family, submission: Submission, shares: Sequence[Share], files: Sequence[Path], now: datetime
) -> Iterator[tuple[str, ...]]:
    keys = form_keys(submission)
    for share, file in zip(shares, files, strict=True):
        codes = [*(keys[index] for index in share.forms), *(f"{TEXT}#{section}" for section in share.sections)]
        content = "、".join(_contents(family, submission, share))
        yield share.who, content, file.name, now.strftime(_WHEN), "", " ".join(codes), ""


def _contents(family: Family, submission: Submission, share: Share) -> Iterator[str]:
    """What a person is told they have."""
    for index in share.forms:
        data = submission.forms[index]
        form = family.form(data.form)
        name = data.fields.get(form.name_field, "").strip()
        number = int(form_keys(submission)[index].partition("#")[2])
        yield f"{sheet_title(form.sheet, number)} {name}" if name and form.repeated else data.sheet
    headings = {f"{r.id}.{s.key}": s.heading for r in family.outline.reports for s in r.sections}
    yield from (f"正文“{headings[section]}”" for section in share.sections)
