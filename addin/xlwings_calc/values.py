"""What cells hold: one call of UNO's reads or writes a whole range, whatever its size.

UNO knows numbers and texts only. Dates and booleans are numbers with a format, so a range that holds numbers costs a
few calls more, to find the cells that have such a format.
"""

from __future__ import annotations

import datetime as dt
import decimal
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from xlwings_calc import formulas
from xlwings_calc.addresses import Area
from xlwings_calc.errors import CalcError
from xlwings_calc.formats import BOOLEAN, DATE, GENERAL, ISO_DATE, ISO_MOMENT, LOGICAL, TEXT, cells_of
from xlwings_calc.office import refusing

if TYPE_CHECKING:
    from xlwings_calc.range import Range

Rows: TypeAlias = "Sequence[Sequence[Any]]"

CONTENTS = 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags of numbers, dates, texts and formulas; notes and formats stay."""

_ERROR_TEXTS = {
    503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A",
}  # fmt: skip
_UNREADABLE = frozenset({501, 507, 508, 509, 510, 511, 512, 520})
"""Calc's errors for a text that is no formula: wrong characters, brackets, operators or variables missing."""

_NUMBERS = re.compile(r"\d+")


class CellError(str):
    """The error a cell shows, such as ``#DIV/0!``; xlwings makes None of it unless ``err_to_str`` is asked for."""

    __slots__ = ()


# ---- what xlwings asks its engines for ------------------------------------------------------------------------------


def prepared(value: Any) -> Any:
    """A Python value as ``Range.raw_value`` takes it.

    Raises:
        TypeError: no cell can hold it.
    """
    value = _without_numpy(value)
    if value is None or _is_missing(value):
        return ""
    if isinstance(value, bool | dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, int | float | decimal.Decimal):
        return float(value)
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a cell cannot hold a value of type {type(value).__name__}: {value!r}")


def cleaned(value: Any, make_date: Callable[..., Any], empty: Any, make_number: Any, err_to_str: bool) -> Any:
    """A value that ``Range.raw_value`` gave, as the options of the range ask for it."""
    if isinstance(value, CellError):
        return str(value) if err_to_str else None
    if value is None or value == "":
        return empty
    if isinstance(value, dt.datetime):
        parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return make_date(**{part: getattr(value, part) for part in parts}, tzinfo=None)
    if make_number is not None and isinstance(value, float):
        return make_number(value)
    return value


def _without_numpy(value: Any) -> Any:
    """NumPy is asked only if somebody has imported it."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.generic):
        return value
    if isinstance(value, numpy.datetime64):
        value = value.astype("datetime64[us]")  # the item of a finer one is a number
    return value.item()


def _is_missing(value: Any) -> bool:
    """NaN and NaT, which are not equal to themselves, and pandas' NA."""
    pandas = sys.modules.get("pandas")
    return (pandas is not None and value is pandas.NA) or bool(value != value)


# ---- reading --------------------------------------------------------------------------------------------------------


def read(cells: Range) -> tuple[tuple[Any, ...], ...]:
    """The values of a range: numbers, texts, booleans, dates, errors, and None for blanks."""
    area, rows = cells.area, cells.api.getDataArray()
    kinds = _kinds(cells, [point for point, value in _points(area, rows) if isinstance(value, float)])
    return tuple(
        tuple(_read_value(cells, Area(r, c), value, kinds) for c, value in enumerate(row, area.column))
        for r, row in enumerate(rows, area.row)
    )


def read_formulas(cells: Range) -> tuple[tuple[str, ...], ...]:
    """The formulas of a range in Excel's notation; for cells without one, what was typed there."""
    to_excel = cells.sheet.book.excel_writer()
    return tuple(tuple(_read_formula(text, to_excel) for text in row) for row in cells.api.getFormulaArray())


def _read_value(cells: Range, point: Area, value: Any, kinds: dict[Area, int]) -> Any:
    if value is None:
        return _error(cells, point) if cells.options.get("err_to_str") else CellError()
    kind = kinds.get(point, 0)
    if kind & LOGICAL:
        return bool(value)
    return cells.sheet.book.date(value) if kind & DATE else (None if value == "" else value)


