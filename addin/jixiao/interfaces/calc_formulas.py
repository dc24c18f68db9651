"""Our formulas in an open LibreOffice document: found by name, and blank cells kept blank.

Calc treats an add-in's formulas differently from Excel in two ways, and writing them back once mends both:

* Loading an .xlsx, Calc 7.4 does not ask add-ins for their names: the cell says ``score_row`` and, once it is
  recalculated, #NAME?. Entered through the API the same text is found by its display name.
* A single blank cell handed to an add-in arrives as the number 0; a range of one blank cell arrives blank.
  A blank is not zero, so ``B3`` becomes ``B3:B3``, which Excel reads the same way.

Standard library only and no ``import uno``: the document is handed in, by the extension's job or by a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias

from jixiao.core.functions import FUNCTIONS

MARK = "jixiao_family"
"""The defined name that every workbook of ours has."""

_Placed: TypeAlias = "tuple[tuple[int, int], str]"  # ((column, row), formula)
_FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_PIECE = re.compile(r"""
    " (?: [^"] | "" )* "                       # a text
  | [();{}]
  | (?: ' (?: [^'] | '' )* ' | [^();{}"'] )+   # the rest, with sheet names in quotes
""", re.VERBOSE)  # fmt: skip
_NAME = re.compile(r"[^\W\d]\w*")
_CELL = re.compile(r"""
    (?: (?: \$?'(?:[^']|'')+' | [$\w]+ ) \. )? # the sheet
    (?P<cell> \$?[A-Z]{1,3} \$?\d+ )
""", re.VERBOSE)  # fmt: skip


def is_ours(document: Any) -> bool:
    """Whether the document is a workbook that this project built."""
    is_spreadsheet = document.supportsService("com.sun.star.sheet.SpreadsheetDocument")
    return bool(is_spreadsheet and document.NamedRanges.hasByName(MARK))


def resolve(document: Any) -> int:
    """Write every formula that calls a function of ours back once.

    Nothing else is touched; the document is not marked as changed and the user's undo list does not grow.

    Returns:
        The number of cells whose formula was written.
    """
    with _unnoticed(document):
        return sum(_resolve_sheet(sheet, document) for sheet in document.Sheets)


def keep_blanks(formula: str, cell_names: frozenset[str] = frozenset()) -> str:
    """The formula with single cells handed to functions of ours written as ranges.

    Args:
        formula: a formula in Calc's own notation (``;`` between arguments).
        cell_names: the defined names that stand for one cell.
    """
    pieces = _PIECE.findall(formula)
    for at in _lone_arguments(pieces):
        pieces[at] = _as_range(pieces[at], cell_names)
    return "".join(pieces)


def _lone_arguments(pieces: list[str]) -> Iterator[int]:
    """Where the pieces stand that are all of one argument of a function of ours."""
    ours: list[bool] = []  # for each bracket that is open: does it belong to a function of ours
    for at, (before, piece, after) in enumerate(zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False)):
        if ours[-1:] == [True] and before in ("(", ";") and after in (")", ";"):
            yield at
        if piece == "(":
            ours.append(bool(_our_call().search(before + piece)))
        elif piece == ")":
            del ours[-1:]


def _as_range(argument: str, cell_names: frozenset[str]) -> str:
    reference = argument.strip()
    if reference in cell_names:
        return f"{reference}:{reference}"
    cell = _CELL.fullmatch(reference)
    return f"{reference}:{cell['cell']}" if cell else argument


@cache
def _our_call() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(FUNCTIONS)})\(", re.IGNORECASE)


def _resolve_sheet(sheet: Any, document: Any) -> int:
    found = [(place, text) for place, text in _formulas(sheet) if _our_call().search(text)]
    if found:
        names = _cell_names([text for _, text in found], sheet, document)
        kept = [(place, keep_blanks(text, names)) for place, text in found]
        with _unprotected(sheet):
            _write_single([each for each in kept if not each[1].startswith("{")], sheet)
            _write_arrays([each for each in kept if each[1].startswith("{")], sheet)
    return len(found)


def _cell_names(formulas: list[str], sheet: Any, document: Any) -> frozenset[str]:
    """Of the arguments in these formulas, the names of one cell.

    Only these are looked up: a workbook has hundreds of names, and LibreOffice is another process.
    """
    split = [_PIECE.findall(formula) for formula in formulas]
    words = {pieces[at].strip() for pieces in split for at in _lone_arguments(pieces)}
    names = (word for word in words if _NAME.fullmatch(word) and not _CELL.fullmatch(word))
    return frozenset(name for name in names if _CELL.fullmatch(_content(name, sheet, document)))


def _content(name: str, sheet: Any, document: Any) -> str:
    """What a name of the sheet or else of the book stands for; nothing if there is none."""
    for names in (sheet.NamedRanges, document.NamedRanges):
        if names.hasByName(name):
            return str(names.getByName(name).Content)
    return ""


def _formulas(sheet: Any) -> Iterator[_Placed]:
    """All formulas of a sheet; those of an array formula stand in braces, once for each of its cells.

    Asked for at once: where formulas stand, and what stands everywhere, texts that only look like formulas included.
    """
    used = sheet.createCursor()
    used.gotoEndOfUsedArea(True)
    written = used.getFormulaArray()
    for area in sheet.queryContentCells(_FORMULA_CELLS).getRangeAddresses():
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield (column, row), written[row][column]


def _write_single(found: list[_Placed], sheet: Any) -> None:
    """Column by column in runs without a gap: one call for a run is several times as fast as one for each cell."""
    runs = groupby(enumerate(sorted(found)), key=lambda item: (item[1][0][0], item[1][0][1] - item[0]))
    for _, run in runs:
        placed = [each for _, each in run]
        (column, first), (_, last) = placed[0][0], placed[-1][0]
        cells = sheet.getCellRangeByPosition(column, first, column, last)
        formulas = [formula for _, formula in placed]
        if not sheet.isProtected():
            cells.setFormulaArray(tuple((formula,) for formula in formulas))
            continue
        for i, formula in enumerate(formulas):  # under a password only this way goes
            cells.getCellByPosition(0, i).setFormula(formula)


def _write_arrays(found: list[_Placed], sheet: Any) -> None:
    for (column, row), formula in found:
        array = sheet.createCursorByRange(sheet.getCellRangeByPosition(column, row, column, row))
        array.collapseToCurrentArray()
        corner = array.getRangeAddress()
        if (corner.StartColumn, corner.StartRow) == (column, row):
            array.setArrayFormula(formula[1:-1])


@contextmanager
def _unnoticed(document: Any) -> Iterator[None]:
    modified, undo = document.isModified(), document.getUndoManager()
    undo.lock()
    try:
        yield
    finally:
        undo.unlock()
        document.setModified(modified)


@contextmanager
def _unprotected(sheet: Any) -> Iterator[None]:
    """Lift a protection that has no password: array formulas, and runs of others, cannot be written under it."""
    protected = sheet.isProtected()
    with suppress(Exception):  # there is a password; UNO's own class of error exists inside LibreOffice only
        sheet.unprotect("")
    try:
        yield
    finally:
        if protected and not sheet.isProtected():
            sheet.protect("")
