"""The one list of functions that cells can call.

Excel's wrappers, the Calc add-in's IDL, ``jixiao functions`` and the expressions of forms and checks are all made
from it, so that a function is written once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jixiao.core.functions.results import Problem, Result

CATEGORY = "绩效自评"


class UnknownFunction(LookupError):
    """There is no such function; the message lists those there are, in Chinese."""


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
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Register a function under its name in capitals.

    Args:
        help: one Chinese sentence for the function wizard.
        arguments: one :class:`Argument` for each parameter, in order; checked against the signature.
        gives_range: whether the answer is a list, one answer for each row.

    Raises:
        TypeError: the arguments described are not the function's parameters.
    """

    def register(call: Callable[..., Result]) -> Callable[..., Result]:
        described = [(argument.name, argument.optional) for argument in arguments]
        if described != (actual := _parameters(call)):
            raise TypeError(f"{call.__name__}: described {described}, takes {actual}")
        name = call.__name__.upper()
        _functions[name] = Function(name, help, arguments, call, gives_range)
        return call

    return register


def _parameters(call: Callable[..., Result]) -> list[tuple[str, bool]]:
    """The names of a function's parameters and whether each is optional."""
    # inspect.signature tells the same and costs a cell's first answer a millisecond
    names = call.__code__.co_varnames[: call.__code__.co_argcount]
    required = len(names) - len(call.__defaults__ or ())
    return [(name, place >= required) for place, name in enumerate(names)]


def call(name: str, *cells: object) -> Result:
    """Call a function by its name with what cells hold.

    Args:
        name: the function's name, in any case.
        cells: one value for each argument; a range is a list of rows or of cells.

    Returns:
        The function's answer; a wrong number of arguments is a :class:`Problem`, as any wrong input is.

    Raises:
        UnknownFunction: there is no function of that name.
    """
    function = FUNCTIONS.get(name.upper())
    if function is None:
        raise UnknownFunction(f"没有名为“{name}”的函数，可用的有：{'、'.join(FUNCTIONS)}")
    required = sum(not argument.optional for argument in function.arguments)
    if not required <= len(cells) <= len(function.arguments):
        labels = "、".join(argument.label for argument in function.arguments[:required])
        most = "" if len(cells) < required else f"，最多{len(function.arguments)}个"
        return Problem(f"{function.name} 至少要填{required}个参数（{labels}）{most}，现在填了{len(cells)}个")
    return function.call(*cells)
