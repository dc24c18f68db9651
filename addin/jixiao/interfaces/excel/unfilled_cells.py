"""The cells of an open workbook that wait for a person, as it was read; nothing here asks a live sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.documents.workbook.layout import names
from jixiao.interfaces.excel.failing_cells import Place
from jixiao.interfaces.excel.open_book import Snapshot
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.left_blank import (
    blank_at_home,
    blank_cells,
    blank_sections,
    unfinished_sections,
    wanted,
)
from jixiao.model.forms.family import Repeat
from jixiao.model.forms.field_titles import field_titles
from jixiao.model.forms.grid import walk_blocks
from jixiao.model.submission.submission import row_reference

_OWN = {
    "unit": (names.UNIT, "单位名称"),
    "report_date": (names.REPORT_DATE, "报告（填报）日期"),
    "preparer": (names.PREPARER, "填表人"),
    "phone": (names.PHONE, "联系电话"),
}
"""The cells of 首页 and what stands beside them."""


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
    for name, title in (_OWN[field] for field in blank_at_home(taken.evaluation)):
        defined = taken.saved.defined_names.get(name)
        for sheet, address in defined.destinations if defined else ():
            yield sheet, address.replace("$", ""), title, True


def _form_cells(taken: Snapshot) -> Iterator[_Found]:
    for values in taken.evaluation.forms:
        titles = field_titles(values.form, taken.evaluation.submission.year)
        needed = blank_cells(values)
        asked = {reference for reference, _ in needed}
        others = ((reference, key) for reference, key in _rows_to_go_on(values) if reference not in asked)
        for found, is_needed in ((needed, True), (others, False)):
            for reference, key in found:
                yield values.data.sheet, values.data.places[reference], titles.get(key, ""), is_needed


def _sections(taken: Snapshot) -> Iterator[_Found]:
    """The sections of the report that are still to be written."""
    places = taken.evaluation.submission.text_places
    for report, section in (*blank_sections(taken.evaluation), *unfinished_sections(taken.evaluation)):
        if place := places.get(f"{report.id}.{section.key}"):
            yield *place, section.heading, True


def _rows_to_go_on(values: FormValues) -> Iterator[tuple[str, str]]:
    """The name of the first free row of each group: a form has room there that may stay blank."""
    typed = wanted(values).typed
    for block in (block for block in walk_blocks(values.form.rows) if block.repeat in typed):
        offered: set[tuple[str, ...]] = set()
        for index in values.rows(block.repeat):
            group = _group(values, block, index)
            if not values.is_named(block.repeat, index) and group not in offered:
                name = values.schema.names[block.repeat]
                yield row_reference(block.repeat, index, name), f"{block.repeat}.{name}"
                offered.add(group)


def _group(values: FormValues, block: Repeat, index: int) -> tuple[str, ...]:
    """What stands in the merged cells left of a row: rows with the same belong together."""
    return tuple(values.printed(cell.field, block.repeat, index) for cell in block.cells if cell.merge)
