"""Workbooks."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from xlwings import base_classes

from xlwings_calc import formulas
from xlwings_calc.coverage import complete, not_covered
from xlwings_calc.errors import CalcError
from xlwings_calc.formats import NumberFormats
from xlwings_calc.names import Names
from xlwings_calc.office import properties, refusing, uno_error
from xlwings_calc.sheet import Sheet, Sheets

if TYPE_CHECKING:
    from xlwings_calc.app import App
    from xlwings_calc.range import Range

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
}
"""LibreOffice's name for each format that can be saved."""

_NO_UPDATE, _FULL_UPDATE = 0, 3  # com.sun.star.document.UpdateDocMode
_AS_CONFIGURED = 5  # com.sun.star.document.MacroExecMode: as the user's settings say, without asking
_DAY = 86_400_000  # milliseconds, to which Excel rounds too


@complete()
class Books(base_classes.Books):
    """The open workbooks, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """UNO's object: the components of the desktop."""
        return self.app.api.getComponents()

    @property
    def active(self) -> Book:
        """The workbook in front; without windows the one that was opened or activated last.

        Raises:
            CalcError: none is open.
        """
        books = list(self)
        if not books:
            raise CalcError("no workbook is open")
        return next((book for book in books if book.uid == self.app.active_uid(books)), books[-1])

    def __call__(self, name_or_index: int | str) -> Book:
        """A workbook by its name, its full name or its number.

        Raises:
            KeyError: it is not open.
        """
        books = list(self)
        if not isinstance(name_or_index, str):
            if not 1 <= name_or_index <= len(books):
                raise KeyError(name_or_index)
            return books[name_or_index - 1]
        wanted = name_or_index.lower()
        for book in books:
            if wanted in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(name_or_index)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and any(book.name.lower() == key.lower() for book in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[Book]:
        open_books = (Book(self.app, model) for model in self.api if _is_workbook(model))
        return iter(sorted(open_books, key=lambda book: book.uid))

    def add(self) -> Book:
        """A new workbook with one sheet."""
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: Any = None,  # noqa: A002 - xlwings' name
        password: str | None = None,
        *others: Any,
    ) -> Book:
        """Open a file.

        Raises:
            CalcError: it cannot be read as a workbook.
        """
        if format is not None or any(other is not None for other in others):
            raise not_covered("Books.open() with more than update_links, read_only and password")
        options: dict[str, Any] = {
            "ReadOnly": bool(read_only),
            "UpdateDocMode": _FULL_UPDATE if update_links else _NO_UPDATE,
            "MacroExecutionMode": _AS_CONFIGURED,
        }
        if password is not None:
            options["Password"] = password
        return self._load(Path(fullname).resolve().as_uri(), **options)

    def _load(self, url: str, **options: Any) -> Book:
        options["Hidden"] = not self.app.visible
        with refusing(f"{url} cannot be opened"):
            model = self.app.api.loadComponentFromURL(url, "_blank", 0, properties(**options))
        if model is None or not _is_workbook(model):
            if model is not None:
                model.close(True)
            raise CalcError(f"{url} is no workbook")
        book = Book(self.app, model)
        book.activate()
        return book