def _error(cells: Range, point: Area) -> CellError:
    cell = cells_of(cells.sheet.api, point).getCellByPosition(0, 0)
    return CellError(_ERROR_TEXTS.get(cell.getError()) or cell.getString())


def _read_formula(text: str, to_excel: Callable[[str], str]) -> str:
    if text.startswith(("=", "{=")):
        return to_excel(text)
    return text.removeprefix("'")  # the mark of a text that looks like something else


def _kinds(cells: Range, points: Sequence[Area]) -> dict[Area, int]:
    formats = cells.sheet.book.number_formats
    return {point: formats.kind(key) for point, key in formats.of_cells(cells.sheet.api, points).items()}


def _points(area: Area, rows: Rows) -> Iterator[tuple[Area, Any]]:
    for r, row in enumerate(rows, area.row):
        for c, value in enumerate(row, area.column):
            yield Area(r, c), value


# ---- writing --------------------------------------------------------------------------------------------------------


def write(cells: Range, rows: Rows) -> None:
    """Put values and formulas into a range of the same shape, each read as Excel reads it.

    Raises:
        LockedCellsError: some of the cells are locked.
        CalcError: a text that begins with ``=`` is no formula, or the cells are part of an array formula.
    """
    cells.require_unlocked()
    plan = _Plan(cells, rows)
    put(cells, plan.rows)
    for code, area in plan.new_formats():
        cells_of(cells.sheet.api, area).NumberFormat = cells.sheet.book.number_formats.key(code)
    for point in plan.kinds_of_formulas:
        _refuse_unreadable(cells_of(cells.sheet.api, point).getCellByPosition(0, 0))


def put(cells: Range, rows: Rows) -> None:
    """Put what UNO itself takes into a range of the same shape: numbers, texts that stay texts, formulas of ours.

    Raises:
        CalcError: the cells are part of an array formula.
    """
    area = cells.area
    with refusing(f"{cells} cannot be written; is it part of an array formula?"):
        for part in cut(area, cells.sheet.noted_cells()):
            top, left = part.row - area.row, part.column - area.column
            inside = [row[left : left + part.columns] for row in rows[top : top + part.rows]]
            _write_part(cells_of(cells.sheet.api, part), inside)


def fill(value: Any, area: Area) -> Rows:
    """One value for every cell of an area; references of a formula move along, as when Excel fills a range."""
    if isinstance(value, str) and formulas.is_formula(value):
        return [[formulas.shifted(value, r, c) for c in range(area.columns)] for r in range(area.rows)]
    return [[value] * area.columns] * area.rows


