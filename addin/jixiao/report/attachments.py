"""The attachments: their list behind the narrative, then each on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.evaluate import Evaluation, FormValues
from jixiao.report.table import lines, table
from jixiao.report.wordml import paragraph
from jixiao.submission.wording import worded


def attachment_list(evaluation: Evaluation) -> Iterator[str]:
    """附件：1.… 2.…; a form that is filled many times is named once, with their number."""
    heading = evaluation.family.outline.attachments
    for form in evaluation.family.forms:
        filled = list(evaluation.of(form.id))
        if heading and filled:
            count = f"（共{len(filled)}张）" if len(filled) > 1 else ""
            yield paragraph("AttachmentList", f"{heading}{_number(filled[0])}.{_title(filled[0])}{count}")
            heading = "\t"


def attachments(evaluation: Evaluation) -> Iterator[str]:
    """Each filled form: number, title, table, and the lines around the table."""
    for form in evaluation.family.forms:
        filled = list(evaluation.of(form.id))
        for index, values in enumerate(filled, 1):
            part = f"-{index}" if len(filled) > 1 else ""
            yield paragraph("AttachmentNumber", form.attachment + part)
            yield from _page(values)


def _page(values: FormValues) -> Iterator[str]:
    if not values.form.title_inside:
        yield paragraph("AttachmentTitle", _title(values))
    yield from lines(values, values.form.above)
    yield table(values)
    yield from lines(values, values.form.below)


def _number(values: FormValues) -> str:
    return values.form.attachment.removeprefix("附件")


def _title(values: FormValues) -> str:
    return worded(values.data, values.form.title, values.schema.year)
