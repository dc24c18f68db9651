"""Columns that are worked out from others beside them, as most rows of their table show (T06).

Nothing is taken from what headings call the others: the rows themselves prove what a column is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import combinations, pairwise, permutations

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.prose_rules import Headings
from jixiao.audit.checks.table_grid import Column, Entry, Grid, bare
from jixiao.audit.checks.tables.rates import beside, blocks, value_text
from jixiao.audit.checks.tables.relations import AVERAGES, BALANCE, DIFFERENCE, GROWTH, PRODUCTS, SHARE, Relation
from jixiao.audit.checks.tables.slips import Slip, Wanted, wanted_of_sum
from jixiao.audit.checks.tables.totals import is_total
from jixiao.core.quantity import Amount, half_up, plain, printed_precision
from jixiao.core.quantity.slips import is_exchanged, is_moved

_MOST_COLUMNS = 12
_MOST_CALLED, _MOST_OTHERS = 2, 6
"""Columns of three that one may be made of: those that are called so, and those beside them that are tried."""
_MOST_ROWS = 200
_MOST_WRONG = 5
_FEWEST = 3
"""Rows that prove a relation; two are enough where their figures are long."""
_LONG = 3
"""Digits of a long figure, as they are printed."""
_ALL = 100
"""Percent: a row in which two columns are the same proves nothing of a third."""
_LEAST_STEPS = 2
"""Rows that must run on for one that does not to be told."""


@dataclass(frozen=True, slots=True)
class _Operand:
    """What a column may be made of: another column, or the total of one, which is the same in every row."""

    heading: str
    by_row: Mapping[int, Entry]

    @staticmethod
    def of(column: Column) -> _Operand:
        """A column as it stands."""
        return _Operand(column.heading, column.by_row)


@dataclass(frozen=True, slots=True)
class _Proof:
    """A relation of a column to others, and the rows in which it holds and in which not."""

    column: Column
    relation: Relation
    others: Sequence[_Operand]
    right: list[Entry]
    wrong: list[Entry]

    @property
    def is_proven(self) -> bool:
        """Whether so many rows show it that no chance does."""
        known = [entry for entry in self.right if entry.amount is not None and entry.amount.value]
        is_long = len(known) == _FEWEST - 1 and all(map(self._is_long, known))
        return (len(known) >= _FEWEST or is_long) and len(known) >= 2 * len(self.wrong)

    def _is_long(self, entry: Entry) -> bool:
        assert entry.amount is not None  # noqa: S101 - told to the type checker; only such rows are right
        is_trivial = self.relation.is_rate and abs(entry.amount.value) == _ALL
        figures = [entry] if self.relation is not DIFFERENCE else [other.by_row[entry.row] for other in self.others]
        return not is_trivial and all(_printed_digits(figure) >= _LONG for figure in figures)


def _printed_digits(entry: Entry) -> int:
    return len("".join(sign for sign in entry.cell.text if sign.isdigit()).lstrip("0"))


def worked_out(context: Context) -> Iterator[Slip]:
    """T06: a column is the same of the same others in every row, if it is in most."""
    for grid in context.tables:
        yield from relations(grid, context)
        for columns in blocks(grid):
            yield from _running(columns[:_MOST_COLUMNS], grid, context)


def relations(grid: Grid, context: Context, *, is_turned: bool = False) -> Iterator[Slip]:
    """The figures of a table that are not what the others of their column are.

    Args:
        grid: the table.
        context: what the rules work on.
        is_turned: rows and columns were exchanged, which no other rule looks at.
    """
    headings = context.rules.headings
    is_asked = headings.is_worked_out if is_turned else headings.is_free
    for columns in (found[:_MOST_COLUMNS] for found in blocks(grid)):
        for column in (column for column in columns if is_asked(column.heading)):
            proof = _proof(column, columns, context)
            yield from (_slip(proof, entry, grid, is_turned) for entry in proof.wrong) if proof else ()


def _proof(column: Column, columns: Sequence[Column], context: Context) -> _Proof | None:
    """What a column is in most rows; ``None`` if that is nothing, or it is something in all of them."""
    digits, best = context.rules.tolerances.percent_digits, None
    for relation, others in _possible(column, columns, context):
        if best and not any(_is_so(entry, relation, others, digits) for entry in best.wrong):
            continue  # no better than what was found; most of a large table's are left out by this
        proof = _tried(column, relation, others, digits)
        if proof.is_proven and not proof.wrong:
            return None
        if proof.is_proven and (best is None or len(proof.right) > len(best.right)):
            best = proof
    return best


def _tried(column: Column, relation: Relation, others: Sequence[_Operand], digits: Decimal) -> _Proof:
    right, wrong = list[Entry](), list[Entry]()
    for entry in column.entries[:_MOST_ROWS]:
        if len(wrong) > max(_MOST_WRONG, len(right)):
            break  # no relation of theirs
        is_so = _is_so(entry, relation, others, digits)
        if is_so is not None:
            (right if is_so else wrong).append(entry)
    return _Proof(column, relation, others, right, wrong)


def _is_so(entry: Entry, relation: Relation, others: Sequence[_Operand], digits: Decimal) -> bool | None:
    """Whether a row's figure is what the others make; ``None`` where it cannot be asked."""
    figure, given = relation.figure(entry), _given(entry, others)
    return relation.is_so(figure, given, digits) if figure is not None and given else None


