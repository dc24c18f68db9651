"""xlwings' UDF server without Windows: pywin32 and the cells are stand-ins, all else is xlwings' own code.

Run as a program of its own, for the stand-ins stay: asked with a list of function and arguments, it prints the answers.
An argument ``{"range": [[…]]}`` is a range of cells with those values as COM hands them over, ``"missing"`` one that
the formula leaves out.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any
from unittest.mock import MagicMock

MISSING = -2147352572  # DISP_E_PARAMNOTFOUND, as a left-out argument of VBA arrives

WINDOWS = ("pywintypes", "pythoncom", "win32api", "win32con", "win32com", "win32com.client", "win32gui", "win32process",
           "win32timezone")  # fmt: skip
for module in WINDOWS:
    sys.modules[module] = MagicMock()
sys.modules["pywintypes"].IID = str  # type: ignore[attr-defined]
sys.modules["pywintypes"].TimeType = type("TimeType", (), {})  # type: ignore[attr-defined]
sys.modules["xlwings._win32patch"] = MagicMock(CoClassBaseClass=type("CoClassBaseClass", (), {}))
sys.modules["xlwings.com_server"] = MagicMock()
sys.modules["pythoncom"].__file__ = "pythoncom.dll"
ctypes.windll = ctypes.oledll = ctypes.PyDLL = MagicMock()  # type: ignore[attr-defined, misc]

import xlwings  # noqa: E402 - after the stand-ins
from xlwings import _xlwindows, udfs  # noqa: E402

xlwings._xlwindows = _xlwindows
xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))
xlwings.func, xlwings.arg = udfs.xlfunc, udfs.xlarg  # type: ignore[assignment] # as on Windows


class Range(MagicMock):
    """Cells as COM shows them: one cell's value is itself, that of several is a tuple of rows."""

    def __init__(self, rows: Any = ((None,),), **others: Any) -> None:
        super().__init__(**others)
        self.Value = tuple(map(tuple, rows)) if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]
        self.Rows.Count, self.Columns.Count, self.Count = len(rows), len(rows[0]), len(rows) * len(rows[0])
        iid = "{00020846-0000-0000-C000-000000000046}"
        self._oleobj_.GetTypeInfo.return_value.GetTypeAttr.return_value.iid = iid

    def _get_child_mock(self, /, **others: Any) -> MagicMock:
        return MagicMock(**others)


def argument(given: Any) -> Any:
    """What VBA hands over."""
    if isinstance(given, dict):
        return Range(given["range"])
    return MISSING if given == "missing" else given


answers = []
for function, arguments in json.loads(sys.argv[1]):
    given = tuple(map(argument, arguments))
    answers.append(udfs.call_udf("jixiao.hosts.excel_functions", function, given, None, Range()))  # type: ignore[no-untyped-call]
print(json.dumps(answers, ensure_ascii=False))
