"""The engine, and the LibreOffices it knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings
from xlwings import base_classes

from xlwings_calc import office, values
from xlwings_calc.app import App, FormulaFilter
from xlwings_calc.coverage import complete


class Engine:
    """What ``xlwings.Engine`` wraps."""

    name = "calc"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """A Python value as a cell takes it."""
        return values.prepared(value)

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Cells' values as the options of the range ask for them."""
        return [
            [values.cleaned(value, datetime_builder, empty_as, number_builder, err_to_str) for value in row]
            for row in data
        ]


@complete()
class Apps(base_classes.Apps):
    """The LibreOffices that were connected to or started, the active one first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        """The numbers of their processes."""
        return [app.pid for app in self]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        """Start a LibreOffice without a window; ``spec`` may name the program."""
        app = self.adopt(office.start(spec))
        if visible:
            app.visible = True
        if add_book:
            app.books.add()
        return app

    def adopt(self, connection: office.Office, formula_filter: FormulaFilter | None = None) -> App:
        """Know a LibreOffice from now on; one that is known already keeps its state."""
        app = next((known for known in self if known.pid == connection.pid), None)
        app = app or App(connection, self, formula_filter)
        app.formula_filter = formula_filter or app.formula_filter
        self.bring_forward(app)
        return app

    def bring_forward(self, app: App) -> None:
        """Make it the active one."""
        self._apps = [app, *(other for other in self._apps if other is not app)]

    def forget(self, app: App) -> None:
        """It has ended."""
        self._apps = [other for other in self._apps if other is not app]

    def cleanup(self) -> None:  # type: ignore[override]
        """Forget those that have ended by themselves."""
        self._apps = [app for app in self._apps if app.office.is_running]

    def __iter__(self) -> Iterator[App]:
        self.cleanup()
        return iter(self._apps)

    def __len__(self) -> int:
        self.cleanup()
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(f"no LibreOffice with the process number {pid} is connected")


engine = Engine()


def register(*, activate: bool = True) -> xlwings.main.Engine:
    """Make the engine known to xlwings, once.

    Args:
        activate: also make it the one that ``xlwings.App()``, ``xlwings.books`` and the like use.
    """
    if engine.name not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=engine))
    registered = xlwings.engines[engine.name]
    if activate:
        registered.activate()
    return registered


def attach(context: Any, *, formula_filter: FormulaFilter | None = None) -> xlwings.App:
    """The LibreOffice that a component context belongs to: the one this Python runs in, or one reached elsewhere.

    Args:
        context: ``XSCRIPTCONTEXT.getComponentContext()`` in a macro, or what a component is constructed with. It is
            never guessed: outside LibreOffice ``uno.getComponentContext()`` has no desktop, and asking it for one
            ends the process.
        formula_filter: what every formula on its way into a cell goes through.
    """
    return _known(office.Office(context), formula_filter)


def connect(where: str, *, timeout: float = 0, formula_filter: FormulaFilter | None = None) -> xlwings.App:
    """A LibreOffice that runs with ``--accept``.

    Args:
        where: ``pipe,name=...``, ``socket,host=...,port=...``, or a whole ``uno:...`` address.
        timeout: how long to wait for it, in seconds.
        formula_filter: what every formula on its way into a cell goes through.

    Raises:
        OfficeError: nothing answers there.
    """
    return _known(office.connect(where, timeout), formula_filter)


def start(
    *, command: str | None = None, profile: Path | None = None, formula_filter: FormulaFilter | None = None
) -> xlwings.App:
    """Start a LibreOffice without a window; ``App.quit()`` ends it.

    Args:
        command: the program; by default ``soffice`` of the PATH.
        profile: a folder for its user profile; by default a new one, removed at the end.
        formula_filter: what every formula on its way into a cell goes through.

    Raises:
        OfficeError: there is no such program, or it does not answer in time.
    """
    return _known(office.start(command, profile), formula_filter)


def _known(connection: office.Office, formula_filter: FormulaFilter | None) -> xlwings.App:
    register(activate=xlwings.engines.active is None)
    return xlwings.App(impl=engine.apps.adopt(connection, formula_filter))
