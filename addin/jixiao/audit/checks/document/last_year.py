"""The 上年 figures of this year beside last year's own file (C50)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, amount_text, failed, passed, unjudged
from jixiao.audit.checks.prose import context_of
from jixiao.audit.checks.prose.form_figures import FormCell, cell_at
from jixiao.core.quantity import printed_precision
from jixiao.core.quantity.sentences import read_label
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import sheet_of
from jixiao.model.forms.grid import walk_cells
from jixiao.model.submission.submission import row_reference

_KEEP = "keep"


def last_year(evaluation: Evaluation, last: Evaluation) -> list[Finding]:
    """What does not agree with last year's file.

    Each amount that a new workbook takes over from last year's (``carry``) should still be that one.

    Args:
        evaluation: this year's.
        last: last year's, of whatever family.
    """
    context = context_of(evaluation)
    if context is None:
        return []
    if last.submission.year and last.submission.year != evaluation.submission.year - 1:
        reason = f"给出的是{last.submission.year}年度的文件，不是上年的"
        return [unjudged("C50", context, FindingPlace(where="上年的文件"), reason)]
    pairs = (pair for index, values in enumerate(evaluation.forms) for pair in _pairs(index, values, last))
    return [finding for pair in pairs if (finding := _asked(pair, context)) is not None]


@dataclass(frozen=True)
class _Pair:
    """A figure of this year's form, and the one of last year's that it should be."""

    form_index: int
    values: FormValues
    reference: str
    label: str
    now: FormCell
    before: FormCell


def _pairs(form_index: int, values: FormValues, last: Evaluation) -> Iterator[_Pair]:
    """The figures taken over from last year, of a form that is filled once."""
    old = next(last.of(values.form.id), None)
    if values.form.repeated or old is None:
        return
    for block, cell in walk_cells(values.form.rows):
        if cell.kind not in ("amount", "yuan") or cell.carry in ("", _KEEP):
            continue
        if block:
            yield from _row_pairs(form_index, values, old, (block, cell.field, cell.carry))
        elif cell.carry in old.schema.fields:
            label = values.schema.titles[cell.field]
            now, before = cell_at(values, cell.field), cell_at(old, cell.carry)
            yield _Pair(form_index, values, cell.field, label, now, before)


def _row_pairs(form_index: int, values: FormValues, old: FormValues, column: tuple[str, str, str]) -> Iterator[_Pair]:
    """Rows of the same name, each named once."""
    block, key, carried = column
    if carried not in old.schema.blocks.get(block, {}):
        return
    names, old_names = _names(values, block), _names(old, block)
    for index, name in enumerate(names):
        if name and names.count(name) == old_names.count(name) == 1:
            now, before = cell_at(values, key, block, index), cell_at(old, carried, block, old_names.index(name))
            label = f"{name}·{values.schema.titles[f'{block}.{key}']}"
            yield _Pair(form_index, values, row_reference(block, index, key), label, now, before)


def _names(values: FormValues, block: str) -> list[str]:
    return [
        read_label(values.printed(values.schema.names[block], block, index)).subject for index in values.rows(block)
    ]


def _asked(pair: _Pair, context: Context) -> Finding | None:
    now, before = pair.now.amount, pair.before.amount
    if now is None or before is None:
        return None
    place = FindingPlace(
        where=f"{pair.values.form.attachment} {pair.label}", reference=pair.reference,
        sheet=sheet_of(context.evaluation, pair.form_index), cell=pair.values.data.places.get(pair.reference, ""),
        form_index=pair.form_index,
    )  # fmt: skip
    if printed_precision.same(now, before, context.rules.tolerances.money):
        return passed("C50", context, place)
    says = {"label": pair.label, "figure": amount_text(now), "cell": amount_text(before)}
    return failed("C50", context, place, says)
