"""A real LibreOffice for the tests: on a profile of its own, driven through a pipe, always ended.

>>> with Office(tmp_path) as office:
...     office.install(extension)
...     with office.open(workbook) as document:
...         document["budget"] = 120.5          # a defined name
...         document["附件2", "E12"]            # or a sheet and an address
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any, Self

from jixiao.interfaces import calc_formulas
from openpyxl.utils import get_column_letter

START_SECONDS = 60
STOP_SECONDS = 20
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}


class OfficeMissingError(Exception):
    """LibreOffice, or its way into Python, is not on this machine."""


class OfficeStartError(Exception):
    """LibreOffice did not start; the message ends with what it wrote."""


def find_office() -> str:
    """The command that starts LibreOffice; afterwards ``uno`` can be imported.

    Raises:
        OfficeMissingError: there is no ``soffice``, or no Python that has ``uno``.
    """
    command = shutil.which("soffice")
    if not command:
        raise OfficeMissingError("no soffice on the PATH")
    folder = _uno_folder(Path(command).resolve().parent)
    if folder not in sys.path:
        sys.path.append(folder)  # at the END: the folder holds the system's other packages too
    return command


def _uno_folder(program: Path) -> str:
    """The folder of ``uno.py``, told by the first Python that has it: the system's or LibreOffice's own."""
    everywhere = shutil.which("python3", path=os.defpath)
    for python in (everywhere, sys._base_executable, program / "python"):  # type: ignore[attr-defined]
        if python and Path(python).exists():
            code = "import os, uno; print(os.path.dirname(os.path.abspath(uno.__file__)))"
            run = subprocess.run([python, "-c", code], capture_output=True, text=True, env=_environment(), check=False)
            if run.returncode == 0:
                return run.stdout.strip()
    raise OfficeMissingError("no Python has the module uno (Debian: python3-uno)")


def _environment() -> dict[str, str]:
    """Ours, without what would lead LibreOffice's Python into this virtual environment."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


class Office:
    """One running LibreOffice.

    Args:
        profile: a folder for its user profile; nothing of the user's own is read or written.
        patience: seconds of one test after which it is killed, so that a hanging call fails instead of waiting.
        asks: whether it opens its dialogs, drawn into memory; else it takes each for cancelled.
    """

    def __init__(self, profile: Path, patience: float = 600, *, asks: bool = False) -> None:
        self._command = find_office()
        self._profile = profile
        profile.mkdir(parents=True, exist_ok=True)
        self._pipe = f"jixiao-{uuid.uuid4().hex}"
        self._patience = patience
        self._drawn = [] if asks else ["--headless"]
        self._watchdog = threading.Timer(patience, self._kill)

    def __enter__(self) -> Self:
        self._log = (self._profile / "soffice.log").open("w+b")
        self._process = subprocess.Popen(
            [
                self._command,
                *self._drawn, "--norestore", "--nologo", "--nodefault",
                f"-env:UserInstallation={self._profile.as_uri()}",
                f"--accept=pipe,name={self._pipe};urp;",
            ],
            stdout=self._log, stderr=self._log, start_new_session=True,
            env=_environment() | {"SAL_USE_VCLPLUGIN": "svp"},
        )  # fmt: skip
        self.watch()
        try:
            self._context = self._connect()
        except BaseException:
            self._stop()
            raise
        self._desktop = self.service("com.sun.star.frame.Desktop")
        return self

    def __exit__(self, *_: object) -> None:
        from com.sun.star.lang import DisposedException

        try:
            self._desktop.terminate()
        except DisposedException:
            pass  # it may be gone before it answers
        finally:
            self._stop()

    @property
    def context(self) -> Any:
        """Its component context, for others who drive it through UNO."""
        return self._context

    def service(self, name: str) -> Any:
        """A new object of a UNO service."""
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def install(self, extension: Path) -> str:
        """Install an extension into the profile and return its identifier.

        Through the running program, because ``unopkg`` refuses private profiles to root. A profile that has just been
        made sometimes has no registry yet; it has one when it is asked again.
        """
        from com.sun.star.deployment import DeploymentException

        manager = self._context.getByName("/singletons/com.sun.star.deployment.ExtensionManager")
        try:
            return _added(manager, extension)
        except DeploymentException:
            return _added(manager, extension)

    def new(self) -> Document:
        """A new spreadsheet."""
        return self._load("private:factory/scalc")

    def open(self, path: Path, *, macros: int = 0) -> Document:
        """A spreadsheet from a file; ``macros`` is of com.sun.star.document.MacroExecMode (0 never, 4 always)."""
        return self._load(path.resolve().as_uri(), _property("MacroExecutionMode", macros))

    def watch(self) -> None:
        """Wait anew before it is taken to hang; a test calls it when it begins."""
        self._watchdog.cancel()
        self._watchdog = threading.Timer(self._patience, self._kill)
        self._watchdog.daemon = True
        self._watchdog.start()

    def _load(self, url: str, *properties: Any) -> Document:
        self.watch()
        loaded = self._desktop.loadComponentFromURL(url, "_blank", 0, (_property("Hidden", True), *properties))
        return Document(loaded)

    def _connect(self) -> Any:
        import uno
        from com.sun.star.connection import NoConnectException

        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                return resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                time.sleep(0.05)
        self._log.seek(0)
        raise OfficeStartError(f"LibreOffice did not start: {self._log.read().decode(errors='replace')}")

    def _stop(self) -> None:
        self._watchdog.cancel()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()
        self._log.close()

    def _kill(self) -> None:
        """End the program and its children, which are a session of their own."""
        os.killpg(self._process.pid, signal.SIGKILL)


