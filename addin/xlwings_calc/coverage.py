"""Whatever is not covered says so, under its own name.

xlwings' base classes raise a bare ``NotImplementedError``. :func:`complete` replaces each member that a class of ours
leaves open by one that names itself: ``Range.sort is not covered by xlwings_calc``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NoReturn, TypeVar

_Class = TypeVar("_Class", bound=type)


def not_covered(what: str) -> NotImplementedError:
    """The error for a member, or for one way of using it."""
    return NotImplementedError(f"{what} is not covered by xlwings_calc")


def complete(*more: str) -> Callable[[_Class], _Class]:
    """Give a class a member that raises for each one of its xlwings base class that it leaves open.

    Args:
        more: members that xlwings asks its engines for without listing them in the base class.
    """

    def decorate(cls: _Class) -> _Class:
        base = cls.__bases__[0]
        for name in (*open_members(base), *more):
            _close(cls, name, vars(base).get(name, property()))
        return cls

    return decorate


def open_members(base: type) -> Iterator[str]:
    """The members of a base class of xlwings' that an engine has to provide."""
    for name, member in vars(base).items():
        if any("NotImplementedError" in function.__code__.co_names for function in _functions(member)):
            yield name


def is_covered(cls: type, name: str) -> bool:
    """Whether a member of a completed class does something (reading it, for a property)."""
    return not all(hasattr(function, "__not_covered__") for function in _functions(getattr(cls, name)))


def _functions(member: Any) -> list[FunctionType]:
    parts = (member.fget, member.fset) if isinstance(member, property) else (getattr(member, "__func__", member),)
    return [part for part in parts if isinstance(part, FunctionType)]


def _close(cls: type, name: str, promised: Any) -> None:
    own, refuse = vars(cls).get(name), _refusal(f"{cls.__name__}.{name}")
    if isinstance(promised, property):
        if own is None:
            setattr(cls, name, property(refuse, refuse))
        elif own.fset is None and promised.fset is not None:
            setattr(cls, name, own.setter(refuse))
    elif own is None:
        setattr(cls, name, refuse)


def _refusal(what: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise not_covered(what)

    refuse.__not_covered__ = True  # type: ignore[attr-defined]
    refuse.__doc__ = f"Not covered: raises NotImplementedError naming {what}."
    return refuse
