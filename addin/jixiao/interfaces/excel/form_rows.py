"""Changing a form on its open sheet: rows of a block, and formulas in place of values and back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import xlwings as xw

from jixiao.documents.circulation.split import form_keys
from jixiao.documents.workbook.layout.names import FROZEN
from jixiao.interfaces.excel.form_places import FormPlaces
from jixiao.interfaces.excel.open_book import LiveBookError, Snapshot, is_calc, naming
from jixiao.interfaces.excel.remembered_cells import cells_of, remember, remembered
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.family import Repeat
from jixiao.model.submission.more_rows import row_to_follow

_ROW_HEIGHT = 20
_TEXT = "@"


class LiveForm(FormPlaces):
    """One filled form and the sheet it stands on; ``key`` is its kind and which of its kind it is."""

    def __init__(self, sheet: xw.Sheet, values: FormValues, key: str = "") -> None:
        super().__init__(sheet.name, values)
        self.sheet = sheet
        self.key = key

    # ---- rows -------------------------------------------------------------------------------------------------------

    def insert_row(self, selected_row: int) -> xw.Range:
        """Insert an empty row below the selected one of a block, or at the end of the form's main block.

        Returns:
            The first cell of the new row that is to be filled in.

        Raises:
            SubmissionError: the form has no such block, or not a row in it to take formulas and formats from.
        """
        block, above = self._row_above(selected_row)
        new, left, right = above + 1, self._first_single(block), self.sheet.used_range.last_cell.column
        self.sheet.range(f"{new}:{new}").insert("down")
        try:
            self._copy(above, new, left, right)
            self._extend_merged(block, above)
            self._fill_new(block, new)
            self._repeat_filled(block, above)
        except BaseException:
            self.sheet.range(f"{new}:{new}").delete("up")
            raise
        return self.sheet.range((new, left))

    def has_text(self, selected: int) -> bool:
        """Whether anything is typed into the selected row, its levels and what every new row starts with aside."""
        block, index = self._selected(selected)
        row = self.values.data.rows[block.repeat][index]
        own = [cell.field for cell in block.cells if not cell.merge and not cell.formula]
        return any(row.get(key, "").strip() for key in own)

    def delete_row(self, selected: int) -> None:
        """Delete the selected row; a group that begins with it keeps its name, and formulas look past the gap.

        Raises:
            LiveBookError: no row of a block is selected, or it is the only one.
        """
        block, index = self._selected(selected)
        rows = self.rows(block.repeat)
        if len(rows) < 2:
            raise LiveBookError("这几行只剩一行了，不能再删；不用的话把内容清空就可以")
        kept = self._names_of_groups(block, selected)
        self.sheet.range(f"{selected}:{selected}").delete("up")
        for column, text in kept.items():
            self.sheet.range((selected, column)).value = text
        if index < len(rows) - 1:
            source = selected + 1 if index < len(rows) - 2 else selected - 1
            self._copy_hidden(source, selected)

    def swap_rows(self, selected: int, step: int) -> xw.Range:
        """Exchange what is typed into the selected row and its neighbour; formulas stay where they are.

        Returns:
            The first cell of the neighbour, where the selected row's contents are now.

        Raises:
            LiveBookError: no row of a block is selected, or the neighbour is in another group or outside.
        """
        block, index = self._selected(selected)
        other, rows = index + step, self.rows(block.repeat)
        if not 0 <= other < len(rows):
            raise LiveBookError("已经是最上面的一行了" if step < 0 else "已经是最下面的一行了")
        if self._levels(block, index) != self._levels(block, other):
            raise LiveBookError("相邻的那一行属于另一个一级或二级指标，不能对调；要换到那一类，请在那里插入一行再填")
        for key, formula, is_merged in self.columns(block):
            if not is_merged:
                self._swap(block.repeat, key, formula, (index, other))
        return self.sheet.range((rows[other], self._first_single(block)))

    def _swap(self, block: str, key: str, formula: str, places: tuple[int, int]) -> None:
        """Exchange one column's cells; a formula of the form's own is written anew in its row."""
        rows, column = self.rows(block), self.at.columns[block][key] + 1
        cells = [self.sheet.range((rows[index], column)) for index in places]
        held = [cell.value for cell in cells]
        for cell, value, source in zip(cells, reversed(held), reversed(places), strict=True):
            if formula and self.values.typed(key, block, source) is None:
                write_formula(cell, self.formula(formula, block, cell.row))
            else:
                cell.value = value

    def _selected(self, selected: int) -> tuple[Repeat, int]:
        for name, block in self.at.blocks.items():
            if selected in (rows := self.rows(name)):
                return block, rows.index(selected)
        raise LiveBookError("请先选中要删除或移动的那一行指标，再按这个按钮")

    def _levels(self, block: Repeat, index: int) -> list[str]:
        row = self.values.data.rows[block.repeat][index]
        return [row.get(cell.field, "") for cell in block.cells if cell.merge]

    def _names_of_groups(self, block: Repeat, row: int) -> dict[int, object]:
        """The texts of merged cells that begin in a row and go on below it, by column."""
        kept = {}
        for cell in block.cells:
            column = self.at.columns[block.repeat][cell.field] + 1
            area = self.sheet.range((row, column)).merge_area if cell.merge else None
            if area is not None and area.row == row and area.last_cell.row > row:
                kept[column] = area[0].value
        return kept

    def _copy_hidden(self, source: int, target: int) -> None:
        """The columns behind the hint, whose formulas look at the row above."""
        first = min([*self.at.filled.values(), self.at.free]) + 1
        last = self.sheet.used_range.last_cell.column
        if last >= first:
            self.sheet.range((source, first), (source, last)).copy(self.sheet.range((target, first)))

    def _row_above(self, selected: int) -> tuple[Repeat, int]:
        block, index = row_to_follow(self.values.data, self.values.form, selected)
        return self.at.blocks[block], self.rows(block)[index]

    def _first_single(self, block: Repeat) -> int:
        """The first column whose cells are not merged over several rows; those stand left of all others."""
        return 1 + min(self.at.columns[block.repeat][cell.field] for cell in block.cells if not cell.merge)

    def _copy(self, source: int, target: int, left: int, right: int) -> None:
        self.sheet.range((source, left), (source, right)).copy(self.sheet.range((target, left)))
        self.sheet.range((target, left)).row_height = self.sheet.range((source, left)).row_height or _ROW_HEIGHT

    def _extend_merged(self, block: Repeat, above: int) -> None:
        """A group that ends with the row above takes the new row in, as one in the middle does by itself."""
        for cell in block.cells:
            if cell.merge:
                column = self.at.columns[block.repeat][cell.field] + 1
                area, below = self.sheet.range((above, column)).merge_area, self.sheet.range((above + 1, column))
                first, last = area.row, area.last_cell
                if last.row == above and not below.value:
                    area.unmerge()
                    self.sheet.range((first, column), (above + 1, last.column)).merge()

    def _repeat_filled(self, block: Repeat, above: int) -> None:
        """Hidden formulas look at the row above; those of the row after the new one must look at the new one."""
        has_after = above + 1 in self.rows(block.repeat)
        after = above + 2 if has_after else above + 1
        for (of, _), column in self.at.filled.items():
            if of == block.repeat:
                source = self.sheet.range((above, column + 1))
                source.copy(self.sheet.range((above + 1, column + 1), (after, column + 1)))
        if has_after:
            self._copy_hidden(above, after)

    def _fill_new(self, block: Repeat, row: int) -> None:
        """Formulas where the form has them, blanks elsewhere."""
        for key, formula, is_merged in self.columns(block):
            cell = self.sheet.range((row, self.at.columns[block.repeat][key] + 1))
            if formula:
                write_formula(cell, self.formula(formula, block.repeat, row))
            elif not is_merged:
                cell.clear_contents()

    # ---- formulas and values ----------------------------------------------------------------------------------------

    def freeze(self) -> int:
        """Put values in place of the formulas of the printed form; returns how many."""
        live = {(cell.column, cell.row) for cell in self.formula_cells() if not cell.is_typed}
        try:
            for cells in self.remember_cells(live, FROZEN):
                _values_in_place(cells)
        except BaseException:
            self.restore()
            raise
        return len(live)

    def frozen(self) -> set[tuple[int, int]]:
        """Column and row of each cell whose formula was frozen."""
        return self.cells_named(FROZEN)

    def remember_cells(self, cells: set[tuple[int, int]], prefix: str) -> list[xw.Range]:
        """Give each unbroken stretch of cells, by column and row, a name of the sheet that begins so; the stretches."""
        areas = [self.sheet.range((first, column), (last, column)) for column, first, last in _runs(cells)]
        with naming(self.sheet):
            for number, area in enumerate(areas, start=1):
                remember(area, f"{prefix}_{number}")
        return areas

    def cells_named(self, prefix: str) -> set[tuple[int, int]]:
        """Column and row of each cell that was remembered under such names."""
        areas = (cells_of(name) for name, _ in remembered(self.sheet, prefix))
        return {
            (area.column, row) for area in areas if area is not None for row in range(area.row, area.last_cell.row + 1)
        }

    def forget(self, prefix: str) -> None:
        """Delete the names that begin so."""
        with naming(self.sheet):
            for name, _ in remembered(self.sheet, prefix):
                name.delete()

    def restore(self) -> None:
        """Put the family's formulas back where they were frozen."""
        frozen = self.frozen()
        for cell in self.formula_cells():
            if (cell.column, cell.row) in frozen:
                write_formula(self.sheet.range((cell.row, cell.column)), cell.formula)
        self.forget(FROZEN)


