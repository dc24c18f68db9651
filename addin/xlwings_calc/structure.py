"""Moving cells about: inserting, deleting, copying, merging, and where Ctrl and an arrow key lead."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import TYPE_CHECKING

from xlwings_calc import formulas, values
from xlwings_calc.addresses import COLUMNS, ROWS, Area
from xlwings_calc.coverage import not_covered
from xlwings_calc.errors import CalcError
from xlwings_calc.formats import cells_of
from xlwings_calc.office import enum

if TYPE_CHECKING:
    from xlwings_calc.range import Range
    from xlwings_calc.sheet import Sheet

_DIRECTIONS = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}  # rows, columns


def end(cells: Range, direction: str) -> Area:
    """The last filled cell of the block that the first cell is in, or the next filled one, or the sheet's edge."""
    rows, columns = _DIRECTIONS[direction[:1].lower()]
    start = cells.area._replace(rows=1, columns=1)
    filled = _filled(cells.sheet, start, rows, columns)
    if filled[:2] == [True, True]:
        steps = len(list(takewhile(bool, filled))) - 1
    elif True in filled[1:]:
        steps = filled.index(True, 1)
    else:
        return _edge(start, rows, columns)
    return start._replace(row=start.row + rows * steps, column=start.column + columns * steps)


def _edge(start: Area, rows: int, columns: int) -> Area:
    row = {1: ROWS, -1: 1}.get(rows, start.row)
    column = {1: COLUMNS, -1: 1}.get(columns, start.column)
    return Area(row, column)


def _filled(sheet: Sheet, start: Area, rows: int, columns: int) -> list[bool]:
    """For each cell from the first one on whether it holds anything, to the end of what the sheet uses."""
    used = sheet.used_range.area
    last = {1: max(used.last_row, start.row), -1: 1}.get(rows, start.row)
    last_column = {1: max(used.last_column, start.column), -1: 1}.get(columns, start.column)
    top, left = min(start.row, last), min(start.column, last_column)
    line = Area(top, left, abs(last - start.row) + 1, abs(last_column - start.column) + 1)
    found = [text != "" for row in cells_of(sheet.api, line).getFormulaArray() for text in row]
    return found[::-1] if -1 in (rows, columns) else found


# ---- inserting and deleting -----------------------------------------------------------------------------------------


def insert(cells: Range, shift: str | None) -> None:
    """Insert cells.

    Raises:
        CalcError: Calc refuses, which it does silently: merged cells would be torn, or the sheet is protected.
    """
    area = cells.area
    mode = _mode(area, shift, {"down": "DOWN", "right": "RIGHT"})
    address = cells.api.getRangeAddress()
    _or_refuse(
        cells,
        area._replace(rows=1, columns=1),
        lambda: cells.sheet.api.insertCells(address, enum("com.sun.star.sheet.CellInsertMode", mode)),
        f"no cells can be inserted at {cells}",
    )


def delete(cells: Range, shift: str | None) -> None:
    """Delete cells.

    Raises:
        CalcError: Calc refuses, which it does silently.
    """
    area = cells.area
    mode = _mode(area, shift, {"up": "UP", "left": "LEFT"})
    after = Area(area.last_row + 1, area.column) if mode in ("UP", "ROWS") else Area(area.row, area.last_column + 1)
    if after.row > ROWS or after.column > COLUMNS:
        raise not_covered("Range.delete() of the sheet's last cells")
    address = cells.api.getRangeAddress()
    _or_refuse(
        cells,
        after,
        lambda: cells.sheet.api.removeRange(address, enum("com.sun.star.sheet.CellDeleteMode", mode)),
        f"{cells} cannot be deleted",
    )


