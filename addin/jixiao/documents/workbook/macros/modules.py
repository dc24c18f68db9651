"""The modules of a workbook's VBA project: ours from ``macros/``, xlwings' standalone ones, the generated wrappers."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jixiao.core import resources
from jixiao.core.errors import UserError
from jixiao.documents.workbook.macros.vba_project import Module, ModuleKind
from jixiao.documents.workbook.macros.wrappers import wrappers

WORKBOOK = "ThisWorkbook"

_DOCUMENT_ATTRIBUTES = """\
Attribute VB_Name = "{name}"
Attribute VB_Base = "{base}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""
_WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"
_SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"
_CLASS_ATTRIBUTES = """\
Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
"""
"""What the editor leaves out when it exports a class, and a project's stream has (2.3.4.3 shows them)."""


class MacrosError(UserError):
    """The macros cannot be made here; the message is Chinese and says what to do."""


def project_modules(sheets: Iterable[str]) -> list[Module]:
    """All modules of a project.

    Args:
        sheets: the code names of the workbook's sheets; each must have a module of its own, though empty.

    Raises:
        MacrosError: xlwings is not installed.
    """
    own = resources.path("macros")
    return [
        _workbook_module(_text(own / "ThisWorkbook.cls")),
        *(_document(name, _SHEET_BASE, "") for name in sheets),
        *(Module(path.stem, _text(path)) for path in sorted(own.glob("*.bas"))),
        *standalone_modules(),
        Module("xlwings_udfs", _windows_lines(wrappers())),
    ]


def standalone_modules() -> list[Module]:
    """What xlwings itself puts into a workbook that is to run without its add-in."""
    folder = _xlwings_folder()
    dictionary = folder / "addin" / "Dictionary.cls"
    return [Module("xlwings", _text(folder / "xlwings.bas")), _class_module(dictionary.stem, _text(dictionary))]


def _workbook_module(exported: str) -> Module:
    return _document(WORKBOOK, _WORKBOOK_BASE, _after_attributes(exported))


def _document(name: str, base: str, code: str) -> Module:
    attributes = _windows_lines(_DOCUMENT_ATTRIBUTES.format(name=name, base=base))
    return Module(name, attributes + code, ModuleKind.DOCUMENT)


def _class_module(name: str, exported: str) -> Module:
    """A class as the editor exports it, without the lines before its first attribute and with those it leaves out."""
    attributes = exported[exported.index("Attribute VB_Name") :]
    first, rest = attributes.split("\r\n", 1)
    return Module(name, f"{first}\r\n{_windows_lines(_CLASS_ATTRIBUTES)}{rest}", ModuleKind.CLASS)


def _after_attributes(exported: str) -> str:
    lines = exported[exported.index("Attribute VB_Name") :].splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("Attribute VB_"))


@cache
def _text(path: Path) -> str:
    return _windows_lines(path.read_bytes().decode("ascii"))


def _windows_lines(text: str) -> str:
    return "\r\n".join(text.replace("\r\n", "\n").split("\n"))


def _xlwings_folder() -> Path:
    found = importlib.util.find_spec("xlwings")  # imports nothing
    if found is None or found.origin is None:
        raise MacrosError("没有安装 xlwings，不能生成带按钮的 .xlsm。请重新安装 jixiao，或改为生成 .xlsx")
    return Path(found.origin).parent
