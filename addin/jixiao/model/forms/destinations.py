"""Where a text that found no place can go: each part of the reports, and each field of the forms that holds words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.model.forms.family import WORDS, Family, Form
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.sentence_template import without_fields
from jixiao.model.forms.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Destination:
    """A part of a report (``report`` and its ``key``), or a field (``key``) of the ``form``-th filled form."""

    key: str
    report: str = ""
    form: int = -1


def destinations(family: Family, forms: Sequence[tuple[str, Form]], year: int) -> dict[str, Destination]:
    """What a person chooses from, in words, with what it stands for.

    Args:
        family: the form family.
        forms: the filled forms in order, each with the title of its sheet.
        year: the year that the forms' labels name.
    """
    return dict(_sections(family)) | dict(_fields(forms, year))


def _sections(family: Family) -> Iterator[tuple[str, Destination]]:
    for report in family.outline.reports:
        word = vocabulary().forms.get(report.id)
        title = word.report if word and word.report else without_fields(report.title)
        for section in report.sections:
            yield f"{title}　{section.heading}", Destination(section.key, report=report.id)


def _fields(forms: Sequence[tuple[str, Form]], year: int) -> Iterator[tuple[str, Destination]]:
    for number, (sheet, form) in enumerate(forms):
        titles = field_titles(form, year)
        for block, cell in walk_cells(form.rows):
            if cell.field and not block and cell.kind in WORDS and not cell.formula:
                yield f"{sheet}　{titles[cell.field]}", Destination(cell.field, form=number)
