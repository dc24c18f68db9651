"""Several questions about one row in one call: each call of Excel's costs more than all its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jixiao.core.functions.cells import flatten, single
from jixiao.core.functions.registry import Argument, UnknownFunction, call, cell_function
from jixiao.core.functions.results import Problem, to_cell

MORE = ("first", "second", "third", "fourth", "fifth", "sixth")
"""What the arguments behind the row are called."""

LETTERS = "ABCDEF"
"""By which a question speaks of them; the row's cells have numbers."""

_MORE = tuple(
    Argument(name, f"另一个值{letter}", f"不在这一行里的值，问的时候用 {letter} 指它", optional=True)
    for letter, name in zip(LETTERS, MORE, strict=True)
)

_MOST = 20
_PLACE = re.compile(r"[1-9]\d?|[A-F]")


def mark(number: int) -> str:
    """What stands before an answer, and behind the one before it."""
    return f"〔{number}〕"


@cell_function(
    "一行几问：一次回答几个函数，工作簿自己用，答案由旁边的格子分别取出。",
    Argument("asked", "问什么", "函数名和各参数的序号（另一个值用字母），例如 COMPLETION 1 2 A;TARGET_KIND 1"),
    Argument("row", "一行", "这一行的格子，从1起编号", is_range=True),
    *_MORE,
)
def answers(
    asked: object,
    row: object,
    first: object = None,
    second: object = None,
    third: object = None,
    fourth: object = None,
    fifth: object = None,
    sixth: object = None,
) -> str | Problem:
    """一行几问: the answers one behind the other, each behind its number."""
    cells: dict[str, object] = {str(number): cell for number, cell in enumerate(flatten(row), start=1)}
    cells |= zip(LETTERS, (first, second, third, fourth, fifth, sixth), strict=True)
    try:
        told = [f"{mark(number)}{said}" for number, said in enumerate(_each(str(single(asked)), cells), start=1)]
    except (UnknownFunction, ValueError):
        return Problem("公式里要问的写得不对，请在“绩效自评”里点“恢复公式”")
    return "".join((*told, mark(len(told) + 1)))


def _each(asked: str, cells: Mapping[str, object]) -> Iterator[str]:
    questions = asked.split(";")
    if len(questions) > _MOST:
        raise ValueError(asked)
    for question in questions:
        name, *places = question.split()
        if name.upper() == answers.__name__.upper():  # which might ask itself without end
            raise ValueError(name)
        if not all(_PLACE.fullmatch(place) for place in places):
            raise ValueError(question)
        answer = call(name, *(cells.get(place) for place in places))  # Calc hands over no blanks at a range's end
        if isinstance(answer, list):
            raise ValueError(name)
        yield _shown(to_cell(answer))


def _shown(cell: float | str) -> str:
    """A number as a spreadsheet reads it again."""
    return cell if isinstance(cell, str) else f"{cell:.15g}"
