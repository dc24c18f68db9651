"""The report's texts against the forms' figures, by formula: one row of 校验 for each text.

The figures with their names stand in hidden columns, once for all texts that are compared with the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks.messages import source_of
from jixiao.audit.checks.prose.named_figures import MONEY, SHORTEST_NAME, FigurePlace, NamedFigure, named_figures
from jixiao.audit.checks.prose.prose_rules import Told, rules_of
from jixiao.core.functions import call
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.raster import fixed, fixed_range
from jixiao.model.evaluation import Evaluation
from jixiao.model.forms.family import Report
from jixiao.model.forms.native_formulas import UNDECIDED

CHECK = "C40"
"""The rule of ``narrative.yaml`` that ``CHECK_TEXT`` asks."""

_EMPTY = f"{Outcome.UNKNOWN.value} 还没有写"


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text (``report.section``) with the formula that checks it, without the leading ``=``, and its result."""

    reference: str
    heading: str
    formula: str
    result: str


class ProseChecks:
    """Plans the rows, and writes the figures that they are compared with, from a column of the same sheet on."""

    def __init__(self, evaluation: Evaluation, forms: Sequence[Addresses], first_column: int) -> None:
        self._evaluation = evaluation
        self._forms = forms
        self._first_column = first_column
        reports = evaluation.family.outline.reports if evaluation.family.narrative else ()
        self._lists = [(report, named_figures(evaluation, report.id)) for report in reports]
        self._written: list[list[NamedFigure]] = []
        for _, listed in self._lists:
            if not any(_begins_with(other, listed) for other in self._written):
                self._written.append(listed)

    def rule(self) -> tuple[Told, str]:
        """What the rows say of themselves, and what they rest on."""
        family = self._evaluation.family
        rule = rules_of(family).checks[CHECK]
        return rule, source_of(rule, family)

    def rows(self) -> Iterator[TextRow]:
        """A row for each section of each report; none where the family has no rules for prose."""
        for report, listed in self._lists:
            number = next(n for n, other in enumerate(self._written) if _begins_with(other, listed))
            column, last = self._first_column + 2 * number, max(0, len(listed) - 1)
            ranges = f"{fixed_range(0, last, column)},{fixed_range(0, last, column + 1)}"
            known = [[how(self._evaluation) for how in (named.label, named.figure)] for named in listed]
            yield from self._of_report(report, ranges, list(zip(*known, strict=True)))

    def _of_report(self, report: Report, ranges: str, known: Sequence[Sequence[str]]) -> Iterator[TextRow]:
        texts = self._evaluation.submission.texts.get(report.id, {})
        for section in report.sections:
            name, text = names.text_name(report.id, section.key), texts.get(section.key, "")
            result = str(call("CHECK_TEXT", text, *known)) if text else _EMPTY
            formula = f'IF({name}="","{_EMPTY}",IFERROR(CHECK_TEXT({name},{ranges}),"{UNDECIDED}"))'
            yield TextRow(f"{report.id}.{section.key}", section.heading, formula, result)

    def write_figures(self, sheet: Worksheet, style: Format) -> None:
        """Write the names and values into pairs of hidden columns."""
        for number, listed in enumerate(self._written):
            column = self._first_column + 2 * number
            for row, named in enumerate(listed):
                self._write_label(sheet, row, column, named, style)
                figure = stored(named.figure(self._evaluation))
                sheet.write_formula(row, column + 1, f"={self._figure_formula(named)}", style, figure)
            sheet.set_column(column, column + 1, 10, None, {"hidden": True})

    def _write_label(self, sheet: Worksheet, row: int, column: int, named: NamedFigure, style: Format) -> None:
        if named.name is None:
            sheet.write_string(row, column, named.label(self._evaluation), style)
            return
        name = self._address(named.name)
        formula = f'=IF(LEN({name})<{SHORTEST_NAME},"","{named.before}"&{name}&"{named.behind}")'
        sheet.write_formula(row, column, formula, style, stored(named.label(self._evaluation)))

    def _figure_formula(self, named: NamedFigure) -> str:
        cell = self._address(named.place)
        shown = f'TEXT({cell},"0.00")' if named.unit == MONEY else cell
        return f'IF({cell}="","",{shown}&"{named.unit}")'

    def _address(self, place: FigurePlace) -> str:
        at = self._forms[place.form_index]
        return f"{names.quoted(at.sheet)}!{fixed(*at.places[place.reference])}"


def _begins_with(longer: list[NamedFigure], listed: list[NamedFigure]) -> bool:
    return longer[: len(listed)] == listed
