"""The cells of an open workbook that wait for a person, as it was read; nothing here asks a live sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.documents.workbook.layout import names
from jixiao.interfaces.excel.failing_cells import Place
from jixiao.interfaces.excel.open_book import Snapshot
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.own_texts import own_lines, wanted_reports
from jixiao.model.forms.family import Repeat
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission.submission import row_reference

_OWN = {
    names.UNIT: "单位名称",
    names.REPORT_DATE: "报告（填报）日期",
    names.PREPARER: "填表人",
    names.PHONE: "联系电话",
}


@dataclass(frozen=True, slots=True)
class UnfilledCell:
    """A blank cell to fill in.

    ``is_needed``: every unit fills it in; else it begins a row that a form has room for, and may stay blank.
    """

    place: Place
    sheet: str
    address: str
    title: str
    is_needed: bool = True


def unfilled_cells(taken: Snapshot) -> list[UnfilledCell]:
    """All of them in the order in which a person goes through the workbook."""
    order = {title: number for number, title in enumerate(taken.saved.sheetnames, start=1)}
    found = [*_own_cells(taken), *_form_cells(taken), *_sections(taken)]
    cells = (
        UnfilledCell((order[sheet], *coordinate_to_tuple(address)), sheet, address, title, is_needed)
        for sheet, address, title, is_needed in found
    )
    return sorted(cells, key=lambda cell: cell.place)


_Found = tuple[str, str, str, bool]
"""Sheet, address, title, whether it is needed."""


def _own_cells(taken: Snapshot) -> Iterator[_Found]:
    """Those of 首页: whose workbook it is."""
    for name, title in _OWN.items():
        defined = taken.saved.defined_names.get(name)
        for sheet, address in defined.destinations if defined else ():
            cell = address.replace("$", "")
            if not str(taken.saved[sheet][cell].value or "").strip():
                yield sheet, cell, title, True


def _form_cells(taken: Snapshot) -> Iterator[_Found]:
    for values in taken.evaluation.forms:
        titles = field_titles(values.form, taken.evaluation.submission.year)
        for reference, key, is_needed in _blank_fields(values):
            yield values.data.sheet, values.data.places[reference], titles.get(key, ""), is_needed


def _sections(taken: Snapshot) -> Iterator[_Found]:
    """The sections of the report that only the unit writes."""
    submission = taken.evaluation.submission
    for report in wanted_reports(taken.evaluation):
        for section in report.asked:
            place = submission.text_places.get(f"{report.id}.{section.key}")
            if place and not own_lines(taken.evaluation, report, section):
                yield *place, section.heading, True


def _blank_fields(values: FormValues) -> Iterator[tuple[str, str, bool]]:
    """Reference, key and whether it is needed, of each blank field that every unit fills in."""
    for key in values.form.needed:
        if key in values.schema.fields and not values.printed(key).strip():
            yield key, key, True
    for block in walk_blocks(values.form.rows):
        for index, column, is_needed in _blank_in_rows(values, block):
            yield row_reference(block.repeat, index, column), f"{block.repeat}.{column}", is_needed


def _blank_in_rows(values: FormValues, block: Repeat) -> Iterator[tuple[int, str, bool]]:
    """What a named row lacks, and the first free row of each group that it could go on with."""
    columns, name = _asked_columns(values, block), values.schema.names[block.repeat]
    has_named = any(values.is_named(block.repeat, index) for index in values.rows(block.repeat))
    offered: set[tuple[str, ...]] = set()
    for index in values.rows(block.repeat) if columns else ():
        if values.is_named(block.repeat, index):
            blank = (c for c in columns if not values.printed(c, block.repeat, index).strip())
            yield from ((index, column, True) for column in blank)
        elif (group := _group(values, block, index)) not in offered:
            yield index, name, not (has_named or offered)
            offered.add(group)


def _asked_columns(values: FormValues, block: Repeat) -> list[str]:
    """The columns of a block that every named row fills in, from left to right."""
    needed, form = values.form.needed, values.form
    return [c.field for c in block.cells if form.asks(c, block.repeat) or f"{block.repeat}.{c.field}" in needed]


def _group(values: FormValues, block: Repeat, index: int) -> tuple[str, ...]:
    """What stands in the merged cells left of a row: rows with the same belong together."""
    return tuple(values.printed(cell.field, block.repeat, index) for cell in block.cells if cell.merge)
