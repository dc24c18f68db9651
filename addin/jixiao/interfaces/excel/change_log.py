"""The hidden log of an open workbook: what buttons changed is written there, and the last of it is taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlwings as xw
from openpyxl.utils.cell import get_column_letter

from jixiao.documents.circulation.changes import LOG, cell_of
from jixiao.documents.circulation.log import (
    ADDED,
    DELETED,
    FORMULA,
    VALUES,
    LoggedCommand,
    LogRow,
    NothingToUndo,
    RowCode,
    last_batch,
    next_number,
    row_code,
    undone_row,
)
from jixiao.documents.workbook.layout.names import list_name, quoted
from jixiao.documents.workbook.sheets.list_sheets import LISTS, LOG_ROOM
from jixiao.interfaces.excel.form_rows import LiveForm, live_forms, write_formula
from jixiao.interfaces.excel.open_book import LiveBookError, Snapshot, unprotected
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.more_rows import sheet_rows

_FIRST_ROW = 3
_WHEN = "%Y-%m-%d %H:%M"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[-+][0-9]+)?")
"""How the log holds a number of a cell; 125万元 was a text, and is one again."""

Held = dict[str, Any]
"""What stands in a sheet's cells, formulas as formulas, by address."""


def log_change(book: xw.Book, command: str, sheet: str, code: str, before: str, after: str) -> None:
    """Write down one change of a row."""
    _append(book, command, [(sheet, code, "", before, after)])


def log_forms(book: xw.Book, command: str, forms: Sequence[tuple[str, str]], before: str, after: str) -> None:
    """Write down what was done to whole forms: their sheets and keys."""
    _append(book, command, [(sheet, key, "", before, after) for sheet, key in forms])


def cells_held(sheet: xw.Sheet) -> Held:
    """What stands in a sheet now, to be compared with later."""
    used = sheet.used_range
    rows: Any = used.formula
    if not isinstance(rows, list | tuple):
        rows = ((rows,),)
    elif rows and not isinstance(rows[0], list | tuple):
        rows = (rows,) if used.shape[0] == 1 else tuple((each,) for each in rows)
    top, left = used.row, used.column
    return {
        f"{get_column_letter(left + column)}{top + number}": text
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
        if text not in ("", None)
    }


def log_cells(book: xw.Book, command: str, before: Mapping[str, Held]) -> None:
    """Write down which cells of sheets say something else than before; ``before``: what stood there, by sheet."""
    _append(book, command, [row for sheet, held in before.items() for row in _changed(book.sheets[sheet], held)])


def _changed(sheet: xw.Sheet, before: Held) -> Iterator[tuple[str, str, str, str, str]]:
    after = cells_held(sheet)
    for cell in before | after:
        if before.get(cell) != after.get(cell):
            yield sheet.name, "", cell, str(before.get(cell, "")), str(after.get(cell, ""))


# ---- the sheet ------------------------------------------------------------------------------------------------------


def _append(book: xw.Book, command: str, changes: Sequence[tuple[str, str, str, str, str]]) -> None:
    if not changes:
        return
    rows = _rows(book)
    now, number = f"{datetime.now():{_WHEN}}", next_number(rows)
    _write(book, len(rows), [(now, command, number, *change) for change in changes])


def _rows(book: xw.Book) -> list[LogRow]:
    """The log as it stands."""
    if LISTS[LOG].title not in [sheet.name for sheet in book.sheets]:
        return []
    used = book.sheets[LISTS[LOG].title].used_range.last_cell.row
    if used < _FIRST_ROW:
        return []
    values = book.sheets[LISTS[LOG].title].range((_FIRST_ROW, 1), (used, len(LISTS[LOG].headings))).value
    rows = values if isinstance(values[0], list) else [values]
    return [tuple(_text(value) for value in row) for row in rows if any(row)]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _write(book: xw.Book, standing: int, rows: Sequence[LogRow]) -> None:
    sheet = _sheet(book)
    first = _FIRST_ROW + standing
    cells = sheet.range((first, 1), (first + len(rows) - 1, len(LISTS[LOG].headings)))
    with unprotected(sheet):
        cells.number_format = "@"  # a text that begins with = stays a text
        cells.value = [list(row) for row in rows]


def _sheet(book: xw.Book) -> xw.Sheet:
    """The hidden sheet, made where there is none yet; its name too, which Ctrl+Z takes away alone."""
    spec = LISTS[LOG]
    is_made = spec.title in [sheet.name for sheet in book.sheets]
    sheet = book.sheets[spec.title] if is_made else _made(book)
    if list_name(LOG) not in book.names:
        last = get_column_letter(len(spec.headings))
        book.names.add(list_name(LOG), f"={quoted(spec.title)}!$A${_FIRST_ROW}:${last}${LOG_ROOM}")
    return sheet


def _made(book: xw.Book) -> xw.Sheet:
    spec, front = LISTS[LOG], book.sheets.active
    sheet = book.sheets.add(spec.title, after=book.sheets[len(book.sheets) - 1])
    sheet.range("A1").value = spec.told
    sheet.range((2, 1), (2, len(spec.headings))).value = list(spec.headings)
    sheet.visible = False
    front.activate()
    return sheet


# ---- taking back ----------------------------------------------------------------------------------------------------


def undo(book: xw.Book, taken: Snapshot) -> str:
    """Take back what the last button changed.

    Raises:
        NothingToUndo: there is nothing, or it was changed since.
    """
    rows = _rows(book)
    batch = last_batch(rows)
    forms = {form.key: form for form in live_forms(taken)}
    left = sum(not _undone(book, taken, forms, row) for row in reversed(batch.rows))
    if left == len(batch.rows):
        raise NothingToUndo(f"“{batch.command}”（{batch.when}）改过的地方后来都又改过，没有撤回")
    _write(book, len(rows), [undone_row(f"{datetime.now():{_WHEN}}", batch, next_number(rows))])
    return _told(batch, left)


