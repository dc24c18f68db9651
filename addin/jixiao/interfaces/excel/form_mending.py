"""Mending a form on its open sheet: what pasting, cutting and inserting by hand broke, before everything is checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

import xlwings as xw
from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.documents.workbook.layout.cells import format_of
from jixiao.documents.workbook.layout.input_rules import FIRST_DATE
from jixiao.documents.workbook.layout.names import EMPTIED
from jixiao.documents.workbook.layout.row_heights import height, row_lines
from jixiao.interfaces.excel.cell_looks import has_input_looks, look_like_input
from jixiao.interfaces.excel.form_rows import FormulaCell, LiveForm, write_formula
from jixiao.interfaces.excel.open_book import Snapshot
from jixiao.model.forms.family import NUMERIC, Kind, Repeat
from jixiao.model.forms.grid import Placed, merged_runs
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.submission import row_reference
from jixiao.model.submission.typed_figures import as_typed_figure

_ADDRESS = re.compile(r"(?<![\w.])(\$?[A-Z]{1,3})\$?(\d+)(?![\w(])")
_DISTANCE = re.compile(r"(?<![\w.])(\$?[A-Z]{1,3})\[(-?\d+)\]")
_LOST = "#REF!"
_TALLEST = 400.0
"""Points; Excel's own limit is 409."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""


class MendedForm(LiveForm):
    """One filled form and its sheet, to be put right."""

    # ---- rows that were inserted or deleted by hand ------------------------------------------------------------------

    def mend_rows(self) -> int:
        """Give the rows of the indicators the same formulas behind the form, those inserted by hand all that is theirs.

        Returns:
            How many rows had to be mended.
        """
        block = self.at.blocks.get(self.values.form.helper_block)
        rows = self._rows(block.repeat) if block else []
        if block is None or len(rows) < 2:
            return 0
        held = self._behind(rows)
        patterns = _patterns(held)
        inserted = [row for row in rows if not held[row][self.at.quotient - self.at.hint]]
        others = [row for row in rows if row not in inserted]
        for row in inserted if others else ():
            self._adopt(block, row, min(others, key=lambda other: abs(other - row)))
        mended = [row for row in rows if self._follow(row, held[row], patterns)]
        return len({*mended, *inserted})

    def _behind(self, rows: list[int]) -> dict[int, list[str]]:
        """What stands in the hint's column and those behind it, by row."""
        last = self.sheet.used_range.last_cell.column
        held = self.sheet.range((rows[0], self.at.hint + 1), (rows[-1], last)).options(ndim=2).formula
        return {row: [str(formula or "") for formula in held[row - rows[0]]] for row in rows}

    def _follow(self, row: int, held: list[str], patterns: list[str]) -> bool:
        """Write the pattern of each column that the row does not follow; what a person typed into one stays."""
        first, changed = self.at.hint + 1, False
        for place, pattern in enumerate(patterns):
            is_typed = held[place] and not held[place].startswith("=")
            if pattern and not is_typed and _relative(held[place], row) != pattern:
                write_formula(self.sheet.range((row, first + place)), _in_row(pattern, row))
                changed = True
        return changed

    def _adopt(self, block: Repeat, row: int, source: int) -> None:
        """Make a row that was inserted by hand one of the block, with what is typed into it."""
        left, right = self._first_single(block), self.sheet.used_range.last_cell.column
        own = [key for key, _, is_merged in self._columns(block) if not is_merged]
        columns = [self.at.columns[block.repeat][key] + 1 for key in own]
        typed = {column: self.sheet.range((row, column)).value for column in columns}
        self._copy(source, row, left, right)
        self._extend_merged(block, row - 1)
        self._fill_new(block, row)
        for column, value in typed.items():
            if value is not None:
                self.sheet.range((row, column)).value = value

    # ---- formulas ----------------------------------------------------------------------------------------------------

    def mend_formulas(self) -> int:
        """Write the family's formulas where a cut or a paste bent their addresses; returns how many were bent."""
        bent = 0
        for cell in self.formula_cells():
            held = self.sheet.range((cell.row, cell.column))
            if not cell.is_typed and _addresses(str(held.formula)) != _addresses(cell.formula):
                write_formula(held, cell.formula)
                bent += 1
        return bent

    def deleted_formulas(self) -> list[FormulaCell]:
        """The cells whose formulas a person deleted, in rows that have a name, and was not asked about yet."""
        left = self.cells_named(EMPTIED)
        return [cell for cell in self._emptied() if (cell.column, cell.row) not in left]

    def leave_blank(self) -> None:
        """Remember the cells whose formulas are deleted, and not wanted back: a person is asked once."""
        self.forget(EMPTIED)
        self.remember_cells({(cell.column, cell.row) for cell in self._emptied()}, EMPTIED)

    def _emptied(self) -> Iterator[FormulaCell]:
        return (cell for cell in self.formula_cells() if cell.is_typed and cell.is_blank)

    def restore_formulas(self, cells: list[FormulaCell]) -> None:
        """Put the family's formulas back into cells."""
        for cell in cells:
            write_formula(self.sheet.range((cell.row, cell.column)), cell.formula)

    # ---- figures -----------------------------------------------------------------------------------------------------

    def mend_figures(self) -> int:
        """Put a number where one is written as a text (125万元), so that totals count it; returns how many."""
        written = 0
        for kind, cell in self._figure_cells():
            held = cell.value
            if isinstance(held, str) and (figure := _figure(held, kind)) is not None:
                cell.value = float(figure)
                written += 1
        return written

    def mend_dates(self) -> int:
        """Show the numbers as numbers that stand where a date left its format (3-5, then 125); returns how many.

        A date itself stays: a person sees it, and the check says that it is no figure.
        """
        dates = [(kind, cell) for kind, cell in self._figure_cells() if isinstance(cell.value, datetime)]
        return sum(self._loses_date_format(kind, cell) for kind, cell in dates)

    def _loses_date_format(self, kind: Kind, cell: xw.Range) -> bool:
        held = cell.number_format
        cell.number_format = format_of(kind, None)
        if cell.value < FIRST_DATE:
            return True
        cell.number_format = held
        return False

    def _figure_cells(self) -> Iterator[tuple[Kind, xw.Range]]:
        """The cells in which a person types a figure, and of what kind."""
        for placed in self.at.layout.cells:
            if placed.key and placed.cell.kind in NUMERIC and not placed.cell.formula:
                yield placed.cell.kind, self.sheet.range(self._place(placed))

    # ---- looks and merged cells --------------------------------------------------------------------------------------

    def mend_looks(self) -> int:
        """Make the cells to fill in yellow, bordered and unlocked again; returns how many were not."""
        lost = 0
        for row, column in self._input_cells():
            cell = self.sheet.range((row, column))
            if not has_input_looks(cell):
                look_like_input(cell)
                lost += 1
        return lost

    def mend_merged(self) -> int:
        """Merge again what the form prints as one cell and a paste took apart; returns how many.

        A cell whose parts hold something by now stays as it is: nothing typed is thrown away.
        """
        mended = 0
        for area in [*self._printed_areas(), *self._groups()]:
            cells = self.sheet.range(area[:2], area[2:])
            if cells[0].merge_area.address != cells.address and _is_blank_behind_first(cells):
                cells.unmerge()
                cells.merge()
                mended += 1
        return mended

    def fit_rows(self) -> int:
        """Make rows taller whose texts would be cut, on the screen and in print; returns how many."""
        lines = row_lines(self.values)
        rows = {self._place(placed)[0]: placed.row for placed in self.at.layout.cells if placed.key}
        grown = 0
        for row, index in rows.items():
            cells = self.sheet.range(f"{row}:{row}")
            if (cells.row_height or 0) < height(lines[index]) - 1:
                cells.row_height = min(height(lines[index]), _TALLEST)
                grown += 1
        return grown

    def _printed_areas(self) -> Iterator[Area]:
        """The cells of more than one column or row in which a figure or a text stands, groups of rows aside."""
        for placed in self.at.layout.cells:
            if placed.key and not placed.cell.merge:
                top, left, bottom, right = self.at.raster.area(placed)
                row, column = self._place(placed)
                right -= self.at.field_place(placed)[1] - left
                area = (row, column, row + bottom - top, column + right - left)
                if area[:2] != area[2:]:
                    yield area

    def _groups(self) -> Iterator[Area]:
        """The rows of each level's groups, as the form prints them."""
        for block in self.at.blocks.values():
            rows, width = self._rows(block.repeat), {cell.field: cell.width for cell in block.cells}
            for (key, index), count in merged_runs(block, self.values.data.rows[block.repeat]).items():
                if count > 1:
                    column = self.at.columns[block.repeat][key] + 1
                    yield rows[index], column, rows[index + count - 1], column + width[key] - 1

    def _input_cells(self) -> Iterator[tuple[int, int]]:
        for placed in self.at.layout.cells:
            if placed.key and not placed.cell.formula:
                yield self._place(placed)

    def _place(self, placed: Placed) -> tuple[int, int]:
        reference = row_reference(placed.block, placed.index, placed.key) if placed.block else placed.key
        row, column = coordinate_to_tuple(self.values.data.places[reference])
        return row, column


