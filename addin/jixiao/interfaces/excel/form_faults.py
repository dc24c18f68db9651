"""What pasting, cutting and inserting by hand may have broken in a form, told by the copy that was just read.

A live cell costs a call for each thing that is asked of it, the copy none. What is found here is asked of the live
sheet again before anything is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from openpyxl.utils.cell import coordinate_to_tuple

from jixiao.documents.workbook.layout.row_heights import height, placed_lines, row_lines
from jixiao.interfaces.excel.form_places import FormPlaces, FormulaCell
from jixiao.interfaces.excel.row_patterns import name_the_same, patterns_of, strays
from jixiao.interfaces.excel.saved_sheet import SavedSheet
from jixiao.model.evaluation import FormValues
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.forms.grid import Placed, merged_runs
from jixiao.model.submission.figures import NO_SHARES
from jixiao.model.submission.submission import row_reference

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""

FigureCell = tuple[Kind, int, int]
"""A cell in which a person types a figure: of what kind, row, column."""


class FormFaults(FormPlaces):
    """What looks broken in one form; rows and columns count from 1."""

    def __init__(self, saved: SavedSheet, values: FormValues) -> None:
        super().__init__(values.data.sheet, values)
        self._saved = saved

    def indicator_rows(self) -> list[int]:
        """All rows of the indicators, if some do not have the formulas behind the form that the others have."""
        block = self.values.form.helper_block
        rows = self.rows(block) if block in self.at.blocks else []
        if len(rows) < 2:
            return []
        columns = range(self.at.hint + 1, self._saved.last_column + 1)
        held = {row: [self._saved.formula(row, column) for column in columns] for row in rows}
        patterns, mark = patterns_of(held), self.at.quotient - self.at.hint
        return rows if any(not held[row][mark] or strays(row, held[row], patterns) for row in rows) else []

    def bent_formulas(self) -> list[FormulaCell]:
        """The formulas of the printed form that name other cells than the family's."""
        computed = (cell for cell in self.formula_cells() if not cell.is_typed)
        return [
            cell for cell in computed if not name_the_same(self._saved.formula(cell.row, cell.column), cell.formula)
        ]

    def emptied_formulas(self) -> list[FormulaCell]:
        """The cells of the printed form whose formulas are gone, in rows that have a name."""
        return [cell for cell in self.formula_cells() if cell.is_typed and cell.is_blank]

    def figures_as_texts(self) -> list[FigureCell]:
        """The cells for figures in which a text stands."""
        return list(self._figures(self._saved.is_text))

    def figures_as_dates(self) -> list[FigureCell]:
        """The cells for figures that are shown as dates or times, or as TRUE or FALSE."""
        return list(self._figures(self._saved.is_date))

    def figures_with_signs(self) -> list[FigureCell]:
        """The cells for figures that are shown with a sign of money."""
        return list(self._figures(self._saved.shows_money))

    def mistaken_figures(self) -> list[FigureCell]:
        """These, the amounts that are shown as percentages, and the percentages that are dates."""
        shares = [cell for cell in self._figures(self._saved.is_share) if cell[0] in NO_SHARES]
        serials = [cell for cell in self._figures(self._saved.is_no_share) if cell[0] == "percent"]
        return self.figures_as_dates() + shares + serials

    def _figures(self, is_wanted: Callable[[int, int], bool]) -> Iterator[FigureCell]:
        """Those with a formula of ours among them: a person may have typed over it."""
        for placed in self.at.layout.cells:
            if placed.key and placed.cell.kind in NUMERIC:
                row, column = self._place(placed)
                if is_wanted(row, column):
                    yield placed.cell.kind, row, column

    def lost_looks(self) -> list[tuple[int, int]]:
        """Row and column of the cells to fill in that are not yellow, bordered and unlocked."""
        inputs = (self._place(placed) for placed in self.at.layout.cells if placed.key and not placed.cell.formula)
        return [place for place in inputs if not self._saved.has_input_looks(*place)]

    def split_cells(self) -> list[Area]:
        """What the form prints as one cell and is none any more."""
        return [area for area in (*self._printed_areas(), *self._groups()) if not self._saved.is_merged(*area)]

    def low_rows(self) -> dict[int, float]:
        """The rows in which a text is cut, and the height in points that each needs."""
        lines = row_lines(self.values)
        rows = {self._place(placed)[0]: placed.row for placed in self.at.layout.cells if placed.key}
        needed = {row: height(lines[index]) for row, index in rows.items()}
        texts = [placed for placed in self.at.texts.cells if placed.key in self.values.data.places]
        needed |= {self._place(placed)[0]: height(placed_lines(self.values, placed)) for placed in texts}
        return {row: tall for row, tall in needed.items() if self._saved.row_height(row) < tall - 1}

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
            rows, width = self.rows(block.repeat), {cell.field: cell.width for cell in block.cells}
            for (key, index), count in merged_runs(block, self.values.data.rows[block.repeat]).items():
                if count > 1:
                    column = self.at.columns[block.repeat][key] + 1
                    yield rows[index], column, rows[index + count - 1], column + width[key] - 1

    def _place(self, placed: Placed) -> tuple[int, int]:
        reference = row_reference(placed.block, placed.index, placed.key) if placed.block else placed.key
        row, column = coordinate_to_tuple(self.values.data.places[reference])
        return row, column
