"""The row of a form that a finding speaks of, as it stands in the file, with the place itself marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jixiao.audit.checks import Finding
from jixiao.audit.presentation.elements import E
from jixiao.audit.presentation.results import Review, shortened
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.field_titles import field_titles

_ROW = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")
_LONGEST = 600
"""Characters of one cell that are shown."""


def form_of(review: Review, finding: Finding) -> FormValues | None:
    """The form a finding speaks of; none for the report's text and for the file as a whole."""
    forms = review.evaluation.forms
    return forms[finding.form_index] if 0 <= finding.form_index < len(forms) else None


def piece_of(review: Review, finding: Finding) -> list[list[str]]:
    """The row of a finding: title, what is printed, and * at the place itself; empty where there is none."""
    values = form_of(review, finding)
    if values is None:
        return []
    titles = field_titles(values.form, review.evaluation.submission.year)
    match = _ROW.fullmatch(finding.reference)
    if match:
        return _row(values, titles, match)
    group = finding.reference.rpartition(".")[0]
    keys = [(key, values.printed(key)) for key in values.schema.fields if group and key.startswith(f"{group}.")]
    return [[titles.get(key, key), text, "*" * (key == finding.reference)] for key, text in keys if text]


def _row(values: FormValues, titles: dict[str, str], match: re.Match[str]) -> list[list[str]]:
    block, index = match[1], int(match[2])
    if index not in values.rows(block):
        return []
    keys = [(key, values.printed(key, block, index)) for key in values.schema.blocks[block]]
    return [[titles.get(f"{block}.{key}", key), text, "*" * (key == match[3])] for key, text in keys if text]


def piece_table(cells: Sequence[Sequence[str]]) -> Any:
    """The row with its headings, the cell in question marked and said to be so."""
    marked = [E.td(E.mark(_text(text)), title="这一格") if mark else E.td(_text(text)) for _, text, mark in cells]
    return scrolling_table("表中的这一行", [title for title, _, _ in cells], [E.tr(*marked)])


def scrolling_table(name: str, headings: Sequence[str], rows: Sequence[Any]) -> Any:
    """A table that scrolls on a narrow screen, by keyboard too."""
    head = E.tr(*(E.th(_text(heading), scope="col") for heading in headings))
    return E.div(E.table(head, *rows), {"class": "piece", "tabindex": "0", "role": "group", "aria-label": name})


def _text(text: str) -> str:
    return shortened(str(text), _LONGEST)
