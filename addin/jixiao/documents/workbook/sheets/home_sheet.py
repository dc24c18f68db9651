"""首页: whose workbook it is, the way to every sheet, how much is filled, what fails, and where points were lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from jixiao import __version__
from jixiao.audit.checks.findings import SEVERITY, SEVERITY_COLOURS
from jixiao.core.functions import call
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.cells import write_expression
from jixiao.documents.workbook.layout.progress import filled_cells, input_cells
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.macros import commands
from jixiao.documents.workbook.sheets.check_sheet import CheckSheet
from jixiao.documents.workbook.sheets.form_sheet import FormSheet
from jixiao.documents.workbook.sheets.report_text_sheet import TextSheet
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.chart_figures import (
    EXECUTION,
    POSSIBLE,
    REACHED,
    has_points,
    level_figures,
    level_names,
)
from jixiao.model.evaluation.evaluation import as_cell_value
from jixiao.model.forms.expression import parse
from jixiao.model.forms.sheet_titles import CHECKS, HOME, REPORT_TEXT
from jixiao.model.forms.vocabulary import roles

_WAY_ROW, _LEGEND_ROW, _LISTING_ROW = 6, 8, 9
_WITH_PYTHON = "计算方式：完整。已连上 jixiao，表里的公式都在计算。"
_WITHOUT_PYTHON = (
    "计算方式：没有连上 jixiao，由表格自己计算。比率、执行率得分、数值指标的得分和合计照常计算；"
    "显示“待算”的格子，连上 jixiao 后才有结果，填写的内容都会保留。"
)
_LAST_COLUMN = 5
_ROW_HEIGHT = 20  # pixels, of a row as it comes
_TITLE_HEIGHT = 30  # points
_FIRST_BUTTON_ROW, _BUTTONS_COLUMN = 2, 7
_BUTTON_SIZE = (132, 26)  # pixels; one stands on two rows


class HomeSheet:
    """Writes the first sheet; it is added first and written last, when all others are known."""

    def __init__(self, book: Workbook, styles: Styles, evaluation: Evaluation):
        self._book = book
        self._styles = styles
        self._evaluation = evaluation
        self._sheet = book.add_worksheet(HOME)

    def write(self, forms: Sequence[FormSheet], texts: TextSheet, checks: CheckSheet) -> None:
        """Write the sheet."""
        self._write_unit()
        row = self._write_listing(forms, texts, checks)
        self._write_way(row)
        overall = next((i for i, v in enumerate(self._evaluation.forms) if v.form.id == roles().unit_form), None)
        if overall is not None and has_points(self._evaluation.forms[overall]):
            row = self._write_points(row + 2, forms[overall], self._evaluation.forms[overall])
        self._set_up_page(row)

    def add_buttons(self) -> None:
        """Put a button for every command right of what is printed."""
        width, height = _BUTTON_SIZE
        for place, command in enumerate(commands()):
            button = {"macro": command.macro, "caption": command.label, "description": command.tip}
            row = _FIRST_BUTTON_ROW + 2 * place
            self._sheet.insert_button(row, _BUTTONS_COLUMN, button | {"width": width, "height": height})
        self._sheet.set_column(_BUTTONS_COLUMN, _BUTTONS_COLUMN, 19)

    def write_legend_of_notes(self) -> None:
        """One line that tells what the colours of noted cells mean."""
        self._sheet.write_string(_LEGEND_ROW, 0, "批注的颜色（指向格子看内容）", self._styles.get("note"))
        for column, severity in enumerate(SEVERITY_COLOURS, start=1):
            self._sheet.write_string(_LEGEND_ROW, column, SEVERITY[severity], self._styles.get(f"grid {severity}"))

    def _write_unit(self) -> None:
        submission, styles = self._evaluation.submission, self._styles
        self._sheet.set_row(0, _TITLE_HEIGHT)
        self._sheet.merge_range(0, 0, 0, 5, "预算绩效自评工作簿", styles.get("title"))
        lines = (
            ("单位名称", submission.unit, names.UNIT, "grid input left", "@"),
            ("评价年度", submission.year, names.YEAR, "grid left", "0"),
            ("报告日期", submission.report_date, names.REPORT_DATE, "grid input left", "@"),
            ("表样", self._evaluation.family.head.title, "", "grid left", "General"),
        )
        for row, (label, value, name, look, pattern) in enumerate(lines, start=2):
            self._sheet.write_string(row, 0, label, styles.get("grid heading"))
            style = styles.get(look, pattern)
            self._sheet.merge_range(row, 1, row, 5, "", style)
            write = self._sheet.write_number if isinstance(value, int) else self._sheet.write_string
            write(row, 1, value, style)
            if name:
                self._book.define_name(name, f"={HOME}!{fixed(row, 1)}")
        legend = "浅黄色格子由您填写；浅绿色格子自动计算，确需改写时可以直接输入；其余格子不用动。"
        self._sheet.merge_range(7, 0, 7, 5, legend, styles.get("note"))

    def _write_listing(self, forms: Sequence[FormSheet], texts: TextSheet, checks: CheckSheet) -> int:
        for column, heading in enumerate(("表", "内容", "已填", "应填", "错误和提醒", "暂不能判断")):
            self._sheet.write_string(_LISTING_ROW, column, heading, self._styles.get("grid heading"))
        row = _LISTING_ROW
        for form, values in zip(forms, self._evaluation.forms, strict=True):
            row += 1
            self._write_entry(row, form.name, _content(values), filled_cells(form.at), input_cells(form.at))
            self._write_counts(row, checks, form.name)
        row += 1
        self._write_entry(row, REPORT_TEXT, "报告各部分的文字", texts.progress(), texts.inputs_count())
        self._write_counts(row, checks, REPORT_TEXT)
        row += 1
        self._write_entry(row, CHECKS, "全部校验结果", None, None)
        self._write_counts(row, checks, "")
        return row

    def _write_way(self, last: int) -> None:
        """Whether our functions answer, asked anew with every figure that is filled in."""
        edited = f"{fixed(_LISTING_ROW + 1, 2)}:{fixed(last, 2)}"
        told = f'"{_WITH_PYTHON}","{_WITHOUT_PYTHON}"'
        formula = f'=IF(ISNUMBER(IFERROR(EXEC_RATE(1+0*SUM({edited}),1),"")),{told})'
        style = self._styles.get("note")
        self._sheet.merge_range(_WAY_ROW, 0, _WAY_ROW, _LAST_COLUMN, "", style)
        self._sheet.write_formula(_WAY_ROW, 0, formula, style, _WITH_PYTHON)
        self._sheet.set_row(_WAY_ROW, _TITLE_HEIGHT)

    def _write_entry(
        self, row: int, sheet: str, content: str, filled: tuple[str, int] | None, total: tuple[str, int] | None
    ) -> None:
        link = f"internal:{names.quoted(sheet)}!A1"
        self._sheet.write_url(row, 0, link, self._styles.get("grid link left"), sheet)
        self._sheet.write_string(row, 1, content, self._styles.get("grid left"))
        for column, entry in ((2, filled), (3, total)):
            self._write_number(row, column, entry)
        for column in (4, 5):
            self._sheet.write_blank(row, column, None, self._styles.get("grid"))

    def _write_number(self, row: int, column: int, entry: tuple[str, int] | None) -> None:
        style = self._styles.get("grid")
        if entry:
            self._sheet.write_formula(row, column, f"={entry[0]}", style, entry[1])
        else:
            self._sheet.write_blank(row, column, None, style)

    def _write_counts(self, row: int, checks: CheckSheet, sheet: str) -> None:
        for column, outcome in ((4, Outcome.FAIL), (5, Outcome.UNKNOWN)):
            self._write_number(row, column, (checks.count_formula(outcome, sheet), checks.count(outcome, sheet)))
        self._sheet.conditional_format(
            row, 4, row, 4, {"type": "cell", "criteria": ">", "value": 0, "format": self._styles.colour("#C00000")}
        )

    # ---- points by 一级指标 -----------------------------------------------------------------------------------

    def _write_points(self, row: int, form: FormSheet, values: FormValues) -> int:
        """A small table of 分值 and 得分 by 一级指标 of the overall form, and its chart; returns the last row."""
        for column, heading in enumerate(("整体支出得分构成", "分值", "得分")):
            self._sheet.write_string(row, column, heading, self._styles.get("grid heading"))
        levels = level_names(values)
        self._write_points_row(row + 1, EXECUTION, form, values, (roles().execution_weight, roles().execution_score))
        for offset, level in enumerate(levels, start=2):
            self._write_level(row + offset, level, form, values)
        last = row + 1 + len(levels)
        self._write_points_row(last + 1, "总分", form, values, (roles().total_weight, roles().total_score))
        self._write_grade(last + 2, form, values)
        return self._write_chart(row, last)

    def _write_grade(self, row: int, form: FormSheet, values: FormValues) -> None:
        self._sheet.write_string(row, 0, "自评等级", self._styles.get("grid left"))
        self._sheet.write_blank(row, 1, None, self._styles.get("grid"))
        answer = as_cell_value(call("GRADE", values.value(roles().total_score), self._evaluation.family.head.id))
        formula = values.native(parse(f"GRADE({roles().total_score},family)"))
        style = self._styles.get("grid")
        write_expression(self._sheet, (row, 2), formula, form.at.outside, style, answer)

    def _write_points_row(
        self, row: int, label: str, form: FormSheet, values: FormValues, keys: tuple[str, str]
    ) -> None:
        self._sheet.write_string(row, 0, label, self._styles.get("grid left"))
        for column, key in enumerate(keys, start=1):
            value = values.value(key)
            points = float(value) if isinstance(value, Decimal) else 0
            formula = f"=N({form.at.outside(key)})"
            self._sheet.write_formula(row, column, formula, self._styles.get("grid"), points)

    def _write_level(self, row: int, level: str, form: FormSheet, values: FormValues) -> None:
        self._sheet.write_string(row, 0, level, self._styles.get("grid left"))
        for column, key in enumerate((roles().weight, roles().score), start=1):
            figures = level_figures(values, level, key)
            total = sum((v for v in figures if isinstance(v, Decimal)), Decimal(0))
            ranges = (form.at.outside(f"{roles().indicators}.{k}") for k in (roles().level1, key))
            levels, amounts = ranges
            formula = f"=ROUND(SUMIF({levels},{fixed(row, 0)},{amounts}),2)"
            self._sheet.write_formula(row, column, formula, self._styles.get("grid"), float(total))

    def _write_chart(self, first: int, last: int) -> int:
        chart = self._book.add_chart({"type": "bar"})
        for column, colour in ((1, POSSIBLE), (2, REACHED)):
            chart.add_series(
                {
                    "name": [HOME, first, column],
                    "categories": [HOME, first + 1, 0, last, 0],
                    "values": [HOME, first + 1, column, last, column],
                    "fill": {"color": colour},
                    "data_labels": {"value": True},
                }
            )
        chart.set_title({"name": "按一级指标的得分", "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"major_gridlines": {"visible": False}, "min": 0})
        chart.set_legend({"position": "bottom"})
        height = 60 + 52 * (last - first)
        chart.set_size({"width": 520, "height": height})
        self._sheet.insert_chart(last + 4, 0, chart, {"description": "整体支出按一级指标的分值和得分"})
        return last + 4 + height // _ROW_HEIGHT

    def _set_up_page(self, last_row: int) -> None:
        for column, width in enumerate((30, 34, 9, 9, 12, 12)):
            self._sheet.set_column(column, column, width)
        self._book.define_name(names.FAMILY, f'="{self._evaluation.family.head.id}"')
        self._book.define_name(names.VERSION, f'="{names.BOOK_VERSION}"')
        self._sheet.set_footer(f"&R&8jixiao {__version__}")
        self._sheet.set_paper(9)
        self._sheet.print_area(0, 0, last_row, _LAST_COLUMN)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)
        self._sheet.protect()
        self._sheet.activate()


def _content(values: FormValues) -> str:
    name = values.printed(values.form.name_field) if values.form.name_field else ""
    return name or values.form.title.removeprefix("{year}年度")
