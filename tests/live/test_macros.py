"""The macro workbook in LibreOffice: its buttons are bound to their macros, and each hands Python its command.

LibreOffice's Basic runs nothing, and says nothing, while the real module ``xlwings`` is in the project. Here a stub
stands in its place that writes down what it is asked for, and what a cell then holds is what counts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jixiao import __version__
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.macros import commands, modules
from jixiao.documents.workbook.macros.hidden_sheets import SETTINGS_SHEET
from jixiao.documents.workbook.macros.modules import _text
from jixiao.documents.workbook.macros.vba_project import Module, ModuleKind
from jixiao.model.forms.library import load

from .office import Document, Office
from .test_workbook import (
    OVERALL,
    assert_live_equals_python,
    blank_or,
    new_unit,
    place,
    sample,
    shown_at,
    stored_results,
    to_excels_digits,
)  # fmt: skip

pytestmark = pytest.mark.live

ALWAYS, NEVER = 4, 0  # com.sun.star.document.MacroExecMode
COMMANDS = [pytest.param(command.macro, id=command.macro) for command in commands()]

RECORDED, TOLD, MISSING = "D1", "D2", "D3"
"""Cells of the sheet of settings: the command, the message, and a text in the paths that are not there."""

STUB = f"""\
Attribute VB_Name = "xlwings"
Option Explicit
Public Const XLWINGS_VERSION As String = "0.37.8"

Private Function Cell(address As String) As Range
    Set Cell = ThisWorkbook.Worksheets("{SETTINGS_SHEET}").Range(address)
End Function

Public Function RunPython(PythonCommand As String)
    Cell("{RECORDED}").Value = PythonCommand
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = "C:\\jixiao\\venv\\Scripts\\pythonw.exe"
End Function

Public Function FileExists(path As String) As Boolean
    FileExists = Cell("{MISSING}").Value = "" Or InStr(path, Cell("{MISSING}").Value) = 0
End Function

Public Function ParentFolder(path As String) As String
    ParentFolder = Left(path, InStrRev(path, "\\") - 1)
End Function

Public Function WScript() As Object
    Set WScript = New Shell
End Function
"""
SHELL = f"""\
Attribute VB_Name = "Shell"
Attribute VB_Base = "0{{FCFB3D2A-A0FA-1068-A738-08002B3371B5}}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
Option Explicit

Public Sub Popup(text As String, seconds As Long, title As String, kind As Long)
    ThisWorkbook.Worksheets("{SETTINGS_SHEET}").Range("{TOLD}").Value = title & ": " & text
End Sub
"""


@dataclass
class Book:
    """A macro workbook that is open."""

    document: Document

    def run(self, macro: str, *arguments: Any) -> Any:
        """Run a macro as a button does, and return what it answers."""
        script = self.document.model.getScriptProvider().getScript(address(macro))
        return script.invoke(arguments, (), ())[0]

    def __getitem__(self, cell: str) -> str:
        return str(self.document[SETTINGS_SHEET, cell])

    def __setitem__(self, cell: str, value: str) -> None:
        self.document[SETTINGS_SHEET, cell] = value


def address(macro: str) -> str:
    return f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"


PAUSE = "PAUSE_SECONDS As Long = "


def short_pause(path: Path) -> str:
    """A module's text; after a call without an answer it waits for seconds instead of half a minute."""
    return _text(path).replace(f"{PAUSE}30", f"{PAUSE}8")


