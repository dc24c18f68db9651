"""Fields of a form that is filled many times, as columns: a cell for each of its sheets.

A formula that named the cell of each sheet would pass Excel's limits (8192 characters, 255 arguments) with many
projects; one that names a column never does, and no column stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.raster import fixed_range
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.evaluation import YUAN_IN_WAN
from jixiao.model.submission.figures import CellValue

_FIRST_ROW = 1


class ProjectLists:
    """Gives each field that a formula asks for a column, and writes the columns when all formulas are known.

    Args:
        evaluation: whose figures they are.
        forms: the filled forms' addresses, in the evaluation's order.
        sheet: the title of the sheet that holds the columns.
        first: its first column that is free.
    """

    def __init__(self, evaluation: Evaluation, forms: Sequence[Addresses], sheet: str, first: int) -> None:
        self._evaluation = evaluation
        self._forms = list(zip(evaluation.forms, forms, strict=True))
        self._sheet = sheet
        self._first = first
        self._asked: list[tuple[str, bool]] = []

    def has(self, name: str) -> bool:
        """Whether a name (``form:key``) is a field of a form that is filled many times."""
        form_id, _, _ = name.rpartition(":")
        return form_id in {form.id for form in self._evaluation.family.forms if form.repeated}

    def range_of(self, name: str, *, told: bool = False) -> str:
        """The column of a field, for formulas on any sheet; an empty text where no such form is filled.

        ``told`` as sentences tell it: amounts in 万元.
        """
        count = len(list(self._cells(name)))
        if not count:
            return '""'
        asked = (name, told and self._in_yuan(name))
        if asked not in self._asked:
            self._asked.append(asked)
        column = self._first + self._asked.index(asked)
        return f"{names.quoted(self._sheet)}!{fixed_range(_FIRST_ROW, _FIRST_ROW + count - 1, column)}"

    def write(self, sheet: Worksheet, style: Format) -> None:
        """Write the columns that were asked for, hidden; a blank field stays blank."""
        for column, (name, in_wan) in enumerate(self._asked, self._first):
            sheet.set_column(column, column, None, None, {"hidden": True})
            sheet.write_string(0, column, name, style)
            for row, (cell, value) in enumerate(self._cells(name), _FIRST_ROW):
                shown = f"{cell}/{YUAN_IN_WAN}" if in_wan else cell
                known = value / YUAN_IN_WAN if in_wan and isinstance(value, Decimal) else value
                sheet.write_formula(row, column, f'=IF({cell}="","",{shown})', style, stored(known))

    def _in_yuan(self, name: str) -> bool:
        form_id, _, key = name.rpartition(":")
        return any(values.tells_in_wan(key) for values in self._evaluation.of(form_id))

    def _cells(self, name: str) -> Iterator[tuple[str, CellValue]]:
        form_id, _, key = name.rpartition(":")
        for values, at in self._forms:
            if values.form.id == form_id:
                yield at.outside(key), values.value(key)
