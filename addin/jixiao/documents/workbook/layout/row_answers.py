"""What a row's formulas ask of our functions, asked once: hidden cells beside the row hold the answers.

A call that several formulas make has a cell of its own; the calls of checks share one cell, which asks them all in one
call (``ANSWERS``), and each check takes its answer out of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jixiao.audit.checks.verdicts import test_of
from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.answers import LETTERS, MORE, mark
from jixiao.core.functions.results import BLANK_RESULT
from jixiao.model.evaluation.formulas import Schema
from jixiao.model.forms.expression import Call, Literal, Name, Node, Operation, all_calls, names, parse
from jixiao.model.forms.family import Check
from jixiao.model.forms.native_formulas import Elsewhere

ANSWERS = "row.answers"
"""What stands in a formula for the cell that holds the answers of its row."""

_CELL = "row.cell."
_NUMBERS = frozenset({"COMPLETION", "EXEC_RATE", "EXEC_SCORE", "HEAD_POINTS", "SCORE_ROW"})
_LEAST = 2
"""Fewer calls than this are made where they are asked."""


@dataclass(frozen=True)
class RowAnswers:
    """The calls of a block's row; ``columns`` are those it prints, from left to right."""

    schema: Schema
    columns: tuple[str, ...]
    checks: tuple[Check, ...]
    filled: frozenset[str] = field(default=frozenset())

    @cached_property
    def cells(self) -> tuple[Call, ...]:
        """The calls that have a cell of their own, in order."""
        counts = Counter(call for node in self._tests for call in _ours(node))
        return tuple(call for call, count in counts.items() if count > 1 and not self._is_plain_check(call))

    @cached_property
    def asked(self) -> tuple[Call, ...]:
        """The calls that are asked together."""
        calls: list[Call] = []
        for call in dict.fromkeys(call for node in self._tests for call in _ours(node)):
            if self._is_of_row(call) and len(self._others_of([*calls, call])) <= len(MORE):
                calls.append(call)
        return tuple(calls) if len(calls) >= _LEAST else ()

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What the row's formulas find in these cells."""
        cells = {call: _said_in(Name(f"{_CELL}{number}")) for number, call in enumerate(self.cells)}
        return Elsewhere(cells, self._taken)

    @property
    def within(self) -> Elsewhere:
        """What the cells themselves find: the answers."""
        return Elsewhere({}, self._taken)

    @property
    def question(self) -> Call:
        """The one call that asks them all."""
        row = Name(f"{self.row[0]}:{self.row[-1]}")
        return Call("ANSWERS", (Literal(self.text), row, *self.others))

    @cached_property
    def text(self) -> str:
        """What is asked: each function with the places of its arguments."""
        places: dict[Node, str] = {Name(key): str(number) for number, key in enumerate(self.row, start=1)}
        places |= zip(self.others, LETTERS, strict=False)
        return ";".join(" ".join((call.function, *map(places.__getitem__, call.arguments))) for call in self.asked)

    @cached_property
    def row(self) -> list[str]:
        """The block's columns from the first to the last that is asked of."""
        places = [self.columns.index(key) for key in self._used if key in self.columns]
        return list(self.columns[min(places) : max(places) + 1])

    @cached_property
    def others(self) -> list[Node]:
        """What is asked of besides the row."""
        return self._others_of(self.asked)

    @property
    def keys(self) -> list[str]:
        """The row's columns that are asked of."""
        return [key for key in self.row if key in self._used]

    @cached_property
    def _used(self) -> set[str]:
        return {name for call in self.asked for name in names(call)}

    def _others_of(self, calls: Iterable[Call]) -> list[Node]:
        given = dict.fromkeys(argument for call in calls for argument in call.arguments)
        return [argument for argument in given if not self._is_own(argument)]

    def _is_own(self, argument: Node) -> bool:
        """Whether an argument is one of the row's own cells."""
        return isinstance(argument, Name) and argument.key in self.columns

    @cached_property
    def _tests(self) -> list[Node]:
        return [test_of(check) for check in self.checks]

    @cached_property
    def _taken(self) -> Mapping[Call, Node]:
        return {call: _taken(number, call) for number, call in enumerate(self.asked, start=1)}

    def _is_plain_check(self, call: Call) -> bool:
        """Whether a cell of its own would save nothing: the answer stands in the shared one."""
        return call in self.asked and call.function != "COMPLETION"

    def _is_of_row(self, call: Call) -> bool:
        """Whether a call's arguments stand in the printed row, one at least, in single cells of the book or in it."""
        own = set(self.columns) - self.filled
        keys = {argument.key for argument in call.arguments if isinstance(argument, Name)}
        others = keys - own
        are_plain = all(isinstance(argument, Name | Literal) for argument in call.arguments)
        is_known = all(key in self.schema.fields or key in ("family", "year") for key in others)
        return are_plain and is_known and bool(keys & own)


def _ours(node: Node) -> Iterator[Call]:
    return (call for call in all_calls(node) if call.function in FUNCTIONS)


def _said_in(cell: Name) -> Node:
    """A cell's answer, which is stored as a no-break space where there is none."""
    return Call("IF", (Operation("=", (cell, Literal(BLANK_RESULT))), Literal(""), cell))


def _taken(number: int, call: Call) -> Node:
    """One answer out of the cell of all."""
    cell, before, behind = ANSWERS, mark(number), mark(number + 1)
    start = f'FIND("{before}",{cell})+{len(before)}'
    text = f'MID({cell},{start},FIND("{behind}",{cell})-({start}))'
    return parse(f"IFERROR(VALUE({text}),{text})" if call.function in _NUMBERS else text)


def number_of(key: str) -> int:
    """Which of the cells of their own a name in a formula stands for; -1 for any other name."""
    return int(key.removeprefix(_CELL)) if key.startswith(_CELL) else -1
