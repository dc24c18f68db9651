# ruff: noqa: D102, N802 - UNO gives the methods their names and meanings
"""The registry's functions as a LibreOffice Calc add-in, the job that wakes them in our workbooks, and the menu.

LibreOffice loads this file itself, with ``pythonpath/`` beside it on ``sys.path``. Each method of ``XFunctions``,
the interface that the build generates from the registry, stands for one function. A cell arrives as a number or a text,
a range as rows of them with "" for a blank cell, an argument left out as None.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - LibreOffice's own Python may be older; told when it is installed
    raise RuntimeError(
        f"绩效自评函数需要 Python 3.11 以上，此处为 {sys.version.split()[0]}，请换用较新的 LibreOffice。"
    )

import logging
from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.lang import Locale, XServiceInfo, XServiceName
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames
from com.sun.star.task import XJob, XJobExecutor
from com.sun.star.util import XChangesListener
from jixiao.core.functions import FUNCTIONS, call
from jixiao.core.functions.registry import CATEGORY, Function
from jixiao.core.functions.results import Cell, Problem, Result, to_cell
from jixiao.interfaces import calc_dates, calc_formulas
from jixiao.interfaces.calc import commands
from org.jixiao import XFunctions

FUNCTIONS_SERVICE = "org.jixiao.Functions"
JOB_SERVICE = "org.jixiao.ResolveFormulas"
COMMANDS_SERVICE = "org.jixiao.Commands"
FAULT = Problem("函数内部出错，请把本单元格和所引用的单元格发给管理员")


def answer(function: Function, cells: tuple[object, ...]) -> Cell | tuple[tuple[Cell], ...]:
    """What the cells show; a fault of the program is a short text, never an error code."""
    try:
        result: Result = call(function.name, *_given(cells))
    except Exception:
        logging.getLogger("jixiao").exception("%s%r", function.name, cells)
        result = FAULT
    if isinstance(result, list):
        return tuple((to_cell(row),) for row in result)
    return ((to_cell(result),),) if function.gives_range else to_cell(result)


def _given(cells: tuple[object, ...]) -> tuple[object, ...]:
    """Calc fills up left-out arguments with None; without those at the end the registry can ask for what it needs."""
    count = max((i for i, cell in enumerate(cells, start=1) if cell is not None), default=0)
    return cells[:count]


class _Service(unohelper.Base, XServiceInfo):  # type: ignore[misc]
    """What UNO asks of every service."""

    services: tuple[str, ...] = ()

    def __init__(self, context: Any) -> None:
        pass

    def getImplementationName(self) -> str:
        return self.services[0]

    def supportsService(self, name: str) -> bool:
        return name in self.services

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return self.services


class Functions(_Service, XFunctions, XAddIn, XCompatibilityNames, XServiceName):  # type: ignore[misc]
    """The add-in; one object answers every cell. Its methods of ``XFunctions`` are added below."""

    services = (FUNCTIONS_SERVICE, "com.sun.star.sheet.AddIn")
    locale = Locale("zh", "CN", "")

    def getServiceName(self) -> str:
        return FUNCTIONS_SERVICE

    def getProgrammaticFuntionName(self, display_name: str) -> str:  # UNO spells it so
        return display_name

    def getDisplayFunctionName(self, name: str) -> str:
        return name

    def getFunctionDescription(self, name: str) -> str:
        return FUNCTIONS[name].help

    def getDisplayArgumentName(self, name: str, position: int) -> str:
        return FUNCTIONS[name].arguments[position].label

    def getArgumentDescription(self, name: str, position: int) -> str:
        # Calc calls every argument of type any optional; the text says which ones truly are.
        argument = FUNCTIONS[name].arguments[position]
        return f"{argument.help}（可省略）" if argument.optional else argument.help

    def getProgrammaticCategoryName(self, name: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, name: str) -> str:
        return CATEGORY

    def getCompatibilityNames(self, name: str) -> tuple[Any, ...]:
        # The name in .xlsx files, for the versions of Calc that ask for it when they load and save these.
        return (LocalizedName(Locale("en", "US", ""), name),)

    def getLocale(self) -> Any:
        return self.locale

    def setLocale(self, locale: Any) -> None:
        self.locale = locale


def _method(function: Function) -> Callable[..., Cell | tuple[tuple[Cell], ...]]:
    return lambda self, *cells: answer(function, cells)


for _function in FUNCTIONS.values():
    setattr(Functions, _function.name, _method(_function))


class ResolveFormulas(_Service, XJob):  # type: ignore[misc]
    """Runs when any document has been loaded; touches only workbooks of ours."""

    services = (JOB_SERVICE,)

    def execute(self, arguments: Any) -> None:
        environment = next(a.Value for a in arguments if a.Name == "Environment")
        document = next(e.Value for e in environment if e.Name == "Model")
        if calc_formulas.is_ours(document):
            calc_formulas.resolve(document)
            document.addChangesListener(Changes())


class Changes(unohelper.Base, XChangesListener):  # type: ignore[misc]
    """Told of what is typed and pasted into a workbook of ours."""

    def changesOccurred(self, event: Any) -> None:
        for change in event.Changes:
            if hasattr(change.ReplacedElement, "queryContentCells"):
                calc_dates.refuse_dates(event.Source, change.ReplacedElement)

    def disposing(self, source: Any) -> None:
        pass


class Commands(_Service, XJobExecutor):  # type: ignore[misc]
    """What the entries of the menu and the toolbar name."""

    services = (COMMANDS_SERVICE,)

    def __init__(self, context: Any) -> None:
        self.context = context

    def trigger(self, command: str) -> None:
        commands.trigger(self.context, command)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name the loader looks for
for _service in (Functions, ResolveFormulas, Commands):
    g_ImplementationHelper.addImplementation(_service, _service.services[0], _service.services)
