"""Every number of a submission with what it is called: one row a figure, for tables over many files or years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.model.evaluation.evaluation import YUAN_IN_WAN, Evaluation, FormValues
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.submission.submission import row_reference


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A number: its form, project and key, its title in the form's words, the value, its text, the cell it stood in.

    Amounts are in 万元, whatever the form's unit; the text is what was typed.
    """

    form: str
    project: str
    key: str
    title: str
    value: Decimal
    printed: str
    place: str


def project_of(values: FormValues) -> str:
    """The project a form is filled for; empty for the forms of the unit."""
    return values.printed(values.form.name_field) if values.form.name_field else ""


def named_figures(evaluation: Evaluation) -> Iterator[NamedFigure]:
    """The numbers of all forms, in their order."""
    return (figure for values in evaluation.forms for figure in _of_form(values, evaluation.submission.year))


def _of_form(values: FormValues, year: int) -> Iterator[NamedFigure]:
    titles = field_titles(values.form, year)
    for key in values.schema.fields:
        yield from _figure(values, key, "", -1, titles.get(key, key))
    for block, columns in values.schema.blocks.items():
        for index in values.rows(block):
            for key in columns:
                yield from _figure(values, key, block, index, titles.get(f"{block}.{key}", key))


def _figure(values: FormValues, key: str, block: str, index: int, title: str) -> Iterator[NamedFigure]:
    value = values.value(key, block, index)
    if isinstance(value, Decimal):
        reference = row_reference(block, index, key) if block else key
        place = values.data.places.get(reference, "")
        text = values.printed(key, block, index)
        value = value / YUAN_IN_WAN if values.tells_in_wan(key, block) else value
        yield NamedFigure(values.form.id, project_of(values), reference, title, value, text, place)