@complete()
class Book(base_classes.Book):
    """A workbook."""

    def __init__(self, app: App, model: Any) -> None:
        self._app = app
        self._model = model

    @property
    def app(self) -> App:
        """The LibreOffice that has it open."""
        return self._app

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.sheet.SpreadsheetDocument)."""
        return self._model

    @cached_property
    def uid(self) -> int:
        """A number of its own while it is open; later ones are larger."""
        return int(self._model.RuntimeUID)

    @property
    def controller(self) -> Any:
        """UNO's object for its window, shown or not."""
        return self._model.getCurrentController()

    @property
    def name(self) -> str:
        """The file's name; the title if it has not been saved."""
        return os.path.basename(self.fullname)

    @property
    def fullname(self) -> str:
        """The file with its folder; the title if it has not been saved."""
        url = urlsplit(self._model.getURL())
        if url.scheme == "file":
            return url2pathname(url.path)
        return unquote(url.geturl()) or str(self._model.getTitle())

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its names, those of its sheets among them."""
        return Names(self)

    def activate(self) -> None:
        """Bring it to the front."""
        self.app.remember_active(self)
        frame = self.controller.getFrame()
        frame.activate()
        if self.app.visible:
            frame.getContainerWindow().toFront()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under another name or format if a path is given; the suffix tells the format.

        Raises:
            NotImplementedError: another format than .xlsx, .xlsm and .ods, or a password.
            FileNotFoundError: there is no such folder. LibreOffice would make one.
            CalcError: LibreOffice could not write the file.
        """
        if password is not None:
            raise not_covered("Book.save(password=...)")
        saved = self._model.hasLocation()
        target = Path(path or (self.fullname if saved else f"{self.name}.xlsx")).absolute()
        filter_name = FILTERS.get(target.suffix.lower())
        if filter_name is None:
            raise not_covered(f"Book.save() as {target.suffix or 'a file without suffix'}")
        if not target.parent.is_dir():
            raise FileNotFoundError(f"there is no folder {target.parent}")
        with refusing(f"{target} cannot be written; is it open elsewhere?"):
            if saved and path is None:
                self._model.store()
            else:
                self._model.storeAsURL(target.as_uri(), properties(FilterName=filter_name))

    def close(self) -> None:
        """Close it without saving."""
        self._model.setModified(False)
        with refusing(f"{self.name} cannot be closed"):
            self._model.close(True)

    # ---- what its cells need ----------------------------------------------------------------------------------------

    @cached_property
    def number_formats(self) -> NumberFormats:
        """Its number formats."""
        return NumberFormats(self._model)

    @cached_property
    def _epoch(self) -> dt.datetime:
        """The day that is number 0: 1899-12-30, or 1904-01-01 for files of old Macs."""
        day = self._model.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    def date(self, serial: float) -> dt.datetime:
        """The date that a number stands for."""
        return self._epoch + dt.timedelta(milliseconds=round(serial * _DAY))

    def serial(self, date: dt.datetime) -> float:
        """The number that stands for a date; a time zone is left out, as xlwings does."""
        return (date.replace(tzinfo=None) - self._epoch) / dt.timedelta(days=1)

    def range_of(self, api: Any) -> Range:
        """The cells of an object of UNO's, on whichever sheet they are."""
        return Sheet(self, api.getSpreadsheet()).range_of(api)

    def to_calc(self, formula: str, sheet: Sheet | None = None) -> str:
        """A formula of Excel's as UNO takes it; in a cell of a ``sheet`` it goes through the app's filter."""
        translated = formulas.to_calc(formula)
        if sheet is None or self.app.formula_filter is None:
            return translated
        return self.app.formula_filter(translated, frozenset(self._cell_names(translated, sheet)))

    def to_excel(self, formula: str) -> str:
        """A formula of UNO's as Excel writes it."""
        return self.excel_writer()(formula)

    def excel_writer(self) -> Callable[[str], str]:
        """:meth:`to_excel` for many formulas: the sheets are asked for once."""
        return self.app.excel_writer(self._model.Sheets.getElementNames())

    def _cell_names(self, formula: str, sheet: Sheet) -> Iterator[str]:
        """The names in a formula that stand for a single cell."""
        for name in formulas.names_in(formula):
            for names in (sheet.api.NamedRanges, self._model.NamedRanges):
                if names.hasByName(name):
                    cells = names.getByName(name).getReferredCells()
                    if cells is not None and cells.getColumns().getCount() == cells.getRows().getCount() == 1:
                        yield name
                    break


def _is_workbook(model: Any) -> bool:
    with suppress(AttributeError, uno_error()):  # the Basic editor is a component too, and offers nothing
        return bool(model.supportsService("com.sun.star.sheet.SpreadsheetDocument"))
    return False
