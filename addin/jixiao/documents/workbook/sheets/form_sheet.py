"""One filled form as a sheet: the official table with its labels, inputs and formulas, and a name for every field."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from jixiao.audit.bureau_score import Assessed
from jixiao.core.functions.results import PROBLEM_SIGN
from jixiao.core.text_width import lines_needed, text_width
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.bureau_score_columns import AssessmentColumns, Told
from jixiao.documents.workbook.layout.cells import format_of, stored, write_value
from jixiao.documents.workbook.layout.date_signs import DateSigns
from jixiao.documents.workbook.layout.formula_texts import row_formula
from jixiao.documents.workbook.layout.helper_columns import IN_HINT, HelperColumns
from jixiao.documents.workbook.layout.input_rules import InputRules
from jixiao.documents.workbook.layout.notes import Area, Note, NoteWriter
from jixiao.documents.workbook.layout.plain_formulas import PlainSheet
from jixiao.documents.workbook.layout.raster import FIRST_ROW, address, fixed, fixed_range
from jixiao.documents.workbook.layout.row_heights import CHARACTERS_PER_MM, height, placed_lines, row_lines
from jixiao.documents.workbook.layout.row_hints import RowHints
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.evaluation import as_cell_value
from jixiao.model.forms.expression import parse, to_formula
from jixiao.model.forms.family import Check
from jixiao.model.forms.grid import Placed
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.submission import FormData
from jixiao.model.submission.typed_figures import UNREADABLE
from jixiao.model.submission.unit_labels import worded

_A4 = 9
_GAP = 2
_HINT_WIDTHS = (26.0, 44.0)
_SCREEN = 135
"""Characters of columns that a window of 1366 pixels shows whole in LibreOffice, its sidebar at the right."""

_PRINTED, _POINT, _CHARACTER_WIDTH = (169.0, 271.0), 0.3528, 1.95
"""Millimetres: what the margins leave of A4, a point, a character of a column's width."""

_HEADER_MARGIN = 0.25
"""Inches above the attachment's number, which the page prints as its header."""

HEAD_HEIGHT = 20
"""Points, of the row with the attachment's number: a row as it comes cuts it."""

_SQUEEZED = 0.4
"""Of a page: what a form may be too tall before it takes another."""

_HINTS = "提示：这一行哪里不对、怎么办，写在下面"
OWN_TEXTS = "写进项目报告的话：写在哪一格，就印在报告的哪一部分，前面是项目名称。不随本表打印，没有的空着。"

_PERMITTED = {"insert_rows": True, "delete_rows": True, "format_cells": True, "format_rows": True,
              "format_columns": True}  # fmt: skip


