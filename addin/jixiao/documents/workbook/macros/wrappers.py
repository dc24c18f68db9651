"""The VBA functions behind the formulas, made from the registry in the shape of xlwings' own.

xlwings' generator hands the cells themselves, the workbook and the caller to Python, which then asks Excel for each
value: some two hundred round trips a call. These hand over values, read inside Excel (``Calls.bas``): four of them.
"""

from __future__ import annotations

from functools import cache

from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.registry import Function

PYTHON_MODULE = "jixiao.hosts.excel_functions"
"""Whose functions Excel's cells call; ``Calls.bas`` names it too."""

_HEAD = """\
Attribute VB_Name = "xlwings_udfs"
'Made from jixiao's registry of functions.
Option Explicit
"""


@cache
def wrappers() -> str:
    """The source of the module ``xlwings_udfs``."""
    return _HEAD + "\n".join(_wrapper(FUNCTIONS[name]) for name in sorted(FUNCTIONS))


def _wrapper(function: Function) -> str:
    """All arguments are optional, as Excel then lets a formula leave any out, and the registry says what is missing."""
    names = [argument.name for argument in function.arguments]
    optional = ", ".join(f"Optional {name}" for name in names)
    return f"""\
Function {function.name}({optional})
    {function.name} = Answer("{function.name}", Array({", ".join(names)}))
End Function
"""
