"""A column of points and its total, in any scored table (T04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, number_text
from jixiao.audit.checks.table_grid import Grid, bare, figure_of
from jixiao.audit.checks.tables.slips import place_of
from jixiao.audit.checks.tables.totals import label_of
from jixiao.core.functions import call
from jixiao.core.quantity import Amount, plain, read_figure
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.printed_table import PrintedCell

_SCORE = re.compile(r"(?:^|自评|实际|评价|考核)得分(?:[（(].*)?$|^自评分$|^评分$")
_WEIGHT = re.compile(r"^(?:指标)?(?:分值|权重|标准分|满分|总分值)(?:[（(].*)?$")
_ALL = Decimal(100)
_TOTAL = re.compile(r"总分|总得分|合计|总计|得分合计|自评总分")
_GRADE_LABEL = re.compile(r"(?:自评|评价|绩效)?(?:等级|等次|评级)$")
_FEWEST = 3
_FARTHEST = Decimal(25)
"""A total farther from its rows than this has rows that were cut off or not read."""


def points(context: Context) -> Iterator[Finding]:
    """T04: the total is the sum of the points, and its grade is that of the total."""
    for grid in context.tables:
        for row in range(grid.height):
            cells = grid.row_cells(row)
            at = next((i for i, c in enumerate(cells) if _TOTAL.fullmatch(label_of(bare(c.text)))), -1)
            if at < 0 or cells[at].row != row:
                continue
            behind = cells[at + 1 :]
            if not _is_read(grid, context):
                yield from _sum(row, behind, grid, context)
            if "分" in cells[at].text:
                yield from _grade(behind, grid, context)


def _is_read(grid: Grid, context: Context) -> bool:
    """Whether a known form has read the total, the points of the execution and every row: its check adds them up."""
    asked = (roles().total_score, roles().execution_score)
    own = [data for data in context.evaluation.submission.forms if data.sheet == grid.name and not data.skipped_rows]
    return any(all(isinstance(read_figure(data.fields.get(key, "")), Amount) for key in asked) for data in own)


def _sum(row: int, behind: list[PrintedCell], grid: Grid, context: Context) -> Iterator[Finding]:
    column = _column(grid, row, _SCORE)
    if column is None:
        return
    found = _total_of(behind, column)
    scores = list(_figures(grid, column, row, _SCORE))
    if found is None or len(scores) < _FEWEST:
        return
    cell, total = found
    added = sum(scores, Decimal(0))
    if 0 < abs(total - added) <= _FARTHEST and not 0 < total - added <= _elsewhere(row, behind, grid):
        says = {"total": plain(total), "sum": number_text(added, 4)}
        yield failed("T04", context, _place("总分", cell, grid), says)


def _elsewhere(row: int, behind: list[PrintedCell], grid: Grid) -> Decimal:
    """The points that rows outside this table can have, as that of the execution rate often has: what weights lack."""
    column = _column(grid, row, _WEIGHT)
    if column is None:
        return Decimal(0)
    weights = list(_figures(grid, column, row, _WEIGHT))
    under = [value for c in behind if c.column <= column < c.column + c.columns and (value := _value(c)) is not None]
    return max(Decimal(0), (under[0] if under else _ALL) - sum(weights, Decimal(0))) if weights else Decimal(0)


def _place(label: str, cell: PrintedCell, grid: Grid) -> FindingPlace:
    return FindingPlace(f"{grid.name}：{label}", sheet=grid.name, cell=place_of(cell))


def _column(grid: Grid, row: int, heading: re.Pattern[str]) -> int | None:
    """The column that the last heading above calls so."""
    for above in sorted((r for r in grid.heading_rows if r < row), reverse=True):
        for cell in grid.row_cells(above):
            if heading.search(bare(cell.text)):
                return cell.column
    return None


def _value(cell: PrintedCell) -> Decimal | None:
    amount = figure_of(bare(cell.text))
    return amount.value if amount else None


def _total_of(behind: list[PrintedCell], column: int) -> tuple[PrintedCell, Decimal] | None:
    """The total in the column of the scores; where that holds no figure, the only one of its row."""
    figures = [(c, value) for c in behind if (value := _value(c)) is not None]
    under = [(c, value) for c, value in figures if c.column <= column < c.column + c.columns]
    if under:
        return under[0]
    return figures[0] if len(figures) == 1 else None


def _figures(grid: Grid, column: int, end: int, heading: re.Pattern[str]) -> Iterator[Decimal]:
    """Every figure above the total, merged ones once, in this column or in that of an earlier heading called so."""
    headings = [r for r in grid.heading_rows if r < end]
    current, seen = column, set[PrintedCell]()
    for row in range(end):
        if row in headings:
            named = [c.column for c in grid.row_cells(row) if heading.search(bare(c.text))]
            current = named[-1] if named else -1
        elif current >= 0 and (cell := grid.at(row, current)) is not None and cell not in seen:
            seen.add(cell)
            value = _value(cell)
            if value is not None:
                yield value


def _grade(behind: list[PrintedCell], grid: Grid, context: Context) -> Iterator[Finding]:
    """总分 96 | 自评等级 | 优."""
    texts = [bare(cell.text) for cell in behind]
    known = context.rules.scores.grades
    at = next((i for i, text in enumerate(texts) if _GRADE_LABEL.search(text)), -1)
    printed = texts[at + 1] if 0 <= at < len(texts) - 1 else ""
    total = next((amount for text in texts if (amount := figure_of(text))), None)
    if total is None or printed not in known:
        return
    expected = call("GRADE", total.value, context.evaluation.family.head.id)
    if isinstance(expected, str) and expected in known.values() and known[printed] != expected:
        says = {"printed": printed, "score": plain(total.value), "expected": expected}
        yield failed("T04-grade", context, _place("等级", behind[at + 1], grid), says)
