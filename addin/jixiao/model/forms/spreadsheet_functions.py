"""The spreadsheet's own functions that forms and checks use, with a spreadsheet's meaning of blank and text.

In arithmetic a blank counts as 0 and in comparisons as 0 or the empty text, as Excel and Calc do, so that the value
stored with a formula equals what the cell will calculate. Where a blank must not be zero the expression asks first.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any


class NotANumber(ArithmeticError):
    """A text stands where arithmetic needs a number (a cell would show #VALUE!)."""


def to_number(value: Any) -> Decimal:
    """A cell's value in arithmetic."""
    if isinstance(value, Decimal):
        return value
    if value is None:
        return Decimal(0)
    if isinstance(value, bool | int):
        return Decimal(int(value))
    raise NotANumber(f"「{value}」不是数字")


def compare(sign: str, left: Any, right: Any) -> bool:
    """A comparison as a spreadsheet makes it: blank equals 0 and the empty text; texts ignore case."""
    left, right = _comparable(left, right), _comparable(right, left)
    if isinstance(left, str) != isinstance(right, str):  # any text is greater than any number
        left, right = isinstance(left, str), isinstance(right, str)
    return bool(_COMPARE[sign](left, right))


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _comparable(value: Any, other: Any) -> Decimal | str:
    if value is None:
        return "" if isinstance(other, str) else Decimal(0)
    return value.casefold() if isinstance(value, str) else to_number(value)


def concatenate(*values: Any) -> str:
    """``&``: numbers as General shows them."""
    return "".join(_shown(v) for v in values)


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def flatten(values: Iterable[Any]) -> Iterator[Any]:
    """Cells and columns of cells, one after the other."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from flatten(value)
        else:
            yield value


def _numbers(values: Iterable[Any]) -> list[Decimal]:
    return [v for v in flatten(values) if isinstance(v, Decimal)]


def _round(value: Any, digits: Any) -> Decimal:
    unit = Decimal(1).scaleb(-int(to_number(digits)))
    return to_number(value).quantize(unit, ROUND_HALF_UP)


def _criterion(wanted: Any) -> Callable[[Any], bool]:
    """What SUMIF and COUNTIF look for: a value, ``<1``, or a text where ``*`` is anything and ``?`` one character."""
    if not isinstance(wanted, str) or (not wanted.startswith("<") and not {"*", "?"} & set(wanted)):
        return lambda value: compare("=", value, wanted)
    if below := re.fullmatch(r"<(\d+(?:\.\d+)?)", wanted):
        limit = Decimal(below[1])
        return lambda value: isinstance(value, Decimal) and value < limit
    first, *others = wanted.casefold().split("*")
    return lambda value: isinstance(value, str) and _follow(value.casefold(), first, others)


def _follow(text: str, first: str, others: list[str]) -> bool:
    """Whether a text begins with a piece, holds the next in their order and ends with the last."""
    if not _is_at(text, first, 0):
        return False
    if not others:
        return len(text) == len(first)
    place = len(first)
    for piece in others[:-1]:
        place = _place(text, piece, place)
        if place < 0:
            return False
        place += len(piece)
    last = len(text) - len(others[-1])
    return place <= last and _is_at(text, others[-1], last)


def _place(text: str, piece: str, start: int) -> int:
    if "?" not in piece:
        return text.find(piece, start)
    return next((i for i in range(start, len(text)) if _is_at(text, piece, i)), -1)


def _is_at(text: str, piece: str, place: int) -> bool:
    there = text[place : place + len(piece)]
    return there == piece or (
        "?" in piece and len(there) == len(piece) and all(p in ("?", t) for p, t in zip(piece, there, strict=True))
    )


def _cells(values: Any) -> list[Any]:
    """The cells of a range; a single value is a range of one."""
    return list(values) if isinstance(values, list | tuple) else [values]


def _sum_if(keys: Any, wanted: Any, values: Any) -> Decimal:
    """As in a spreadsheet, cells without a partner do not count."""
    meets = _criterion(wanted)
    pairs = zip(_cells(keys), _cells(values), strict=False)
    return sum((v for k, v in pairs if isinstance(v, Decimal) and meets(k)), Decimal(0))


def _count_if(values: Any, wanted: Any) -> Decimal:
    """A blank is no 0 here; only the empty text counts blanks."""
    meets = _criterion(wanted)
    counted = (v for v in flatten([values]) if v is not None or wanted == "")
    return Decimal(sum(1 for v in counted if meets(v)))


def _count_ifs(keys: Any, wanted: Any, values: Any, limit: Any) -> Decimal:
    """Rows that meet two criteria."""
    meets, is_within = _criterion(wanted), _criterion(limit)
    return Decimal(
        sum(1 for key, value in zip(_cells(keys), _cells(values), strict=False) if meets(key) and is_within(value))
    )


def _search(wanted: Any, text: Any) -> Decimal | None:
    """Where a text stands in another, from 1; nothing (a cell shows an error) where it does not."""
    place = concatenate(text).casefold().find(concatenate(wanted).casefold())
    return Decimal(place + 1) if place >= 0 else None


def _find(wanted: Any, text: Any, start: Any = Decimal(1)) -> Decimal | None:
    """The same from a place on, upper and lower case apart."""
    place = concatenate(text).find(concatenate(wanted), int(to_number(start)) - 1)
    return Decimal(place + 1) if place >= 0 else None


def _has_word(text: Any, *words: Any) -> bool:
    """Short for ``OR(ISNUMBER(SEARCH(word,text)),…)``, which a cell's formula spells out."""
    folded = concatenate(text).casefold()
    return any(concatenate(word).casefold() in folded for word in words)


def _value(text: Any) -> Decimal:
    shown = concatenate(text)
    if not re.fullmatch(r"\d+(\.\d+)?(e-?\d+)?", shown):
        raise NotANumber(f"「{shown}」不是数字")
    return Decimal(shown)


NATIVE: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "MIN": lambda *values: min(_numbers(values), default=Decimal(0)),
        "MAX": lambda *values: max(_numbers(values), default=Decimal(0)),
        "SUM": lambda *values: sum(_numbers(values), Decimal(0)),
        "COUNT": lambda *values: Decimal(len(_numbers(values))),
        "COUNTA": lambda *values: Decimal(sum(1 for v in flatten(values) if v is not None)),
        "SUMIF": _sum_if,
        "COUNTIF": _count_if,
        "COUNTIFS": _count_ifs,
        "SEARCH": _search,
        "HAS_WORD": _has_word,
        "LEN": lambda text: Decimal(len(concatenate(text))),
        "LEFT": lambda text, count: concatenate(text)[: int(to_number(count))],
        "RIGHT": lambda text, count: concatenate(text)[-int(to_number(count)) :],
        "MID": lambda text, start, count: concatenate(text)[int(start) - 1 :][: int(to_number(count))],
        "FIND": _find,
        "SUBSTITUTE": lambda text, old, new: concatenate(text).replace(concatenate(old), concatenate(new)),
        "VALUE": _value,
        "ABS": lambda value: abs(to_number(value)),
        "ROUND": _round,
        "INT": lambda value: to_number(value).to_integral_value(ROUND_FLOOR),
        "N": lambda value: value if isinstance(value, Decimal) else Decimal(0),
        "AND": lambda *values: all(flatten(values)),
        "OR": lambda *values: any(flatten(values)),
        "NOT": lambda value: not value,
        "ISNUMBER": lambda value: isinstance(value, Decimal),
    }
)
"""``IF`` and ``IFERROR`` are not among them: the evaluator takes them itself, because it looks at one branch only."""
