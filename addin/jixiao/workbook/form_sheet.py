"""One filled form as a sheet: the official table, the helper columns right of it, and a name for every field."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jixiao.checks.run import asked_rows
from jixiao.checks.verdicts import judge, verdict_formula
from jixiao.evaluate import FormValues
from jixiao.evaluate.evaluation import shown
from jixiao.forms.audit import check_variants
from jixiao.forms.expression import parse, to_formula
from jixiao.forms.grid import Layout, Placed, lay_out, lay_out_lines, walk_blocks
from jixiao.forms.model import NUMERIC, Cell, Check, Helper, Kind
from jixiao.forms.titles import fill_year
from jixiao.functions.results import Outcome
from jixiao.submission.figures import CellValue, cell_value, number_format
from jixiao.submission.model import row_reference
from jixiao.workbook import names
from jixiao.workbook.raster import FIRST_ROW, Raster, address, fixed, fixed_range, raster
from jixiao.workbook.styles import Styles

_LINE_HEIGHT = 14.5
_CHARACTERS_PER_MM = 0.62
_GLOBALS = {"family": names.FAMILY, "unit": names.UNIT, "year": names.YEAR}
_DEFAULT_FORMAT: Mapping[Kind, str] = {"percent": "[=1]0%;0.00%", "text": "@", "long_text": "@", "date": "@"}


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A check asked of each row of a block, with the hidden column that holds its verdicts."""

    check: Check
    column: int


