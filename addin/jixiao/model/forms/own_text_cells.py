"""What each project says for itself in the report on projects: a cell for each section, under the project's form.

The cells are fields of the form, so that whatever moves a form (splitting, merging, ordering) moves its texts along.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from jixiao.model.forms.family import Cell, Form, Outline, Row, Section

_PREFIX = "text."
_HEADING_WIDTH = 55.0
"""Millimetres that a section's heading takes at least."""


def own_text_key(section: str) -> str:
    """The field of a form that holds what it says in a section of the report."""
    return f"{_PREFIX}{section}"


def is_own_text(key: str) -> bool:
    """Whether a field is one of these."""
    return key.startswith(_PREFIX)


def with_own_texts(form: Form, outline: Outline) -> Form:
    """A form that is filled many times with its cells for the report on it; any other form as it is."""
    report = next((report for report in outline.reports if report.id == form.id), None)
    if report is None or not form.repeated or len(form.columns) < 2:
        return form
    sections = (section for section in report.sections if section.key not in report.parents)
    return form.model_copy(update={"own_texts": tuple(_row(section, form.columns) for section in sections)})


def _row(section: Section, columns: Sequence[float]) -> Row:
    wide = next((number for number, width in enumerate(accumulate(columns), 1) if width >= _HEADING_WIDTH), 1)
    label = min(wide, len(columns) - 1)
    key, span = own_text_key(section.key), (label, len(columns) - label)
    return Row(cells=(Cell(label=section.heading, field=key, span=span, kind="long_text", align="left"),))
