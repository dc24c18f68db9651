"""What the fields of a template are in one submission, under the names of ``fields``.

Values are worked out when a template asks for them. Nothing here has attributes a template could reach but its fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

from jixiao.documents.report.attachments import attachment_lines, attachment_list, attachments
from jixiao.documents.report.narrative import (
    cover_lines,
    report_title,
    section_paragraphs,
    section_texts,
)
from jixiao.documents.report.wordml import legal
from jixiao.documents.word_templates.fields import plural
from jixiao.documents.word_templates.style_matching import Fitting
from jixiao.model.evaluation import Evaluation, FormValues, evaluate
from jixiao.model.evaluation.own_texts import wanted_reports
from jixiao.model.evaluation.report_sentences import common_values
from jixiao.model.forms.family import Form, Report, Section
from jixiao.model.forms.grid import walk_cells
from jixiao.model.submission import FormData, Submission
from jixiao.model.submission.placeholders import placeholder

_ESCAPED_MARK = re.compile(r"(?<=[{}%])_(?=[{}%])")
"""docxtpl makes ``{{`` of ``{_{`` and so on, after the marks are read; a text that says so must not change."""


class PrintedText(str):
    """A text as the report prints it. In Word it is nothing but text, whatever a person typed."""

    __slots__ = ()

    def __html__(self) -> str:
        """The text as XML within a run's text; line breaks and tabs stay line breaks and tabs."""
        content = _kept(escape(legal(self)))
        return content.replace("\n", _between("br")).replace("\t", _between("tab"))


class Fields:
    """Values by name."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


class FilledForm:
    """The fields of a filled form, or those whose keys begin with a prefix."""

    __slots__ = ("_filled", "_prefix", "_required")

    def __init__(self, filled: FormValues, prefix: str = "") -> None:
        self._filled = filled
        self._prefix = prefix
        self._required = _required(filled.form)

    def __getitem__(self, name: str) -> Any:
        key, schema = self._prefix + name, self._filled.schema
        if key in schema.fields:
            return self._text(key)
        if key in schema.blocks:
            return tuple(_FilledRow(self._filled, key, index) for index in self._filled.rows(key))
        return FilledForm(self._filled, f"{key}.")

    def _text(self, key: str) -> PrintedText:
        text = self._filled.printed(key)
        return PrintedText(placeholder(self._filled.schema.titles[key]) if key in self._required and not text else text)


class _FilledRow:
    """One row of a repeated block."""

    __slots__ = ("_block", "_filled", "_index")

    def __init__(self, filled: FormValues, block: str, index: int) -> None:
        self._filled, self._block, self._index = filled, block, index

    def __getitem__(self, name: str) -> PrintedText:
        return PrintedText(self._filled.printed(name, self._block, self._index))


class Block:
    """Texts to go through one by one, or to print at once as ready paragraphs."""

    __slots__ = ("_content", "_texts")

    def __init__(self, texts: Iterable[str], content: Callable[[], str]) -> None:
        self._texts, self._content = tuple(map(PrintedText, texts)), content

    def __iter__(self) -> Iterator[PrintedText]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __html__(self) -> str:
        """Our own WordprocessingML."""
        return _kept(self._content())


class Attachments:
    """The attachments as ready paragraphs and tables: those of one form by its id, or all."""

    __slots__ = ("_evaluation", "_fitting", "_form_id")

    def __init__(self, evaluation: Evaluation, fitting: Fitting, form_id: str = "") -> None:
        self._evaluation, self._fitting, self._form_id = evaluation, fitting, form_id

    def __getitem__(self, form_id: str) -> Attachments:
        return Attachments(self._evaluation, self._fitting, form_id)

    def __html__(self) -> str:
        """Our own WordprocessingML."""
        wanted = (a for a in attachments(self._evaluation) if self._form_id in ("", a.values.form.id))
        return _kept(self._fitting.fitted(attachment.piece for attachment in wanted))


def values_of(evaluation: Evaluation, fitting: Fitting, charts: bool = True) -> dict[str, Any]:
    """What a template is rendered with.

    Args:
        evaluation: the submission with its computed values.
        fitting: makes ready paragraphs and tables fit the template.
        charts: whether ready sections have the outline's charts.
    """
    wanted = {report.id for report in wanted_reports(evaluation)}
    reports = evaluation.family.outline.reports
    return {
        **{name: PrintedText(text) for name, text in common_values(evaluation).items()},
        "previous_year": PrintedText(evaluation.submission.year - 1),
        **dict(_forms(evaluation)),
        "titles": _titles(evaluation),
        "reports": Fields({report.id: report.id in wanted for report in reports}),
        "sections": Fields({report.id: _sections(evaluation, report, fitting, charts) for report in reports}),
        "attachment_list": Block(
            attachment_lines(evaluation), lambda: fitting.restyled("".join(attachment_list(evaluation)))
        ),
        "attachments": Attachments(evaluation, fitting),
    }


def _between(tag: str) -> str:
    return f'</w:t><w:{tag}/><w:t xml:space="preserve">'


def _kept(content: str) -> str:
    """XML in which docxtpl finds none of its escaped marks."""
    return _ESCAPED_MARK.sub("&#95;", content)


def _required(form: Form) -> frozenset[str]:
    cells = walk_cells(form.above + form.rows + form.below)
    return frozenset(cell.field for block, cell in cells if form.asks(cell, block) and not block)


def _titles(evaluation: Evaluation) -> Fields:
    titles = {report.id: PrintedText(report_title(evaluation, report)) for report in evaluation.family.outline.reports}
    return Fields({"cover": PrintedText(next(iter(cover_lines(evaluation)), ""))} | titles)


def _sections(evaluation: Evaluation, report: Report, fitting: Fitting, charts: bool) -> Fields:
    def content(section: Section, texts: list[str]) -> str:
        return fitting.restyled("".join(section_paragraphs(evaluation, section, texts, charts)))

    return Fields({s.key: Block(texts, partial(content, s, texts)) for s, texts in section_texts(evaluation, report)})


def _forms(evaluation: Evaluation) -> Iterator[tuple[str, Any]]:
    for form in evaluation.family.forms:
        if form.repeated:
            yield plural(form.id), tuple(map(FilledForm, evaluation.of(form.id)))
        else:
            yield form.id, FilledForm(next(evaluation.of(form.id), None) or _blank(evaluation, form))


def _blank(evaluation: Evaluation, form: Form) -> FormValues:
    """A form that was not filled in prints nothing."""
    old = evaluation.submission
    empty = Submission(old.family, old.unit, old.year, [FormData(form.id)])
    return next(evaluate(evaluation.family, empty).of(form.id))
