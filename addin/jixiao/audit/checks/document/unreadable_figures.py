"""What stands where it cannot be read: no figure where a figure belongs (C65), a formula without a result (C67).

And figures with a sign of money, which are read in the form's own unit (C68).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of
from jixiao.model.forms.family import Kind
from jixiao.model.submission.submission import row_reference
from jixiao.model.submission.typed_figures import is_broken_formula, is_unreadable

_UNITS: Mapping[Kind, str] = {"amount": "万元", "yuan": "元", "count": "人", "points": "分"}


class _Typed(NamedTuple):
    """A cell that somebody filled in."""

    reference: str
    key: str
    kind: Kind
    text: str


def unreadable(context: Context) -> Iterator[Finding]:
    """C65: a figure's cell holds a figure, a dash or nothing; of a published document its own layout is to blame."""
    for index, typed in _typed_in(context):
        if is_unreadable(typed.text, typed.kind) and not is_broken_formula(typed.text):
            yield _told("C65", context, index, typed)


def broken_formulas(context: Context) -> Iterator[Finding]:
    """C67: a formula that somebody typed has a result."""
    for index, typed in _typed_in(context):
        if is_broken_formula(typed.text):
            yield _told("C67", context, index, typed)


def signs_of_money(context: Context) -> Iterator[Finding]:
    """C68: what was typed as ￥118.49 counts in the unit of the form, which the person may not have meant."""
    for index, values in enumerate(context.evaluation.forms):
        for typed in _typed(values):
            if (sign := values.data.money.get(typed.reference)) and (unit := _UNITS.get(typed.kind)):
                says = {"words": f"{sign}{typed.text}", "figure": f"{typed.text}{unit}"}
                yield _told("C68", context, index, typed, says)


def _typed_in(context: Context) -> Iterator[tuple[int, _Typed]]:
    if not context.evaluation.submission.published:
        for index, values in enumerate(context.evaluation.forms):
            yield from ((index, typed) for typed in _typed(values))


def _told(check: str, context: Context, index: int, typed: _Typed, says: Mapping[str, str] | None = None) -> Finding:
    values = context.evaluation.forms[index]
    title = values.schema.titles.get(typed.key, typed.key)
    place = FindingPlace(
        where=f"{form_name(values)} {title}", reference=typed.reference, sheet=sheet_of(context.evaluation, index),
        cell=values.data.places.get(typed.reference, ""), form_index=index,
    )  # fmt: skip
    return failed(check, context, place, {"label": title, "words": typed.text, **(says or {})})


def _typed(values: FormValues) -> Iterator[_Typed]:
    for key, column in values.schema.fields.items():
        yield _Typed(key, key, column.kind, values.typed(key) or "")
    for block, columns in values.schema.blocks.items():
        for index in values.rows(block):
            for key, column in columns.items():
                text = values.typed(key, block, index) or ""
                yield _Typed(row_reference(block, index, key), f"{block}.{key}", column.kind, text)
