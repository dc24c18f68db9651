"""Sheets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_calc.addresses import Area, bounding, parse
from xlwings_calc.coverage import complete, not_covered
from xlwings_calc.errors import CalcError
from xlwings_calc.names import Name, Names
from xlwings_calc.note import Note
from xlwings_calc.office import refusing
from xlwings_calc.range import Range, whole_sheet

if TYPE_CHECKING:
    from xlwings_calc.book import Book


@complete()
class Sheets(base_classes.Sheets):
    """The sheets of a book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.Spreadsheets)."""
        return self._book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self._book, self._book.controller.getActiveSheet())

    def __call__(self, name_or_index: int | str) -> Sheet:
        """A sheet by its name or its number.

        Raises:
            KeyError: there is no sheet of that name.
            IndexError: there are fewer sheets.
        """
        sheets = self.api
        if isinstance(name_or_index, str):
            if not sheets.hasByName(name_or_index):
                raise KeyError(name_or_index)
            return Sheet(self._book, sheets.getByName(name_or_index))
        if not 1 <= name_or_index <= sheets.getCount():
            raise IndexError(f"sheet {name_or_index} of {sheets.getCount()}")
        return Sheet(self._book, sheets.getByIndex(name_or_index - 1))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.api.hasByName(name)

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        for api in self.api:
            yield Sheet(self._book, api)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one unless a place is given; it becomes the active one."""
        place = after.index if after else (before or self.active).index - 1
        new = name or next(free for n in count(len(self) + 1) if (free := f"Sheet{n}") not in self)
        with refusing(f"no sheet {new} can be added to {self._book.name}"):
            self.api.insertNewByName(new, place)
        sheet = self(new)
        sheet.activate()
        return sheet


@complete("pivot_tables")
class Sheet(base_classes.Sheet):
    """A sheet."""

    def __init__(self, book: Book, api: Any) -> None:
        self._book = book
        self._api = api

    @property
    def book(self) -> Book:
        """The book it is in."""
        return self._book

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.Spreadsheet): ``protect(password)``, ``unprotect(password)`` and more."""
        return self._api

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._api.getName())

    @name.setter
    def name(self, value: str) -> None:
        self._api.setName(value)
        if self.name != value:  # Calc keeps the old name without a word
            raise CalcError(f"{self.name} cannot be renamed {value}: the name is taken, or a sheet cannot have it")

    @property
    def names(self) -> Names:
        """The names of its own."""
        return Names(self.book, self)

    @property
    def index(self) -> int:
        """Its number, from 1."""
        return int(self._api.getRangeAddress().Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self._api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._api.IsVisible = bool(value)
        if self.visible != bool(value):
            raise CalcError(f"{self.name} cannot be hidden: a book must have a visible sheet")

    # ---- cells ------------------------------------------------------------------------------------------------------

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells by address, by name, by ``(row, column)``, or from one corner to another."""
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return self.at(Area(*arg1))
        if arg2 is None:
            return arg1 if isinstance(arg1, Range) else self.at(self._area(arg1))
        return self.at(bounding((self._area(arg1), self._area(arg2))))

    def at(self, area: Area) -> Range:
        """The cells of an area."""
        return Range(self, area)

    def range_of(self, api: Any) -> Range:
        """The cells of an object of UNO's, such as a cursor."""
        where = api.getRangeAddress()
        row, column = where.StartRow + 1, where.StartColumn + 1
        return self.at(Area(row, column, where.EndRow - where.StartRow + 1, where.EndColumn - where.StartColumn + 1))

    def _area(self, where: Any) -> Area:
        if isinstance(where, Range):
            return where.area
        if isinstance(where, tuple):
            if 0 in where:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Area(*where)
        return parse(where) or self._named(where)

    def _named(self, text: str) -> Area:
        """The area of a name: one of the sheet's own, or one of the book that points at this sheet."""
        if "," in text or "[" in text:
            raise not_covered(f"Sheet.range({text!r})")
        scope, _, plain = text.rpartition("!")
        if scope and parse(plain):
            if self.book.sheets(scope.strip("'").replace("''", "'")).name == self.name:
                return self._area(plain)
            raise CalcError(f"{text} is not on the sheet {self.name}")
        cells = self._find_name(text).refers_to_range
        if cells.sheet.name != self.name:
            raise CalcError(f"{text} is on the sheet {cells.sheet.name}, not on {self.name}")
        return cells.area

    def _find_name(self, text: str) -> Name:
        own = self.api.NamedRanges
        if own.hasByName(text):
            return Name(self.book, self, text)
        shared = self.book.api.NamedRanges
        if shared.hasByName(text):
            return Name(self.book, None, text)
        if "!" in text:
            return self.book.names(text)
        raise CalcError(f"{text} is neither an address nor a name on the sheet {self.name}")

    @property
    def cells(self) -> Range:
        """All its cells."""
        return whole_sheet(self)

    @property
    def used_range(self) -> Range:
        """The cells that are used; A1 on an empty sheet."""
        first, last = self._api.createCursor(), self._api.createCursor()
        first.gotoStartOfUsedArea(False)
        last.gotoEndOfUsedArea(False)
        return self.at(bounding((self.range_of(first).area, self.range_of(last).area)))

    def clear_contents(self) -> None:
        """Clear the values and formulas of all cells."""
        self.cells.clear_contents()

    def clear(self) -> None:
        """Clear all cells."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Fit the heights of the rows (``r``), the widths of the columns (``c``), or both."""
        self.used_range.autofit(axis)

    @property
    def notes(self) -> list[Note]:
        """Its notes."""
        return [Note(self, place) for place in self.noted_cells()]

    def noted_cells(self) -> list[Area]:
        """The cells that have a note, in UNO's order."""
        notes = self._api.getAnnotations()
        places = (notes.getByIndex(i).getPosition() for i in range(notes.getCount()))
        return [Area(place.Row + 1, place.Column + 1) for place in places]

    # ---- the sheet as a whole ---------------------------------------------------------------------------------------

    def activate(self) -> None:
        """Bring it to the front."""
        if not self.visible:
            raise CalcError(f"{self.name} is hidden and cannot be activated")
        self.book.controller.setActiveSheet(self._api)

    def select(self) -> None:
        """Bring it to the front."""
        self.activate()

    def delete(self) -> None:
        """Delete it, without asking.

        Raises:
            CalcError: no visible sheet would be left.
        """
        if not any(sheet.visible for sheet in self.book.sheets if sheet.index != self.index):
            raise CalcError(f"{self.name} cannot be deleted: a book must have a visible sheet")
        with refusing(f"{self.name} cannot be deleted"):
            self.book.api.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it with its own names, formats, validations and hidden rows, here or into another book."""
        neighbour = before or after
        assert neighbour is not None  # noqa: S101 - xlwings always gives one
        book, place = neighbour.book, neighbour.index - (1 if before else 0)
        with refusing(f"{self.name} cannot be copied into {book.name}"):
            if book.api == self.book.api:
                copied = self._free_name(book)
                book.api.Sheets.copyByName(self.name, copied, place)
                copy = book.sheets(copied)
            else:
                at = book.api.Sheets.importSheet(self.book.api, self.name, place)
                copy = book.sheets(at + 1)
        if copy.visible:
            copy.activate()

    def _free_name(self, book: Book) -> str:
        """``Sheet1 (2)``, cut to what a sheet's name may have."""
        for n in count(2):
            mark = f" ({n})"
            name = self.name[: 31 - len(mark)] + mark
            if name not in book.sheets:
                return name
        raise AssertionError
