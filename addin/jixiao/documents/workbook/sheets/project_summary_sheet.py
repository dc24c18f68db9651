"""项目汇总: every project on one line, with money, rate and points, and where points were lost; native formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.core.quantity.rounding import half_up
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.date_signs import HAS_DATE
from jixiao.documents.workbook.layout.dated_forms import DatedForms
from jixiao.documents.workbook.layout.raster import address, fixed, fixed_range
from jixiao.documents.workbook.layout.row_heights import height
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.sheets.form_sheet import FormSheet
from jixiao.documents.workbook.sheets.live_chart import Bars, LiveChart
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.chart_figures import POSSIBLE, REACHED, has_points, level_names
from jixiao.model.forms.sheet_titles import PROJECTS
from jixiao.model.forms.shown_figures import ShownFigure, shown_figures
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.figures import CellValue

_FEWEST = 2
_TITLE_ROW, _NOTE_ROW, _HEAD_ROW, _FIRST_ROW = 0, 1, 2, 3
_NAME, _FIGURES = 1, 2
_NAME_WIDTH, _PRINTED_WIDTH = 34, 96
"""Characters, of the column of names and of a landscape page without its margins."""
_TOLD = "本表由各张项目表自动汇总，随填写即时变化，不用填写；没有填的不算 0，空着。点项目名称转到该项目的表。"
_LOST, _WORST, _SUM = "失分", "失分最多的", "合计"
_EXECUTION = "预算执行"
_POINTS_BEHIND_NAME = re.compile(r"\s*[（(].*", re.DOTALL)
_MOST_IN_A_CHART = 30
"""Projects; more make bars too thin to read."""
_ROW_HEIGHT = 20  # pixels
_COLOURS = ("#C0504D", "#E3A857", "#6B8E9E", "#8C6BB1", "#4F9D69", "#7F7F7F")


def write_project_summary(
    book: Workbook, styles: Styles, evaluation: Evaluation, forms: Sequence[FormSheet], dated: DatedForms
) -> None:
    """Write the sheet, where there are several projects."""
    pairs = zip(forms, evaluation.forms, strict=True)
    projects = [(form, values) for form, values in pairs if values.form.id == roles().project_form]
    if len(projects) >= _FEWEST:
        _Summary(book, styles, projects).write(dated)


class _Summary:
    """The sheet under way. Columns: number, name, the figures shown, points lost in all and by 一级指标, the worst."""

    def __init__(self, book: Workbook, styles: Styles, projects: Sequence[tuple[FormSheet, FormValues]]) -> None:
        self._book, self._styles, self._projects = book, styles, projects
        self._sheet: Worksheet = book.add_worksheet(PROJECTS)
        self._form = projects[0][1].form
        fields = projects[0][1].schema.fields
        self._figures = [each for each in shown_figures().projects if each.key in fields]
        self._levels = self._level_columns() if has_points(projects[0][1]) else []
        self._last = _FIRST_ROW + len(projects) - 1
        self._lost = _FIGURES + len(self._figures)
        self._width = self._lost + (len(self._levels) + 2 if self._levels else 0)
        self._copies = self._width + 1

    def write(self, dated: DatedForms) -> None:
        """Write everything."""
        self._write_head()
        for row, (form, values) in enumerate(self._projects, _FIRST_ROW):
            self._write_project(row, form, values)
        self._write_sums()
        self._write_signs(dated)
        self._write_charts()
        self._set_up_page()

    def _level_columns(self) -> list[str]:
        """What points can be lost in: the execution of the budget, then each 一级指标 of any project, once."""
        named = (name for _, values in self._projects for name in level_names(values))
        return [_EXECUTION, *dict.fromkeys(_POINTS_BEHIND_NAME.sub("", name) for name in named)]

    def _write_head(self) -> None:
        self._sheet.write_string(_TITLE_ROW, 0, PROJECTS, self._styles.get("subtitle"))
        self._sheet.write_string(_NOTE_ROW, 0, _TOLD, self._styles.get("quiet"))
        lost = [_LOST, *(f"{level}{_LOST}" for level in self._levels), _WORST] if self._levels else []
        for column, heading in enumerate(("序号", "项目", *(each.heading for each in self._figures), *lost)):
            self._sheet.write_string(_HEAD_ROW, column, heading, self._styles.get("grid heading"))

    def _write_project(self, row: int, form: FormSheet, values: FormValues) -> None:
        self._sheet.write_number(row, 0, row - _FIRST_ROW + 1, self._styles.get("grid"))
        self._write_name(row, form, values)
        for column, figure in enumerate(self._figures, _FIGURES):
            cell, value = form.at.outside(figure.key), values.value(figure.key)
            number = value if isinstance(value, Decimal) else None
            look = self._styles.get("grid", figure.number_format)
            self._sheet.write_formula(row, column, f'=IF(ISNUMBER({cell}),{cell},"")', look, stored(number))
        if self._levels:
            self._write_lost(row, form, values)

    def _write_name(self, row: int, form: FormSheet, values: FormValues) -> None:
        cell = form.at.outside(values.form.name_field)
        target = f"#{names.quoted(form.name)}!A1"
        name = values.printed(values.form.name_field) or form.name
        formula = f'=HYPERLINK("{target}",IF({cell}="","{form.name}",{cell}))'
        self._sheet.write_formula(row, _NAME, formula, self._styles.get("grid link left"), name)
        if (lines := lines_needed(name, _NAME_WIDTH - 1)) > 1:
            self._sheet.set_row(row, height(lines))

    def _write_lost(self, row: int, form: FormSheet, values: FormValues) -> None:
        """Points that could be had less those that were given, of the rows that have a score."""
        lost = [_execution_lost(values), *(_level_lost(values, level) for level in self._levels[1:])]
        formulas = [_execution_formula(form), *(_level_formula(form, level) for level in self._levels[1:])]
        first, last = self._lost + 1, self._lost + len(self._levels)
        area = f"{address(row, first)}:{address(row, last)}"
        known = [points for points in lost if points is not None]
        look = self._styles.get("grid", "0.##")
        whole = f'=IF(COUNT({area})=0,"",ROUND(SUM({area}),2))'
        self._sheet.write_formula(row, self._lost, whole, look, stored(sum(known, Decimal(0)) if known else None))
        for column, (formula, points) in enumerate(zip(formulas, lost, strict=True), first):
            self._sheet.write_formula(row, column, f"={formula}", look, stored(points))
        heads = f"{fixed(_HEAD_ROW, first)}:{fixed(_HEAD_ROW, last)}"
        place = f"MATCH(MAX({area}),{area},0)"
        worst = f'=IF(N({address(row, self._lost)})<=0,"",SUBSTITUTE(INDEX({heads},{place}),"{_LOST}",""))'
        most = max(known, default=Decimal(0))
        shown = self._levels[lost.index(most)] if sum(known, Decimal(0)) > 0 else ""
        self._sheet.write_formula(row, last + 1, worst, self._styles.get("grid"), stored(shown))

    def _write_sums(self) -> None:
        """The line of sums: amounts and points lost are added up, rates of them calculated, totals averaged."""
        row, style = self._last + 1, self._styles.get("grid heading")
        self._sheet.write_string(row, 0, _SUM, style)
        self._sheet.write_formula(row, _NAME, f'=COUNTA({fixed_range(_FIRST_ROW, self._last, _NAME)})&"个项目"', style,
                                  f"{len(self._projects)}个项目")  # fmt: skip
        for column, figure in enumerate(self._figures, _FIGURES):
            self._write_sum(row, column, figure)
        if self._levels:
            for column in range(self._lost, self._lost + len(self._levels) + 1):
                cells = fixed_range(_FIRST_ROW, self._last, column)
                look = self._styles.get("grid heading", "0.##")
                formula = f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),2))'
                self._sheet.write_formula(row, column, formula, look, stored(self._sum_of_lost(column)))
            self._sheet.write_blank(row, self._width - 1, None, style)

    def _write_signs(self, dated: DatedForms) -> None:
        """A project that holds a date among its figures, and every sum over it, say so instead of counting it."""
        sheets, look = [form.name for form, _ in self._projects], self._styles.saying_of_number(HAS_DATE)
        for row, counted in enumerate((*([sheet] for sheet in sheets), sheets), _FIRST_ROW):
            rule = {"type": "formula", "criteria": dated.test(counted), "format": look}
            self._sheet.conditional_format(row, _FIGURES, row, max(self._width - 1, _FIGURES), rule)

    def _write_sum(self, row: int, column: int, figure: ShownFigure) -> None:
        cells = fixed_range(_FIRST_ROW, self._last, column)
        numbers = self._numbers(figure.key)
        look = self._styles.get("grid heading", figure.number_format)
        if figure.amount:
            formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
            self._sheet.write_formula(row, column, formula, look, stored(sum(numbers, Decimal(0)) if numbers else None))
        elif figure.rate_of:
            budget, spent = (self._column_of(key) for key in figure.rate_of)
            formula = f'=IF(N({address(row, budget)})=0,"",{address(row, spent)}/{address(row, budget)})'
            whole, part = (sum(self._numbers(key), Decimal(0)) for key in figure.rate_of)
            self._sheet.write_formula(row, column, formula, look, stored(part / whole if whole else None))
        else:
            formula = f'=IF(COUNT({cells})=0,"","平均 "&ROUND(AVERAGE({cells}),2))'
            mean = f"平均 {half_up(sum(numbers, Decimal(0)) / len(numbers), 2).normalize():f}" if numbers else ""
            self._sheet.write_formula(row, column, formula, look, stored(mean))

    def _column_of(self, key: str) -> int:
        return _FIGURES + [figure.key for figure in self._figures].index(key)

    def _numbers(self, key: str) -> list[Decimal]:
        return [n for _, values in self._projects if isinstance(n := values.value(key), Decimal)]

    def _sum_of_lost(self, column: int) -> Decimal | None:
        places = range(len(self._levels)) if column == self._lost else [column - self._lost - 1]
        found = (_lost_in(values, self._levels[place]) for _, values in self._projects for place in places)
        known = [points for points in found if points is not None]
        return sum(known, Decimal(0)) if known else None

    def _write_charts(self) -> None:
        """The charts with their titles; in print one that tells something now begins a page of its own."""
        if len(self._projects) > _MOST_IN_A_CHART:
            self._sheet.repeat_rows(_HEAD_ROW)
            return
        row, tops = self._last + 3, list[int]()
        asked = (("各项目资金（万元）", self._amounts(), ""), ("各项目失分在哪里（分）", self._losses(), "stacked"))
        for title, bars, subtype in (each for each in asked if each[1]):
            chart = self._chart(title, bars)
            tops += [row] if chart.is_told else []
            row += 4 + chart.write(self._book, self._sheet, self._styles, (row, _NAME), subtype) // _ROW_HEIGHT
        self._sheet.set_h_pagebreaks(tops)

    def _amounts(self) -> list[Bars]:
        columns = [(figure, column) for column, figure in enumerate(self._figures, _FIGURES) if figure.amount]
        return [
            Bars(_POINTS_BEHIND_NAME.sub("", figure.heading), colour, column, self._values(figure.key))
            for (figure, column), colour in zip(columns, (POSSIBLE, REACHED), strict=False)
        ]

    def _losses(self) -> list[Bars]:
        columns = zip(self._levels, range(self._lost + 1, self._width - 1), _COLOURS * 9, strict=False)
        return [
            Bars(level, colour, column, [_lost_in(values, level) for _, values in self._projects])
            for level, column, colour in columns
        ]

    def _values(self, key: str) -> list[CellValue]:
        return [values.value(key) for _, values in self._projects]

    def _chart(self, title: str, bars: Sequence[Bars]) -> LiveChart:
        """A bar chart with a bar of each colour for each project."""
        names = [values.printed(values.form.name_field) or form.name for form, values in self._projects]
        chart = LiveChart(title, _FIRST_ROW, (_NAME, names), bars, [each.column for each in bars], self._copies)
        self._copies += chart.width
        return chart

    def _set_up_page(self) -> None:
        widths = [5, _NAME_WIDTH, *(10 for _ in self._figures), *(10 for _ in range(self._width - self._lost))]
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._sheet.set_row(_HEAD_ROW, 32)
        self._sheet.freeze_panes(_FIRST_ROW, _FIGURES)
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.set_print_scale(min(100, int(100 * _PRINTED_WIDTH / sum(widths))))  # a fitted page takes no breaks
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"format_rows": True, "format_columns": True})


def _lost_in(values: FormValues, level: str) -> Decimal | None:
    return _execution_lost(values) if level == _EXECUTION else _level_lost(values, level)


def _execution_lost(values: FormValues) -> Decimal | None:
    weight, score = values.value(roles().execution_weight), values.value(roles().execution_score)
    return weight - score if isinstance(weight, Decimal) and isinstance(score, Decimal) else None


def _level_lost(values: FormValues, level: str) -> Decimal | None:
    block = roles().indicators
    rows = [i for i in values.rows(block) if values.printed(roles().level1, block, i).startswith(level)]
    scored = [i for i in rows if isinstance(values.value(roles().score, block, i), Decimal)]
    if not scored:
        return None
    weights, scores = (_total(values.value(key, block, i) for i in scored) for key in (roles().weight, roles().score))
    return half_up(weights - scores, 2)


def _total(cells: Iterable[CellValue]) -> Decimal:
    return sum((value for value in cells if isinstance(value, Decimal)), Decimal(0))


def _execution_formula(form: FormSheet) -> str:
    weight, score = (form.at.outside(key) for key in (roles().execution_weight, roles().execution_score))
    return f'IF(COUNT({weight},{score})<2,"",{weight}-{score})'


def _level_formula(form: FormSheet, level: str) -> str:
    """Rows whose score is a number, of the 一级指标 that begins so."""
    keys = (roles().level1, roles().weight, roles().score)
    levels, weights, scores = (form.at.outside(f"{roles().indicators}.{key}") for key in keys)
    rows = f'{levels},"{level}*",{scores},">=0"'
    return f'IF(COUNTIFS({rows})=0,"",ROUND(SUMIFS({weights},{rows})-SUMIFS({scores},{rows}),2))'
