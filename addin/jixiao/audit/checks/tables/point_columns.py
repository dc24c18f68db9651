"""A column of points and its total, in any scored table (T04)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, number_text
from jixiao.audit.checks.prose.prose_rules import ColumnNames, Scored
from jixiao.audit.checks.table_grid import Grid, bare, figure_of
from jixiao.audit.checks.tables.rates import beside, blocks, value_text
from jixiao.audit.checks.tables.slips import Slip, place_of
from jixiao.audit.checks.tables.totals import label_of
from jixiao.core.functions import call
from jixiao.core.quantity import Amount, plain, read_figure
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.printed_table import PrintedCell

_ALL = Decimal(100)
_FEWEST = 3
_FARTHEST = Decimal(25)
"""A total farther from its rows than this has rows that were cut off or not read."""


def points(context: Context) -> Iterator[Slip | Finding]:
    """T04: the total is the sum of the points, its grade is that of the total, and no row has more than it can."""
    scored = context.rules.scored
    for grid in context.tables:
        yield from _beyond_weight(grid, scored)
        yield from _row_grades(grid, context)
        for row in range(grid.height):
            cells = grid.row_cells(row)
            at = next((i for i, c in enumerate(cells) if scored.total.fits(label_of(bare(c.text)))), -1)
            if at < 0 or cells[at].row != row:
                continue
            behind = cells[at + 1 :]
            if not _is_read(grid, context):
                yield from _sum(row, behind, grid, scored)
            if "分" in cells[at].text:
                yield from _grade(behind, grid, context)


def _is_read(grid: Grid, context: Context) -> bool:
    """Whether a known form has read the total, the points of the execution and every row: its check adds them up."""
    asked = (roles().total_score, roles().execution_score)
    own = [data for data in context.evaluation.submission.forms if data.sheet == grid.name and not data.skipped_rows]
    return any(all(isinstance(read_figure(data.fields.get(key, "")), Amount) for key in asked) for data in own)


def _sum(row: int, behind: list[PrintedCell], grid: Grid, scored: Scored) -> Iterator[Slip]:
    column = _column(grid, row, scored.score)
    if column is None:
        return
    found = _total_of(behind, column)
    scores = list(_figures(grid, column, row, scored.score))
    if found is None or len(scores) < _FEWEST:
        return
    cell, total = found
    added = sum((value for _, value in scores), Decimal(0))
    if 0 < abs(total - added) <= _FARTHEST and not 0 < total - added <= _elsewhere(row, behind, grid, scored):
        said = f"{plain(total)}，各行得分相加为{number_text(added, 4)}"
        wanted = {cell: added, **{score: value + total - added for score, value in scores}}
        yield Slip("T04", grid, ("label", "sums"), "总分", row, cell, said, tuple(wanted), wanted)


def _beyond_weight(grid: Grid, scored: Scored) -> Iterator[Slip]:
    """得分11分，分值10分, where the other rows have no more points than they can."""
    for columns in blocks(grid):
        weights, scores = ([c for c in columns if called.fits(c.heading)] for called in (scored.weight, scored.score))
        if grid.form or len(weights) != 1 or len(scores) != 1:
            continue
        rows = [(e, w) for e in scores[0].entries if (w := beside(weights[0], e)) and e.amount and w.amount]
        wrong = [(e, w) for e, w in rows if e.amount and w.amount and e.amount.value > w.amount.value]
        for entry, weight in wrong if len(rows) >= max(_FEWEST, 3 * len(wrong)) else ():
            said = f"得分{value_text(entry)}，超过了分值{value_text(weight)}"
            cells = (entry.cell, weight.cell)
            yield Slip("T04-most", grid, ("label", "rows"), entry.label, entry.row, entry.cell, said, cells)


def _row_grades(grid: Grid, context: Context) -> Iterator[Finding]:
    """甲项目 | 86.5 | 良: the grade of a row is that of its score, where it is so in most rows."""
    known, scored = context.rules.scores.grades, context.rules.scored
    for row in sorted(grid.heading_rows):
        graded = [c.column for c in grid.row_cells(row) if scored.grade.fits(bare(c.text))]
        scores = [c.column for c in grid.row_cells(row) if any(word in bare(c.text) for word in scored.any_score)]
        below = next((r for r in sorted(grid.heading_rows) if r > row), grid.height)
        if len(graded) != 1 or len(scores) != 1:
            continue
        given = [(grid.at(r, graded[0]), figure_of(grid.text(r, scores[0]))) for r in range(row + 1, below)]
        judged = [(c, a, known[bare(c.text)]) for c, a in given if c is not None and a and bare(c.text) in known]
        asked = [(*one, call("GRADE", one[1].value, context.evaluation.family.head.id)) for one in judged]
        wrong = [one for one in asked if one[2] != one[3]]
        if len(asked) - len(wrong) >= max(_FEWEST - 1, len(wrong)):
            for cell, amount, _, expected in wrong:
                says = {"printed": bare(cell.text), "score": plain(amount.value), "expected": str(expected)}
                yield failed("T04-grade", context, _place("等级", cell, grid), says)


def _elsewhere(row: int, behind: list[PrintedCell], grid: Grid, scored: Scored) -> Decimal:
    """The points that rows outside this table can have, as that of the execution rate often has: what weights lack."""
    column = _column(grid, row, scored.weight)
    if column is None:
        return Decimal(0)
    weights = [value for _, value in _figures(grid, column, row, scored.weight)]
    under = [value for c in behind if c.column <= column < c.column + c.columns and (value := _value(c)) is not None]
    return max(Decimal(0), (under[0] if under else _ALL) - sum(weights, Decimal(0))) if weights else Decimal(0)


def _place(label: str, cell: PrintedCell, grid: Grid) -> FindingPlace:
    return FindingPlace(f"{grid.name}：{label}", sheet=grid.name, cell=place_of(cell))


def _column(grid: Grid, row: int, heading: ColumnNames) -> int | None:
    """The column that the last heading above calls so."""
    for above in sorted((r for r in grid.heading_rows if r < row), reverse=True):
        for cell in grid.row_cells(above):
            if heading.fits(bare(cell.text)):
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


def _figures(grid: Grid, column: int, end: int, heading: ColumnNames) -> Iterator[tuple[PrintedCell, Decimal]]:
    """Every figure above the total, merged ones once, in this column or in that of an earlier heading called so."""
    headings = [r for r in grid.heading_rows if r < end]
    current, seen = column, set[PrintedCell]()
    for row in range(end):
        if row in headings:
            named = [c.column for c in grid.row_cells(row) if heading.fits(bare(c.text))]
            current = named[-1] if named else -1
        elif current >= 0 and (cell := grid.at(row, current)) is not None and cell not in seen:
            seen.add(cell)
            value = _value(cell)
            if value is not None:
                yield cell, value


def _grade(behind: list[PrintedCell], grid: Grid, context: Context) -> Iterator[Finding]:
    """总分 96 | 自评等级 | 优."""
    texts = [bare(cell.text) for cell in behind]
    known = context.rules.scores.grades
    at = next((i for i, text in enumerate(texts) if context.rules.scored.grade.fits(text)), -1)
    printed = texts[at + 1] if 0 <= at < len(texts) - 1 else ""
    total = next((amount for text in texts if (amount := figure_of(text))), None)
    if total is None or printed not in known:
        return
    expected = call("GRADE", total.value, context.evaluation.family.head.id)
    if isinstance(expected, str) and expected in known.values() and known[printed] != expected:
        says = {"printed": printed, "score": plain(total.value), "expected": expected}
        yield failed("T04-grade", context, _place("等级", behind[at + 1], grid), says)
