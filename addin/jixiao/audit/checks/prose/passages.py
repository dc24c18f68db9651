"""The prose of a submission: the report's sections, paragraphs outside any section, and the forms' long texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jixiao.core.quantity.sentences import Mention, MentionKind, Prose, Role, read_account
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of
from jixiao.model.evaluation.own_texts import own_texts
from jixiao.model.evaluation.report_sentences import fill
from jixiao.model.forms.family import Report, Section
from jixiao.model.forms.own_text_cells import own_text_key
from jixiao.model.forms.sheet_titles import REPORT_TEXT
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.submission import FOOTER, HEADER, LOOSE_TEXT

_HEADING = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}\s?、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；;]{1,40}"
)


@dataclass(frozen=True)
class Passage:
    """One text with its place.

    ``report`` is the report's id, empty for a text that the form prints. ``values`` is the form where it stands in
    one. ``sheet``, ``cell``, ``heading`` say where it stands, in the file's words; ``reference`` names the value.
    """

    text: str
    report: str
    sheet: str
    heading: str
    reference: str
    cell: str = ""
    values: FormValues | None = None
    form_index: int = -1

    @property
    def is_loose(self) -> bool:
        """Whether it stands in no section that was recognised."""
        return self.reference in (LOOSE_TEXT, HEADER, FOOTER)

    @cached_property
    def prose(self) -> Prose:
        """The text with its figures, those in 万元 to the decimals that the text uses."""
        return read_account(self.text)

    @cached_property
    def endings(self) -> Counter[str]:
        """How many figures have a subject that ends so."""
        return Counter(mention.label.subject[-2:] for mention in self.prose.mentions if mention.is_figure)

    @cached_property
    def by_subject(self) -> dict[str, list[Mention]]:
        """The figures and ratios that can be relied on, by their subject."""
        found: dict[str, list[Mention]] = {}
        for mention in self.prose.mentions:
            if mention.is_sure and mention.kind in (MentionKind.FIGURE, MentionKind.RATIO):
                found.setdefault(mention.label.subject, []).append(mention)
        return found

    def stated_role(self, mention: Mention) -> Role:
        """Which of a thing's figures is meant, the heading above it included."""
        return self.prose.stated_role(mention, self.heading)

    def where(self, mention: Mention) -> str:
        """The place of a figure, with its sentence as it stands in the file."""
        return f"{self.heading}：“{self.prose.quote(mention)}”"


def passages(evaluation: Evaluation, cells: dict[str, str]) -> list[Passage]:
    """Every text of a submission, in the order of the document."""
    found = [*_sections(evaluation), *_paragraphs(evaluation), *_margins(evaluation), *_cells(evaluation, cells)]
    return [passage for passage in found if passage.text.strip()]


def _sections(evaluation: Evaluation) -> Iterator[Passage]:
    submission = evaluation.submission
    for report in evaluation.family.outline.reports:
        planned = fill(report.title, evaluation) if submission.published else REPORT_TEXT
        texts = submission.texts.get(report.id, {})
        for section in report.sections:
            if section.key in texts:
                reference = f"{report.id}.{section.key}"
                sheet, cell = submission.text_places.get(reference, (planned, ""))
                yield Passage(texts[section.key], report.id, sheet, section.heading, reference, cell)
            yield from _of_projects(evaluation, report, section)


def _of_projects(evaluation: Evaluation, report: Report, section: Section) -> Iterator[Passage]:
    """What the projects say in a section for themselves."""
    numbers = {id(values): number for number, values in enumerate(evaluation.forms)}
    for values, text in own_texts(evaluation, report, section):
        key, number = own_text_key(section.key), numbers[id(values)]
        sheet, cell = sheet_of(evaluation, number), values.data.places.get(key, "")
        yield Passage(text, report.id, sheet, section.heading, key, cell, values, number)


def _paragraphs(evaluation: Evaluation) -> Iterator[Passage]:
    """Paragraphs that belong to no section of the outline, under the headings that stand among them."""
    heading, lines = LOOSE_TEXT, list[str]()
    for item in evaluation.submission.unplaced:
        if item.where != LOOSE_TEXT:
            continue
        if _HEADING.fullmatch(item.text):
            yield _loose(heading, lines)
            heading, lines = item.text.strip(), []
        else:
            lines.append(item.text)
    yield _loose(heading, lines)


def _margins(evaluation: Evaluation) -> Iterator[Passage]:
    """What stands around the text of the pages."""
    for where in (HEADER, FOOTER):
        yield _loose(where, [item.text for item in evaluation.submission.unplaced if item.where == where], where)


def _loose(heading: str, lines: list[str], sheet: str = LOOSE_TEXT) -> Passage:
    return Passage("\n".join(lines), roles().unit_form, sheet, heading, sheet)


def _cells(evaluation: Evaluation, cells: dict[str, str]) -> Iterator[Passage]:
    for index, values in enumerate(evaluation.forms):
        for key in cells:
            if key in values.schema.fields:
                yield _cell(values, key, index, evaluation)


def _cell(values: FormValues, key: str, index: int, evaluation: Evaluation) -> Passage:
    return Passage(
        text=values.printed(key),
        report="",
        sheet=sheet_of(evaluation, index),
        heading=f"{form_name(values)} {values.schema.titles[key]}",
        reference=key,
        cell=values.data.places.get(key, ""),
        values=values,
        form_index=index,
    )
