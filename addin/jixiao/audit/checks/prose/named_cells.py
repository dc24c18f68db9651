"""The figures of the forms by the names that prose gives them, as ``CHECK_TEXT`` in a cell compares a text with them.

Left out is what only the whole report tells: words that mean another thing in another place (支出, 执行率), parts of
one whole, and figures whose scope may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from jixiao.audit.checks.prose.prose_rules import Figure, Rules, rules_of
from jixiao.core.quantity import half_up
from jixiao.core.quantity.sentences import Role, read_label
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.evaluation import YUAN_IN_WAN
from jixiao.model.forms.spreadsheet_functions import concatenate
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.submission import row_reference

SHORTEST_NAME = 6
"""A project's name of fewer characters, its number (1、) among them, is a word that may mean anything."""
MONEY, PEOPLE, POINTS = "万元", "人", "分"
"""What is printed behind a figure; money is compared to two decimals, as accounts are kept."""

_UNITS = {"元": MONEY, "人": PEOPLE}
_WORDS = {Role.BUDGET: "预算", Role.INITIAL: "年初预算"}


class FigurePlace(NamedTuple):
    """A cell: its form, counted among the submission's, and its key there, in a row of a block or outside."""

    form_index: int
    key: str
    block: str = ""
    row: int = -1

    @property
    def reference(self) -> str:
        """How the submission calls it."""
        return row_reference(self.block, self.row, self.key) if self.block else self.key


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell and what prose may call it: ``before``, the text of the cell ``name`` if there is one, and ``behind``."""

    before: str
    behind: str
    unit: str
    place: FigurePlace
    name: FigurePlace | None = None

    def label(self, evaluation: Evaluation) -> str:
        """What it is called now; nothing where a project's name is too short to mean it."""
        said = concatenate(_value(self.name, evaluation)) if self.name else ""
        return "" if self.name and len(said) < SHORTEST_NAME else f"{self.before}{said}{self.behind}"

    def parts(self, evaluation: Evaluation) -> int:
        """How many of the cell's own unit make one of ``unit``: 元 in a 万元."""
        values = evaluation.forms[self.place.form_index]
        return YUAN_IN_WAN if values.tells_in_wan(self.place.key, self.place.block) else 1

    def figure(self, evaluation: Evaluation) -> str:
        """The value as it is compared; nothing for a blank."""
        value = _value(self.place, evaluation)
        if value is None:
            return ""
        if self.unit == MONEY and isinstance(value, Decimal):
            return f"{half_up(value / self.parts(evaluation), 2)}{self.unit}"
        return concatenate(value, self.unit)


def named_figures(evaluation: Evaluation, report: str) -> list[NamedCell]:
    """The figures that a text of a report is compared with.

    Raises:
        DataFileError: the family's rules for prose cannot be used.
    """
    if not evaluation.family.narrative:
        return []
    rules, year = rules_of(evaluation.family), evaluation.submission.year
    figures = (figure for figure in rules.figures.values() if not (figure.alone or figure.under or figure.doubtful))
    found = [named for figure in figures for named in _of_figure(figure, rules, evaluation)]
    projects = [_named(year, "", role, MONEY, place, name) for name, role, place in _project_cells(rules, evaluation)]
    return [*found, *projects, *_of_scores(rules, evaluation, report)]


def _of_figure(figure: Figure, rules: Rules, evaluation: Evaluation) -> Iterator[NamedCell]:
    year, unit = evaluation.submission.year, _UNITS[figure.unit]
    for role, listed in figure.cells.items():
        places = [place for cell in listed for place in _cells(cell, evaluation)]
        if figure.or_a_projects:
            places += [place for _, of_role, place in _project_cells(rules, evaluation) if of_role is role]
        yield from (_named(year, name, role, unit, place) for name in _names(figure) for place in places)


def _names(figure: Figure) -> list[str]:
    """One name for each thing; a word that may also mean one project's is taken by its plain name only."""
    names = figure.names[:1] if figure.or_a_projects else figure.names or figure.ends
    return list({read_label(name).thing: name for name in reversed(names)}.values())


def _cells(cell: str, evaluation: Evaluation) -> Iterator[FigurePlace]:
    """The cells of ``form:key`` in all forms that have them."""
    form_id, _, key = cell.partition(":")
    yield from (FigurePlace(i, key) for i, values in _forms(evaluation, form_id) if key in values.schema.fields)


def _project_cells(rules: Rules, evaluation: Evaluation) -> Iterator[tuple[FigurePlace, Role, FigurePlace]]:
    """Each project's money, from its own form and from the rows of others: its name's cell, the role, the cell."""
    form, rows = rules.projects.form, rules.projects.rows
    keys = {Role.FINAL: form.final, Role.BUDGET: form.budget, Role.INITIAL: form.initial}
    for i, values in _forms(evaluation, form.form):
        there = [(role, key) for role, key in keys.items() if {key, form.name} <= values.schema.fields.keys()]
        yield from ((FigurePlace(i, form.name), role, FigurePlace(i, key)) for role, key in there)
    columns = {Role.FINAL: rows.final, Role.BUDGET: rows.budget, Role.PREVIOUS: rows.previous}
    for i, values in _forms(evaluation, rows.form):
        for row in values.rows(rows.block):
            name = FigurePlace(i, rows.name, rows.block, row)
            yield from ((name, role, FigurePlace(i, key, rows.block, row)) for role, key in columns.items())


def _of_scores(rules: Rules, evaluation: Evaluation, report: str) -> Iterator[NamedCell]:
    """The total score, where the report is on one form."""
    total = roles().total_score
    places = [FigurePlace(i, total) for i, values in _forms(evaluation, report) if total in values.schema.fields]
    year = evaluation.submission.year
    for name in rules.scores.names if len(places) == 1 else ():
        yield _named(year, name, Role.NONE, POINTS, places[0])


def _named(
    year: int, name: str, role: Role, unit: str, place: FigurePlace, name_place: FigurePlace | None = None
) -> NamedCell:
    of_year = f"{year - (role is Role.PREVIOUS)}年" if year else "上年" * (role is Role.PREVIOUS)
    return NamedCell(of_year + name, _WORDS.get(role, ""), unit, place, name_place)


def _forms(evaluation: Evaluation, form_id: str) -> list[tuple[int, FormValues]]:
    return [(index, values) for index, values in enumerate(evaluation.forms) if values.form.id == form_id]


def _value(place: FigurePlace, evaluation: Evaluation) -> object:
    return evaluation.forms[place.form_index].value(place.key, place.block, place.row)
