"""One cause, one finding: a cell that is written wrong breaks several sums and rates of its table, and is told once.

A cell is the cause if what it stands in holds when it is written as some of that asks for, and nothing else breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import SEVERITY, Finding
from jixiao.audit.checks.messages import safely
from jixiao.audit.checks.table_grid import Grid, bare, figure_of
from jixiao.audit.checks.tables.slips import Slip, place_of, told
from jixiao.audit.checks.verdicts import numerals
from jixiao.core.quantity import half_up
from jixiao.model.submission.printed_table import PrintedCell

_FEWEST = 2
"""Slips that one cell must explain."""
_MOST_CELLS, _MOST_VALUES = 6, 3
"""Cells of a table that are tried, and how each of them may be written otherwise."""
_MOST = 20_000
"""Cells of tables that are looked through again for one document; what is not explained by then is told apart."""
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_MESSAGE = "{place}“{text}”多半写错了，写成{meant}，下面{count}处就都相符：{said}"

Rule = Callable[[Context], Iterator["Slip | Finding"]]


@dataclass(frozen=True, slots=True)
class _Cause:
    """Slips that a cell explains, and how it should be written; ``said`` is what texts say of it."""

    slips: Sequence[Slip]
    cell: PrintedCell
    meant: str
    said: Sequence[Finding]


def findings(
    slips: Sequence[Slip], context: Context, rules: Mapping[str, Rule], of_texts: Sequence[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """What is told of the slips of all tables: those of one cell together, else those of one check and name.

    Args:
        slips: of all tables.
        context: what the rules work on.
        rules: those to ask again.
        of_texts: what was found in texts; where it contradicts a cell that is the cause, it is told with it.

    Returns:
        The findings of the tables, and those of the texts that are still to be told.
    """
    trials, found = _Trials(context, rules, list(of_texts)), list[Finding]()
    for grid in dict.fromkeys(slip.grid for slip in slips):
        own = (slip for slip in slips if slip.grid is grid)
        left = list({(slip.key, slip.name, slip.said): slip for slip in own}.values())  # two rules may say the same
        while cause := trials.cause(left):
            found.append(_as_one(cause, context))
            left = [slip for slip in left if slip not in cause.slips]
            trials.of_texts = [one for one in trials.of_texts if one not in cause.said]
        groups: dict[tuple[str, str, int], list[Slip]] = {}
        for slip in left:
            row = slip.row if slip.names[0] == "label" else -1
            groups.setdefault((slip.check, slip.name, row), []).append(slip)
        found += [told(group, context) for group in groups.values()]
    return _once(found), trials.of_texts


@dataclass(slots=True)
class _Trials:
    """Asks the rules again with one cell written otherwise; ``left`` is how many cells may still be looked at."""

    context: Context
    rules: Mapping[str, Rule]
    of_texts: list[Finding]
    left: int = _MOST

    def cause(self, slips: Sequence[Slip]) -> _Cause | None:
        """The cell of one table that explains most."""
        cells = [*self._contradicted(slips), *_shared(slips)]
        causes = [cause for cell in cells[:_MOST_CELLS] if (cause := self._of_cell(cell, slips))]
        return max(causes, key=lambda cause: len(cause.slips) + len(cause.said), default=None)

    def _contradicted(self, slips: Sequence[Slip]) -> list[PrintedCell]:
        """The cells that a text has otherwise."""
        cells = dict.fromkeys(cell for slip in slips for cell in slip.cells)
        return [cell for cell in cells if self._said(slips[0].grid, cell, None)]

    def _said(self, grid: Grid, cell: PrintedCell, meant: str | None) -> list[Finding]:
        """What texts say of a cell: the table's name, its figure, and how it should be."""
        printed, wanted = _numbers(cell.text), _numbers(meant) if meant else set()
        about = [one for one in self.of_texts if grid.name in one.message and one.sheet != grid.name]
        return [one for one in about if printed and printed | wanted <= _numbers(*one.figures)]

    def _of_cell(self, cell: PrintedCell, slips: Sequence[Slip]) -> _Cause | None:
        group = [slip for slip in slips if cell in slip.cells]
        values = dict.fromkeys(slip.wanted[cell] for slip in group if cell in slip.wanted)
        before = {slip.key for slip in slips}
        for meant in [_written(cell, value) for value in values][:_MOST_VALUES]:
            said = self._said(slips[0].grid, cell, meant)
            if len(group) + len(said) < _FEWEST:
                continue
            after = self._ask(slips[0].grid, cell, meant)
            gone = [slip for slip in group if after is not None and slip.key not in after]
            if gone and after is not None and after <= before and len(gone) + len(said) >= _FEWEST:
                return _Cause(gone, cell, meant, said)
        return None

    def _ask(self, grid: Grid, cell: PrintedCell, meant: str) -> set[object] | None:
        """What the rules find in a table with a cell written so; ``None`` if too much was asked."""
        self.left -= grid.height * grid.width
        if self.left < 0:
            return None
        number = self.context.tables.index(grid)
        tables = [grid.written(cell, meant), *self.context.tables[number + 1 : number + 2]]
        context = replace(self.context, tables=tables)
        found = (one for name, rule in self.rules.items() for one in safely(name, rule, context))
        return {one.key for one in found if isinstance(one, Slip) and one.grid is tables[0]}


