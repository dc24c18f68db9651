"""Laying a form's grid over a table somebody made: which printed row is which row of the form.

Rows with labels are anchors; they are aligned in order so that most labels meet. What lies between two anchors are
rows of figures alone, and rows of a repeated block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from jixiao.documents.intake.labels import Spellings, alike, normal
from jixiao.documents.intake.page_breaks import repeated_rows
from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.model.forms.family import Cell, Form, Pattern, Repeat, Row, RowData
from jixiao.model.forms.field_titles import fill_year

_YEAR = re.compile(r"(20\d\d)\s*年")
_LEAST = 0.33
"""Share of a row's labels that must be met for a printed row to be that row."""

_LEAST_APART = 2
"""Labels by which a row is known wherever it stands."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of the form with its first grid column."""

    cell: Cell
    column: int


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form as it may be printed; ``block`` names the repeated block of which it is the pattern.

    ``beside`` are the labels that stand left of a block that has no row of labels with it.
    """

    cells: tuple[FormCell, ...]
    block: str = ""
    beside: tuple[FormCell, ...] = ()

    @property
    def labels(self) -> list[str]:
        """The labels it is known by; labels beside the rows belong to the first of them."""
        return [c.cell.label for c in self.cells if c.cell.name] if not self.block else []


def form_rows(form: Form) -> list[FormRow]:
    """The rows of a form, each repeated block as one row."""
    return list(_rows(form.rows, 0, ()))


def _rows(items: Sequence[RowData], column: int, left: tuple[FormCell, ...]) -> Iterator[FormRow]:
    for item in items:
        if isinstance(item, Row):
            yield FormRow((*left, *_placed(item.cells, column)))
        elif isinstance(item, Pattern):
            for cells in item.rows:
                yield FormRow((*left, *_placed(cells, column)))
                left = ()
        elif isinstance(item, Repeat):
            yield FormRow(tuple(_placed(item.cells, column)), item.repeat, left)
        else:
            side = FormCell(item.side, column)
            yield from _rows(item.rows, column + item.side.width, (*left, side))
        left = ()


def _placed(cells: Sequence[Cell], column: int) -> Iterator[FormCell]:
    for cell in cells:
        if not cell.covered:
            yield FormCell(cell, column)
        column += cell.width


def align(table: RawTable, rows: Sequence[FormRow], vocabulary: Spellings) -> dict[int, int]:
    """Printed row → form row for the anchors, both rising.

    The longest common subsequence of rows, weighed by the labels that meet.
    """
    labels = [_label_keys(row, vocabulary) for row in rows]
    texts = [{cell.text: vocabulary.key(cell.text) for cell in printed if cell.text} for printed in table.rows]
    for number in repeated_rows(table):
        texts[number] = {}
    met = [[_met(said, wanted, vocabulary) for wanted in labels] for said in texts]
    best = [[0.0] * (len(rows) + 1) for _ in range(len(table.rows) + 1)]
    for i in range(len(table.rows) - 1, -1, -1):
        for j in range(len(rows) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], met[i][j] + best[i + 1][j + 1] if met[i][j] else 0.0)
    return _path(met, best)


def rows_apart(
    table: RawTable, rows: Sequence[FormRow], anchors: Mapping[int, int], vocabulary: Spellings
) -> dict[int, int]:
    """Rows of headings that stand elsewhere than the form has them: goals before the funds, say.

    Returns:
        Printed row → form row, for rows that :func:`align` left and of which two labels are met.
    """
    found: dict[int, int] = {}
    for row in sorted(set(range(len(rows))) - set(anchors.values())):
        wanted = [(cell, key) for cell, key in _label_keys(rows[row], vocabulary) if not cell.field]
        for printed in sorted(set(range(len(table.rows))) - set(anchors) - set(found)):
            said = {cell.text: vocabulary.key(cell.text) for cell in table.rows[printed] if cell.text}
            if sum(_holds(said, cell, key, vocabulary) for cell, key in wanted) >= _LEAST_APART:
                found[printed] = row
                break
    return found


def _path(met: list[list[float]], best: list[list[float]]) -> dict[int, int]:
    found: dict[int, int] = {}
    i = j = 0
    while i < len(met) and j < len(met[0]):
        if met[i][j] and best[i][j] == met[i][j] + best[i + 1][j + 1]:
            found[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _label_keys(row: FormRow, vocabulary: Spellings) -> list[tuple[Cell, str]]:
    """The labels a row is known by, each with what it is compared by."""
    return [(c.cell, vocabulary.key(c.cell.label)) for c in row.cells if c.cell.name] if not row.block else []


def _met(printed: Mapping[str, str], wanted: Sequence[tuple[Cell, str]], vocabulary: Spellings) -> float:
    """How well a printed row is a form's row: its labels met, counted, or 0 if too few."""
    if not wanted or not printed:
        return 0.0
    met = sum(_holds(printed, cell, key, vocabulary) for cell, key in wanted)
    share = met / len(wanted)
    return met + share if share >= _LEAST else 0.0


