"""The figures of the forms, as the prose is compared with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jixiao.audit.checks.context import Context
from jixiao.core.quantity import Amount, read_figure
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.form_names import form_name

_UNITS = {"amount": "万元", "yuan": "元", "count": "人", "percent": "%", "points": "分"}
"""What a form's figure is in where the cell prints no unit."""


@dataclass(frozen=True)
class FormCell:
    """A figure of a form with its place in words; ``amount`` is ``None`` where nothing (or no figure) is written."""

    form: str
    label: str
    amount: Amount | None
    is_blank: bool


def cells_of(context: Context, places: Iterable[str]) -> list[FormCell]:
    """The cells of ``form:key`` in all forms that have them."""
    found = []
    for place in places:
        form_id, _, key = place.partition(":")
        for values in context.evaluation.of(form_id):
            if key in values.schema.fields:
                found.append(cell_at(values, key))
    return found


def cell_at(values: FormValues, key: str, block: str = "", index: int = -1) -> FormCell:
    """One cell, of a form or of a row of its block."""
    text = values.printed(key, block, index)
    column = values.schema.blocks[block][key] if block else values.schema.fields[key]
    label = values.schema.titles[f"{block}.{key}" if block else key]
    amount = read_figure(text)
    if not isinstance(amount, Amount):
        return FormCell(form_name(values), label, None, not text.strip())
    unit = amount.unit or _UNITS.get(column.kind, "")
    return FormCell(form_name(values), label, replace(amount, unit=unit, text=f"{amount.value:f}{unit}"), False)


def first_amount(cells: Iterable[FormCell]) -> Amount | None:
    """The first figure that some of the cells hold."""
    return next((cell.amount for cell in cells if cell.amount is not None), None)
