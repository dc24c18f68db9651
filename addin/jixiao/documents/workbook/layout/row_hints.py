"""What a row's hint says of figures that cannot be read: native formulas, so that it needs no function of ours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jixiao.core.functions.results import BLANK_RESULT, PROBLEM_SIGN
from jixiao.documents.workbook.layout.addresses import Addresses, reference_of
from jixiao.documents.workbook.layout.raster import address
from jixiao.documents.workbook.layout.readable_texts import (
    has_stray_comma,
    may_be_read,
    readable_formula,
    stray_formula,
)
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.forms.grid import Placed
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.typed_figures import ABSENT, SERIAL_SHARE, UNREADABLE

WAITS = "校验后才计入"
"""What is said of a text that is a figure: no native total adds a text."""

STRAY_COMMA = f"{UNREADABLE}（小数点写成“.”）"
_UNKNOWN = "校验后才知道计不计入"
"""What is said where a row has so many figures that no more can be asked of each."""

_ROOM, _ROOM_BESIDE_CHECKS = 7_800, 5_000
"""Characters of what a row says of its figures: a program takes 8192 in a formula, and row checks say more in it."""

_FAILS, _SERIAL = f"的公式算不出结果，{UNREADABLE}。", f"像是误成日期的数，{UNREADABLE}。"

Hint = tuple[str, str]
"""A formula without ``=``, and its value."""


class RowHints:
    """The figures of a form's sheet by row, and what is said of those that cannot be read."""

    def __init__(self, at: Addresses) -> None:
        self._at = at
        self._figures: dict[int, list[Placed]] = {}
        for placed in at.layout.cells:
            if placed.key and placed.cell.kind in NUMERIC:
                self._figures.setdefault(at.places[reference_of(placed)][0], []).append(placed)

    def rows(self) -> Iterator[int]:
        """The rows that hold figures outside the block with helper columns, whose hints say more."""
        block = self._at.values.form.helper_block
        for row, figures in self._figures.items():
            if not (block and figures[0].block == block):
                yield row

    def computed(self) -> Iterator[tuple[int, int]]:
        """The places of calculated figures in those rows, whose messages are longer than a cell."""
        for row in self.rows():
            yield from (self._at.places[reference_of(placed)] for placed in self._figures[row] if placed.cell.formula)

    def of(self, row: int) -> list[Hint]:
        """What is said of each figure of a row; nothing of one that can be read."""
        figures = self._figures.get(row, [])
        block = self._at.values.form.helper_block
        room = _ROOM_BESIDE_CHECKS if block and figures and figures[0].block == block else _ROOM
        told = ([self._hint(placed, tests) for placed in figures] for tests in (2, 1, 0))
        return next(hints for hints in told if sum(len(formula) for formula, _ in hints) <= room)

    def _hint(self, placed: Placed, tests: int) -> Hint:
        """What is said of a figure, by as many tests of what is typed as the row has room for."""
        cell, title = address(*self._at.places[reference_of(placed)]), self._title(placed)
        return _formula(cell, title, placed.cell.kind, tests), self._text(placed, title, tests)

    def _text(self, placed: Placed, title: str, tests: int) -> str:
        kind = placed.cell.kind
        value = cell_value(self._at.values.printed(placed.key, placed.block, placed.index), kind)
        is_text = isinstance(value, str) and value.translate(dict.fromkeys(map(ord, ABSENT + " ")))
        if not is_text or str(value).startswith(PROBLEM_SIGN):
            return ""
        return f"{title}“{value}”{_said(str(value), kind, tests)}。"

    def _title(self, placed: Placed) -> str:
        """What its column is called, so that a hint fits its line; the row is the one it stands beside."""
        key = f"{placed.block}.{placed.key}" if placed.block else placed.key
        return self._at.values.schema.titles[key].replace('"', "").rpartition("·")[2]


def _said(text: str, kind: Kind, tests: int) -> str:
    """What is said of a text."""
    if not tests:
        return _UNKNOWN
    if tests > 1 and has_stray_comma(text, kind):
        return STRAY_COMMA
    return WAITS if may_be_read(text, kind) else UNREADABLE


def _said_formula(cell: str, kind: Kind, tests: int) -> str:
    """A formula that says it."""
    if not tests:
        return f'"{_UNKNOWN}"'
    read = f'IF({readable_formula(cell, kind)},"{WAITS}","{UNREADABLE}")'
    return f'IF({stray_formula(cell, kind)},"{STRAY_COMMA}",{read})' if tests > 1 else read


@lru_cache(maxsize=10_000)  # the sheets of many projects have the same cells
def _formula(cell: str, title: str, kind: Kind, tests: int) -> str:
    """What is said of a figure's cell, by what stands in it."""
    figure = f'"{title}“"&{cell}&"”"'
    # a date says so in its own cell (input_rules); to see it here takes CELL, which is volatile
    told = f'IF({_is_said(cell)},"",{figure}&{_said_formula(cell, kind, tests)}&"。")'
    truth = f'"{title}“"&IF({cell},"TRUE","FALSE")&"”{UNREADABLE}。"'
    date = f'IF(ABS(N({cell}))>={SERIAL_SHARE},"{title}{_SERIAL}","")' if kind == "percent" else '""'
    wrong = f'IF(ISERROR({cell}),"{title}{_FAILS}",IF(TYPE({cell})=4,{truth},{date}))'
    return f"IF(ISTEXT({cell}),{told},{wrong})"


def _is_said(cell: str) -> str:
    """Whether the text of a cell is a dash, which says that there is no figure, or a message of a function's own."""
    rest = cell
    for character in f" {BLANK_RESULT}{ABSENT}":
        rest = f'SUBSTITUTE({rest},"{character}","")'
    return f'OR({rest}="",LEFT({cell},1)="{PROBLEM_SIGN}")'
