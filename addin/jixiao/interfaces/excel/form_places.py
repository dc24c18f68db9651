"""Where a form's rows and formulas stand on its sheet, as the workbook was read; nothing here asks a live sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.freezing import formula_fields
from jixiao.model.forms.expression import parse, to_formula
from jixiao.model.forms.family import Repeat
from jixiao.model.submission.more_rows import sheet_rows
from jixiao.model.submission.submission import row_reference


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell of the printed form that is computed; rows and columns count from 1."""

    row: int
    column: int
    formula: str
    is_typed: bool
    is_blank: bool = False


class FormPlaces:
    """One filled form on the sheet of that title."""

    def __init__(self, title: str, values: FormValues) -> None:
        self.values = values
        self.at = Addresses(title, values)

    def rows(self, block: str) -> list[int]:
        """The sheet's rows of a block, from 1."""
        return sheet_rows(self.values.data, block, self.at.blocks[block].cells[0].field)

    def columns(self, block: Repeat) -> Iterator[tuple[str, str, bool]]:
        """The columns of a block: key, formula or nothing, and whether its cells are merged over rows."""
        yield from ((cell.field, cell.formula, cell.merge) for cell in block.cells)
        if block.repeat == self.values.form.helper_block:
            yield from ((helper.field, helper.formula, False) for helper in self.values.form.helpers)

    def formula(self, expression: str, block: str, row: int) -> str:
        """The family's formula as it stands in a row of this sheet."""
        native = self.at.values.native(parse(expression))
        return "=" + to_formula(native, lambda key: self.at.inside(key, block, row - 1))

    def formula_cells(self) -> Iterator[FormulaCell]:
        """The cells of the printed form that the family computes, each with its formula in its place."""
        for cell, block, index in formula_fields(self.values):
            reference = row_reference(block, index, cell.field) if block else cell.field
            row, column = coordinate_to_tuple(self.values.data.places[reference])
            typed = self.values.typed(cell.field, block, index)
            is_blank = typed == "" and (not block or self.values.is_named(block, index))
            yield FormulaCell(row, column, self.formula(cell.formula, block, row), typed is not None, is_blank)
