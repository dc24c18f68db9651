"""Defined names, of the book and of single sheets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_calc.addresses import quoted, unquoted
from xlwings_calc.coverage import complete
from xlwings_calc.errors import CalcError
from xlwings_calc.office import refusing, struct

if TYPE_CHECKING:
    from xlwings_calc.book import Book
    from xlwings_calc.range import Range
    from xlwings_calc.sheet import Sheet


@complete()
class Names(base_classes.Names):
    """The names of a sheet, or those of the book together with those of all its sheets.

    Args:
        book: the book.
        sheet: the sheet, if it is about its names only.
    """

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.NamedRanges)."""
        return (self._sheet or self._book).api.NamedRanges

    def __call__(self, name_or_index: int | str) -> Name:
        """A name by its text (``total``, ``Sheet1!total``) or its number.

        Raises:
            KeyError: there is no such name.
        """
        if not isinstance(name_or_index, str):
            return self.snapshot()[name_or_index - 1][1]
        scope, plain = self._split(name_or_index)
        scopes = [scope] if scope or self._sheet or "!" in name_or_index else [None, *self._book.sheets]
        for sheet in scopes:
            names = (sheet or self._book).api.NamedRanges
            if names.hasByName(plain):
                return Name(self._book, sheet, plain)
        raise KeyError(name_or_index)

    def snapshot(self) -> list[tuple[str, Name]]:
        """Each name's text and the name."""
        return sorted(((name.name, name) for name in self), key=lambda item: item[0].lower())

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name."""
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Name]:
        for sheet in [self._sheet] if self._sheet else [None, *self._book.sheets]:
            for plain in (sheet or self._book).api.NamedRanges.getElementNames():
                yield Name(self._book, sheet, plain)

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or define it anew: ``add("total", "=Sheet1!$A$1")``, ``add("Sheet1!total", ...)``."""
        sheet, plain = self._split(name)
        names, content = (sheet or self._book).api.NamedRanges, _content(self._book, refers_to)
        if names.hasByName(plain):
            names.getByName(plain).setContent(content)
        else:
            with refusing(f"{name} cannot be defined as {refers_to}"):
                names.addNewByName(plain, content, struct("com.sun.star.table.CellAddress"), 0)
        return Name(self._book, sheet, plain)

    def _split(self, name: str) -> tuple[Sheet | None, str]:
        scope, mark, plain = name.rpartition("!")
        return (self._book.sheets(unquoted(scope)) if mark else self._sheet), plain


@complete()
class Name(base_classes.Name):
    """One defined name.

    Args:
        book: the book.
        sheet: the sheet, if the name is one of its own.
        plain: its text without the sheet.
    """

    def __init__(self, book: Book, sheet: Sheet | None, plain: str) -> None:
        self._book = book
        self._sheet = sheet
        self._plain = plain

    @cached_property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.NamedRange)."""
        return self._names.getByName(self._plain)

    @property
    def _names(self) -> Any:
        return (self._sheet or self._book).api.NamedRanges

    @property
    def name(self) -> str:
        """Its text, with the sheet in front if it is a sheet's own: ``Sheet1!total``."""
        scope = f"{quoted(self._sheet.name)}!" if self._sheet else ""
        return f"{scope}{self._plain}"

    @name.setter
    def name(self, value: str) -> None:
        with refusing(f"{self.name} cannot be renamed {value}"):
            self.api.setName(value.rpartition("!")[2])
        self._plain = self.api.getName()

    @property
    def refers_to(self) -> str:
        """What it stands for, in Excel's notation: ``=Sheet1!$A$1``."""
        return self._book.to_excel(f"={self.api.getContent()}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(_content(self._book, value))

    @property
    def refers_to_range(self) -> Range:
        """Its cells.

        Raises:
            CalcError: it stands for something else.
        """
        cells = self.api.getReferredCells()
        if cells is None:
            raise CalcError(f"{self.name} stands for {self.refers_to}, which is no range")
        return self._book.range_of(cells)

    def delete(self) -> None:
        """Remove it."""
        self._names.removeByName(self._plain)


def pointing_at(cells: Range) -> Name | None:
    """The name of exactly these cells, a sheet's own before one of the book."""
    book, wanted = cells.sheet.book, cells.api.AbsoluteName
    own, shared = Names(book, cells.sheet), book.api.NamedRanges
    found = (name for name in [*own, *(Name(book, None, plain) for plain in shared.getElementNames())])
    return next((name for name in found if _cells_name(name) == wanted), None)


def _cells_name(name: Name) -> str | None:
    cells = name.api.getReferredCells()
    return cells.AbsoluteName if cells is not None else None


def _content(book: Book, refers_to: str) -> str:
    """What UNO stores; without ``=`` it is a text, as in Excel."""
    if not refers_to.startswith("="):
        return '"' + refers_to.replace('"', '""') + '"'
    return book.to_calc(refers_to)[1:]
