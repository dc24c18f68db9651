"""The sheets of projects called after their projects, and the links and lists that name a sheet following it."""

from __future__ import annotations

import re

import xlwings as xw

from jixiao.documents.workbook.build import sheet_titles
from jixiao.documents.workbook.sheets.list_sheets import LISTS
from jixiao.interfaces.excel.open_book import Snapshot, unprotected
from jixiao.model.forms.sheet_titles import (
    ALL_CHECKS,
    CHECKS,
    HOME,
    OPTIONS,
    PROJECTS,
    REPORT_TEXT,
    UNPLACED,
    is_own_title,
)

Renamed = dict[str, str]
"""What sheets were called before, and are called now."""

_FOR_A_MOMENT = "jixiao.{number}"


def name_sheets(taken: Snapshot) -> int:
    """Call each project's sheet after its project, unless a person called it otherwise; links and lists follow.

    Returns:
        How many sheets have another name now.
    """
    by_hand, wanted = _renamed_by_hand(taken), _wanted(taken)
    _rename(taken.book, wanted)
    now = {old: wanted.get(title, title) for old, title in by_hand.items()}
    _reword(taken.book, {old: title for old, title in (wanted | now).items() if old != title})
    return len(wanted)


def copied_sheets(taken: Snapshot) -> list[str]:
    """The forms' sheets that a person copied: they are read, but nothing in the book sums or lists them."""
    listed = _listed(taken.book)
    return [values.data.sheet for values in taken.evaluation.forms if listed and values.data.sheet not in listed]


def _wanted(taken: Snapshot) -> Renamed:
    """The sheets that are to be renamed; a title that another sheet has is not taken."""
    pairs = zip(taken.evaluation.forms, sheet_titles(taken.evaluation), strict=True)
    changed = {
        values.data.sheet: title
        for values, title in pairs
        if values.data.sheet != title and is_own_title(values.data.sheet, values.form.sheet)
    }
    others = {sheet.name.lower() for sheet in taken.book.sheets if sheet.name not in changed}
    return {old: title for old, title in changed.items() if title.lower() not in others}


def _renamed_by_hand(taken: Snapshot) -> Renamed:
    """The sheets that 首页 lists under names that they do not have any more, in order."""
    listed, titles = _listed(taken.book), [values.data.sheet for values in taken.evaluation.forms]
    gone, new = ([each for each in one if each not in other] for one, other in ((listed, titles), (titles, listed)))
    return dict(zip(gone, new, strict=True)) if len(gone) == len(new) else {}


def _listed(book: xw.Book) -> list[str]:
    """What 首页 calls the sheets of forms."""
    home = book.sheets[HOME]
    column = home.range((1, 1), (home.used_range.last_cell.row, 1)).options(ndim=1).value
    if HOME not in column or REPORT_TEXT not in column:
        return []
    return [str(title) for title in column[column.index(HOME) + 1 : column.index(REPORT_TEXT)]]


def _rename(book: xw.Book, renamed: Renamed) -> None:
    """Each first gets a name that no sheet has: two may exchange theirs."""
    for names in (
        {old: _FOR_A_MOMENT.format(number=number) for number, old in enumerate(renamed)},
        {_FOR_A_MOMENT.format(number=number): title for number, title in enumerate(renamed.values())},
    ):
        for old, title in names.items():
            book.sheets[old].name = title


def _reword(book: xw.Book, renamed: Renamed) -> None:
    """What names a sheet by a text; references follow by themselves."""
    own = {HOME, CHECKS, ALL_CHECKS, OPTIONS, PROJECTS, UNPLACED, *(spec.title for spec in LISTS.values())}
    for sheet in book.sheets if renamed else ():
        if sheet.name in own:
            with unprotected(sheet):
                _reword_sheet(sheet, renamed)


def _reword_sheet(sheet: xw.Sheet, renamed: Renamed) -> None:
    pattern = re.compile(rf"(?:^|(?<='))({'|'.join(map(re.escape, renamed))})(?=['　]|$)")
    used = sheet.used_range
    for row, cells in enumerate(used.options(ndim=2).formula, used.row):
        for column, held in enumerate(cells, used.column):
            if isinstance(held, str) and (told := _reworded(held, pattern, renamed)) != held:
                sheet.range((row, column)).formula = told


def _reworded(held: str, pattern: re.Pattern[str], renamed: Renamed) -> str:
    """A text, or of a formula the texts in it."""
    parts = held.split('"') if held.startswith("=") else ["", held]
    parts[1::2] = [pattern.sub(lambda found: renamed[found[1]], part) for part in parts[1::2]]
    return '"'.join(parts) if held.startswith("=") else parts[1]
