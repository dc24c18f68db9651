"""Mending a form on its open sheet: what pasting, cutting and inserting by hand broke, before everything is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import xlwings as xw

from jixiao.documents.workbook.layout.cells import format_of
from jixiao.documents.workbook.layout.input_rules import FIRST_DATE, shows_time
from jixiao.documents.workbook.layout.names import EMPTIED
from jixiao.interfaces.excel.cell_looks import has_input_looks, look_like_input
from jixiao.interfaces.excel.form_faults import Area, FigureCell
from jixiao.interfaces.excel.form_places import FormulaCell
from jixiao.interfaces.excel.form_rows import LiveForm, write_formula
from jixiao.interfaces.excel.row_patterns import RowFormulas, in_row, name_the_same, patterns_of, strays
from jixiao.model.forms.family import Kind, Repeat
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.typed_figures import SERIAL_SHARE, as_typed_figure

_FIRST_DAY = datetime(1899, 12, 30)
"""From which a spreadsheet counts its days."""

_TALLEST = 400.0
"""Points; Excel's own limit is 409."""


class MendedForm(LiveForm):
    """One filled form and its sheet, to be put right; each method returns how much of what looked broken was."""

    # ---- rows that were inserted or deleted by hand ------------------------------------------------------------------

    def mend_rows(self, rows: list[int]) -> int:
        """Give the indicators' rows the same formulas behind the form, those inserted by hand all that is theirs."""
        block = self.at.blocks[self.values.form.helper_block]
        held = self._behind(rows)
        patterns = patterns_of(held)
        inserted = [row for row in rows if not held[row][self.at.quotient - self.at.hint]]
        others = [row for row in rows if row not in inserted]
        for row in inserted if others else ():
            self._adopt(block, row, min(others, key=lambda other: abs(other - row)))
        mended = [row for row in rows if self._follow(row, held[row], patterns)]
        return len({*mended, *inserted})

    def _behind(self, rows: list[int]) -> RowFormulas:
        """What stands in the hint's column and those behind it, by row."""
        last = self.sheet.used_range.last_cell.column
        held = self.sheet.range((rows[0], self.at.hint + 1), (rows[-1], last)).options(ndim=2).formula
        return {row: [str(formula or "") for formula in held[row - rows[0]]] for row in rows}

    def _follow(self, row: int, held: list[str], patterns: list[str]) -> bool:
        """Write the pattern of each column that the row does not follow; what a person typed into one stays."""
        broken = strays(row, held, patterns)
        for place in broken:
            write_formula(self.sheet.range((row, self.at.hint + 1 + place)), in_row(patterns[place], row))
        return bool(broken)

    def _adopt(self, block: Repeat, row: int, source: int) -> None:
        """Make a row that was inserted by hand one of the block, with what is typed into it."""
        left, right = self._first_single(block), self.sheet.used_range.last_cell.column
        own = [key for key, _, is_merged in self.columns(block) if not is_merged]
        columns = [self.at.columns[block.repeat][key] + 1 for key in own]
        typed = {column: self.sheet.range((row, column)).value for column in columns}
        self._copy(source, row, left, right)
        self._extend_merged(block, row - 1)
        self._fill_new(block, row)
        for column, value in typed.items():
            if value is not None:
                self.sheet.range((row, column)).value = value

    # ---- formulas ----------------------------------------------------------------------------------------------------

    def mend_formulas(self, bent: Sequence[FormulaCell]) -> int:
        """Write the family's formulas where a cut or a paste bent their addresses."""
        mended = 0
        for cell in bent:
            held = self.sheet.range((cell.row, cell.column))
            if not name_the_same(str(held.formula), cell.formula):
                write_formula(held, cell.formula)
                mended += 1
        return mended

    def not_asked_about(self, emptied: Sequence[FormulaCell]) -> list[FormulaCell]:
        """Those of the emptied cells of which a person was not asked yet whether the formula shall come back."""
        left = self.cells_named(EMPTIED)
        return [cell for cell in emptied if (cell.column, cell.row) not in left]

    def leave_blank(self, emptied: Sequence[FormulaCell]) -> None:
        """Remember the cells whose formulas are deleted, and not wanted back: a person is asked once."""
        self.forget(EMPTIED)
        self.remember_cells({(cell.column, cell.row) for cell in emptied}, EMPTIED)

    def restore_formulas(self, cells: Sequence[FormulaCell]) -> None:
        """Put the family's formulas back into cells."""
        for cell in cells:
            write_formula(self.sheet.range((cell.row, cell.column)), cell.formula)

    # ---- figures -----------------------------------------------------------------------------------------------------

    def mend_figures(self, texts: Sequence[FigureCell]) -> int:
        """Put a number where one is written as a text (125万元), so that totals count it."""
        written = 0
        for kind, row, column in texts:
            cell = self.sheet.range((row, column))
            held = cell.value
            if isinstance(held, str) and (figure := _figure(held, kind)) is not None:
                cell.value = float(figure)
                written += 1
        return written

    def mend_dates(self, dates: Sequence[FigureCell]) -> int:
        """Show the numbers as numbers that stand where a date left its format (3-5, then 125).

        A date itself is no figure: :meth:`mend_mistaken` is for it.
        """
        return sum(self._loses_date_format(*cell) for cell in dates)

    def mend_mistaken(self, dates: Sequence[FigureCell]) -> int:
        """Put a text where 3/5 became a date, or TRUE or 95% stands: a total would add its number.

        With a word before it, for Excel makes a date of a text again that looks like one.
        """
        mended = 0
        for kind, row, column in dates:
            cell = self.sheet.range((row, column))
            if shown := _mistaken(cell.value, cell.number_format or ""):
                cell.number_format = format_of(kind, None)
                cell.value = f"误填 {shown}"
                mended += 1
        return mended

    def mend_signs(self, figures: Sequence[FigureCell]) -> int:
        """Show the number alone where a sign of money was typed with it; it counts as before."""
        for kind, row, column in figures:
            self.sheet.range((row, column)).number_format = format_of(kind, None)
        return len(figures)

    def _loses_date_format(self, kind: Kind, row: int, column: int) -> bool:
        cell = self.sheet.range((row, column))
        held = cell.number_format or ""
        if not isinstance(cell.value, datetime) or shows_time(held):
            return False
        cell.number_format = format_of(kind, None)
        number: Any = cell.value
        if number < FIRST_DATE:
            return True
        cell.number_format = held
        return False

    # ---- looks and merged cells --------------------------------------------------------------------------------------

    def mend_looks(self, places: Sequence[tuple[int, int]]) -> int:
        """Make cells to fill in yellow, bordered and unlocked again."""
        lost = [cell for cell in map(self.sheet.range, places) if not has_input_looks(cell)]
        for cell in lost:
            look_like_input(cell)
        return len(lost)

    def mend_merged(self, areas: Sequence[Area]) -> int:
        """Merge again what the form prints as one cell and a paste took apart.

        A cell whose parts hold something by now stays as it is: nothing typed is thrown away.
        """
        mended = 0
        for area in areas:
            cells = self.sheet.range(area[:2], area[2:])
            if cells[0].merge_area.address != cells.address and _is_blank_behind_first(cells):
                cells.unmerge()
                cells.merge()
                # LibreOffice merges nothing where a table out of Word was pasted over merged cells
                mended += cells[0].merge_area.address == cells.address
        return mended

    def fit_rows(self, heights: Mapping[int, float]) -> int:
        """Make rows taller whose texts would be cut, on the screen and in print: the height that each needs."""
        grown = 0
        for row, needed in heights.items():
            cells = self.sheet.range(f"{row}:{row}")
            if (cells.row_height or 0) < needed - 1:
                cells.row_height = min(needed, _TALLEST)
                grown += 1
        return grown


def _figure(text: str, kind: Kind) -> Decimal | None:
    """What a text says if it is a figure of that kind."""
    value = cell_value(as_typed_figure(text, kind), kind)
    return value if isinstance(value, Decimal) else None


def _mistaken(held: Any, number_format: str) -> str:
    """What a cell shows that holds no figure, though a number: a date, a time, TRUE, a percentage; else nothing."""
    if isinstance(held, bool):
        return str(held).upper()
    if isinstance(held, datetime):
        return held.strftime("%H:%M" if held < _FIRST_DAY + timedelta(days=1) else "%Y-%m-%d")
    if not isinstance(held, int | float):
        return ""
    if shows_time(number_format):
        return (_FIRST_DAY + timedelta(days=held)).strftime("%H:%M")
    if abs(held) >= SERIAL_SHARE:
        return (_FIRST_DAY + timedelta(days=held)).strftime("%Y-%m-%d")
    return f"{held:.10%}".rstrip("0%").rstrip(".") + "%" if number_format.endswith("%") else ""


def _is_blank_behind_first(cells: xw.Range) -> bool:
    held = [value for row in cells.options(ndim=2).value for value in row]
    return all(value is None or value == "" for value in held[1:])