class FormSheet:
    """Writes one filled form; ``at`` tells where everything of it stands."""

    def __init__(self, book: Workbook, styles: Styles, title: str, values: FormValues, checks: tuple[Check, ...]):
        self.name = title
        self.at = Addresses(title, values)
        self._book = book
        self._styles = styles
        self._values = values
        self._form = values.form
        self._sheet: PlainSheet = book.add_worksheet(title)
        self._heights: dict[int, float] = {}
        self._hint_texts: dict[int, str] = {}
        self._hints = RowHints(self.at)
        self._rules = InputRules()
        self.helpers = HelperColumns(self._sheet, styles, self.at, checks, self._hints)

    def write(self) -> None:
        """Write the whole sheet."""
        self._write_head()
        for placed in self.at.layout.cells:
            self._write_placed(placed)
        self._write_lines()
        self._write_own_texts()
        for placed in self.at.aside.cells:
            self._write_aside(placed)
        if self._form.helper_block:
            self._hint_texts |= self.helpers.write()
            self._repeat_headings()
        self._write_hints()
        self._rules.write(self._sheet)
        DateSigns(self.at).write(self._sheet, self._styles)
        self._define_names()
        self._set_heights()
        self._set_up_page()

    def says_the_same(self, other: FormSheet) -> bool:
        """Whether another sheet shows the same, cell by cell: the same form, filled in alike."""
        mine, theirs = self._values.data, other._values.data
        return _content(mine) == _content(theirs)

    def repeat(self, written: FormSheet) -> None:
        """Show what another sheet shows; names are this sheet's own."""
        self._sheet.repeat(written._sheet)
        self._heights = written._heights
        self._define_names()
        self._set_up_page()

    def write_assessment(self, assessed: Assessed, now: Mapping[str, Told | None]) -> None:
        """Write what the bureau would likely give beside its form; the form must be written before.

        Args:
            assessed: the estimate.
            now: item → a formula without ``=`` and its value, which tell what can be told of it at any time.
        """
        columns = AssessmentColumns(self._sheet, self._styles, self.at, assessed, now)
        columns.write()
        for name, target in columns.definitions():
            self._book.define_name(f"{names.quoted(self.name)}!{name}", f"={target}")
        for row, lines in columns.lines.items():
            self._sheet.set_row(row, max(self._heights[row], height(lines)))

    def write_notes(self, writer: NoteWriter, notes: Mapping[str, Sequence[Note]]) -> None:
        """Note texts on fields; one that has no cell here is noted at the sheet's head."""
        writer.write(self._sheet, ((self._noted_area(reference), texts) for reference, texts in notes.items()))

    def _noted_area(self, reference: str) -> Area:
        """All of the field's cell; a row that stands under a merged cell belongs to that cell."""
        row, column = self.at.places.get(reference, (0, 0))
        areas = [(placed, self.at.raster.area(placed)) for placed in self.at.layout.cells]
        areas += [(placed, self._area_above(placed)) for placed in self.at.above.cells]
        areas += [(placed, self._area_below(placed)) for placed in self.at.below.cells]
        areas += [(placed, self._text_area(placed)) for placed in self.at.texts.cells]
        for placed, (top, left, bottom, right) in areas:
            if top <= row <= bottom and left <= column <= right:
                if isinstance(placed.cell.span, tuple):
                    return _split((top, left, bottom, right), placed.cell.span[0])[1]
                return top, left, bottom, right
        return row, column, row, column

    def _write_head(self) -> None:
        self._sheet.set_row(0, HEAD_HEIGHT)
        self._sheet.write_string(0, 0, self._form.attachment, self._styles.get("subtitle"))
        self._sheet.write_url(0, self.at.width + 1, "internal:'首页'!A1", self._styles.get("link"), "返回首页")
        if self._form.title_inside:
            self._sheet.set_row(1, 6)
            return
        title = worded(self._values.data, self._form.title, self._values.schema.year)
        self._sheet.merge_range(1, 0, 1, self.at.width - 1, title, self._styles.get("title"))
        self._sheet.set_row(1, 30)
        if not self._form.aside_columns:
            self._sheet.write_string(1, self.at.hint, _HINTS, self._styles.get("quiet"))

    # ---- cells ----------------------------------------------------------------------------------------------

    def _write_placed(self, placed: Placed) -> None:
        area = self.at.raster.area(placed)
        align = "" if placed.cell.align == "center" else f" {placed.cell.align}"
        if isinstance(placed.cell.span, tuple):
            label, field = _split(area, placed.cell.span[0])
            self._write_label(placed, label, f"grid open_right{align}")
            self._write_field(placed, field, "grid open_left left")
        elif placed.key:
            self._write_field(placed, area, f"grid{align}")
        else:
            is_title = self._form.title_inside and placed.row == 0
            self._write_label(placed, area, "grid title" if is_title else f"grid{align}")

    def _write_lines(self) -> None:
        for placed in self.at.above.cells:
            self._write_line(placed, self._area_above(placed))
        for placed in self.at.below.cells:
            self._write_line(placed, self._area_below(placed))

    def _write_line(self, placed: Placed, area: Area) -> None:
        """A line above or under the table: a note over the whole width, or one of who filled it in."""
        if isinstance(placed.cell.span, tuple):
            label, field = _split(area, placed.cell.span[0])
            self._write_label(placed, label, "line")
            self._write_field(placed, field, "line")
        else:
            self._write_label(placed, area, "note" if placed.columns == self.at.width else "line")

    def _write_aside(self, placed: Placed) -> None:
        """What is filled in right of the table, which is not printed."""
        row, column = self.at.aside_place(placed)
        if placed.key:
            self._write_field(placed, (row, column, row, column), "helper")
        else:
            look = "helper heading" if placed.row == 0 else "helper"
            self._sheet.write_string(row, column, self._worded(placed), self._styles.get(look))

    def _write_own_texts(self) -> None:
        """What the form says for itself in the report: under it, and not printed with it."""
        for placed in self.at.texts.cells:
            area = self._text_area(placed)
            label, field = _split(area, _label_columns(placed))
            self._write_label(placed, label, "grid left")
            self._write_field(placed, field, "grid left top")
            row, lines = area[0], placed_lines(self._values, placed)
            self._sheet.set_row(row, height(lines))
        if self.at.texts.cells:
            row, style = self.at.texts_heading, self._styles.get("note")
            self._sheet.merge_range(row, 0, row, self.at.width - 1, OWN_TEXTS, style)

    def _text_area(self, placed: Placed) -> Area:
        row = self.at.text_row(placed)
        return row, placed.column, row, placed.column + placed.columns - 1

    def _area_above(self, placed: Placed) -> Area:
        row = self.at.above_row(placed)
        return row, placed.column, row, placed.column + placed.columns - 1

    def _area_below(self, placed: Placed) -> Area:
        row = self.at.below_row(placed)
        return row, placed.column, row, placed.column + placed.columns - 1

    def _write_label(self, placed: Placed, area: Area, look: str) -> None:
        style = self._styles.get(look)
        self._merge(area, style)
        self._sheet.write_string(*area[:2], self._worded(placed), style)

    def _worded(self, placed: Placed) -> str:
        return worded(self._values.data, placed.label, self._values.schema.year)

    def _write_field(self, placed: Placed, area: Area, look: str) -> None:
        cell, block, index = placed.cell, placed.block, placed.index
        typed = self._values.typed(placed.key, block, index)
        style = self._styles.get(f"{look} {'computed' if cell.formula else 'input'}", format_of(cell.kind, typed))
        self._merge(area, style)
        row, column = area[:2]
        if cell.formula and typed is None:
            value = as_cell_value(self._values.computed(placed.key, block, index))
            self._sheet.write_formula(row, column, self._formula(placed, row), style, stored(value))
        else:
            write_value(self._sheet, row, column, cell_value(typed or "", cell.kind), style)
        area = (row, column, row, column)
        if block:
            first, last = self.at.raster.bounds[block]
            area = (first, column, last, column)
        self._rules.add(area, cell, self._values.value(placed.key, block, index))

    def _formula(self, placed: Placed, row: int) -> str:
        values, block = self._values, placed.block
        return row_formula(
            values.schema,
            f"cell {block} {placed.key}",
            row,
            lambda reference: to_formula(values.native(parse(placed.cell.formula)), reference),
            lambda key, at: self.at.inside(key, block, at),
        )

    def _merge(self, area: Area, style: Format) -> None:
        if area[:2] != area[2:]:
            self._sheet.merge_range(*area, "", style)

    def unreadable(self) -> tuple[str, int]:
        """A formula that counts the rows whose hints tell of a figure nobody can read, and its value."""
        if self._form.aside_columns:
            return "0", 0
        hints = f"{names.quoted(self.name)}!{fixed_range(FIRST_ROW, self.at.raster.last, self.at.hint)}"
        rows = range(self.at.raster.last + 1)
        told = sum(any(UNREADABLE in said for _, said in self._hints.of(row)) for row in rows)
        return f'COUNTIF({hints},"*{UNREADABLE}*")', told

    def _repeat_headings(self) -> None:
        """The headings of the rows of indicators, in the frozen line at the top, which is not printed."""
        block, titles = self._form.helper_block, self._values.schema.titles
        style = self._styles.get("helper shrunk")
        for key, column in self.at.columns[block].items():
            if column not in (0, self.at.hint):
                self._sheet.write_string(0, column, self._short(titles.get(f"{block}.{key}", ""), column), style)

    def _short(self, title: str, column: int) -> str:
        """A heading in one line: of one that names two things, and is too wide, the first."""
        wide = column >= self.at.width or self._form.columns[column] * CHARACTERS_PER_MM >= text_width(title)
        return title if wide else title.partition("及")[0]

    def _write_hints(self) -> None:
        """Beside each row of figures what cannot be read; rows of the helper block have hints of their own."""
        if self._form.aside_columns:
            return
        style = self._styles.get("helper hint")
        for row in self._hints.rows():
            hints = self._hints.of(row)
            formula, text = "&".join(each for each, _ in hints), "".join(said for _, said in hints)
            self._sheet.write_formula(row, self.at.hint, f"={formula}", style, stored(text))
            self._hint_texts[row] = text
        look = self._styles.saying(IN_HINT)
        for row, column in self._hints.computed():
            criteria = f'=AND(LEFT({address(row, column)},1)="{PROBLEM_SIGN}",{address(row, self.at.hint)}<>"")'
            self._sheet.conditional_format(
                row, column, row, column, {"type": "formula", "criteria": criteria, "format": look}
            )

    # ---- names and page -------------------------------------------------------------------------------------

    def _define_names(self) -> None:
        sheet = names.quoted(self.name)
        self._book.define_name(f"{sheet}!{names.FORM}", f'="{self._form.id}"')
        if number := self._values.data.number:
            self._book.define_name(f"{sheet}!{names.NUMBER}", f'="{number}"')
        for name, target in self.at.definitions():
            self._book.define_name(f"{sheet}!{name}", f"={target}")
        for number, reference in enumerate(sorted(self._values.data.frozen), start=1):
            target = f"{sheet}!{fixed(*self.at.places[reference])}"
            self._book.define_name(f"{sheet}!{names.FROZEN}_{number}", f"={target}")

    def _set_heights(self) -> None:
        for bounds in self.at.raster.bounds.values():
            for row in bounds:
                self._sheet.set_row(row, None, None, {"hidden": True})
        lines = row_lines(self._values)
        for index, count in enumerate(lines):
            row = self.at.raster.rows[index]
            self._heights[row] = height(count)
            hint = height(lines_needed(self._hint_texts.get(row, ""), self._hint_width - 1))
            self._sheet.set_row(row, max(self._heights[row], hint))

    def _set_up_page(self) -> None:
        sheet, width = self._sheet, self.at.width
        for index, millimetres in enumerate(self._form.columns):
            sheet.set_column(index, index, millimetres * CHARACTERS_PER_MM)
        sheet.set_column(width, width, _GAP)
        sheet.set_column(self.at.hint, self.at.hint, self._hint_width)
        for index, characters in enumerate(self._form.aside_columns, width + 1):
            sheet.set_column(index, index, characters)
        sheet.set_paper(_A4)
        if self._form.orientation == "landscape":
            sheet.set_landscape()
        sheet.fit_to_pages(1, self._pages())
        sheet.print_black_and_white()  # the colours are for filling in
        if self._form.helper_block:
            sheet.repeat_rows(self._heading_row())
        sheet.set_header(f"&L&14{self._form.attachment}", {"margin": _HEADER_MARGIN})
        sheet.print_area(1, 0, self.at.raster.last + self.at.below.height, width - 1)
        sheet.set_margins(left=0.8, right=0.8, top=0.5, bottom=0.5)
        sheet.center_horizontally()
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.hide_gridlines(2)
        sheet.protect("", _PERMITTED)

    @property
    def _hint_width(self) -> float:
        """What the form leaves of a narrow window."""
        left = _SCREEN - sum(self._form.columns) * CHARACTERS_PER_MM - _GAP
        return min(_HINT_WIDTHS[1], max(_HINT_WIDTHS[0], round(left)))

    def _heading_row(self) -> int:
        """The row above the main block, with the headings of its columns."""
        return self.at.raster.rows[self.at.layout.blocks[self._form.helper_block][0] - 1]

    def _pages(self) -> int:
        """How many pages the form is printed on: one that is a little too tall is printed a little smaller."""
        width, height = _PRINTED if self._form.orientation == "portrait" else reversed(_PRINTED)
        scale = min(1.0, width / (sum(self._form.columns) * CHARACTERS_PER_MM * _CHARACTER_WIDTH))
        return max(1, math.ceil(sum(self._heights.values()) * _POINT * scale / height - _SQUEEZED))


def _content(data: FormData) -> FormData:
    """What is filled in, wherever it was read and whichever of its kind it is."""
    return replace(data, number=0, sheet="", places={})


def _label_columns(placed: Placed) -> int:
    return placed.cell.span[0] if isinstance(placed.cell.span, tuple) else 0


def _split(area: Area, label_columns: int) -> tuple[Area, Area]:
    """A printed cell of label and field as two neighbouring areas."""
    row, column, last_row, last_column = area
    middle = column + label_columns - 1
    return (row, column, last_row, middle), (row, middle + 1, last_row, last_column)
