"""The one list of functions that cells can call.

Excel's wrappers, the Calc add-in's IDL, ``jixiao functions`` and the expressions of forms and checks are all made
from it, so that a function is written once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from jixiao.functions.results import Result

CATEGORY = "绩效自评"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as the function wizard shows it.

    ``name`` is the English name used in formulas' documentation, ``label`` the Chinese one;
    ``is_range`` says that it takes a range of cells (rows of cells) rather than one cell.
    """

    name: str
    label: str
    help: str
    optional: bool = False
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the registry: what the cell calls and what the wizard tells."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    call: Callable[..., Result]
    gives_range: bool = False
    category: str = CATEGORY


_functions: dict[str, Function] = {}
FUNCTIONS: Mapping[str, Function] = MappingProxyType(_functions)
"""All functions by name, in the order they are written down."""


def cell_function(
    help: str,  # noqa: A002 - the word the function wizards of Excel and Calc use
    *arguments: Argument,
    gives_range: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under its name in capitals.

    Args:
        help: one Chinese sentence for the function wizard.
        arguments: one :class:`Argument` for each parameter, in order; checked against the signature.
        gives_range: whether the answer is a list, one answer for each row.

    Raises:
        TypeError: the arguments described are not the function's parameters.
    """

    def register(call: Callable[..., Any]) -> Callable[..., Any]:
        parameters = inspect.signature(call).parameters
        described = [(a.name, a.optional) for a in arguments]
        actual = [(p.name, p.default is not inspect.Parameter.empty) for p in parameters.values()]
        if described != actual:
            raise TypeError(f"{call.__name__}: described {described}, takes {actual}")
        name = call.__name__.upper()
        _functions[name] = Function(name, help, arguments, call, gives_range)
        return call

    return register
