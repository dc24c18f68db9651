"""Two hidden sheets that the macros read: xlwings' settings, and every Chinese text, for VBA's source is ASCII."""

from __future__ import annotations

import tomllib

from xlsxwriter import Workbook

from jixiao import __version__
from jixiao.core import resources
from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.registry import Argument
from jixiao.documents.workbook.macros.wrappers import PYTHON_MODULE

SETTINGS_SHEET = "xlwings.conf"
"""xlwings looks for its settings on a sheet of this name."""

TEXTS_SHEET = "jixiao.texts"

# Every key that xlwings asks for stands here, though as xlwings' own default: it looks for one that is missing in an
# xlwings.conf beside the workbook, which anybody may have put there.
_SETTINGS = {
    # Where the setup script of a bundle puts Python; xlwings resolves the variable on each PC.
    "INTERPRETER_WIN": r"%LOCALAPPDATA%\jixiao\venv\Scripts\pythonw.exe",
    "INTERPRETER_MAC": "",
    "INTERPRETER": "pythonw",
    "UDF MODULES": PYTHON_MODULE,
    # A button runs in a process of its own: it may take long, and cells must be answered meanwhile.
    "USE UDF SERVER": "False",
    # Else a file in the workbook's folder named like a module of ours would be run instead of it.
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    # Never blank: xlwings puts it on sys.path, where a blank is the current folder.
    "PYTHONPATH": r"%LOCALAPPDATA%\jixiao\venv\Lib\site-packages",
    "TEMP DIR": "%TEMP%",
    "SHOW CONSOLE": "False",
    "DEBUG UDFS": "False",
    "SHOW_ERROR_POPUPS": "True",
    "CONDA PATH": "",
    "CONDA ENV": "",
    "LICENSE_KEY": "",
    **{
        f"{place}_{system}": ""
        for place in ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")
        for system in ("WIN", "MAC")
    },
}
_FUNCTIONS_COLUMN = 3


def write_settings(book: Workbook) -> None:
    """Write the sheet of settings: name and value, from the first row on without a gap."""
    sheet = book.add_worksheet(SETTINGS_SHEET)
    for row, setting in enumerate(_SETTINGS.items()):
        sheet.write_row(row, 0, setting)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide()


def write_texts(book: Workbook) -> None:
    """Write the sheet of texts: messages by key, and beside them the help of each function."""
    sheet = book.add_worksheet(TEXTS_SHEET)
    messages = tomllib.loads(resources.path("macros", "messages.toml").read_text("utf-8"))
    for row, message in enumerate((messages | {"version": __version__}).items()):
        sheet.write_row(row, 0, message)
    for row, function in enumerate(FUNCTIONS.values()):
        helps = [_help(argument) for argument in function.arguments]
        sheet.write_row(row, _FUNCTIONS_COLUMN, [function.name, len(helps), function.help, *helps])
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.very_hidden()


def _help(argument: Argument) -> str:
    """The wizard shows the English name, so the Chinese one stands in the help; all arguments look optional to it."""
    optional = "（可省略）" if argument.optional else ""
    return f"{argument.label}：{argument.help}{optional}"