def _mode(area: Area, shift: str | None, shifts: dict[str, str]) -> str:
    """UNO's name for the way other cells move; without one the longer side decides, as in Excel."""
    if shift is not None and shift not in shifts:
        raise ValueError(f"shift must be one of {', '.join(shifts)}, not {shift!r}")
    if area.is_whole_rows:
        return "ROWS"
    if area.is_whole_columns:
        return "COLUMNS"
    vertical, horizontal = shifts
    return shifts[shift or (vertical if area.columns >= area.rows else horizontal)]


def _or_refuse(cells: Range, moving: Area, act: Callable[[], None], message: str) -> None:
    """Act, and see whether a cell that has to move has moved."""
    watched = cells_of(cells.sheet.api, moving)
    before = watched.AbsoluteName
    act()
    if watched.AbsoluteName == before:
        why = "the sheet is protected" if cells.sheet.api.isProtected() else "merged cells or an array would be torn"
        raise CalcError(f"{message}: {why}")


# ---- copying --------------------------------------------------------------------------------------------------------


def copy(source: Range, destination: Range) -> None:
    """Copy everything; a larger destination is filled if it is a multiple of the source.

    Raises:
        LockedCellsError: cells of the destination are locked.
    """
    if source.sheet.book.api != destination.sheet.book.api:
        raise not_covered("Range.copy() to another book")
    area, address = source.area, source.api.getRangeAddress()
    target = _target(area, destination)
    target.require_unlocked()
    where = target.area
    sheet = target.sheet.api
    for row in range(where.row, where.last_row + 1, area.rows):
        for column in range(where.column, where.last_column + 1, area.columns):
            corner = sheet.getCellByPosition(column - 1, row - 1).getCellAddress()
            sheet.copyRange(corner, address)


def paste(source: Range, destination: Range, what: str) -> None:
    """Paste all of what was copied, or a part.

    Raises:
        LockedCellsError: cells of the destination are locked.
    """
    if what == "all":
        copy(source, destination)
        return
    target = _target(source.area, destination)
    if target.shape != source.shape and what in ("values", "formulas", "formats"):
        raise not_covered(f"Range.paste({what!r}) into a multiple of what was copied")
    if what == "values":
        _paste_values(source, target)
    elif what == "formulas":
        _paste_formulas(source, target)
    elif what == "formats":
        _paste_formats(source, target)
    else:
        raise not_covered(f"Range.paste({what!r})")


def _target(source: Area, destination: Range) -> Range:
    """The cells that are written: the destination if it is a multiple of the source, else as many as the source has."""
    area = destination.area
    if area.rows % source.rows == 0 and area.columns % source.columns == 0:
        return destination
    return type(destination)(destination.sheet, area._replace(rows=source.rows, columns=source.columns))


def _paste_values(source: Range, target: Range) -> None:
    target.require_unlocked()
    values.put(target, source.api.getDataArray())


def _paste_formulas(source: Range, target: Range) -> None:
    rows, columns = target.row - source.row, target.column - source.column
    pasted = [[formulas.shifted(text, rows, columns) for text in row] for row in values.read_formulas(source)]
    values.write(target, pasted)


def _paste_formats(source: Range, target: Range) -> None:
    """Calc copies formats with contents and notes only, so the contents are put back."""
    if any(cells.area.holds(note) for cells in (source, target) for note in cells.sheet.noted_cells()):
        raise not_covered("Range.paste('formats') of cells with notes, or onto them,")
    kept = target.api.getFormulaArray()
    copy(source, target)
    target.api.setFormulaArray(kept)


# ---- merging --------------------------------------------------------------------------------------------------------


def merge(sheet: Sheet, area: Area) -> None:
    """Merge cells. Calc would keep the hidden values of the others; Excel keeps the first one's only."""
    for hidden in (
        area._replace(column=area.column + 1, columns=area.columns - 1, rows=1),
        area._replace(row=area.row + 1, rows=area.rows - 1),
    ):
        if hidden.size:
            cells_of(sheet.api, hidden).clearContents(values.CONTENTS)
    cells = cells_of(sheet.api, area)
    cells.merge(False)  # Calc does not merge what is merged in part
    cells.merge(True)
