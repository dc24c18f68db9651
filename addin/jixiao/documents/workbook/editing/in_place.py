"""Changes to a saved workbook in its own parts: what they do not touch stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils.cell import coordinate_from_string, get_column_letter

from jixiao.audit.checks.findings import SEVERITY_COLOURS
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.saved_parts import BOOK, main
from jixiao.documents.workbook.editing.sheet import Sheet
from jixiao.documents.workbook.layout.names import FROZEN, list_name, quoted
from jixiao.documents.workbook.layout.notes import AUTHOR, Note
from jixiao.documents.workbook.sheets.list_sheets import LISTS, LOG_ROOM
from jixiao.model.submission.submission import Submission

LOG = "log"
_AFTER_NAMES = ("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "fileRecoveryPr", "webPublishing", "extLst")
_FROZEN_NUMBER = re.compile(rf"{FROZEN}_(\d+)")

Places = Mapping[tuple[str, str], Sequence[Note]]
"""What to note, by sheet and cell."""


def freeze_in_place(source: Path, old: Submission, frozen: Submission, target: Path) -> bool:
    """Write the workbook with the results of formulas in their place.

    Args:
        source: the saved workbook.
        old: what was read from it.
        frozen: the same with more of its cells frozen, and with what its log says more.
        target: the new file.

    Returns:
        Whether it could be done: where a formula has no stored result, or is written for several cells, it cannot.
    """
    package = Package(source)
    parts = package.sheets()
    for before, after in zip(old.forms, frozen.forms, strict=True):
        cells = [before.places[key] for key in sorted(after.frozen - before.frozen)]
        if not cells:
            continue
        sheet = Sheet(package, parts[before.sheet])
        if not all(sheet.settle(cell) for cell in cells):
            return False
        _remember(package, before.sheet, cells)
    _log(package, frozen.lists.get(LOG, [])[len(old.lists.get(LOG, [])) :])
    package.drop_calculation_order()
    package.write(target)
    return True


def _log(package: Package, rows: Sequence[Sequence[str]]) -> None:
    """Write rows below what the log says, on its hidden sheet, which is made where there is none."""
    spec = LISTS[LOG]
    part = package.sheets().get(spec.title)
    if part is None:
        part = package.add_sheet(spec.title, "veryHidden")
        rows = [(spec.told,), spec.headings, *rows]
        item = etree.SubElement(defined_names(package), main("definedName"), name=list_name(LOG))
        item.text = f"{quoted(spec.title)}!$A${len(rows[:2]) + 1}:${get_column_letter(len(spec.headings))}${LOG_ROOM}"
    sheet = Sheet(package, part)
    for number, row in enumerate(rows, sheet.last_row + 1):
        for column, text in enumerate(row, 1):
            sheet.say(f"{get_column_letter(column)}{number}", text)


def annotate_in_place(source: Path, notes: Places, opening: str, target: Path) -> None:
    """Write the workbook with notes on its cells, coloured as the worst of them, and one on its first sheet."""
    package = Package(source)
    parts = package.sheets()
    for title in dict.fromkeys(title for title, _ in notes):
        sheet = Sheet(package, parts[title])
        for cell, said in ((cell, said) for (where, cell), said in notes.items() if where == title):
            worst = next(severity for severity in SEVERITY_COLOURS if any(note.severity == severity for note in said))
            sheet.comment(cell, "\n\n".join(note.text for note in said), AUTHOR)
            sheet.colour(cell, SEVERITY_COLOURS[worst].lstrip("#"))
    Sheet(package, next(iter(parts.values()))).comment("A1", opening, AUTHOR)
    package.write(target)


def _remember(package: Package, title: str, cells: Iterable[str]) -> None:
    """Name the cells, so that their formulas can come back."""
    names = defined_names(package)
    numbers = (_FROZEN_NUMBER.fullmatch(item.get("name", "")) for item in names)
    last = max((int(number[1]) for number in numbers if number), default=0)
    index = list(package.sheets()).index(title)
    for number, cell in enumerate(cells, last + 1):
        column, row = coordinate_from_string(cell)
        item = etree.SubElement(names, main("definedName"), name=f"{FROZEN}_{number}", localSheetId=str(index))
        item.text = f"{quoted(title)}!${column}${row}"


def defined_names(package: Package) -> Any:
    """The list of a book's defined names, put in where there is none."""
    book = package.xml(BOOK)
    names = book.find(main("definedNames"))
    if names is None:
        names = book.makeelement(main("definedNames"))
        followers = {main(name) for name in _AFTER_NAMES}
        next(child for child in book if child.tag in followers).addprevious(names)
    return names