def _figure(text: str, kind: Kind) -> Decimal | None:
    """What a text says if it is a figure of that kind."""
    value = cell_value(as_typed_figure(text, kind), kind)
    return value if isinstance(value, Decimal) else None


def mended_forms(taken: Snapshot) -> list[MendedForm]:
    """Every form with its sheet, to be put right."""
    return [MendedForm(taken.book.sheets[values.data.sheet], values) for values in taken.evaluation.forms]


def _patterns(held: dict[int, list[str]]) -> list[str]:
    """What most rows hold in each column, told by how far off the cells stand that it names; empty if no formula."""
    columns = zip(*([_relative(formula, row) for formula in formulas] for row, formulas in held.items()), strict=True)
    sound = ([each for each in column if each.startswith("=") and _LOST not in each] for column in columns)
    return [Counter(column).most_common(1)[0][0] if column else "" for column in sound]


def _relative(formula: str, row: int) -> str:
    """A formula with the distance of each cell from the row in place of its row; texts in it stay."""
    return _outside_texts(formula, _ADDRESS, lambda found: f"{found[1]}[{int(found[2]) - row}]")


def _in_row(pattern: str, row: int) -> str:
    """The formula of a pattern in a row."""
    return _outside_texts(pattern, _DISTANCE, lambda found: f"{found[1]}{int(found[2]) + row}")


def _outside_texts(formula: str, what: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> str:
    parts = formula.split('"')
    return '"'.join(part if number % 2 else what.sub(put, part) for number, part in enumerate(parts))


def _is_blank_behind_first(cells: xw.Range) -> bool:
    held = [value for row in cells.options(ndim=2).value for value in row]
    return all(value is None or value == "" for value in held[1:])


def _addresses(formula: str) -> list[str]:
    """The cells that a formula names, in order; each program writes functions and signs its own way."""
    return [column.replace("$", "") + row for column, row in _ADDRESS.findall(formula)]
