"""The next cell of an open workbook that every unit fills in and that is still blank."""

from __future__ import annotations

from collections.abc import Iterator

import xlwings as xw

from jixiao.documents.report.narrative import wanted_reports
from jixiao.documents.workbook.layout import names
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.submission.submission import row_reference

_OWN = (names.UNIT, names.REPORT_DATE, names.PREPARER, names.PHONE)


def next_unfilled(book: xw.Book, evaluation: Evaluation) -> xw.Range | None:
    """The first of them: those of 首页, then each form's from top to bottom, then those of 报告正文."""
    return next(_unfilled(book, evaluation), None)


def _unfilled(book: xw.Book, evaluation: Evaluation) -> Iterator[xw.Range]:
    own = {name.name: name for name in book.names}
    for name in _OWN:
        if name in own and not str(own[name].refers_to_range.value or "").strip():
            yield own[name].refers_to_range
    for values in evaluation.forms:
        for reference in _blank_fields(values):
            yield book.sheets[values.data.sheet].range(values.data.places[reference])
    for report in wanted_reports(evaluation):
        for section in report.asked:
            if not evaluation.submission.texts.get(report.id, {}).get(section.key):
                yield own[names.text_name(report.id, section.key)].refers_to_range


def _blank_fields(values: FormValues) -> Iterator[str]:
    """References in the order of the form; of a block each named row, or the first one's name."""
    columns: dict[str, list[str]] = {}
    for key in values.form.needed:
        if key in values.schema.fields:
            if values.value(key) is None:
                yield key
        else:
            block, column = key.split(".")
            columns.setdefault(block, []).append(column)
    for block, wanted in columns.items():
        yield from _blank_in_rows(values, block, wanted)


def _blank_in_rows(values: FormValues, block: str, columns: list[str]) -> Iterator[str]:
    name = values.schema.names[block]
    named = [index for index in values.rows(block) if values.value(name, block, index) is not None]
    for index in named or list(values.rows(block))[:1]:
        for column in columns:
            if values.value(column, block, index) is None:
                yield row_reference(block, index, column)
