"""What a published form leaves blank (C66): once a form, not once a row."""

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


def blanks(context: Context) -> Iterator[Finding]:
    """C66: indicators with a target or points have a result and a score, and a rate its two figures."""
    if not context.evaluation.submission.published:
        return
    for index, values in enumerate(context.evaluation.forms):
        if values.data.places and roles().indicators in values.schema.blocks:
            yield _of_form(index, values, context)


def _of_form(index: int, values: FormValues, context: Context) -> Finding:
    reference = row_reference(roles().indicators, 0, roles().actual)
    place = FindingPlace(
        where=form_name(values), reference=reference, sheet=sheet_of(context.evaluation, index),
        cell=values.data.places.get(reference, ""), form_index=index,
    )  # fmt: skip
    rows = [row for row in values.rows(roles().indicators) if _is_asked(values, row)]
    columns = [key for key in (roles().actual, roles().score) if _is_asked_for(key, values, rows)]
    rate = _rate_alone(values, context)
    if not (columns and rows) and not rate:
        return unjudged("C66", context, place, "这张表没有要填的实际完成值和得分")
    items = [*_missing(values, rows, columns), *rate]
    return failed("C66", context, place, {"items": "；".join(items)}) if items else passed("C66", context, place)


def _printed(values: FormValues, key: str, row: int) -> str:
    block = values.schema.blocks[roles().indicators]
    return values.data.rows[roles().indicators][row].get(key, "").strip() if key in block else ""


def _is_asked(values: FormValues, row: int) -> bool:
    """Whether a row is an indicator of its own: named, with a target or points."""
    name = _printed(values, roles().name, row)
    is_filled = any(_printed(values, key, row) for key in (roles().target, roles().weight))
    return is_filled and bool(name) and not name.startswith("…")


def _is_asked_for(key: str, values: FormValues, rows: Sequence[int]) -> bool:
    """Whether the file's table has a column for it; scores only where points are given."""
    has_points = key != roles().score or any(_printed(values, roles().weight, row) for row in rows)
    return has_points and any(row_reference(roles().indicators, row, key) in values.data.places for row in rows)


def _missing(values: FormValues, rows: Sequence[int], columns: Sequence[str]) -> Iterator[str]:
    for key in columns:
        title = values.schema.titles[f"{roles().indicators}.{key}"]
        counted = [row for row in rows if key != roles().score or _printed(values, roles().weight, row)]
        empty = [row for row in counted if not _printed(values, key, row)]
        if empty and len(empty) == len(counted):
            yield f"{len(empty)}项指标都没有写{title}"
        elif empty:
            named = "、".join(f"第{row + 1}行「{_printed(values, roles().name, row)}」" for row in empty[:_MOST])
            yield f"没有写{title}的有{len(empty)}项：{named}{'等' if len(empty) > _MOST else ''}"


def _rate_alone(values: FormValues, context: Context) -> list[str]:
    """执行率 without the two figures it comes from, where the form asks for them."""
    form = context.rules.projects.form
    fields, keys = values.data.fields, (form.budget, form.final)
    asked = [key for key in keys if key in values.data.places]
    is_alone = bool(fields.get(roles().execution_rate, "").strip("/-— ")) and not any(fields.get(key) for key in keys)
    return ["写了执行率，没有写预算数和执行数"] if is_alone and len(asked) == len(keys) else []
