"""Indicators without the name of their group (C69): once a form, not once a row.

A merged cell's text stands in its first row alone; whoever deletes that row deletes the name of the whole group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, passed, unjudged
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.submission import row_reference

_MOST = 8
"""Rows that are named; of more it says how many."""


def lost_levels(context: Context) -> Iterator[Finding]:
    """C69: every named indicator belongs to a group of the first level, where the form has a column for it.

    Not of a published document: a table that a page cuts has the group's name on the page before.
    """
    if context.evaluation.submission.published:
        return
    for index, values in enumerate(context.evaluation.forms):
        if {roles().level1, roles().name} <= values.schema.blocks.get(roles().indicators, {}).keys():
            yield _of_form(index, values, context)


def _of_form(index: int, values: FormValues, context: Context) -> Finding:
    named = [row for row in values.rows(roles().indicators) if _is_indicator(values, row)]
    lost = [row for row in named if not _printed(values, roles().level1, row)]
    reference = row_reference(roles().indicators, lost[0] if lost else 0, roles().level1)
    place = FindingPlace(
        where=form_name(values), reference=reference, sheet=sheet_of(context.evaluation, index),
        cell=values.data.places.get(reference, ""), form_index=index,
    )  # fmt: skip
    if len(lost) == len(named):
        return unjudged("C69", context, place, "这张表的指标都没有写一级指标")
    return failed("C69", context, place, {"items": _items(values, lost)}) if lost else passed("C69", context, place)


def _items(values: FormValues, lost: Sequence[int]) -> str:
    places = values.data.places
    cells = (places.get(row_reference(roles().indicators, row, roles().level1), "") for row in lost[:_MOST])
    named = (f"{cell}「{_printed(values, roles().name, row)}」" for cell, row in zip(cells, lost, strict=False))
    return f"{'、'.join(named)}{f'等{len(lost)}项' if len(lost) > _MOST else ''}"


def _printed(values: FormValues, key: str, row: int) -> str:
    return values.data.rows[roles().indicators][row].get(key, "").strip()


def _is_indicator(values: FormValues, row: int) -> bool:
    """Whether a row is an indicator of its own: named, with a target or points."""
    name = _printed(values, roles().name, row)
    is_filled = any(_printed(values, key, row) for key in (roles().target, roles().weight))
    return is_filled and bool(name) and not name.startswith("…")
