"""What each project says for itself in the report on projects: a cell for each section, under the project's form.

The cells are fields of the form, so that whatever moves a form (splitting, merging, ordering) moves its texts along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from jixiao.model.forms.family import Cell, Form, Outline, Report, Row, Section

_PREFIX = "text."
_NUMBER = re.compile(r"[一二三四五六七八九十]+、")
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
    rows = tuple(_row(section, heading, form.columns) for section, heading in _headed(report))
    return form.model_copy(update={"own_texts": rows})


def _headed(report: Report) -> Iterator[tuple[Section, str]]:
    """The sections that hold texts, below the number of the one they belong to: （一） comes more than once."""
    above = ""
    for section in report.sections:
        if section.level == 1:
            number = _NUMBER.match(section.heading)
            above = number[0] if number else ""
        if section.key not in report.parents:
            yield section, section.heading if section.level == 1 else f"{above}{section.heading}"


def _row(section: Section, heading: str, columns: Sequence[float]) -> Row:
    wide = next((number for number, width in enumerate(accumulate(columns), 1) if width >= _HEADING_WIDTH), 1)
    label = min(wide, len(columns) - 1)
    key, span = own_text_key(section.key), (label, len(columns) - label)
    return Row(cells=(Cell(label=heading, field=key, span=span, kind="long_text", align="left"),))
