"""What a rule for tables finds: figures of one table that cannot all be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed
from jixiao.audit.checks.table_grid import Entry, Grid
from jixiao.model.submission.printed_table import PrintedCell

Wanted = Mapping[PrintedCell, Decimal]
"""What a cell would have to hold, if all the others are right."""


@dataclass(frozen=True)
class Slip:
    """Figures that cannot all be right.

    ``name`` says whose they are, ``names`` how the message calls that and the list of what is said; those of one check
    and name are told together. ``cells`` are all that may be wrong, ``wanted`` what some of them would have to be.
    """

    check: str
    grid: Grid
    names: tuple[str, str]
    name: str
    row: int
    cell: PrintedCell
    said: str
    cells: Sequence[PrintedCell]
    wanted: Wanted = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, PlaceInTable]:
        """What tells it from others of its table, whatever its figures."""
        return self.check.partition("-")[0], self.names[1], (self.cell.row, self.cell.column)


PlaceInTable = tuple[int, int]


def place_of(cell: PrintedCell) -> str:
    """Where a cell stands, as intake calls it."""
    return f"第{cell.row + 1}行第{cell.column + 1}列"


def told(slips: Sequence[Slip], context: Context) -> Finding:
    """The record of slips of one check and name."""
    first = slips[0]
    place = FindingPlace(f"{first.grid.name}：{first.name}", sheet=first.grid.name, cell=place_of(first.cell))
    says = {first.names[0]: first.name, first.names[1]: "；".join(one.said for one in slips)}
    return failed(first.check, context, place, says)


def wanted_of_sum(whole: Entry, parts: Iterable[Entry]) -> Wanted:
    """What a sum and each of its parts would have to be."""
    assert whole.amount is not None  # noqa: S101 - told to the type checker; only such sums are judged
    given = [(part.cell, part.amount.value) for part in parts if part.amount is not None]
    total = sum((value for _, value in given), Decimal(0))
    return {whole.cell: total, **{cell: value + whole.amount.value - total for cell, value in given}}