def _holds(printed: Mapping[str, str], cell: Cell, key: str, vocabulary: Spellings) -> bool:
    if cell.field:
        return any(vocabulary.prefix(text, cell.label) for text in printed)
    return bool(key) and any(said and (said == key or alike(said, key)) for said in printed.values())


def _is_label(printed: RawCell, cell: Cell, vocabulary: Spellings) -> bool:
    if cell.field:
        return vocabulary.prefix(printed.text, cell.label) > 0
    return vocabulary.same(printed.text, cell.label)


def match_cells(
    printed: Sequence[RawCell], row: FormRow, vocabulary: Spellings, year: int
) -> tuple[dict[int, RawCell], list[tuple[list[FormCell], list[RawCell]]]]:
    """One anchored row, cell by cell.

    Returns:
        The printed cell of each label, by the position of the form's cell; and between labels the form's cells that
        hold values or prose with the printed cells found there.
    """
    labels: dict[int, RawCell] = {}
    gaps: list[tuple[list[FormCell], list[RawCell]]] = [([], [])]
    position = 0
    taken: set[int] = set()
    named = [c.cell for c in row.cells if c.cell.name]
    free = _years_apart(printed, named, year)
    in_any_order = not any(c.cell.field for c in row.cells)  # headings: other counties order their columns otherwise
    for index, form_cell in enumerate(row.cells):
        start = 0 if in_any_order else position
        allowed = [i for i in range(start, len(printed)) if i not in taken and free(i, form_cell.cell)]
        found = _find(printed, allowed, form_cell.cell, vocabulary) if form_cell.cell.name else None
        if found is None:
            if form_cell.cell.field or not form_cell.cell.name:
                gaps[-1][0].append(form_cell)
            continue
        gaps[-1][1].extend(printed[position:found])
        labels[index] = printed[found]
        taken.add(found)
        gaps.append(([], []))
        position = found + 1
    gaps[-1][1].extend(printed[position:])
    return labels, gaps


def _find(printed: Sequence[RawCell], allowed: Sequence[int], cell: Cell, vocabulary: Spellings) -> int | None:
    """The printed cell that says the label, rather than another spelling of it, rather than something like it."""
    literal = (i for i in allowed if not cell.field and normal(printed[i].text) == normal(cell.label))
    exact = (i for i in allowed if not cell.field and vocabulary.equal(printed[i].text, cell.label))
    alike = (i for i in allowed if _is_label(printed[i], cell, vocabulary))
    return next(chain(literal, exact, alike), None)


def _years_apart(printed: Sequence[RawCell], labels: Sequence[Cell], year: int) -> Callable[[int, Cell], bool]:
    """Whether a printed cell may be a label, as far as their years tell.

    The years of headings are believed only where each is one that the form asks for: in a form copied from last year's
    and never brought up to date they are all one too few, and only the order is right.
    """
    wanted = {cell.label: _years(fill_year(cell.label, year)) for cell in labels}
    said = [_years(cell.text) for cell in printed]
    is_believed = not Counter(chain(*said)) - Counter(chain(*wanted.values()))
    return lambda index, cell: not is_believed or not said[index] or said[index] == wanted.get(cell.label)


def _years(text: str) -> tuple[str, ...]:
    return tuple(_YEAR.findall(text))