def _given(entry: Entry, others: Sequence[_Operand]) -> list[Amount]:
    """The figures of others in a row; none where one is missing or all are nought."""
    found = [other.by_row.get(entry.row) for other in others]
    given = [one.amount for one in found if one is not None and one.amount is not None]
    return given if len(given) == len(others) and any(amount.value for amount in given) else []


def _possible(
    column: Column, columns: Sequence[Column], context: Context
) -> Iterator[tuple[Relation, Sequence[_Operand]]]:
    """What a column may be, by its heading, of which others."""
    headings = context.rules.headings
    others = [c for c in columns if c is not column and not headings.has(headings.rate, c.heading)]
    pairs = [tuple(map(_Operand.of, pair)) for pair in permutations(others, 2)]
    if headings.has(headings.rate, column.heading):
        yield from ((relation, pair) for pair in pairs for relation in (SHARE, GROWTH))
        yield from ((SHARE, pair) for other in others for pair in _beside_total(other, headings))
    elif headings.has(headings.difference, column.heading):
        yield from ((DIFFERENCE, pair) for pair in pairs)
    elif headings.has(headings.average, column.heading):
        yield from ((relation, pair) for pair in pairs for relation in AVERAGES)
    elif not headings.has(headings.price, column.heading):
        yield from ((relation, some) for some in _at_a_price(others, context) for relation in PRODUCTS)
    if headings.has(headings.closing, column.heading):
        yield from ((BALANCE, some) for some in _since_opening(others, context))


def _beside_total(column: Column, headings: Headings) -> Iterator[tuple[_Operand, ...]]:
    """A column and its one total, of which its rows are shares."""
    found = [entry for entry in column.entries if is_total(entry, headings)]
    if len(found) == 1:
        whole = _Operand(f"{column.heading}{found[0].label}", {entry.row: found[0] for entry in column.entries})
        yield _Operand.of(column), whole


def _at_a_price(others: Sequence[Column], context: Context) -> Iterator[tuple[_Operand, ...]]:
    """How many and the price of each; with how often, if there is such a column."""
    headings = context.rules.headings
    prices = [c for c in others if headings.has(headings.price, c.heading)]
    counts = [c for c in others if c not in prices][:_MOST_OTHERS]
    chosen = [*((c,) for c in counts), *combinations(counts, 2)]
    for price in prices[:_MOST_CALLED]:
        yield from (tuple(map(_Operand.of, (*some, price))) for some in chosen)


def _since_opening(others: Sequence[Column], context: Context) -> Iterator[tuple[_Operand, ...]]:
    """What there was at first, what came and what went."""
    headings = context.rules.headings
    openings = [c for c in others if headings.has(headings.opening, c.heading)]
    for opening in openings[:_MOST_CALLED]:
        rest = [c for c in others if c is not opening][:_MOST_OTHERS]
        yield from (tuple(map(_Operand.of, (opening, *pair))) for pair in permutations(rest, 2))


def _slip(proof: _Proof, entry: Entry, grid: Grid, is_turned: bool) -> Slip:
    relation = proof.relation
    used = [other.by_row[entry.row] for other in proof.others]
    headings = [other.heading for other in proof.others]
    names, figures = relation.said(headings), relation.said([*map(partial(_figure, grid), headings, used)])
    cells, wanted = (entry.cell, *(one.cell for one in used)), _wanted(relation, entry, used)
    printed, expected = bare(entry.cell.text), _expected(grid, proof.column.heading, entry, wanted)
    line = "栏" if is_turned else "行"
    said = f"{proof.column.heading}写的是{printed}，别的{line}都是{names}，这一{line}{figures}{expected}"
    is_sure = relation.check == "T06" or _is_one_stroke([entry, *used], wanted)
    check = ("T06-turned" if is_turned else "T06") if is_sure else relation.check
    return Slip(check, grid, ("label", "columns"), entry.label, entry.row, entry.cell, said, cells, wanted)