class Document:
    """A spreadsheet that is open; ``model`` is UNO's own object.

    Cells are named by a defined name (``"budget"``), an address on the first sheet (``"B3"``), or a sheet and an
    address (``"附件2", "B3"``). Reading gives a number or a text: "" for blank, ``#NAME?`` and the like for errors.
    """

    def __init__(self, model: Any) -> None:
        self.model = model

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getitem__(self, where: str | tuple[str, str]) -> float | str:
        cell = self.range(where).getCellByPosition(0, 0)
        return str(cell.String) if cell.getError() else cell.getDataArray()[0][0]

    def __setitem__(self, where: str | tuple[str, str], value: float | str | None) -> None:
        """Put a number or a text there, or nothing; a text that begins with ``=`` is a formula."""
        cell = self.range(where).getCellByPosition(0, 0)
        if value is None:
            cell.setString("")
        elif not isinstance(value, str):
            cell.setValue(value)
        elif value.startswith("="):
            cell.setFormula(value)
        else:
            cell.setString(value)

    def cells(self, sheet: str) -> dict[str, float | str]:
        """Every used cell of a sheet by its address, as reading it gives it, asked for at once."""
        used = self.model.Sheets.getByName(sheet).createCursor()
        used.gotoEndOfUsedArea(False)
        end = used.RangeAddress
        area = self.model.Sheets.getByName(sheet).getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        letters = [get_column_letter(column + 1) for column in range(end.EndColumn + 1)]
        found = {
            f"{letter}{number}": value
            for number, row in enumerate(area.getDataArray(), 1)
            for letter, value in zip(letters, row, strict=True)
        }
        return {at: self[sheet, at] if value is None else value for at, value in found.items()}  # None: an error

    def range(self, where: str | tuple[str, str]) -> Any:
        """The cells as UNO's object."""
        names = self.model.NamedRanges
        if isinstance(where, tuple):
            return self.model.Sheets.getByName(where[0]).getCellRangeByName(where[1])
        if names.hasByName(where):
            return names.getByName(where).getReferredCells()
        return self.model.Sheets.getByIndex(0).getCellRangeByName(where)

    def type_in(self, where: str | tuple[str, str], text: str) -> None:
        """Type a text as a person does: ``95%`` becomes a number with the percent format."""
        self.range(where).getCellByPosition(0, 0).FormulaLocal = text

    def formula(self, where: str | tuple[str, str]) -> str:
        """The formula as Calc's API writes it."""
        return str(self.range(where).getCellByPosition(0, 0).getFormula())

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Insert rows before a row, counted from 1 as the sheet shows it."""
        self.model.Sheets.getByName(sheet).Rows.insertByIndex(row - 1, count)

    def recalculate(self) -> None:
        """Calculate every formula anew."""
        self.model.calculateAll()

    def save(self, path: Path) -> Path:
        """Save a copy in the format of the file's ending: .xlsx, .xlsm, .ods or .pdf."""
        self.model.storeToURL(path.resolve().as_uri(), (_property("FilterName", FILTERS[path.suffix]),))
        return path

    def close(self) -> None:
        """Close it without saving."""
        self.model.close(True)


def resolve_formulas(document: Document) -> int:
    """Write the formulas of ours back once, as the extension's job does for workbooks that carry its mark."""
    return calc_formulas.resolve(document.model)


def _property(name: str, value: Any) -> Any:
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _added(manager: Any, extension: Path) -> str:
    return str(manager.addExtension(extension.as_uri(), (), "user", None, _approving()).getIdentifier().Value)


def _approving() -> Any:
    """What answers "yes" to "do you want to install?"; without it an installation is refused."""
    import uno
    import unohelper
    from com.sun.star.task import XInteractionHandler
    from com.sun.star.ucb import XCommandEnvironment

    class Approving(unohelper.Base, XCommandEnvironment, XInteractionHandler):  # type: ignore[misc]
        def getInteractionHandler(self) -> Any:  # noqa: N802 - UNO's names
            return self

        def getProgressHandler(self) -> None:  # noqa: N802
            return None

        def handle(self, request: Any) -> None:
            approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
            for answer in request.getContinuations():
                if answer.queryInterface(approve):
                    answer.select()

    return Approving()
