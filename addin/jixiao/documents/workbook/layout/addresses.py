"""Where everything of one filled form stands on its sheet, and what stands for a key in a formula."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.raster import FIRST_ROW, Raster, address, fixed, fixed_range, raster
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.family import Repeat
from jixiao.model.forms.grid import Layout, Placed, lay_out_lines, walk_blocks
from jixiao.model.forms.native_formulas import QUOTIENT
from jixiao.model.submission.submission import row_reference

_GLOBALS = {
    "family": names.FAMILY, "unit": names.UNIT, "year": names.YEAR,
    "preparer": names.PREPARER, "phone": names.PHONE, "report_date": names.REPORT_DATE,
}  # fmt: skip


@dataclass
class Addresses:
    """The plan of a form's sheet; rows and columns count from 0.

    ``places``: reference → cell. ``columns``: block → column key → sheet column, helper columns among them.
    ``filled``: the hidden columns that repeat a merged cell's text on each of its rows, by block and key.
    ``hint`` is the column of the hints, ``quotient`` the hidden one of actual over target, ``free`` the first column
    after everything planned.
    """

    sheet: str
    values: FormValues
    layout: Layout = field(init=False)
    above: Layout = field(init=False)
    below: Layout = field(init=False)
    aside: Layout = field(init=False)
    texts: Layout = field(init=False)
    raster: Raster = field(init=False)
    places: dict[str, tuple[int, int]] = field(init=False, default_factory=dict)
    columns: dict[str, dict[str, int]] = field(init=False, default_factory=dict)
    filled: dict[tuple[str, str], int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        form = self.values.form
        self.width = len(form.columns)
        self.layout = self.values.layout
        self.below = lay_out_lines(form.below, self.width)
        self.aside = lay_out_lines(form.aside, len(form.aside_columns))
        self.above = lay_out_lines(form.above, self.width)
        self.texts = lay_out_lines(form.own_texts, self.width)
        self.raster = raster(self.layout, self.above.height)
        self.blocks: dict[str, Repeat] = {block.repeat: block for block in walk_blocks(form.rows)}
        self._plan_columns()
        self._record_places()

    # ---- planning -------------------------------------------------------------------------------------------

    def _plan_columns(self) -> None:
        form = self.values.form
        for block in self.blocks.values():
            column = self.width - sum(cell.width for cell in block.cells)
            self.columns[block.repeat] = {}
            for cell in block.cells:
                self.columns[block.repeat][cell.field] = column
                column += cell.width
        self.hint = self.width + 1 + len(form.aside_columns)
        if form.helper_block:
            helpers = {helper.field: self.hint + 1 + i for i, helper in enumerate(form.helpers)}
            self.columns[form.helper_block] |= helpers
            self._plan_filled(self.blocks[form.helper_block])
        self.quotient = self.hint + 1 + len(form.helpers) + len(self.filled)
        self.free = self.quotient + 1

    def _plan_filled(self, block: Repeat) -> None:
        merged = [cell.field for cell in block.cells if cell.merge]
        first = self.hint + 1 + len(self.values.form.helpers)
        self.filled = {(block.repeat, key): first + i for i, key in enumerate(merged)}

    def _record_places(self) -> None:
        for placed in self.layout.cells:
            if placed.key:
                self.places[reference_of(placed)] = self.field_place(placed)
        for placed in self.above.cells:
            if placed.key:
                self.places[placed.key] = (self.above_row(placed), placed.column + _label_span(placed))
        for placed in self.below.cells:
            if placed.key:
                self.places[placed.key] = (self.below_row(placed), placed.column + _label_span(placed))
        for placed in self.texts.cells:
            self.places[placed.key] = (self.text_row(placed), placed.column + _label_span(placed))
        for placed in self.aside.cells:
            if placed.key:
                self.places[placed.key] = self.aside_place(placed)
        for block, columns in self.columns.items():  # rows under a merged cell have no placed cell of their own
            for index in self.values.rows(block):
                for key, column in columns.items():
                    place = (self.block_row(block, index), column)
                    self.places.setdefault(row_reference(block, index, key), place)

    def field_place(self, placed: Placed) -> tuple[int, int]:
        """The cell that holds a field's value: behind its label, where both stand in one printed cell."""
        row, column, _, _ = self.raster.area(placed)
        return row, column + _label_span(placed)

    def aside_place(self, placed: Placed) -> tuple[int, int]:
        """The cell of something that stands right of the table, in the row of the table's own."""
        return self.raster.rows[placed.row], self.width + 1 + placed.column

    def above_row(self, placed: Placed) -> int:
        """The row of a line above the table."""
        return FIRST_ROW + placed.row

    def below_row(self, placed: Placed) -> int:
        """The row of a line below the table."""
        return self.raster.last + 1 + placed.row

    def text_row(self, placed: Placed) -> int:
        """The row of what a form says for itself in the report, under a line that tells so."""
        return self.texts_heading + 1 + placed.row

    @property
    def texts_heading(self) -> int:
        """The row of the line above these, one row apart from what is printed."""
        return self.raster.last + self.below.height + 2

    def block_row(self, block: str, index: int) -> int:
        """The sheet row of a block's row."""
        return self.raster.rows[self.layout.blocks[block][0] + index]

    # ---- what stands for a key ------------------------------------------------------------------------------

    def inside(self, key: str, block: str = "", row: int = -1) -> str:
        """On this sheet: a name, or in a row of a block an address of that row."""
        if key == QUOTIENT:
            return address(row, self.quotient)
        if block and key in self.values.schema.blocks[block]:
            return address(row, self.row_column(block, key))
        if key in self.values.schema.fields:
            return names.field_name(key)
        if key in _GLOBALS:
            return _GLOBALS[key]
        of_block, column = key.rsplit(".", 1)
        name = names.filled_name if (of_block, column) in self.filled else names.column_name
        return name(of_block, column)

    def outside(self, key: str) -> str:
        """On another sheet: an absolute address, which follows its cell when rows are inserted."""
        if key in _GLOBALS:
            return _GLOBALS[key]
        if key in self.values.schema.fields:
            return f"{names.quoted(self.sheet)}!{fixed(*self.places[key])}"
        block, column = key.rsplit(".", 1)
        return self.column_range(block, self.row_column(block, column))

    def column_range(self, block: str, column: int) -> str:
        """A block's part of a sheet column, from boundary to boundary, for formulas on any sheet."""
        return f"{names.quoted(self.sheet)}!{fixed_range(*self.raster.bounds[block], column)}"

    def row_column(self, block: str, key: str) -> int:
        """The sheet column that tells a row's value; for merged cells the one that repeats it on every row."""
        return self.filled.get((block, key), self.columns[block][key])

    def column_letter(self, block: str, key: str) -> str:
        """The letter of a block's own column."""
        return str(xl_col_to_name(self.columns[block][key]))

    def is_column(self, key: str) -> bool:
        """Whether a key names a whole column of a block."""
        key = key.split(":")[-1]
        return key not in self.values.schema.fields and key not in _GLOBALS

    def is_column_in_row(self, key: str) -> bool:
        """The same, seen from a row of a block, where a bare key is the row's own."""
        return "." in key and self.is_column(key)

    def definitions(self) -> Iterator[tuple[str, str]]:
        """All defined names of the sheet with what they point at."""
        sheet = names.quoted(self.sheet)
        for key, place in self.places.items():
            if "[" not in key:
                yield names.field_name(key), f"{sheet}!{fixed(*place)}"
        for block, columns in self.columns.items():
            for key, column in columns.items():
                yield names.column_name(block, key), self.column_range(block, column)
        for (block, key), column in self.filled.items():
            yield names.filled_name(block, key), self.column_range(block, column)


def reference_of(placed: Placed) -> str:
    """How a placed field is called in a submission."""
    return row_reference(placed.block, placed.index, placed.key) if placed.block else placed.key


def _label_span(placed: Placed) -> int:
    return placed.cell.span[0] if isinstance(placed.cell.span, tuple) else 0