def _told(batch: LoggedCommand, left: int) -> str:
    told = f"已撤回“{batch.command}”（{batch.when}）：{len(batch.rows) - left} 处"
    return told + (f"；有 {left} 处后来又改过，没有动" if left else "")


def _undone(book: xw.Book, taken: Snapshot, forms: dict[str, LiveForm], row: LogRow) -> bool:
    sheet, code, cell, before, after = row[3:8]
    if (where := row_code(code)) is not None:
        return where.form in forms and _row_back(forms[where.form], where, before, after)
    if code in forms:
        return _formulas_back(forms[code], before, after)
    if not code:
        return sheet in [each.name for each in book.sheets] and _cell_back(book.sheets[sheet], cell, before, after)
    return _value_back(book, taken, forms, row)


def _row_back(form: LiveForm, where: RowCode, before: str, after: str) -> bool:
    block = form.at.blocks[where.block]
    rows = sheet_rows(form.values.data, where.block, block.cells[0].field)
    if where.index >= len(rows) + (after == DELETED) or (where.other or 0) >= len(rows):
        return False
    with unprotected(form.sheet):
        if where.other is not None:
            form.swap_rows(rows[where.index], where.other - where.index)
        elif after == ADDED:
            return _take_out(form, rows[where.index])
        else:
            _put_in(form, where, rows, json.loads(before))
    return True


def _take_out(form: LiveForm, row: int) -> bool:
    """A row that came in goes, unless somebody has filled it in since."""
    if form.has_text(row):
        return False
    form.delete_row(row)
    return True


def _put_in(form: LiveForm, where: RowCode, rows: Sequence[int], held: dict[str, str]) -> None:
    """A row that was deleted comes back: below the one above it, or as the first one."""
    if not rows:
        raise LiveBookError("这几行已经没有可以照着加的行，没有撤回")
    below = rows[where.index - 1] if where.index else rows[0]
    form.insert_row(below)
    new = below + 1
    if not where.index:  # above the first: the two exchange what they say
        own = form.values.data.rows[where.block][0]
        _fill(form, where.block, new, own)
        new = below
    _fill(form, where.block, new, held)
    if where.index:
        above = form.values.data.rows[where.block][where.index - 1]
        _apart(form, where.block, new, {key: text for key, text in held.items() if above.get(key, "") != text})


def _apart(form: LiveForm, block: str, row: int, held: dict[str, str]) -> None:
    """A row that began a group of its own is taken out of the group above it, into which it came."""
    for cell in form.at.blocks[block].cells:
        if not cell.merge or not held.get(cell.field):
            continue
        column = form.at.columns[block][cell.field] + 1
        area = form.sheet.range((row, column)).merge_area
        first, last = area.row, area.last_cell
        if first < row:
            area.unmerge()
            for top, bottom in ((first, row - 1), (row, last.row)):
                if (bottom, last.column) != (top, column):
                    form.sheet.range((top, column), (bottom, last.column)).merge()
        form.sheet.range((row, column)).value = held[cell.field]


def _fill(form: LiveForm, block: str, row: int, held: dict[str, str]) -> None:
    schema = form.values.schema.blocks[block]
    merged = {cell.field for cell in form.at.blocks[block].cells if cell.merge}
    for key, column in form.at.columns[block].items():
        if key not in merged and key in schema and (key in held or schema[key].formula is None):
            form.sheet.range((row, column + 1)).value = _as_typed(held.get(key, ""), schema[key].kind)


def _formulas_back(form: LiveForm, before: str, after: str) -> bool:
    with unprotected(form.sheet):
        if after == VALUES:
            form.restore()
        elif before == VALUES:
            form.freeze()
    return VALUES in (before, after)


def _cell_back(sheet: xw.Sheet, cell: str, before: str, after: str) -> bool:
    target = sheet.range(cell)
    if str(target.formula or "") != after:
        return False
    with unprotected(sheet):
        if before.startswith("="):
            write_formula(target, before)
        else:
            is_number = target.number_format != "@" and _NUMBER.fullmatch(before)
            target.value = float(before) if is_number else before or None
    return True


def _value_back(book: xw.Book, taken: Snapshot, forms: dict[str, LiveForm], row: LogRow) -> bool:
    """A cell that a merge filled in, where it stands now."""
    code, before, after = row[4], row[6], row[7]
    submission = taken.evaluation.submission
    place = cell_of(taken.evaluation.family, submission, code)
    if place is None or (place.value() or "") != after:
        return False
    if place.data is None:
        sheet, cell = submission.text_places[place.key]
        target, kind = book.sheets[sheet].range(cell), "text"
    else:
        form = forms[code.partition("|")[0]]
        target = form.sheet.range(place.data.places[place.reference])
        fields = form.values.schema.blocks[place.block] if place.block else form.values.schema.fields
        kind = fields[place.key].kind
        if before == FORMULA:
            found = (each for each in form.formula_cells() if (each.row, each.column) == (target.row, target.column))
            with unprotected(form.sheet):
                write_formula(target, next(found).formula)
            return True
    with unprotected(target.sheet):
        target.value = _as_typed(before, kind)
    return True


def _as_typed(text: str, kind: Any) -> Any:
    value = cell_value(text, kind)
    return float(value) if isinstance(value, Decimal) else value
