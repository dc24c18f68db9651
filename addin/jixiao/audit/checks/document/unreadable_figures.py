"""What a person wrote where a figure belongs, and nobody can read as one (C65)."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of
from jixiao.model.submission.submission import row_reference
from jixiao.model.submission.typed_figures import is_unreadable


def unreadable(context: Context) -> Iterator[Finding]:
    """C65: a figure's cell holds a figure, a dash or nothing; of a published document its own layout is to blame."""
    if context.evaluation.submission.published:
        return
    for index, values in enumerate(context.evaluation.forms):
        for reference, key, text in _typed(values):
            title = values.schema.titles.get(key, key)
            place = FindingPlace(
                where=f"{form_name(values)} {title}", reference=reference, sheet=sheet_of(context.evaluation, index),
                cell=values.data.places.get(reference, ""), form_index=index,
            )  # fmt: skip
            yield failed("C65", context, place, {"label": title, "words": text})


def _typed(values: FormValues) -> Iterator[tuple[str, str, str]]:
    """Reference, key and text of each cell that cannot be read."""
    for key, column in values.schema.fields.items():
        if is_unreadable(text := values.typed(key) or "", column.kind):
            yield key, key, text
    for block, columns in values.schema.blocks.items():
        for index in values.rows(block):
            for key, column in columns.items():
                if is_unreadable(text := values.typed(key, block, index) or "", column.kind):
                    yield row_reference(block, index, key), f"{block}.{key}", text