def form_on(sheet: xw.Sheet, taken: Snapshot) -> LiveForm | None:
    """The form that a sheet holds, if it holds one."""
    return next((form for form in live_forms(taken) if form.sheet.name == sheet.name), None)


def live_forms(taken: Snapshot) -> list[LiveForm]:
    """Every form with its sheet."""
    forms = zip(form_keys(taken.evaluation.submission), taken.evaluation.forms, strict=True)
    return [LiveForm(taken.book.sheets[values.data.sheet], values, key) for key, values in forms]


def write_formula(cell: xw.Range, formula: str) -> None:
    """Under the format of texts a formula would become a text itself; one that stands there already stays."""
    pattern = cell.number_format
    if pattern == _TEXT:
        cell.number_format = "General"
    cell.formula = formula
    if pattern == _TEXT:
        cell.number_format = pattern


def _values_in_place(cells: xw.Range) -> None:
    """As the program holds them: a value never goes through a format."""
    if is_calc(cells.sheet.book.app):
        cells.raw_value = cells.raw_value
    else:
        cells.api.Value2 = cells.api.Value2


def _runs(cells: set[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of each unbroken stretch of cells."""
    for _, run in groupby(enumerate(sorted(cells)), key=lambda item: (item[1][0], item[1][1] - item[0])):
        stretch = [cell for _, cell in run]
        yield stretch[0][0], stretch[0][1], stretch[-1][1]
