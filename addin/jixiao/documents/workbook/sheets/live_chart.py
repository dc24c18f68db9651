"""A bar chart that shows nothing while its cells are blank; neither Excel nor LibreOffice hides a chart by itself.

Whatever a chart would draw over nothing stands in cells, by formula: its title, its legend and the names of its bars.
Its axes have no line and no figures; the bars have theirs beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.raster import address, fixed_range
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.submission.figures import CellValue

_FIGURES = "General;;"
"""What stands beside a bar: nothing beside one that has no length."""

_NONE = {"none": True}

Column = Sequence[CellValue]
"""What the cells of a column hold now."""


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one colour: what they are called, and their column of figures with what it holds now."""

    name: str
    colour: str
    column: int
    values: Column


@dataclass(frozen=True, slots=True)
class LiveChart:
    """A chart over rows of a sheet; ``names`` is the column of what the rows are called, with what it holds now.

    It is told when figures in the columns ``asked`` are more than nothing. What it draws are copies in hidden columns
    from ``copies`` on.
    """

    title: str
    first: int
    names: tuple[int, Column]
    bars: Sequence[Bars]
    asked: Sequence[int]
    copies: int

    @property
    def width(self) -> int:
        """How many hidden columns it takes."""
        return 1 + len(self.bars)

    def write(self, book: Workbook, sheet: Worksheet, styles: Styles, head: tuple[int, int], subtype: str = "") -> int:
        """Write title and legend from a cell on, and the chart below; returns how many pixels tall it is."""
        row, column = head
        self._write_cell(sheet, row, column, f'"{self.title}"', self.title, styles.get("subtitle"))
        for place, bars in enumerate(self.bars, column + 1):
            text = f"■ {bars.name}"
            self._write_cell(sheet, row, place, f'"{text}"', text, styles.key(bars.colour))
        self._write_copies(sheet, styles.get("quiet"))
        chart = self._chart(book, sheet.get_name(), subtype)
        tall = 30 + (30 if subtype else 44) * len(self.names[1])
        chart.set_size({"width": 760, "height": tall})
        sheet.insert_chart(row + 1, column, chart, {"description": self.title})
        return tall

    @property
    def is_told(self) -> bool:
        """Whether it shows anything now."""
        known = (value for bars in self.bars if bars.column in self.asked for value in bars.values)
        return sum(value for value in known if isinstance(value, Decimal)) > 0

    def _told(self) -> tuple[str, bool]:
        """A formula for whether anything is told, and the answer now."""
        columns = ",".join(fixed_range(self.first, self._last, column) for column in self.asked)
        return f"SUM({columns})>0", self.is_told

    @property
    def _last(self) -> int:
        return self.first + len(self.names[1]) - 1

    def _write_cell(
        self, sheet: Worksheet, row: int, column: int, formula: str, value: CellValue, look: Format
    ) -> None:
        """A cell that is blank as long as the chart is."""
        told, is_told = self._told()
        sheet.write_formula(row, column, f'=IF({told},{formula},"")', look, stored(value if is_told else None))

    def _write_copies(self, sheet: Worksheet, look: Format) -> None:
        columns = [self.names, *((bars.column, bars.values) for bars in self.bars)]
        for copy, (column, values) in enumerate(columns, self.copies):
            for row, value in enumerate(values, self.first):
                self._write_cell(sheet, row, copy, address(row, column), value, look)
        sheet.set_column(self.copies, self.copies + len(self.bars), 0, None, {"hidden": True})

    def _chart(self, book: Workbook, sheet: str, subtype: str) -> Chart:
        chart = book.add_chart({"type": "bar", "subtype": subtype} if subtype else {"type": "bar"})
        for copy, bars in enumerate(self.bars, self.copies + 1):
            chart.add_series(
                {
                    "name": bars.name,
                    "categories": [sheet, self.first, self.copies, self._last, self.copies],
                    "values": [sheet, self.first, copy, self._last, copy],
                    "fill": {"color": bars.colour},
                    "gap": 40,
                    "data_labels": {"value": True, "num_format": _FIGURES},
                }
            )
        chart.set_title({"none": True})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "line": _NONE, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
        chart.set_chartarea({"border": _NONE, "fill": _NONE})
        chart.show_hidden_data()
        return chart
