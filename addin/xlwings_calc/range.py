"""Cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_calc import colors, structure, values
from xlwings_calc.addresses import COLUMNS, ROWS, Area, quoted
from xlwings_calc.coverage import complete, not_covered
from xlwings_calc.errors import CalcError, LockedCellsError
from xlwings_calc.font import Font
from xlwings_calc.formats import cells_of, common, first_locked
from xlwings_calc.names import Name, pointing_at
from xlwings_calc.note import Note
from xlwings_calc.office import refusing

if TYPE_CHECKING:
    from xlwings_calc.sheet import Sheet

CLEAR_EVERYTHING = values.CONTENTS | 8 | 32 | 64 | 256 | 512
"""com.sun.star.sheet.CellFlags: besides the contents notes, attributes, styles and formats of parts of texts."""

_POINT = 2540 / 72
"""Hundredths of a millimetre, UNO's unit."""
_DIGIT_PIXELS, _PADDING_PIXELS, _PIXEL = 7, 5, 2540 / 96
"""Of Excel's default font: a column of width 1 shows one digit."""


@complete("arg1_input")
class Range(base_classes.Range):
    """A rectangle of cells. It moves along when cells are inserted or deleted before it, as in Excel.

    Args:
        sheet: the sheet it is on.
        area: where it is now; an empty one is allowed, and can only be asked for its shape and its value.
    """

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet = sheet
        self.options: dict[str, Any] = {}
        self._empty = area if area.size == 0 else None
        self._api: Any = None if self._empty else cells_of(sheet.api, area)

    def __str__(self) -> str:
        return f"{quoted(self.sheet.name)}!{self.address}"

    @property
    def sheet(self) -> Sheet:
        """The sheet it is on."""
        return self._sheet

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.SheetCellRange); None if there are no cells."""
        return self._api

    # ---- where it is ------------------------------------------------------------------------------------------------

    @property
    def area(self) -> Area:
        """Where it is now."""
        if self._empty:
            return self._empty
        where = self._api.getRangeAddress()
        row, column = where.StartRow + 1, where.StartColumn + 1
        return Area(row, column, where.EndRow - where.StartRow + 1, where.EndColumn - where.StartColumn + 1)

    @property
    def coords(self) -> tuple[Any, ...]:
        """UNO's sheet, first row, first column, number of rows and of columns."""
        return (self.sheet.api, *self.area)

    @property
    def row(self) -> int:
        """The number of the first row."""
        return self.area.row

    @property
    def column(self) -> int:
        """The number of the first column."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and of columns."""
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return self.area.size

    @property
    def address(self) -> str:
        """Such as ``$A$1:$B$2``."""
        area = self.area
        return area.address() if area.size else f"{Area(area.row, area.column).address()}{{{area.rows}x{area.columns}}}"

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address, with the book and the sheet in front if it is to be ``external``."""
        address = self.area.address(row_absolute, col_absolute)
        if not external:
            return address
        book, sheet = self.sheet.book.name, self.sheet.name
        where = f"[{book}]{sheet}"
        plain = quoted(sheet) == sheet and " " not in book and "'" not in book
        return f"{where}!{address}" if plain else "'" + where.replace("'", "''") + f"'!{address}"

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """A cell by row and column, or by its number along the rows; both count from the first cell, beyond it too."""
        area = self.area
        if arg2 is None:
            row, column = divmod(int(arg1) - 1, area.columns)
        else:
            row, column = int(arg1) - 1, int(arg2) - 1
        return Range(self.sheet, Area(area.row + row, area.column + column))

    # ---- what it holds ----------------------------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        """One value, or rows of values; blanks are None, dates ``datetime``, errors :class:`values.CellError`."""
        if self._api is None:
            return None
        rows = values.read(self)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._put(data)

    @property
    def formula(self) -> Any:
        """One formula in Excel's notation, or rows of them; a cell without one gives what was typed there."""
        if self._api is None:
            return None
        rows = values.read_formulas(self)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self._put(value)

    formula2 = formula

    def _put(self, data: Any) -> None:
        """Rows go where their first value goes; one value fills the range."""
        if self._api is None:
            return
        area = self.area
        if not isinstance(data, list | tuple):
            if data is None or data == "":
                self.clear_contents()
            else:
                values.write(self, values.fill(data, area))
            return
        rows = data if data and isinstance(data[0], list | tuple) else [data]
        target = area._replace(rows=len(rows), columns=len(rows[0]))
        values.write(self if target == area else Range(self.sheet, target), rows)

    @property
    def has_array(self) -> bool:
        """Whether it is part of an array formula."""
        return self._api is not None and bool(self._api.getArrayFormula())

    @property
    def formula_array(self) -> str | None:
        """The array formula, or a single cell's formula."""
        if self._api is None:
            return None
        array = self._api.getArrayFormula()
        if array:
            return self.sheet.book.to_excel(array)
        return self.formula if len(self) == 1 else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.require_unlocked()
        formula = self.sheet.book.to_calc(value if value.startswith("=") else f"={value}", self.sheet)
        self._api.clearContents(values.CONTENTS)
        self._api.setArrayFormula(formula)
        if not self._api.getArrayFormula():
            raise CalcError(f"{self} cannot hold the array formula {value}: it overlaps another one, or merged cells")

    def clear_contents(self) -> None:
        """Clear values and formulas; formats and notes stay."""
        self._clear(values.CONTENTS)

    def clear(self) -> None:
        """Clear everything."""
        self._clear(CLEAR_EVERYTHING)

    def _clear(self, flags: int) -> None:
        if self._api is not None:
            self.require_unlocked()
            self._api.clearContents(flags)

    def require_unlocked(self) -> None:
        """Refuse cells that a protected sheet locks; UNO would skip some calls and let others through.

        Raises:
            LockedCellsError: there are such cells.
        """
        locked = first_locked(self.sheet.api, self.area)
        if locked:
            where = f"{quoted(self.sheet.name)}!{locked.address()}"
            raise LockedCellsError(f"{where} is locked on a protected sheet; unprotect the sheet first")

    # ---- how it looks -----------------------------------------------------------------------------------------------

    @property
    def number_format(self) -> str | None:
        """The code as Excel writes it; None where it differs."""
        key = self.get("NumberFormat")
        return None if key is None else self.sheet.book.number_formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        with refusing(f"there is no number format {value}"):
            key = self.sheet.book.number_formats.key(value)
        self.set(NumberFormat=key)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour of the background; None without one, and where it differs."""
        color = self.get("CellBackColor")
        return None if color is None or color == -1 else colors.from_uno(color)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.set(CellBackColor=-1 if color_or_rgb is None else colors.to_uno(color_or_rgb))

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self)

    @property
    def wrap_text(self) -> bool | None:
        """Whether texts are wrapped; None where it differs."""
        return self.get("IsTextWrapped")  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.set(IsTextWrapped=bool(value))

    def get(self, name: str) -> Any:
        """A property of UNO's, None where it differs."""
        return common(self._api, name)

    def set(self, **properties: Any) -> None:
        """Set properties of UNO's.

        Raises:
            LockedCellsError: some of the cells are locked.
        """
        self.require_unlocked()
        for name, value in properties.items():
            self._api.setPropertyValue(name, value)

    # ---- rows and columns -------------------------------------------------------------------------------------------

    @property
    def row_height(self) -> float | None:
        """In points; None where rows differ."""
        height = _same(row.Height for row in self._row_items())
        return None if height is None else round(height / _POINT, 2)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._api.getRows().Height = round(value * _POINT)

    @property
    def column_width(self) -> float | None:
        """In digits of Excel's default font; None where columns differ."""
        width = _same(column.Width for column in self._column_items())
        return None if width is None else max(0.0, round((width / _PIXEL - _PADDING_PIXELS) / _DIGIT_PIXELS, 2))

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._api.getColumns().Width = round((value * _DIGIT_PIXELS + _PADDING_PIXELS) * _PIXEL)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; None where they differ."""
        return _same(not row.IsVisible for row in self._row_items())  # type: ignore[no-any-return]

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._api.getRows().IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None where they differ."""
        return _same(not column.IsVisible for column in self._column_items())  # type: ignore[no-any-return]

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._api.getColumns().IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Fit the heights of the rows (``r``), the widths of the columns (``c``), or both."""
        if axis in ("columns", "c", None):
            self._api.getColumns().OptimalWidth = True
        if axis in ("rows", "r", None):
            self._api.getRows().OptimalHeight = True

    def _row_items(self) -> Iterator[Any]:
        return _items(self._api.getRows(), self.sheet.used_range.area.last_row)

    def _column_items(self) -> Iterator[Any]:
        return _items(self._api.getColumns(), self.sheet.used_range.area.last_column)

    # ---- cells around it --------------------------------------------------------------------------------------------

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell: ``down``, ``up``, ``right`` or ``left``."""
        return Range(self.sheet, structure.end(self, direction))

    @property
    def current_region(self) -> Range:
        """The block of filled cells around it."""
        cursor = self._cursor()
        cursor.collapseToCurrentRegion()
        return self.sheet.range_of(cursor)

    def select(self) -> None:
        """Select it; its sheet must be the active one."""
        if self.sheet.book.sheets.active.name != self.sheet.name:
            raise CalcError(f"{self} cannot be selected: its sheet is not the active one")
        self.sheet.book.controller.select(self._api)

    def _cursor(self) -> Any:
        return self.sheet.api.createCursorByRange(self._api)

    # ---- inserting, deleting, copying -------------------------------------------------------------------------------

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells here, with the formats of those above or to the left."""
        if copy_origin not in (None, "format_from_left_or_above"):
            raise not_covered(f"Range.insert(copy_origin={copy_origin!r})")
        structure.insert(self, shift)

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells; others move ``up`` or ``left``."""
        structure.delete(self, shift)

    def copy(self, destination: Any = None) -> None:
        """Copy to another place in the book, or keep it for :meth:`paste`."""
        if destination is None:
            self.sheet.book.app.copied = self
        else:
            structure.copy(self, destination.impl)

    def paste(
        self, paste: str | None = None, operation: str | None = None, skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        """Paste what was copied: all of it, or its values, formulas or formats."""
        if operation or skip_blanks or transpose:
            raise not_covered("Range.paste() with operation, skip_blanks or transpose")
        source = self.sheet.book.app.copied
        if source is None:
            raise CalcError("nothing has been copied")
        structure.paste(source, self, paste or "all")

    # ---- merged cells -----------------------------------------------------------------------------------------------

    @property
    def merge_area(self) -> Range:
        """The merged cells that the first cell belongs to, or that cell."""
        cursor = self(1, 1)._cursor()
        cursor.collapseToMergedArea()
        return self.sheet.range_of(cursor)

    @property
    def merge_cells(self) -> bool | None:
        """Whether all cells belong to one merged area; None if only some are merged."""
        area = self.area
        merged = self.merge_area.area
        if merged.size > 1 and merged.holds(area):
            return True
        cursor = self._cursor()
        cursor.collapseToMergedArea()
        return None if self._api.getIsMerged() or self.sheet.range_of(cursor).area != area else False

    def merge(self, across: bool) -> None:
        """Merge the cells, or each row's; the first value stays."""
        self.require_unlocked()
        area = self.area
        rows = [area._replace(row=row, rows=1) for row in range(area.row, area.last_row + 1)] if across else [area]
        for each in rows:
            structure.merge(self.sheet, each)

    def unmerge(self) -> None:
        """Undo merging."""
        self.require_unlocked()
        cursor = self._cursor()
        cursor.collapseToMergedArea()
        cursor.merge(False)

    # ---- names, notes, links ----------------------------------------------------------------------------------------

    @property
    def name(self) -> Name | None:
        """The name of exactly these cells, if there is one."""
        return pointing_at(self)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={self}")

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        place = self(1, 1).area
        return Note(self.sheet, place) if place in self.sheet.noted_cells() else None

    def add_note(self, text: str) -> Note:
        """Give the cell a note."""
        self.require_unlocked()
        self.sheet.api.getAnnotations().insertNew(self._api.getCellByPosition(0, 0).getCellAddress(), text)
        return Note(self.sheet, self.area)

    @property
    def hyperlink(self) -> str:
        """The address a click leads to."""
        fields = self._api.getCellByPosition(0, 0).getTextFields()
        for i in range(fields.getCount()):
            if url := getattr(fields.getByIndex(i), "URL", ""):
                return str(url)
        raise CalcError("The cell doesn't seem to contain a hyperlink!")

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """Make the cell a link; Calc shows the address where Excel shows ``screen_tip``."""
        self.require_unlocked()
        cell = self._api.getCellByPosition(0, 0)
        field = self.sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text_to_display or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)


def whole_sheet(sheet: Sheet) -> Range:
    """All cells of a sheet."""
    return Range(sheet, Area(1, 1, ROWS, COLUMNS))


def _items(collection: Any, used: int) -> Iterator[Any]:
    """Rows or columns: those in use and the last one, which stands for all behind them; nobody looks at a million."""
    count = collection.getCount()
    return (collection.getByIndex(i) for i in {*range(min(count, used + 1)), count - 1})


def _same(found: Iterator[Any]) -> Any:
    """The value that all have, or None."""
    first = next(found)
    return first if all(value == first for value in found) else None
