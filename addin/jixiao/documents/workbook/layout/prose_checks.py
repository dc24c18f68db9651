"""The report's texts against the forms' figures, by formula: one row of 校验 for each text.

The figures with their names stand in hidden columns, once for all texts that are compared with the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks.messages import source_of
from jixiao.audit.checks.prose.named_cells import MONEY, SHORTEST_NAME, FigurePlace, NamedCell, named_figures
from jixiao.audit.checks.prose.prose_rules import Told, rules_of
from jixiao.core.functions import call
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.raster import fixed, fixed_range
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.forms.family import Report
from jixiao.model.forms.native_formulas import UNDECIDED
from jixiao.model.forms.sheet_titles import REPORT_TEXT

CHECK = "C40"
"""The rule of ``narrative.yaml`` that ``CHECK_TEXT`` asks."""

_EMPTY, _MAY_BE_BLANK = (f"{Outcome.UNKNOWN.value} {told}" for told in ("还没有写", "没有自己写的话，可以空着"))


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text (``report.section``) with the formula that checks it, without the leading ``=``, and its result."""

    reference: str
    heading: str
    formula: str
    result: str


_NO_FIGURES = ((), ())
"""The names and values of a book that has none: there is no form to take them from."""


class ProseChecks:
    """Plans the rows, and writes the figures that they are compared with, from a column of the same sheet on."""

    def __init__(
        self,
        evaluation: Evaluation,
        forms: Sequence[Addresses],
        first_column: int,
        place_of: Callable[[str], tuple[int, int]],
    ) -> None:
        self._evaluation = evaluation
        self._place_of = place_of
        self._forms = forms
        self._first_column = first_column
        reports = wanted_reports(evaluation) if evaluation.family.narrative else ()
        self._lists = [(report, named_figures(evaluation, report.id)) for report in reports]
        self._written: list[list[NamedCell]] = []
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
        for number, (report, _) in enumerate(self._lists):
            first, _ = self._rows_of(report)
            results = self._results[report.id]
            asked = report.asked
            for section in report.sections:
                empty = _EMPTY if section in asked else _MAY_BE_BLANK
                name, row = names.text_name(report.id, section.key), self._row_of(report, section.key)
                result = results[row - first] or empty
                cell = fixed(row - first, self._answers_column(number))
                yield TextRow(f"{report.id}.{section.key}", section.heading, f'IF({name}="","{empty}",{cell})', result)

    def _row_of(self, report: Report, section: str) -> int:
        return self._place_of(f"{report.id}.{section}")[0]

    def _rows_of(self, report: Report) -> tuple[int, int]:
        """The first and the last row of a report's texts on their sheet."""
        rows = [self._row_of(report, section.key) for section in report.sections]
        return min(rows), max(rows)

    def _answers_column(self, number: int) -> int:
        """The hidden column that holds the answers on a report's texts."""
        return self._first_column + 2 * len(self._written) + number

    @cached_property
    def _results(self) -> dict[str, list[str]]:
        """The answers on each report's texts, row by row."""
        return {report.id: self._results_of(report, listed) for report, listed in self._lists}

    def _results_of(self, report: Report, listed: list[NamedCell]) -> list[str]:
        first, last = self._rows_of(report)
        written = self._evaluation.submission.texts.get(report.id, {})
        texts = [""] * (last - first + 1)
        for section in report.sections:
            texts[self._row_of(report, section.key) - first] = written.get(section.key, "")
        if not any(texts):
            return texts
        known = [[how(self._evaluation) for how in (named.label, named.figure)] for named in listed]
        answers = call("CHECK_TEXTS", texts, *(zip(*known, strict=True) if known else _NO_FIGURES))
        return ["" if answer is None else str(answer) for answer in answers] if isinstance(answers, list) else texts

    def _write_answers(self, sheet: Worksheet, number: int, style: Format) -> None:
        """All texts of a report in one call, one answer below the other."""
        report, listed = self._lists[number]
        first, last = self._rows_of(report)
        of_list = next(n for n, other in enumerate(self._written) if _begins_with(other, listed))
        figures, bottom = self._first_column + 2 * of_list, max(0, len(listed) - 1)
        _, column = self._place_of(f"{report.id}.{report.sections[0].key}")
        texts = f"{names.quoted(REPORT_TEXT)}!{fixed_range(first, last, column)}"
        known = f"{fixed_range(0, bottom, figures)},{fixed_range(0, bottom, figures + 1)}"
        formula = f'IF(COUNTA({texts})=0,"",IFERROR(CHECK_TEXTS({texts},{known}),"{UNDECIDED}"))'
        column = self._answers_column(number)
        answers = [str(stored(result)) for result in self._results[report.id]]
        sheet.write_array_formula(0, column, last - first, column, f"={formula}", style, answers[0])
        for row, answer in enumerate(answers[1:], start=1):
            sheet.write_string(row, column, answer, style)
        sheet.set_column(column, column, 10, None, {"hidden": True})

    def write_figures(self, sheet: Worksheet, style: Format) -> None:
        """Write the names and values into pairs of hidden columns, and behind them the answers on the texts."""
        for number, listed in enumerate(self._written):
            column = self._first_column + 2 * number
            for row, named in enumerate(listed):
                self._write_label(sheet, row, column, named, style)
                figure = stored(named.figure(self._evaluation))
                sheet.write_formula(row, column + 1, f"={self._figure_formula(named)}", style, figure)
            sheet.set_column(column, column + 1, 10, None, {"hidden": True})
        for number in range(len(self._lists)):
            self._write_answers(sheet, number, style)

    def _write_label(self, sheet: Worksheet, row: int, column: int, named: NamedCell, style: Format) -> None:
        if named.name is None:
            sheet.write_string(row, column, named.label(self._evaluation), style)
            return
        name = self._address(named.name)
        formula = f'=IF(LEN({name})<{SHORTEST_NAME},"","{named.before}"&{name}&"{named.behind}")'
        sheet.write_formula(row, column, formula, style, stored(named.label(self._evaluation)))

    def _figure_formula(self, named: NamedCell) -> str:
        cell = self._address(named.place)
        parts = named.parts(self._evaluation)
        shown = f'TEXT({cell}{f"/{parts}" if parts > 1 else ""},"0.00")' if named.unit == MONEY else cell
        return f'IF({cell}="","",{shown}&"{named.unit}")'

    def _address(self, place: FigurePlace) -> str:
        at = self._forms[place.form_index]
        return f"{names.quoted(at.sheet)}!{fixed(*at.places[place.reference])}"


def _begins_with(longer: list[NamedCell], listed: list[NamedCell]) -> bool:
    return longer[: len(listed)] == listed
