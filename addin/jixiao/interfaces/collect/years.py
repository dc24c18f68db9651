"""历年对比: the same figures of several years' files side by side, with their changes and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.core.errors import UserError
from jixiao.core.files import replacing
from jixiao.core.text_width import text_width
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.named_figures import named_figures
from jixiao.model.forms.shown_figures import shown_figures

SHEET = "历年对比"
_WIDEST = 44


class YearsError(UserError):
    """Files that cannot stand side by side."""


def years_table(evaluations: Sequence[Evaluation]) -> Any:
    """A row for each figure that at least two years have: 项目, 栏目, a column a year, change and change in percent.

    Rows of repeated blocks are left out: indicators of different years are different ones.

    Raises:
        YearsError: fewer than two years, or one year twice.
    """
    import pandas as pd

    years = [evaluation.submission.year for evaluation in evaluations]
    if len(set(years)) < len(years) or len(years) < 2 or not all(years):
        raise YearsError(f"历年对比要至少两个年度、每个年度一份文件，这里是：{'、'.join(map(str, years))}")
    rows = [
        (figure.form, figure.project, figure.key, figure.title, evaluation.submission.year, float(figure.value))
        for evaluation in evaluations
        for figure in named_figures(evaluation)
        if "[" not in figure.key
    ]
    figures = pd.DataFrame(rows, columns=["form", "project", "key", "title", "year", "value"])
    names = figures.drop_duplicates(["form", "project", "key"], keep="last").set_index(["form", "project", "key"])
    table = figures.pivot_table(index=["form", "project", "key"], columns="year", values="value", sort=False)
    table = table[table.notna().sum(axis=1) > 1]
    first, last = table.columns.min(), table.columns.max()
    table["增减"] = table[last] - table[first]
    table["增减率"] = (table["增减"] / table[first].abs()).where(table[first] != 0)
    table.insert(0, "栏目", names["title"].reindex(table.index))
    return table.reset_index().rename(columns={"project": "项目"})


def write_years(evaluations: Sequence[Evaluation], target: Path) -> None:
    """Write the comparison as a workbook.

    Raises:
        YearsError: as :func:`years_table`.
        OutputError: it cannot be written.
    """
    table = years_table(evaluations)
    with replacing(target) as temporary, Workbook(str(temporary)) as book:
        sheet = book.add_worksheet(SHEET)
        shown = table.drop(columns=["form", "key"])
        _write(book, sheet, shown)
        _chart(book, sheet, table, list(shown.columns))


def _write(book: Workbook, sheet: Worksheet, shown: Any) -> None:
    cell = {"border": 1, "font_name": "宋体", "font_size": 10}
    text, number = book.add_format(cell), book.add_format(cell | {"num_format": "#,##0.00"})
    percent, heading = book.add_format(cell | {"num_format": "0.00%"}), book.add_format(cell | {"bold": True})
    for place, column in enumerate(shown.columns):
        name = f"{column}年" if isinstance(column, int) else str(column)
        sheet.write_string(0, place, name, heading)
        look = percent if column == "增减率" else number
        for row, value in enumerate(shown[column], start=1):
            _write_cell(sheet, row, place, value, text, look)
        width = max((text_width(str(value)) for value in shown[column] if isinstance(value, str)), default=10)
        sheet.set_column(place, place, min(_WIDEST, max(12, width + 2)))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(shown)), len(shown.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, row: int, place: int, value: Any, text: Format, look: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, value, text)
    elif value == value:  # pandas' blank is not equal to itself
        sheet.write_number(row, place, float(value), look)
    else:
        sheet.write_blank(row, place, None, text)


def _chart(book: Workbook, sheet: Worksheet, table: Any, columns: list[Any]) -> None:
    """The figures that the bureau's summary shows of a unit, a line a figure, where they are amounts."""
    years = [place for place, column in enumerate(columns) if isinstance(column, int)]
    wanted = [(entry.form, entry.key) for entry in shown_figures().units if entry.amount]
    rows = [row for row, pair in enumerate(zip(table["form"], table["key"], strict=True), start=1) if pair in wanted]
    if not rows:
        return
    chart = book.add_chart({"type": "column"})
    for row in rows:
        chart.add_series(
            {
                "name": [SHEET, row, 1],
                "categories": [SHEET, 0, years[0], 0, years[-1]],
                "values": [SHEET, row, years[0], row, years[-1]],
            }
        )
    chart.set_title({"name": "历年资金（万元）", "name_font": {"size": 12}})
    chart.set_size({"width": 620, "height": 320})
    sheet.insert_chart(1, len(columns) + 1, chart)