def _shared(slips: Sequence[Slip]) -> list[PrintedCell]:
    """The cells that several slips speak of, those of most first."""
    counts: dict[PrintedCell, int] = {}
    for slip in slips:
        for cell in dict.fromkeys(slip.cells):
            counts[cell] = counts.get(cell, 0) + 1
    return sorted((cell for cell, count in counts.items() if count >= _FEWEST), key=lambda cell: -counts[cell])


def _numbers(*texts: str) -> set[Decimal]:
    return {Decimal(number.replace(",", "")) for text in texts for number in _NUMBER.findall(text)}


def _written(cell: PrintedCell, value: Decimal) -> str:
    """A figure as its cell would have it, with as many decimals."""
    amount = figure_of(bare(cell.text))
    digits = max(amount.digits if amount else 0, 0)
    return _NUMBER.sub(f"{half_up(value, digits):.{digits}f}", bare(cell.text), count=1)


def _as_one(cause: _Cause, context: Context) -> Finding:
    """The finding of a cell, with all that it explains."""
    alone = [*(told([slip], context) for slip in cause.slips), *cause.said]
    levels = list(SEVERITY)
    worst = min(alone, key=lambda one: levels.index(one.severity))
    place = alone[0]
    grid, text = cause.slips[0].grid, bare(cause.cell.text)
    said = "；".join(f"{number}. {one.message}" for number, one in enumerate(alone, 1))
    message = _MESSAGE.format(place=place_of(cause.cell), text=text, meant=cause.meant, count=len(alone), said=said)
    figures = dict.fromkeys(number for one in alone for number in (*one.figures, *numerals(cause.meant)))
    return replace(
        place,
        check=worst.check,
        title=worst.title,
        severity=worst.severity,
        action=worst.action,
        source=worst.source,
        cell=place_of(cause.cell),
        where=f"{grid.name}：{_label(cause)}",
        figures=tuple(figures),
        message=message,
    )


def _label(cause: _Cause) -> str:
    """The words of the row that a cell stands in."""
    entries = (e for column in cause.slips[0].grid.columns for e in column.entries if e.cell is cause.cell)
    return next((entry.label for entry in entries), "")


def _once(found: Sequence[Finding]) -> list[Finding]:
    """What two tables say alike is told of the first, which names the others."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        alike.setdefault((one.check, one.message), []).append(one)
    return [_with_places(group) for group in alike.values()]


def _with_places(group: Sequence[Finding]) -> Finding:
    first, *others = group
    places = "、".join(dict.fromkeys(one.sheet for one in others if one.sheet != first.sheet))
    return replace(first, message=f"{first.message}；{places}也是这样") if places else first