class _Plan:
    """What goes into each cell, and which cells get another number format."""

    def __init__(self, cells: Range, rows: Rows) -> None:
        self._cells, self._area = cells, cells.area
        self._book = cells.sheet.book
        self._formats = self._book.number_formats
        self._new: dict[str, list[Area]] = defaultdict(list)
        self._read: dict[str, tuple[float, str] | None] = {}
        self._shapes: dict[str, Area] = {}
        self._keys = self._formats.of_cells(
            cells.sheet.api, [point for point, value in _points(self._area, rows) if self._depends_on_format(value)]
        )
        self.rows = [
            [self._entry(Area(r, c), value) for c, value in enumerate(row, self._area.column)]
            for r, row in enumerate(rows, self._area.row)
        ]

    @property
    def kinds_of_formulas(self) -> Iterable[Area]:
        """One cell of each kind of formula: formulas that differ in their numbers only are right or wrong together."""
        return self._shapes.values()

    def new_formats(self) -> Iterator[tuple[str, Area]]:
        """Format codes and the areas that get them: runs of cells in a column, so that a column costs one call."""
        for code, points in self._new.items():
            by_column = sorted(points, key=lambda point: (point.column, point.row))
            for _, run in groupby(enumerate(by_column), key=lambda item: (item[1].column, item[1].row - item[0])):
                found = [point for _, point in run]
                yield code, found[0]._replace(rows=len(found))

    def _depends_on_format(self, value: Any) -> bool:
        if isinstance(value, str):
            return value.startswith(("=", "'")) or self._reading(value) is not None
        return value is not None

    def _entry(self, point: Area, value: Any) -> Any:
        """What UNO gets: a number, a text, a formula, or nothing."""
        if value is None or value == "":
            return ""
        key = self._keys.get(point, 0)
        kind = self._formats.kind(key)
        if kind & TEXT:
            return _as_text(value)
        if isinstance(value, str):
            return self._typed(point, key, value)
        return self._number(point, key, value)

    def _number(self, point: Area, key: int, value: Any) -> float:
        if isinstance(value, bool):
            self._new[BOOLEAN].append(point)
        elif isinstance(value, dt.datetime):
            if self._formats.is_general(key):
                self._new[ISO_MOMENT if value.time() != dt.time() else ISO_DATE].append(point)
            return self._book.serial(value)
        elif self._formats.kind(key) & LOGICAL:
            self._new[GENERAL].append(point)  # otherwise 5 would be read back as TRUE
        return float(value)

    def _typed(self, point: Area, key: int, text: str) -> Any:
        if formulas.is_formula(text):
            formula = _Formula(self._book.to_calc(text, self._cells.sheet))
            self._shapes.setdefault(_NUMBERS.sub("0", formula), point)
            return formula
        if text.startswith("'"):
            if self._formats.is_general(key):
                self._new[GENERAL].append(point)  # Calc sets the format Text for a text like a number
            return text[1:]
        reading = self._reading(text)
        if reading is None:
            return text
        number, code = reading
        if code != GENERAL and (self._formats.is_general(key) or code == BOOLEAN):
            self._new[code].append(point)
        return number

    def _reading(self, text: str) -> Any:
        """What typing the text means, asked once for each different text."""
        if text not in self._read:
            self._read[text] = self._formats.reading(self._book.app.office, text)
        return self._read[text]


class _Formula(str):
    """A formula of Calc's API."""

    __slots__ = ()


def _as_text(value: Any) -> str:
    """What a cell with the format Text holds, whatever is put into it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def cut(area: Area, noted: Sequence[Area]) -> Iterator[Area]:
    """The area cut so that each cell with a note stands alone: writing an area deletes the notes in it."""
    inside = [note for note in noted if area.holds(note)]
    if not inside or area.size == 1:
        yield area
        return
    note = inside[0]
    above = area._replace(rows=note.row - area.row)
    below = area._replace(row=note.row + 1, rows=area.last_row - note.row)
    left = note._replace(column=area.column, columns=note.column - area.column)
    right = note._replace(column=note.column + 1, columns=area.last_column - note.column)
    for part in (above, left, note, right, below):
        if part.size > 0:
            yield from cut(part, inside)


def _write_part(target: Any, rows: Rows) -> None:
    if len(rows) == len(rows[0]) == 1 and not target.getArrayFormula():
        _write_cell(target.getCellByPosition(0, 0), rows[0][0])  # keeps a note, but would break an array formula up
    elif any(isinstance(entry, _Formula) for row in rows for entry in row):
        target.setFormulaArray(tuple(tuple(map(_as_typed, row)) for row in rows))
    else:
        target.setDataArray(tuple(map(tuple, rows)))


def _write_cell(cell: Any, entry: Any) -> None:
    if isinstance(entry, _Formula):
        cell.setFormula(str(entry))
    elif isinstance(entry, str):
        cell.setString(entry)
    else:
        cell.setValue(entry)


def _as_typed(entry: Any) -> str:
    """An entry among formulas, where UNO reads every text as typed: an apostrophe keeps a text a text."""
    if isinstance(entry, _Formula):
        return str(entry)
    if isinstance(entry, str):
        return f"'{entry}" if entry else ""
    return repr(entry)


def _refuse_unreadable(cell: Any) -> None:
    if cell.getError() in _UNREADABLE:
        raise CalcError(f"Calc cannot read the formula {cell.getFormula()} in {cell.AbsoluteName}")
