"""Several questions about one row in one call: each call of Excel's costs more than all its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.core.functions.cells import flatten
from jixiao.core.functions.registry import Argument, UnknownFunction, call, cell_function
from jixiao.core.functions.results import Problem, to_cell

MORE = ("first", "second", "third", "fourth", "fifth", "sixth")
"""What the arguments behind the row are called."""

_MORE = tuple(
    Argument(name, f"另一个值{number}", "不在这一行里的值，接着这一行的格子编号", optional=True)
    for number, name in enumerate(MORE, start=1)
)

_MOST = 20


def mark(number: int) -> str:
    """What stands before an answer, and behind the one before it."""
    return f"〔{number}〕"


@cell_function(
    "一行几问：一次回答几个函数，工作簿自己用，答案由旁边的格子分别取出。",
    Argument("asked", "问什么", "函数名和参数的序号，例如 CHECK_REASON 3 4 5;TARGET_KIND 1"),
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
    cells = [*flatten(row), first, second, third, fourth, fifth, sixth]
    try:
        told = [f"{mark(number)}{said}" for number, said in enumerate(_each(str(asked), cells), start=1)]
    except (UnknownFunction, ValueError, IndexError):
        return Problem("公式里要问的写得不对，请在“绩效自评”里点“恢复公式”")
    return "".join((*told, mark(len(told) + 1)))


def _each(asked: str, cells: Sequence[object]) -> Iterator[str]:
    questions = asked.split(";")
    if len(questions) > _MOST:
        raise ValueError(asked)
    for question in questions:
        name, *places = question.split()
        if name.upper() == answers.__name__.upper():  # which might ask itself without end
            raise ValueError(name)
        answer = call(name, *(cells[int(place) - 1] for place in places))
        if isinstance(answer, list):
            raise ValueError(name)
        yield _shown(to_cell(answer))


def _shown(cell: float | str) -> str:
    """A number as a spreadsheet reads it again."""
    return cell if isinstance(cell, str) else f"{cell:.15g}"
