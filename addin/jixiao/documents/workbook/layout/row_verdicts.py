"""What the checks of a block's rows say, in a few hidden columns instead of one for each check.

A row's verdicts stand one behind the other, each behind its mark, in as few cells as Excel's limits allow; one more
cell holds a sign for each check (``✓✗－…``), by whose place rows are counted and found: Excel compares the first 255
characters of a cell only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.raster import address
from jixiao.model.forms.family import Check

LONGEST = 6000
"""Characters of one cell's formula, of Excel's 8192: most take two bytes of its other limit, 16384."""

_FAIL = Outcome.FAIL.value


@dataclass(frozen=True)
class VerdictPlan:
    """The same for all sheets of a form: its checks in order, and in which cell the verdict of each stands."""

    checks: tuple[Check, ...]
    cells: tuple[int, ...]

    @property
    def width(self) -> int:
        """How many columns it takes: the texts', and that of the signs."""
        return self.cells[-1] + 2 if self.cells else 0


def planned(checks: Sequence[Check], length_of: Callable[[Check], int]) -> VerdictPlan:
    """The fewest cells, in order, whose formulas are not too long."""
    cells: list[int] = []
    cell, used = 0, 0
    for check in checks:
        length = length_of(check)
        if used and used + length > LONGEST:
            cell, used = cell + 1, 0
        cells.append(cell)
        used += length
    return VerdictPlan(tuple(checks), tuple(cells))


class RowVerdicts:
    """The verdicts of one sheet's rows, from the column ``first`` on."""

    def __init__(self, plan: VerdictPlan, at: Addresses, block: str, first: int) -> None:
        self.plan = plan
        self._at = at
        self._block = block
        self._first = first
        self._said: list[tuple[str, ...]] = []

    # ---- in a row -----------------------------------------------------------------------------------------------

    def formulas(self, asked: Sequence[str], row: int) -> list[str]:
        """The formulas of the columns in a row, from what each check asks."""
        texts = [self._joined(column, asked, '"{}"', "&") for column in self._texts]
        signs = "&".join(f"MID({self._text(number, row)},{_start(self._text(number, row), number)},1)"
                         for number in range(len(asked)))  # fmt: skip
        return [*texts, signs]

    def values(self, said: Sequence[str]) -> list[str]:
        """What the columns hold in the block's next row, from what each check says."""
        self._said.append(tuple(said))
        return [*(self._joined(column, said, "{}", "") for column in self._texts), "".join(text[0] for text in said)]

    def failures(self, row: int) -> list[str]:
        """For each check a formula of what fails in a row, as a sentence."""
        signs = address(row, self._signs)
        return [f'IF(MID({signs},{number + 1},1)="{_FAIL}",{self._told(self._text(number, row), number, 2)}&"。","")'
                for number in range(len(self.plan.checks))]  # fmt: skip

    def _joined(self, column: int, pieces: Sequence[str], quoted: str, sign: str) -> str:
        """What stands in one column: each piece behind its mark, and the mark of the one after."""
        own = [number for number, cell in enumerate(self.plan.cells) if self._first + cell == column]
        marked = (f"{quoted.format(_mark(number))}{sign}{pieces[number]}" for number in own)
        return sign.join((*marked, quoted.format(_mark(own[-1] + 1))))

    # ---- of all rows --------------------------------------------------------------------------------------------

    def of(self, check: Check) -> list[str]:
        """What a check says of each row."""
        number = self.plan.checks.index(check)
        return [said[number] for said in self._said]

    def count(self, check: Check, sign: str) -> str:
        """A formula that counts the rows of which a check says so; for any sheet, like the two below."""
        return f"COUNTIF({self._range(self._signs)},{self._pattern(check, sign)})"

    def first_failing(self, check: Check) -> str:
        """A formula of the first failing row's place in the block, its upper boundary counted."""
        return f"MATCH({self._pattern(check, _FAIL)},{self._range(self._signs)},0)"

    def first_failure(self, check: Check) -> str:
        """A formula of what the check says of that row."""
        number = self.plan.checks.index(check)
        texts = self._range(self._first + self.plan.cells[number])
        return self._told(f"INDEX({texts},{self.first_failing(check)})", number, 0)

    def _pattern(self, check: Check, sign: str) -> str:
        return f'"{"?" * self.plan.checks.index(check)}{sign}*"'

    # ---- places -------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> range:
        """The hidden columns."""
        return range(self._first, self._first + self.plan.width)

    @property
    def _texts(self) -> range:
        return range(self._first, self._signs)

    @property
    def _signs(self) -> int:
        return self._first + self.plan.width - 1

    def _text(self, number: int, row: int) -> str:
        return address(row, self._first + self.plan.cells[number])

    def _range(self, column: int) -> str:
        return self._at.column_range(self._block, column)

    @staticmethod
    def _told(cell: str, number: int, skipped: int) -> str:
        """What stands behind a mark, without its first characters."""
        start = _start(cell, number, skipped)
        return f'MID({cell},{start},FIND("{_mark(number + 1)}",{cell})-({start}))'


def _mark(number: int) -> str:
    """What stands before a verdict; no document is numbered with these brackets."""
    return f"⟦{number + 1}⟧"


def _start(cell: str, number: int, skipped: int = 0) -> str:
    return f'FIND("{_mark(number)}",{cell})+{len(_mark(number)) + skipped}'