class FormSheet:
    """Writes one filled form and knows afterwards where everything stands."""

    def __init__(self, book: Workbook, styles: Styles, title: str, values: FormValues, checks: tuple[Check, ...]):
        self._book = book
        self._styles = styles
        self._values = values
        self._form = values.form
        self.name = title
        self.form_id = values.form.id
        self._sheet: Worksheet = book.add_worksheet(title)
        self.layout: Layout = lay_out(self._form, values.data.rows)
        self.raster: Raster = raster(self.layout)
        self._blocks = {block.repeat: block for block in walk_blocks(self._form.rows)}
        self._columns = self._grid_columns()
        self._width = len(self._form.columns)
        self._helper_columns = {h.field: self._width + 1 + i for i, h in enumerate(self._form.helpers)}
        self._hint_column = self._width + 1 + len(self._form.helpers)
        self._filled_columns = self._plan_filled()
        self.row_checks = self._plan_checks(checks)
        self.places: dict[str, tuple[int, int]] = {}
        """Reference → (row, column), both from 0."""
        self.inputs: list[str] = []
        """Absolute addresses of the single cells that staff fill."""

    # ---- planning -------------------------------------------------------------------------------------------

    def _grid_columns(self) -> dict[str, dict[str, int]]:
        """Block → column key → sheet column, for the blocks' own cells."""
        found: dict[str, dict[str, int]] = {}
        for block in self._blocks.values():
            column = len(self._form.columns) - sum(c.width for c in block.cells)
            for cell in block.cells:
                found.setdefault(block.repeat, {})[cell.field] = column
                column += cell.width
        return found

    def _plan_filled(self) -> dict[tuple[str, str], int]:
        """Hidden columns that repeat merged texts on every row; only rows checks and sums by level need them."""
        block = self._form.helper_block
        merged = [cell.field for cell in self._blocks[block].cells if cell.merge] if block else []
        return {(block, key): self._hint_column + 1 + i for i, key in enumerate(merged)}

    def _plan_checks(self, checks: tuple[Check, ...]) -> list[RowCheck]:
        asked = [c for check in checks if check.rows and self._form.id in check.forms for c in check_variants(check)]
        first = self._hint_column + 1 + len(self._filled_columns)
        return [RowCheck(check, first + i) for i, check in enumerate(asked)]

    # ---- references -----------------------------------------------------------------------------------------

    def reference(self, key: str, block: str = "", row: int = -1) -> str:
        """What stands for a key in a formula on this sheet: a name, or in a row of a block an address of that row."""
        if block and key in self._values.schema.blocks[block]:
            return address(row, self._row_column(block, key))
        if key in self._values.schema.fields:
            return names.field_name(key)
        if key in _GLOBALS:
            return _GLOBALS[key]
        block, column = key.rsplit(".", 1)
        return names.filled_name(block, column) if (block, column) in self._filled_columns else names.column_name(
            block, column
        )

    def outside_reference(self, key: str) -> str:
        """What stands for a key in a formula on another sheet: an absolute address that follows its cell."""
        sheet = names.quoted(self.name)
        if key in self._values.schema.fields:
            return f"{sheet}!{fixed(*self.places[key])}"
        if key in _GLOBALS:
            return _GLOBALS[key]
        return f"{sheet}!{self.column_range(*key.rsplit('.', 1))}"

    def column_range(self, block: str, key: str) -> str:
        """The absolute range of a block's column from boundary to boundary, without the sheet."""
        first, last = self.raster.bounds[block]
        return fixed_range(first, last, self._row_column(block, key))

    def check_range(self, row_check: RowCheck) -> str:
        """The absolute range of a row check's verdicts, without the sheet."""
        first, last = self.raster.bounds[row_check.check.rows]
        return fixed_range(first, last, row_check.column)

    def bounds(self, block: str) -> tuple[int, int]:
        """The boundary rows of a block."""
        return self.raster.bounds[block]

    def column_letter(self, block: str, key: str) -> str:
        """The column of a block's own cells."""
        return xl_col_to_name(self._columns[block][key])

    def progress(self) -> tuple[str, int]:
        """A formula that counts the filled input cells, and its value now."""
        sheet = names.quoted(self.name)
        counted = [f"{sheet}!{cell}" for cell in _runs(self.inputs)] + [
            f"{sheet}!{self.column_range(block, key)}" for block, key in self._block_inputs()
        ]
        filled = sum(1 for key in self._input_keys() if self._values.value(key) is not None)
        filled += sum(
            1 for block, key in self._block_inputs() for value in self._values.column(block, key) if value is not None
        )
        return f"COUNTA({','.join(counted)})", filled

    def inputs_count(self) -> tuple[str, int]:
        """A formula that counts all input cells, rows inserted later included, and its value now."""
        parts, total = [str(len(self.inputs))], len(self.inputs)
        for block in self._blocks:
            columns = sum(1 for b, _ in self._block_inputs() if b == block)
            first, last = self.raster.bounds[block]
            parts.append(f"(ROWS({names.quoted(self.name)}!{fixed_range(first, last, 0)})-2)*{columns}")
            total += (last - first - 1) * columns
        return "+".join(parts), total

    def _input_keys(self) -> list[str]:
        return [key for key, column in self._values.schema.fields.items() if column.formula is None]

    def _block_inputs(self) -> list[tuple[str, str]]:
        """Columns that staff fill, without reasons (only some rows need one)."""
        return [
            (block, cell.field)
            for block, repeat in self._blocks.items()
            for cell in repeat.cells
            if not cell.formula and not cell.merge and cell.field != "reason"
        ]

    def is_column(self, key: str) -> bool:
        """Whether a key is a whole column of a block."""
        return key not in self._values.schema.fields and key not in _GLOBALS

    def _row_column(self, block: str, key: str) -> int:
        if (block, key) in self._filled_columns:
            return self._filled_columns[block, key]
        return self._columns[block].get(key, self._helper_columns.get(key, -1))

    # ---- writing --------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write the whole sheet."""
        self._write_head()
        self._record_places()
        for placed in self.layout.cells:
            self._write_placed(placed)
        self._write_below()
        if self._form.helper_block:
            self._write_helpers()
        self._define_names()
        self._set_heights()
        self._set_up_page()

    def _write_head(self) -> None:
        year = self._values.schema.year
        self._sheet.write_string(0, 0, self._form.attachment, self._styles.get("subtitle"))
        title = fill_year(self._form.title, year)
        self._sheet.merge_range(1, 0, 1, self._width - 1, title, self._styles.get("title"))
        self._sheet.set_row(1, 30)
        self._sheet.write_url(0, self._width + 1, "internal:'首页'!A1", self._styles.get("link"), "返回首页")

    def _record_places(self) -> None:
        for placed in self.layout.cells:
            if placed.key:
                self.places[_reference(placed)] = self._field_place(placed)
        for block in self._blocks:
            for index in self._values.rows(block):
                for key, column in self._columns[block].items():
                    place = (self._block_row(block, index), column)
                    self.places.setdefault(row_reference(block, index, key), place)

    def _field_place(self, placed: Placed) -> tuple[int, int]:
        row, column, _, _ = self.raster.area(placed)
        first_span = placed.cell.span[0] if isinstance(placed.cell.span, tuple) else 0
        return row, column + first_span

    def _block_row(self, block: str, index: int) -> int:
        return self.raster.rows[self.layout.blocks[block][0] + index]

    def _write_placed(self, placed: Placed) -> None:
        row, column, last_row, last_column = self.raster.area(placed)
        align = " left" if placed.cell.align == "left" else ""
        if isinstance(placed.cell.span, tuple):
            middle = column + placed.cell.span[0] - 1
            self._write_label(placed, (row, column, last_row, middle), f"grid open_right{align}")
            self._write_field(placed, (row, middle + 1, last_row, last_column), "grid open_left left")
        elif placed.key:
            self._write_field(placed, (row, column, last_row, last_column), f"grid{align}")
        else:
            self._write_label(placed, (row, column, last_row, last_column), f"grid label{align}")

    def _write_label(self, placed: Placed, area: tuple[int, int, int, int], look: str) -> None:
        self._merge(area, self._styles.get(look))
        self._sheet.write_string(*area[:2], self._label(placed.label), self._styles.get(look))

    def _label(self, label: str) -> str:
        worded = self._values.data.wording.get(label, label)
        return fill_year(worded, self._values.schema.year)

    def _write_field(self, placed: Placed, area: tuple[int, int, int, int], look: str) -> None:
        cell, (block, index) = placed.cell, (placed.block, placed.index)
        typed = self._typed(placed.key, block, index)
        look += " computed" if cell.formula else " input"
        style = self._styles.get(look, _format_of(cell.kind, typed))
        self._merge(area, style)
        row, column = area[:2]
        if cell.formula and typed is None:
            self._write_formula(row, column, cell.formula, style, placed.key, block, index)
        else:
            self._write_value(row, column, cell_value(typed or "", cell.kind), style)
        if not cell.formula and not block:
            self.inputs.append(fixed(row, column))
        self._add_help(row, column, cell)

    def _typed(self, key: str, block: str, index: int) -> str | None:
        data = self._values.data.rows[block][index] if block else self._values.data.fields
        return data.get(key)

    def _merge(self, area: tuple[int, int, int, int], style: object) -> None:
        if area[:2] != area[2:]:
            self._sheet.merge_range(*area, "", style)

    def _write_value(self, row: int, column: int, value: CellValue, style: object) -> None:
        """A text is always written as text: what begins with = is no formula."""
        if value is None:
            self._sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self._sheet.write_string(row, column, value, style)
        else:
            self._sheet.write_number(row, column, float(value), style)

    def _write_formula(
        self, row: int, column: int, formula: str, style: object, key: str, block: str, index: int
    ) -> None:
        text = to_formula(parse(formula), lambda name: self.reference(name, block, row))
        stored = shown(self._values.computed(key, block, index))
        self._sheet.write_formula(row, column, f"={text}", style, _stored(stored))

    def _add_help(self, row: int, column: int, cell: Cell) -> None:
        if cell.help:
            self._sheet.data_validation(
                row, column, row, column, {"validate": "any", "input_title": "填写说明", "input_message": cell.help}
            )

    def _write_below(self) -> None:
        """The lines under the table: notes over the whole width, and who filled it in."""
        first = self.raster.last + 1
        below = lay_out_lines(self._form.below, self._width)
        for placed in below.cells:
            row = first + placed.row
            last_column = placed.column + placed.columns - 1
            if isinstance(placed.cell.span, tuple):
                middle = placed.column + placed.cell.span[0] - 1
                self._write_label(placed, (row, placed.column, row, middle), "line")
                self.places[placed.key] = (row, middle + 1)
                self._write_field(placed, (row, middle + 1, row, last_column), "line")
            else:
                self._write_label(placed, (row, placed.column, row, last_column), "note")
        self._last_row = first + below.height - 1

    # ---- helper columns -------------------------------------------------------------------------------------

    def _write_helpers(self) -> None:
        block = self._form.helper_block
        heading = self.raster.bounds[block][0] - 1
        self._write_helper_titles(heading)
        for placed in self.layout.cells:
            if placed.cell.beside:
                self._write_beside(placed)
        for index in self._values.rows(block):
            self._write_helper_row(block, index)
        first, last = self.raster.bounds[block]
        rules = next((h for h in self._form.helpers if h.choices == "rules"), None)
        if rules:
            self._sheet.data_validation(
                first, self._helper_columns[rules.field], last, self._helper_columns[rules.field],
                {"validate": "list", "source": f"={names.RULES}", "ignore_blank": True,
                 "error_title": "赋分规则", "error_message": "请从下拉列表里选择，或留空由程序判断"},
            )

    def _write_helper_titles(self, row: int) -> None:
        for helper in self._form.helpers:
            column = self._helper_columns[helper.field]
            self._sheet.write_string(row, column, helper.title, self._styles.get("helper heading"))
            self._sheet.set_column(column, column, helper.width)
        self._sheet.write_string(row, self._hint_column, "提示", self._styles.get("helper heading"))
        self._sheet.set_column(self._hint_column, self._hint_column, 44)
        hidden = [*self._filled_columns.values(), *(c.column for c in self.row_checks)]
        if hidden:
            self._sheet.set_column(min(hidden), max(hidden), 10, None, {"hidden": True})

    def _write_beside(self, placed: Placed) -> None:
        """The rule's own value of a field that may be typed over, in the helper column of its row."""
        helper = next(h for h in self._form.helpers if h.field == placed.cell.beside)
        row, column = self.raster.rows[placed.row], self._helper_columns[helper.field]
        self._sheet.write_string(row - 1, column, helper.title, self._styles.get("helper heading"))
        style = self._styles.get("helper", _DEFAULT_FORMAT.get(helper.kind, "General"))
        self._write_formula(row, column, placed.cell.formula, style, placed.key, "", -1)

    def _write_helper_row(self, block: str, index: int) -> None:
        row = self._block_row(block, index)
        for helper in self._form.helpers:
            self._write_helper(helper, block, index, row)
        for (_, key), column in self._filled_columns.items():
            raw = address(row, self._columns[block][key])
            text = self._values.printed(key, block, index)
            self._sheet.write_formula(
                row, column, f'=IF({raw}="",{address(row - 1, column)}&"",{raw})', self._styles.get("quiet"), text
            )
        self._write_checks(block, index, row)

    def _write_helper(self, helper: Helper, block: str, index: int, row: int) -> None:
        column = self._helper_columns[helper.field]
        typed = self._typed(helper.field, block, index)
        look = "helper computed" if helper.formula else "helper input"
        style = self._styles.get(look, _format_of(helper.kind, typed))
        self.places[row_reference(block, index, helper.field)] = (row, column)
        if helper.formula and typed is None:
            self._write_formula(row, column, helper.formula, style, helper.field, block, index)
        else:
            self._write_value(row, column, cell_value(typed or "", helper.kind), style)

    def _write_checks(self, block: str, index: int, row: int) -> None:
        """Each row check's verdict in its hidden column, and what fails joined in the visible 提示."""
        hints = []
        for row_check in self.row_checks:
            text = self._row_verdict(row_check.check, index)
            formula = self._row_formula(row_check.check, row)
            self._sheet.write_formula(row, row_check.column, f"={formula}", self._styles.get("quiet"), text)
            hints.append(text[2:] + "。" if text.startswith(Outcome.FAIL.value) else "")
        formula = "&".join([self._problem_hint(block, row), *(self._check_hint(c, row) for c in self.row_checks)])
        stored = self._problem_text(block, index) + "".join(hints)
        self._sheet.write_formula(row, self._hint_column, f"={formula}", self._styles.get("helper hint"), stored)

    def _row_verdict(self, check: Check, index: int) -> str:
        return str(judge(check, self._values, index)) if index in asked_rows(check, self._values) else ""

    def _row_formula(self, check: Check, row: int) -> str:
        formula = verdict_formula(check, lambda key: self.reference(key, check.rows, row), self.is_row_column)
        if not check.once_per:
            return formula
        raw = address(row, self._columns[check.rows][check.once_per])
        return f'IF({raw}="","",{formula})'

    def is_row_column(self, key: str) -> bool:
        """Whether a key is a whole column when seen from a row: one that names its block."""
        return "." in key and self.is_column(key)

    def _check_hint(self, row_check: RowCheck, row: int) -> str:
        cell = address(row, row_check.column)
        return f'IF(LEFT({cell},1)="{Outcome.FAIL.value}",MID({cell},3,200)&"。","")'

    def _problem_hint(self, block: str, row: int) -> str:
        """What keeps a row from being scored is said until a score is typed."""
        points = address(row, self._helper_columns["points"])
        score = address(row, self._columns[block]["score"])
        return f'IF(AND({score}="",LEFT({points},1)="⚠"),MID({points},3,200)&"。","")'

    def _problem_text(self, block: str, index: int) -> str:
        points = self._values.value("points", block, index)
        waiting = self._values.value("score", block, index) is None
        return points[2:] + "。" if waiting and isinstance(points, str) and points.startswith("⚠") else ""

    # ---- names and page -------------------------------------------------------------------------------------

    def _define_names(self) -> None:
        sheet = names.quoted(self.name)
        self._book.define_name(f"{sheet}!{names.FORM}", f'="{self._form.id}"')
        for key, (row, column) in self.places.items():
            if "[" not in key:
                self._book.define_name(f"{sheet}!{names.field_name(key)}", f"={sheet}!{fixed(row, column)}")
        for name, (block, column) in self._column_names():
            first, last = self.raster.bounds[block]
            self._book.define_name(f"{sheet}!{name}", f"={sheet}!{fixed_range(first, last, column)}")

    def _column_names(self) -> Iterator[tuple[str, tuple[str, int]]]:
        for block, columns in self._columns.items():
            for key, column in columns.items():
                yield names.column_name(block, key), (block, column)
        for key, column in self._helper_columns.items():
            yield names.column_name(self._form.helper_block, key), (self._form.helper_block, column)
        for (block, key), column in self._filled_columns.items():
            yield names.filled_name(block, key), (block, column)

    def _set_heights(self) -> None:
        for row in (bound for bounds in self.raster.bounds.values() for bound in bounds):
            self._sheet.set_row(row, None, None, {"hidden": True})
        lines = [1] * self.layout.height
        for placed in self.layout.cells:
            if placed.rows == 1:
                lines[placed.row] = max(lines[placed.row], self._lines(placed))
        for index, count in enumerate(lines):
            self._sheet.set_row(self.raster.rows[index], max(20, count * _LINE_HEIGHT + 4))

    def _lines(self, placed: Placed) -> int:
        """How many lines a cell's text needs in its width; spreadsheets do not fit merged cells themselves."""
        text = placed.label
        if placed.key:
            text += self._values.printed(placed.key, placed.block, placed.index)
        width = sum(self._form.columns[placed.column : placed.column + placed.columns]) * _CHARACTERS_PER_MM - 1
        return sum(max(1, math.ceil(text_width(line) / width)) for line in text.split("\n"))

    def _set_up_page(self) -> None:
        for index, millimetres in enumerate(self._form.columns):
            self._sheet.set_column(index, index, millimetres * _CHARACTERS_PER_MM)
        self._sheet.set_column(self._width, self._width, 2)
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.print_area(0, 0, self._last_row, self._width - 1)
        self._sheet.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.9)
        self._sheet.center_horizontally()
        self._sheet.freeze_panes(FIRST_ROW, 0)
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"insert_rows": True, "delete_rows": True, "format_cells": True,
                                 "format_rows": True, "format_columns": True})


def text_width(text: str) -> int:
    """Width in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _reference(placed: Placed) -> str:
    return row_reference(placed.block, placed.index, placed.key) if placed.block else placed.key


def _format_of(kind: Kind, typed: str | None) -> str:
    """A typed figure keeps the digits it was typed with; other cells have their kind's format."""
    if typed and kind in NUMERIC:
        return number_format(typed)
    return _DEFAULT_FORMAT.get(kind, "General")


def _stored(value: CellValue) -> float | str:
    if value is None:
        return ""
    return value if isinstance(value, str) else float(value)


def _runs(cells: list[str]) -> list[str]:
    """Single cells of one column that lie below each other, joined into ranges: a formula takes 255 arguments."""
    runs: list[list[str]] = []
    for cell in sorted(cells, key=_place):
        if runs and _place(cell) == (_place(runs[-1][-1])[0], _place(runs[-1][-1])[1] + 1):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs]


def _place(cell: str) -> tuple[str, int]:
    _, column, row = cell.split("$")
    return column, int(row)
