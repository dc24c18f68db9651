"""The projects of 基础数据表 beside the projects' own forms (C43)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.document.similar_texts import pairs, shared
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, amount_text, failed, passed
from jixiao.audit.checks.prose.form_figures import FormCell, cell_at
from jixiao.core.quantity import Amount, printed_precision
from jixiao.core.quantity.sentences import read_label
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of


def projects(context: Context) -> Iterator[Finding]:
    """C43: a project listed in both has the same spending, and a project with a form of its own is listed."""
    listed = list(_listed(context))
    if not any(cell.amount for _, cell in listed):
        return
    form = context.rules.projects.form
    for index, values in enumerate(context.evaluation.forms):
        if values.form.id == form.form and values.printed(form.name):
            yield _of_project(index, values, listed, context)


def _listed(context: Context) -> Iterator[tuple[str, FormCell]]:
    """The projects of 基础数据表 with what each spent."""
    rows = context.rules.projects.rows
    for values in context.evaluation.of(rows.form):
        for index in values.rows(rows.block) if rows.block in values.schema.blocks else ():
            yield (
                read_label(values.printed(rows.name, rows.block, index)).subject,
                cell_at(values, rows.final, rows.block, index),
            )


def _of_project(index: int, values: FormValues, listed: list[tuple[str, FormCell]], context: Context) -> Finding:
    form = context.rules.projects.form
    name, spent = values.printed(form.name), cell_at(values, form.final)
    place = FindingPlace(
        where=f"{form_name(values)} {spent.label}", reference=form.final, sheet=sheet_of(context.evaluation, index),
        cell=values.data.places.get(form.final, ""), form_index=index,
    )  # fmt: skip
    named = [cell for subject, cell in listed if subject == read_label(name).subject]
    if not named and not any(_is_it(name, spent, subject, cell, context) for subject, cell in listed):
        return failed("C43-listed", context, place, {"name": name})
    amounts = [cell.amount for cell in named if cell.amount is not None]
    if not amounts or spent.amount is None or any(_same(spent.amount, amount, context) for amount in amounts):
        return passed("C43", context, place)
    says = {"name": name, "figure": amount_text(spent.amount), "form": named[0].form, "cell": amount_text(amounts[0])}
    return failed("C43", context, place, says)


def _is_it(name: str, spent: FormCell, subject: str, cell: FormCell, context: Context) -> bool:
    """Whether a line under another name may be the project: a like name, or the same money."""
    if spent.amount and cell.amount and _same(spent.amount, cell.amount, context):
        return True
    return max(shared(name, pairs(subject)), shared(subject, pairs(name))) >= context.rules.projects.least_shared.value


def _same(first: Amount, second: Amount, context: Context) -> bool:
    return printed_precision.same(first, second, context.rules.tolerances.money)
