"""What the checks of a block's rows say, in a few hidden columns instead of one for each check.

A row's verdicts stand one behind the other in as few cells as Excel's limits allow (``marked_texts``); one more cell
holds a sign for each check (``✓✗－…``), by whose place rows are counted and found: Excel compares the first 255
characters of a cell only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.marked_texts import beginning, joined, joined_formula, packed, taken
from jixiao.documents.workbook.layout.raster import address
from jixiao.model.forms.family import Check

_FAIL = Outcome.FAIL.value


@dataclass(frozen=True)
class VerdictPlan:
    """The same for all sheets of a form: its checks in order, and in which cell the verdict of each stands."""

    checks: tuple[Check, ...]
    cells: tuple[int, ...]

    @property
    def texts(self) -> int:
        """How many columns hold verdicts."""
        return self.cells[-1] + 1 if self.cells else 0

    @property
    def width(self) -> int:
        """How many columns there are, that of the signs among them."""
        return self.texts + bool(self.cells)

    def number(self, check: Check) -> int:
        """A check's place among them, from 0."""
        return self._numbers[_known(check)]

    @cached_property
    def _numbers(self) -> dict[tuple[str, str, str, str], int]:
        return {_known(check): number for number, check in enumerate(self.checks)}

    def of_cell(self, cell: int) -> list[int]:
        """The checks whose verdicts stand in a cell, by their numbers from 0."""
        return [number for number, other in enumerate(self.cells) if other == cell]


def _known(check: Check) -> tuple[str, str, str, str]:
    """What tells a check from all others; comparing all they hold takes its time."""
    return check.id, check.variant, check.cell, check.test


def planned(checks: Sequence[Check], length_of: Callable[[Check], int]) -> VerdictPlan:
    """The fewest columns, in order, whose formulas are not too long."""
    return VerdictPlan(tuple(checks), tuple(packed(map(length_of, checks))))


class RowVerdicts:
    """The verdicts of one sheet's rows, from the column ``first`` on."""

    def __init__(self, plan: VerdictPlan, at: Addresses, block: str, first: int) -> None:
        self.plan = plan
        self._at = at
        self._block = block
        self._first = first
        self._said: list[tuple[str, ...]] = []

    @property
    def columns(self) -> range:
        """The hidden columns; the last one holds the signs."""
        return range(self._first, self._first + self.plan.width)

    # ---- in a row -----------------------------------------------------------------------------------------------

    def formulas(self, asked: Sequence[str], row: int) -> list[str]:
        """The formulas of the columns in a row, from what each check asks."""
        texts = [joined_formula([asked[n] for n in own], own[0] + 1) for own in self._cells]
        cells = (self._text(number, row) for number in range(len(asked)))
        signs = (f"MID({cell},{beginning(cell, number)},1)" for number, cell in enumerate(cells, 1))
        return [*texts, "&".join(signs)]

    def values(self, said: Sequence[str]) -> list[str]:
        """What the columns hold in the block's next row, from what each check says."""
        self._said.append(tuple(said))
        texts = [joined([said[n] for n in own], own[0] + 1) for own in self._cells]
        return [*texts, "".join(text[0] for text in said)]

    def failures(self, row: int) -> list[str]:
        """For each check a formula of what fails in a row, as a sentence."""
        signs = address(row, self.columns[-1]) if self.plan.checks else ""
        cells = (self._text(number, row) for number in range(len(self.plan.checks)))
        return [
            f'IF(MID({signs},{number},1)="{_FAIL}",{taken(cell, number, 2)}&"。","")'
            for number, cell in enumerate(cells, 1)
        ]

    # ---- of all rows --------------------------------------------------------------------------------------------

    def of(self, check: Check) -> list[str]:
        """What a check says of each row."""
        number = self.plan.number(check)
        return [said[number] for said in self._said]

    def count(self, check: Check, sign: str) -> str:
        """A formula that counts the rows of which a check says so; for any sheet, like the two below."""
        return f"COUNTIF({self._range(self.columns[-1])},{self._pattern(check, sign)})"

    def first_failing(self, check: Check) -> str:
        """A formula of the first failing row's place in the block, its upper boundary counted."""
        return f"MATCH({self._pattern(check, _FAIL)},{self._range(self.columns[-1])},0)"

    def first_failure(self, check: Check) -> str:
        """A formula of what the check says of that row."""
        number = self.plan.number(check)
        texts = self._range(self._first + self.plan.cells[number])
        return taken(f"INDEX({texts},{self.first_failing(check)})", number + 1)

    def _pattern(self, check: Check, sign: str) -> str:
        return f'"{"?" * self.plan.number(check)}{sign}*"'

    @property
    def _cells(self) -> list[list[int]]:
        return [self.plan.of_cell(cell) for cell in range(self.plan.texts)]

    def _text(self, number: int, row: int) -> str:
        return address(row, self._first + self.plan.cells[number])

    def _range(self, column: int) -> str:
        return self._at.column_range(self._block, column)