def _figure(grid: Grid, heading: str, entry: Entry) -> str:
    """A figure with its unit, where the table says it beside."""
    return f"{value_text(entry)}{grid.unit_beside(heading, entry)}"


def _expected(grid: Grid, heading: str, entry: Entry, wanted: Wanted) -> str:
    """What a figure should be, with its unit."""
    value = wanted.get(entry.cell)
    return "得不出这个数" if value is None else f"应为{plain(value)}{grid.unit_beside(heading, entry)}"


def _running(columns: Sequence[Column], grid: Grid, context: Context) -> Iterator[Slip]:
    """累计: what the row before had and what this row adds, if most rows say so."""
    words = context.rules.headings
    for column in (c for c in columns if words.has(words.running, c.heading)):
        others = [c for c in columns if c is not column and not words.has((*words.rate, *words.running), c.heading)]
        judged = [steps for other in others if (steps := _steps(column, other, grid, words))]
        best = max(judged, key=lambda steps: sum(step.is_right for step in steps), default=())
        wrong = [step for step in best if not step.is_right]
        if len(best) - len(wrong) >= max(_LEAST_STEPS, len(wrong)) and len(wrong) <= _MOST_WRONG:
            yield from (step.slip(column, grid) for step in wrong)


@dataclass(frozen=True, slots=True)
class _Step:
    """A running total, the one before it and what is added, and whether it is so."""

    total: Entry
    before: Entry
    added: Entry
    is_right: bool

    def slip(self, column: Column, grid: Grid) -> Slip:
        """What is told of a step that does not come out."""
        figures = f"{value_text(self.before)}＋{value_text(self.added)}"
        cells = (self.total.cell, self.before.cell, self.added.cell)
        wanted = wanted_of_sum(self.total, (self.before, self.added))
        expected = _expected(grid, column.heading, self.total, wanted)
        said = f"{column.heading}写的是{value_text(self.total)}，上一行的累计加这一行{figures}{expected}"
        return Slip("T06", grid, ("label", "columns"), self.total.label, self.total.row, cells[0], said, cells, wanted)


def _steps(column: Column, other: Column, grid: Grid, words: Headings) -> list[_Step]:
    """Each row that follows the one before it at once and has both figures."""
    found = list[_Step]()
    for before, total in pairwise(column.entries[:_MOST_ROWS]):
        added = beside(other, total)
        if is_total(total, words):
            break
        if before.amount and total.amount and added and added.amount and total.row == before.row + 1:
            is_right = grid.adds_up(total.amount, [before.amount, added.amount])
            found.append(_Step(total, before, added, is_right))
    return found


def _is_one_stroke(entries: Sequence[Entry], wanted: Wanted) -> bool:
    """Whether one of the figures is what it should be but for two digits exchanged or a point moved."""
    pairs = [(entry.amount, wanted[entry.cell]) for entry in entries if entry.amount and entry.cell in wanted]
    gives = [printed_precision.slack(figure) for figure, _ in pairs]
    return any(
        is_exchanged(figure, meant, give) or is_moved(figure, meant, give)
        for (figure, meant), give in zip(pairs, gives, strict=True)
    )


def _wanted(relation: Relation, entry: Entry, used: Sequence[Entry]) -> Wanted:
    """What the column, or for a difference or product one of the others, would have to be."""
    figure, given = entry.amount, [one.amount for one in used if one.amount is not None]
    assert figure is not None  # noqa: S101 - told to the type checker; only such rows are judged
    if relation is DIFFERENCE:
        first, second = (amount.value for amount in given)
        return {
            entry.cell: first - second,
            used[0].cell: second + figure.value,
            used[1].cell: first - figure.value,
        }
    span = relation.made(given)
    if span is None:
        return {}
    wanted = {entry.cell: half_up(span.exact, max(2, figure.digits))}
    if relation in PRODUCTS:
        wanted |= {u.cell: u.amount.value * figure.value / span.exact for u in used if u.amount is not None}
    return wanted
