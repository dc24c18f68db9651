"""Asks Python as a workbook's VBA does: through xlwings' library, which starts the server that answers cells.

Line by line what ``XLPyLoadDLL``, ``XLPyCommand`` and ``XLPy`` in xlwings' VBA do, with the settings of our workbooks.
Run by the environment's own Python on Windows; the self-check and the tests under Wine use it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.metadata import version
from typing import Any

import pythoncom
import win32com.client

MODULE = "jixiao.hosts.excel_functions"
OMITTED = pythoncom.ArgNotFound
"""What VBA hands over for an argument that the formula leaves out."""

_TEXT, _OBJECT = 8, 9  # VT_BSTR, VT_DISPATCH
_START, _STOP = 1, -1


class ServerError(Exception):
    """The library's own words why there is no server."""


class _Variant(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("pointer", ctypes.c_void_p),
        ("more", ctypes.c_void_p),
    ]


class Server:
    """The server, started for a workbook that lies somewhere."""

    def __init__(self, book: str = r"C:\book.xlsm", environment: str = sys.prefix) -> None:
        pythoncom.CoInitialize()
        os.environ["PYTHONSAFEPATH"] = "1"  # as the workbook does when it is opened
        path = os.path.join(environment, f"xlwings64-{version('xlwings')}.dll")
        library = ctypes.WinDLL(path)  # type: ignore[attr-defined] # on Windows only
        self._activate = library.XLPyDLLActivateAuto
        self._activate.restype = ctypes.c_long
        self._activate.argtypes = [ctypes.POINTER(_Variant), ctypes.c_char_p, ctypes.c_long]
        self._command = _command(environment, book).encode("mbcs")
        self._dispatch = win32com.client.dynamic.DumbDispatch(  # type: ignore[no-untyped-call]
            pythoncom.ObjectFromAddress(self._ask(_START).pointer, pythoncom.IID_IDispatch)
        )

    def call(self, function: str, *arguments: object) -> Any:
        """What a cell's wrapper asks: the values alone, no workbook and no caller."""
        return self._dispatch.CallUDF(MODULE, function, arguments)

    def evaluate(self, expression: str) -> Any:
        """The text of a Python expression, as the server sees it."""
        return self._dispatch.Str(self._dispatch.Eval(expression))

    def stop(self) -> None:
        """End the server."""
        self._ask(_STOP)

    def _ask(self, mode: int) -> _Variant:
        result = _Variant()
        if self._activate(ctypes.byref(result), self._command, mode):
            raise ServerError(ctypes.wstring_at(result.pointer) if result.kind == _TEXT else "?")
        return result


def _command(environment: str, book: str) -> str:
    packages = os.path.join(environment, "Lib", "site-packages")
    interpreter = os.path.join(environment, "Scripts", "pythonw.exe")
    path = f"False;{book};{book};;;;{packages}".replace("\\", "\\\\").replace("'", "\\'").replace("&", "^&")
    serve = (
        f"import xlwings.utils;xlwings.utils.prepare_sys_path(\\\"{path}\\\");import xlwings; xlwings.serve('$(CLSID)')"
    )
    return f'cmd.exe  /K ""{interpreter}" -B -c "import sys, os;{serve}""'
