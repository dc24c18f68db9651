"""What Excel's cells call: xlwings' server looks here for each function of the registry under its own name.

The VBA behind a formula (:mod:`jixiao.documents.workbook.macros.wrappers`) names :mod:`jixiao.hosts.excel_functions`,
which hands on to here. A cell arrives as a number, a text or ``None`` for a blank, a range as a list of those or of
rows, an argument left out as :data:`MISSING`.

xlwings is imported by the server that asks; everything else a first answer needs is the standard library.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from inspect import Parameter, Signature

import xlwings

from jixiao.core.functions import FUNCTIONS, Cell, Function, Problem, Result, call, to_cell
from jixiao.core.functions.cells import flatten
from jixiao.core.quantity.notation import ERROR_VALUES

MISSING = object()
"""What stands for an argument that a formula leaves out; a blank cell is something else."""

FAULT = Problem("函数内部出错，请把本单元格和所引用的单元格发给管理员")


def answer(function: Function, cells: Sequence[object]) -> Cell | list[list[Cell]]:
    """What the cells show; a fault of the program is a short text, never an error of Excel's."""
    try:
        result = _result(function, cells)
    except Exception:
        logging.getLogger("jixiao").exception("%s%r", function.name, cells)
        result = FAULT
    if isinstance(result, list):
        return [[to_cell(each)] for each in result]  # a column
    return to_cell(result)


def _result(function: Function, cells: Sequence[object]) -> Result:
    wrong = next((cell for cell in flatten(list(cells)) if isinstance(cell, str) and cell in ERROR_VALUES), None)
    if wrong:
        return Problem(f"所引用的单元格是 {wrong}，请先改正")
    return call(function.name, *_given(cells))


def _given(cells: Sequence[object]) -> list[object]:
    """The arguments up to the last one given; one left out before it is a blank."""
    count = max((place for place, cell in enumerate(cells, start=1) if cell is not MISSING), default=0)
    return [None if cell is MISSING else cell for cell in cells[:count]]


def _for_excel(function: Function) -> Callable[..., Cell | list[list[Cell]]]:
    """The function as xlwings calls it: it reads the parameters off the signature."""

    def in_excel(*cells: object) -> Cell | list[list[Cell]]:
        return answer(function, cells)

    in_excel.__name__, in_excel.__doc__ = function.name, function.help
    in_excel.__annotations__ = {}  # xlwings would take them for converters
    in_excel.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(a.name, Parameter.POSITIONAL_OR_KEYWORD, default=MISSING) for a in function.arguments]
    )
    marked: Callable[..., Cell | list[list[Cell]]] = xlwings.func(category=function.category)(in_excel)
    for argument in function.arguments:
        # a cell with an error would arrive as a blank otherwise
        marked = xlwings.arg(argument.name, err_to_str=True)(marked)
    return marked


for _function in FUNCTIONS.values():
    globals()[_function.name] = _for_excel(_function)
