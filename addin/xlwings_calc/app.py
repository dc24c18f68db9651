"""The application: one running LibreOffice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from xlwings import base_classes

from xlwings_calc import formulas
from xlwings_calc.book import Book, Books
from xlwings_calc.coverage import complete, not_covered
from xlwings_calc.office import Office, enum, uno_error

if TYPE_CHECKING:
    from xlwings_calc.engine import Apps, Engine
    from xlwings_calc.range import Range

FormulaFilter: TypeAlias = Callable[[str, frozenset[str]], str]
"""What a formula on its way into a cell goes through.

It gets the formula in Calc's notation (``;`` between arguments) and those of its defined names that stand for a single
cell, and gives the formula to write.
"""

_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}  # com.sun.star.awt.MessageBoxButtons
_ANSWERS = {1: "ok", 2: "yes", 3: "no"}  # com.sun.star.awt.MessageBoxResults; 0 is cancel, and nobody there to answer
_UNANSWERED = {"ok": "ok", "ok_cancel": "cancel", "yes_no": "no", "yes_no_cancel": "cancel"}
_XL_ENGLISH, _ALL_GROUPS = 4, 0x7FFFFFFF  # com.sun.star.sheet.FormulaLanguage, FormulaMapGroup
_FORMULAS_KEPT = 20_000
_MODES = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "WARNINGBOX"}


@dataclass(frozen=True, slots=True)
class Alert:
    """A message that was shown, and what was answered."""

    prompt: str
    title: str
    buttons: str
    mode: str | None
    answer: str = ""


@complete()
class App(base_classes.App):
    """A running LibreOffice.

    Args:
        office: the connection to it.
        apps: the collection it belongs to.
        formula_filter: what every formula on its way into a cell goes through.

    Attributes:
        on_alert: answers messages instead of a person; gets an :class:`Alert` and gives ``"ok"``, ``"yes"``...
        alerts: the messages that were shown, with their answers.
        copied: the cells that were copied and can be pasted.
    """

    def __init__(self, office: Office, apps: Apps, formula_filter: FormulaFilter | None = None) -> None:
        self.office = office
        self.formula_filter = formula_filter
        self.on_alert: Callable[[Alert], str] | None = None
        self.alerts: list[Alert] = []
        self.copied: Range | None = None
        self._display_alerts = True
        self._apps = apps
        self._active_uid = 0
        self._shown: bool | None = None
        self._locked: list[Any] = []
        self._status: str | None = None
        self._indicator: Any = None
        self._excel_writers: dict[tuple[str, ...], Callable[[str], str]] = {}

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._apps.engine

    @property
    def api(self) -> Any:
        """UNO's object (com.sun.star.frame.Desktop)."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """The number of LibreOffice's process; a negative number where the system does not tell."""
        return self.office.pid

    @property
    def version(self) -> str:
        """LibreOffice's version."""
        return self.office.version

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells; None if several areas or a drawing are selected."""
        if not len(self.books):
            return None
        book = self.books.active
        selected = book.api.getCurrentSelection()
        is_range = selected is not None and selected.supportsService("com.sun.star.sheet.SheetCellRange")
        is_cell = selected is not None and selected.supportsService("com.sun.star.sheet.SheetCell")
        return book.range_of(selected) if is_range or is_cell else None

    # ---- windows ----------------------------------------------------------------------------------------------------

    def activate(self, steal_focus: bool = False) -> None:
        """Make it the active one of xlwings' apps, and its window the front one."""
        self._apps.bring_forward(self)
        frame = self.api.getCurrentFrame()
        if steal_focus and frame is not None:
            frame.getContainerWindow().setFocus()

    @property
    def visible(self) -> bool:
        """Whether its windows are shown. Without a display they are shown to nobody."""
        windows = [frame.getContainerWindow() for frame in self.api.getFrames()]
        if windows:
            return any(window.isVisible() for window in windows)
        return bool(self._shown)

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._shown = bool(visible)
        for book in self.books:
            book.controller.getFrame().getContainerWindow().setVisible(bool(visible))

    def remember_active(self, book: Book) -> None:
        """Note which book was activated last: windows that are not shown have no front one."""
        self._active_uid = book.uid

    def active_uid(self, books: Sequence[Book]) -> int:
        """Which book is in front: the desktop tells for windows that are shown."""
        current = self.api.getCurrentComponent()
        shown = [book for book in books if book.api == current]
        if shown and shown[0].controller.getFrame().getContainerWindow().isVisible():
            return shown[0].uid
        return self._active_uid

    @property
    def screen_updating(self) -> bool:
        """Whether the windows follow each change."""
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value:
            locked, self._locked = self._locked, []
            for model in locked:
                with suppress(uno_error()):  # closed in the meantime
                    model.unlockControllers()
        elif not self._locked:
            self._locked = [book.api for book in self.books]
            for model in self._locked:
                model.lockControllers()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar, False if there is none of ours."""
        return False if self._status is None else self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status = str(value) if value else None
        with suppress(uno_error()):  # the window may have been closed: there is nothing to show, and no harm
            if self._indicator is not None:
                self._indicator.end()
            self._indicator = self._new_indicator() if value else None

    def _new_indicator(self) -> Any:
        frame = self.books.active.controller.getFrame() if len(self.books) else None
        if frame is None:
            return None
        indicator = frame.createStatusIndicator()
        indicator.start(self._status, 0)
        return indicator

    @property
    def display_alerts(self) -> bool:
        """Remembered only: LibreOffice asks nothing of those who drive it through UNO."""
        return self._display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._display_alerts = bool(value)

    # ---- messages ---------------------------------------------------------------------------------------------------

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None) -> str:
        """Show a message and tell which button was pressed.

        Without a window nobody can press one: then ``ok`` is answered where it is the only button, otherwise ``no``
        or ``cancel``. :attr:`on_alert` answers in a person's place.
        """
        if callback is not None:
            raise not_covered("App.alert(callback=...)")
        shown = Alert(str(prompt or ""), str(title or ""), buttons or "ok", mode)
        if shown.buttons not in _BUTTONS or mode not in _MODES:
            raise ValueError(f"unknown buttons {buttons!r} or mode {mode!r}")
        answer = self.on_alert(shown) if self.on_alert else self._ask(shown)
        self.alerts.append(Alert(shown.prompt, shown.title, shown.buttons, mode, answer))
        return answer

    def _ask(self, alert: Alert) -> str:
        toolkit = self.office.service("com.sun.star.awt.Toolkit")
        frame = self.api.getCurrentFrame()
        parent = frame.getContainerWindow() if frame is not None else None
        kind = _MODES[alert.mode]
        if alert.buttons != "ok" and kind == "INFOBOX":
            kind = "QUERYBOX"  # an information box has one button only
        box_type = enum("com.sun.star.awt.MessageBoxType", kind)
        box = toolkit.createMessageBox(parent, box_type, _BUTTONS[alert.buttons], alert.title, alert.prompt)
        try:
            return _ANSWERS.get(box.execute(), _UNANSWERED[alert.buttons])
        finally:
            box.dispose()

    # ---- calculating ------------------------------------------------------------------------------------------------

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``, as the active workbook has it."""
        automatic = not len(self.books) or self.books.active.api.isAutomaticCalculationEnabled()
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise not_covered(f"App.calculation = {value!r}")
        for book in self.books:
            book.api.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Calculate every formula of all open workbooks anew."""
        for book in self.books:
            book.api.calculateAll()

    @property
    def cut_copy_mode(self) -> str | None:
        """``copy`` if something can be pasted."""
        return "copy" if self.copied else None

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if value:
            raise not_covered("App.cut_copy_mode = True")
        self.copied = None

    @cached_property
    def addin_functions(self) -> dict[str, str]:
        """The display name of each function of an add-in, by its programmatic name in capitals."""
        mapper = self.books.active.api.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        entries = mapper.getAvailableMappings(_XL_ENGLISH, _ALL_GROUPS)
        return {entry.Token.Data.upper(): entry.Name for entry in entries if isinstance(entry.Token.Data, str)}

    def excel_writer(self, sheets: tuple[str, ...]) -> Callable[[str], str]:
        """What writes UNO's formulas as Excel does in a workbook of these sheets.

        It keeps what it wrote: a workbook's formulas are asked for again and again.
        """
        if sheets not in self._excel_writers:
            self._excel_writers = {sheets: lru_cache(_FORMULAS_KEPT)(partial(self._to_excel, sheets))}
        return self._excel_writers[sheets]

    def _to_excel(self, sheets: tuple[str, ...], formula: str) -> str:
        functions = self.addin_functions if formulas.programmatic_functions(formula) else None
        return formulas.to_excel(formula, sheets, functions)

    # ---- the end ----------------------------------------------------------------------------------------------------

    def quit(self) -> None:
        """Close the workbooks without saving, and end LibreOffice.

        Raises:
            OfficeError: it refuses, because another document is open.
        """
        for book in self.books:
            book.close()
        self.office.end()
        self._apps.forget(self)

    def kill(self) -> None:
        """End its process, whatever it is doing."""
        self.office.kill()
        self._apps.forget(self)