@pytest.fixture(scope="module")
def stubbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook whose xlwings only writes down."""
    path = tmp_path_factory.mktemp("stubbed") / "book.xlsm"
    stub = [Module("xlwings", windows(STUB)), Module("Shell", windows(SHELL), ModuleKind.CLASS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modules, "standalone_modules", lambda: stub)
        patch.setattr(modules, "_text", short_pause)
        build(load("hunan-2024"), sample("service-center-2024"), path)
    return path


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


@pytest.fixture(scope="module")
def stubbed_book(office: Office, stubbed: Path) -> Iterator[Book]:
    with office.open(stubbed, macros=ALWAYS) as document:
        yield Book(document)


@pytest.fixture
def book(stubbed_book: Book) -> Book:
    """The book whose xlwings only writes down, with nothing written down yet."""
    for cell in (RECORDED, TOLD, MISSING):
        stubbed_book[cell] = ""
    return stubbed_book


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("real") / "book.xlsm"
    build(load("hunan-2024"), sample("service-center-2024"), path)
    return path


# ---- the project -----------------------------------------------------------------------------------------------------


def test_libreoffice_lists_every_module(office: Office, real: Path) -> None:
    with office.open(real) as document:
        library = document.model.BasicLibraries.getByName("VBAProject")
        count = len(document.model.Sheets)
        expected = {module.name for module in modules.project_modules(f"Sheet{n + 1}" for n in range(count))}
        assert set(library.ElementNames) == expected
        assert "If PythonIsReady() Then RunPython" in library.getByName("Buttons")


def test_every_button_of_the_first_sheet_is_bound_to_its_macro(office: Office, real: Path) -> None:
    with office.open(real) as document:
        form = document.model.Sheets.getByName("首页").DrawPage.Forms.getByIndex(0)
        bound = {}
        for place in range(form.Count):
            (event,) = form.getScriptEvents(place)
            bound[form.getByIndex(place).Label] = (event.EventMethod, event.ScriptCode)
    assert bound == {command.label: ("actionPerformed", address(f"Buttons.{command.macro}")) for command in commands()}


# ---- pressing --------------------------------------------------------------------------------------------------------


def recorded(book: Book, macro: str) -> str:
    """The command that a button hands to RunPython."""
    assert book[RECORDED] == ""
    book.run(f"Buttons.{macro}")
    return book[RECORDED]


@pytest.mark.parametrize("macro", COMMANDS)
def test_pressing_hands_python_its_command(book: Book, macro: str) -> None:
    name = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", macro).lower()
    assert recorded(book, macro) == f"import jixiao.hosts.buttons as b; b.{name}()"
    assert book[TOLD] == ""


@pytest.mark.parametrize("macro", COMMANDS)
def test_python_runs_the_command_as_it_is(book: Book, macro: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import jixiao.hosts.buttons as buttons  # where the command looks: its names are copies of those of interfaces.excel

    command, ran = recorded(book, macro), []
    function = command.removesuffix("()").rpartition(".")[2]
    monkeypatch.setattr(buttons, function, lambda: ran.append(function))  # it must be there to be replaced
    exec(command, {})  # noqa: S102 - as RunPython does
    assert ran == [function]


# ---- telling ---------------------------------------------------------------------------------------------------------


def test_opening_tells_what_is_not_installed(book: Book) -> None:
    """Here Python is said to be there, but no package of ours beside it."""
    book.run("ThisWorkbook.Workbook_Open")
    assert book[TOLD].startswith("绩效自评: 找到了 Python，但里面没有装 jixiao")
    assert "C:\\jixiao\\venv\\Scripts\\pythonw.exe" in book[TOLD]


def test_without_python_a_button_tells_what_to_do_and_asks_for_nothing(book: Book) -> None:
    book[MISSING] = "pythonw.exe"
    book.run("Buttons.CheckAll")
    assert book[TOLD].startswith("绩效自评: 没有找到计算程序（Python）：")
    assert "安装包里的“安装”" in book[TOLD]
    assert book[RECORDED] == ""


def wait_until_asked_again(book: Book) -> None:
    """The pause after a call without an answer ends by itself."""
    deadline = time.monotonic() + 60
    while book.run("Start.PythonIsSilent"):
        assert time.monotonic() < deadline
        time.sleep(1)


def test_a_cell_that_gets_no_answer_shows_an_error_and_the_next_ones_do_not_wait(book: Book) -> None:
    wait_until_asked_again(book)  # cells may have been calculated, unanswered, when the book was opened
    book.run("Start.Unanswered")  # the formula around it catches the error
    assert book.run("Start.PythonIsSilent") is True


@pytest.mark.parametrize(
    ("installed", "made_by", "told"),
    [
        ("0.2.0", "0.2.5", ""),  # the last number does not matter
        ("0.2", "0.2.0.dev1", ""),
        ("0.2.0", "0.1.0", "older_book"),
        ("0.10.0", "0.9.0", "older_book"),
        ("1.0.0", "0.99.0", "older_book"),
        ("0.2.0", "0.10.1", "newer_book"),
    ],
)
def test_a_workbook_older_or_newer_than_the_program_is_told_apart(
    book: Book, installed: str, made_by: str, told: str
) -> None:
    assert book.run("Start.VersionProblem", installed, made_by) == told


def test_the_sentence_for_an_older_workbook_names_both_versions_and_the_button(book: Book) -> None:
    book.run("Start.Tell", "older_book")
    assert book[TOLD].startswith(f"绩效自评: 本工作簿是以前的 jixiao {__version__} 做的")
    assert "请按“升级”" in book[TOLD]
    assert "{" not in book[TOLD]


# ---- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("macros", [NEVER, ALWAYS], ids=["macros off", "macros on"])
@pytest.mark.parametrize("name", ["service-center-2024", "cooperation-center-2024"])
def test_cells_calculate_by_the_extension_whatever_vba_defines(
    office: Office, tmp_path: Path, name: str, macros: int
) -> None:
    """VBA's functions have the same names; the extension's job at loading leads the formulas to its own."""
    submission = sample(name)
    path = tmp_path / "book.xlsm"
    build(load(submission.family), submission, path)
    with office.open(path, macros=macros) as document:
        document.recalculate()
        stored = {(sheet, cell): blank_or(expected) for sheet, cell, expected in stored_results(path)}
        shown = {sheet: document.cells(sheet) for sheet in {sheet for sheet, _ in stored}}
        assert shown_at(shown, stored) == to_excels_digits(stored)
        assert assert_live_equals_python(document, tmp_path) > 200


def test_a_changed_figure_is_calculated_in_the_macro_workbook_too(office: Office, tmp_path: Path) -> None:
    build(load("hunan-2024"), new_unit(), tmp_path / "book.xlsm")
    with office.open(tmp_path / "book.xlsm", macros=NEVER) as document:
        document[place(document, OVERALL, "funds_budget")] = 200
        document[place(document, OVERALL, "funds_spent")] = 50
        document.recalculate()
        assert document[place(document, OVERALL, "funds_rate")] == 0.25
