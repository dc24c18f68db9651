"""首页: whose workbook it is, the way to every sheet, how much is filled, what fails, and where points were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlsxwriter import Workbook

from jixiao import __version__
from jixiao.audit.checks.findings import SEVERITY, SEVERITY_COLOURS
from jixiao.core.functions import call
from jixiao.core.functions.results import Outcome
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.made import made_by
from jixiao.documents.workbook.layout.progress import filled_cells, needed_cells
from jixiao.documents.workbook.layout.raster import address, fixed, fixed_range
from jixiao.documents.workbook.layout.row_heights import height
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.macros import commands
from jixiao.documents.workbook.sheets.check_sheet import CheckSheet
from jixiao.documents.workbook.sheets.form_sheet import FormSheet
from jixiao.documents.workbook.sheets.live_chart import Bars, LiveChart
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
from jixiao.model.evaluation.left_blank import blank_at_home, home_fields
from jixiao.model.forms.expression import parse, to_formula
from jixiao.model.forms.library import load
from jixiao.model.forms.sheet_titles import BEYOND_CELLS, HOME, REPORT_TEXT
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.figures import CellValue

_LEGEND_ROW, _WAY_ROW, _STEP_ROW, _LISTING_ROW = 9, 10, 11, 15
_WITH_PYTHON = "计算方式：完整。已连上 jixiao，表里的公式都在计算。"
_WITHOUT_PYTHON = (
    "计算方式：没有连上 jixiao，由表格自己计算。比率、执行率得分、数值指标的得分和合计照常计算；"
    "显示“待算”的格子，连上 jixiao 后才有结果，填写的内容都会保留。"
)
_LAST_COLUMN = 6
_WIDTHS = (30, 34, 8, 8, 10, 8, 8)  # characters
_FILLED, _LEFT, _ERRORS, _WARNINGS = 3, 4, 5, 6
_OPEN = "#9C5700"
"""The colour of what is still to be done."""
_NOT_BACK = "没有"
_NOTHING_WRONG, _BEYOND = "✓ 没有发现问题", f"（{BEYOND_CELLS}的，按“校验全部”）"
_OWN_CELLS = {
    "unit": names.UNIT,
    "report_date": names.REPORT_DATE,
    "preparer": names.PREPARER,
    "phone": names.PHONE,
}
_ROW_HEIGHT = 20  # pixels, of a row as it comes
_TITLE_HEIGHT = 30  # points
_FIRST_BUTTON_ROW, _BUTTONS_COLUMN, _COPIES_COLUMN = 2, 8, 14
_BUTTON_SIZE, _BUTTON_STEP = (116, 26), 34  # pixels
_BUTTONS_BELOW_EACH_OTHER = 11
"""As many as a window of 768 pixels shows; the next stand in the column beside them."""


class HomeSheet:
    """Writes the first sheet; it is added first and written last, when all others are known."""

    def __init__(self, book: Workbook, styles: Styles, evaluation: Evaluation):
        self._book = book
        self._styles = styles
        self._evaluation = evaluation
        self._sheet = book.add_worksheet(HOME)
        self._sums: Counter[int] = Counter()
        self._points: dict[int, list[CellValue]] = {1: [], 2: []}
        """分值 and 得分 of the rows of the table of points, by their columns."""
        self._sum_of_parts = [0, 0, 0]

    def write(self, forms: Sequence[FormSheet], texts: TextSheet, checks: CheckSheet) -> None:
        """Write the sheet."""
        self._write_unit()
        row = self._write_listing(forms, texts, checks)
        self._write_way(row)
        self._write_steps(row)
        row = self._write_parts(row, forms, texts)
        overall = next((i for i, v in enumerate(self._evaluation.forms) if v.form.id == roles().unit_form), None)
        if overall is not None and has_points(self._evaluation.forms[overall]):
            row = self._write_points(row + 2, forms[overall], self._evaluation.forms[overall], texts)
        self._set_up_page(row)

    def add_buttons(self) -> None:
        """Put a button for every command right of what is printed, evenly whatever the height of the rows."""
        width, tall = _BUTTON_SIZE
        for place, command in enumerate(commands()):
            button = {"macro": command.macro, "caption": command.label, "description": command.tip}
            across, line = divmod(place, _BUTTONS_BELOW_EACH_OTHER)
            place_and_size = {"y_offset": line * _BUTTON_STEP, "width": width, "height": tall}
            self._sheet.insert_button(_FIRST_BUTTON_ROW, _BUTTONS_COLUMN + across, button | place_and_size)
        self._sheet.set_column(_BUTTONS_COLUMN - 1, _BUTTONS_COLUMN - 1, 3)
        self._sheet.set_column(_BUTTONS_COLUMN, _BUTTONS_COLUMN + 1, 17)

    def write_legend_of_notes(self) -> None:
        """One line that tells what the colours of noted cells mean."""
        self._sheet.write_string(_LEGEND_ROW, 0, "批注的颜色（指向格子看内容）", self._styles.get("note"))
        for column, severity in enumerate(SEVERITY_COLOURS, start=1):
            self._sheet.write_string(_LEGEND_ROW, column, SEVERITY[severity], self._styles.get(f"grid {severity}"))

    def _write_unit(self) -> None:
        submission, styles = self._evaluation.submission, self._styles
        self._sheet.set_row(0, _TITLE_HEIGHT)
        self._sheet.merge_range(0, 0, 0, _LAST_COLUMN, "预算绩效自评工作簿", styles.get("title"))
        lines = (
            ("单位名称", submission.unit, names.UNIT, "grid input left", "@"),
            ("评价年度", submission.year, names.YEAR, "grid left", "0"),
            ("报告（填报）日期", submission.report_date, names.REPORT_DATE, "grid input left", "@"),
            ("填表人", submission.preparer, names.PREPARER, "grid input left", "@"),
            ("联系电话", submission.phone, names.PHONE, "grid input left", "@"),
            ("表样", self._evaluation.family.head.title, "", "grid left", "General"),
        )
        for row, (label, value, name, look, pattern) in enumerate(lines, start=2):
            self._sheet.write_string(row, 0, label, styles.get("grid heading"))
            style = styles.get(look, pattern)
            self._sheet.merge_range(row, 1, row, _LAST_COLUMN, "", style)
            if value or not name:
                write = self._sheet.write_number if isinstance(value, int) else self._sheet.write_string
                write(row, 1, value, style)
            if name:
                self._book.define_name(name, f"={HOME}!{fixed(row, 1)}")
        legend = (
            "浅黄色格子由您填写；浅绿色格子自动计算，确需改写时可以直接输入；其余格子不用动。"
            "填表人、日期、电话在这里填一次，各张表都用。"
        )
        self._sheet.set_row(8, 26)
        self._sheet.merge_range(8, 0, 8, _LAST_COLUMN, legend, styles.get("note"))

    def _write_steps(self, last: int) -> None:
        """填 → 校验 → 报告: where the work stands, from the list below."""
        left, wrong, doubtful = (
            f"SUM({fixed_range(_LISTING_ROW + 1, last, column)})" for column in (_LEFT, _ERRORS, _WARNINGS)
        )
        counts = f'"错误 "&{wrong}&" 处，提醒 "&{doubtful}&" 处，见“校验”"'
        checked = f'IF({wrong}+{doubtful}=0,"{_NOTHING_WRONG}",{counts})&"{_BEYOND}"'
        numbers = [self._sums[column] for column in (_LEFT, _ERRORS, _WARNINGS)]
        steps = (
            ("第一步　填写", f'IF({left}=0,"✓ 要填的都填了","还有 "&{left}&" 格没有填")', _filling(numbers[0])),
            ("第二步　校验", checked, _checking(*numbers[1:])),
            ("第三步　报告", f'IF({left}+{wrong}=0,"可以生成报告、定稿","可以先生成草稿；填齐、改好错误以后定稿")',
             _reporting(*numbers[:2])),
        )  # fmt: skip
        for row, (title, formula, text) in enumerate(steps, _STEP_ROW):
            self._sheet.write_string(row, 0, title, self._styles.get("grid heading"))
            style = self._styles.get("grid left")
            self._sheet.merge_range(row, 1, row, _LAST_COLUMN, "", style)
            self._sheet.write_formula(row, 1, f"={formula}", style, text)

    def _write_listing(self, forms: Sequence[FormSheet], texts: TextSheet, checks: CheckSheet) -> int:
        for column, heading in enumerate(("表", "内容", "应填", "已填", "还没有填", "错误", "提醒")):
            self._sheet.write_string(_LISTING_ROW, column, heading, self._styles.get("grid heading"))
        row = _LISTING_ROW + 1
        self._write_entry(row, HOME, "单位、日期、填表人", *self._own_cells())
        for form, values in zip(forms, self._evaluation.forms, strict=True):
            row += 1
            self._write_entry(row, form.name, _content(values), filled_cells(form.at), needed_cells(form.at))
            self._write_name(row, form, values)
            self._write_counts(row, checks, form.name, form.unreadable())
        row += 1
        self._write_entry(row, REPORT_TEXT, "报告各部分的文字", texts.filled(), texts.needed(self._left_of_forms()))
        self._write_counts(row, checks, REPORT_TEXT, ("0", 0))
        return row

    def _write_parts(self, last: int, forms: Sequence[FormSheet], texts: TextSheet) -> int:
        """Who fills in what, how much of it is still missing here, and what has come back; returns the last row."""
        parts = self._evaluation.submission.lists.get("parts", [])
        if not parts:
            return last
        first = last + 2
        for column, heading in enumerate(("谁填", "内容", "应填", "已填", "还没有填", "发出", "收回")):
            self._sheet.write_string(first, column, heading, self._styles.get("grid heading"))
        lines = {code: _LISTING_ROW + 2 + index for index, code in enumerate(_codes(self._evaluation))}
        for row, (who, content, _, sent, back, codes, _) in enumerate(parts, first + 1):
            self._sheet.write_string(row, 0, who, self._styles.get("grid left"))
            self._sheet.write_string(row, 1, content, self._styles.get("grid left"))
            self._write_missing(row, [lines[code] for code in codes.split() if code in lines], codes, forms, texts)
            for column, text in enumerate((sent[5:10], back[5:10] or _NOT_BACK), _ERRORS):
                self._sheet.write_string(row, column, text, self._styles.get("grid shrunk"))
            self._sheet.set_row(row, height(lines_needed(content, _WIDTHS[1] - 1)))
        return self._write_sum_of_parts(first, parts)

    def _write_sum_of_parts(self, first: int, parts: Sequence[Sequence[str]]) -> int:
        """How many parts came back and how much is missing in all; what is open is coloured. Returns the row."""
        row, came = first + len(parts) + 1, sum(bool(part[4]) for part in parts)
        self._sheet.write_string(row, 0, "合计", self._styles.get("grid heading"))
        told = f"共 {len(parts)} 份，收回 {came} 份" + ("" if came < len(parts) else "，都收回了")
        self._sheet.write_string(row, 1, told, self._styles.get("grid left"))
        for column, total in enumerate(self._sum_of_parts, 2):
            formula = f"=SUM({fixed_range(first + 1, row - 1, column)})"
            self._sheet.write_formula(row, column, formula, self._styles.get("grid"), total)
        for column in (_ERRORS, _WARNINGS):
            self._sheet.write_blank(row, column, None, self._styles.get("grid"))
        colour = self._styles.colour(_OPEN)
        for column, criteria, value in ((_LEFT, ">", 0), (_WARNINGS, "==", f'"{_NOT_BACK}"')):
            rule = {"type": "cell", "criteria": criteria, "value": value, "format": colour}
            self._sheet.conditional_format(first + 1, column, row, column, rule)
        return row

    def _write_missing(
        self, row: int, lines: Sequence[int], codes: str, forms: Sequence[FormSheet], texts: TextSheet
    ) -> None:
        """How much a person was given, from the lines of their forms above and the cells of their sections."""
        at = [forms[line - _LISTING_ROW - 2].at for line in lines]
        sections = [code.removeprefix("text#") for code in codes.split() if code.startswith("text#")]
        cells = [f"{names.quoted(REPORT_TEXT)}!{fixed(*texts.place_of(section))}" for section in sections]
        written = sum(bool(self._text(section)) for section in sections)
        needed = (f"{len(sections)}", len(sections) + sum(needed_cells(each)[1] for each in at))
        filled = (f"COUNTA({','.join(cells)})" if cells else "0", written + sum(filled_cells(each)[1] for each in at))
        for column, (formula, value) in ((2, needed), (_FILLED, filled)):
            formula = "+".join([formula, *(address(line, column) for line in lines)])
            self._write_number(row, column, (formula, value))
        missing = f"MAX(0,{address(row, 2)}-{address(row, 3)})", max(0, needed[1] - filled[1])
        self._sheet.write_formula(row, _LEFT, f"={missing[0]}", self._styles.get("grid"), missing[1])
        counts = (needed[1], filled[1], missing[1])
        self._sum_of_parts = [total + count for total, count in zip(self._sum_of_parts, counts, strict=True)]

    def _text(self, section: str) -> str:
        report, _, key = section.partition(".")
        return self._evaluation.submission.texts.get(report, {}).get(key, "")

    def _write_way(self, last: int) -> None:
        """Whether our functions answer, asked anew with every figure that is filled in."""
        edited = f"{fixed(_LISTING_ROW + 1, _FILLED)}:{fixed(last, _FILLED)}"
        told = f'"{_WITH_PYTHON}","{_WITHOUT_PYTHON}"'
        formula = f'=IF(ISNUMBER(IFERROR(EXEC_RATE(1+0*SUM({edited}),1),"")),{told})'
        style = self._styles.get("note")
        self._sheet.merge_range(_WAY_ROW, 0, _WAY_ROW, _LAST_COLUMN, "", style)
        self._sheet.write_formula(_WAY_ROW, 0, formula, style, _WITH_PYTHON)
        self._sheet.set_row(_WAY_ROW, _TITLE_HEIGHT)

    def _own_cells(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """How many of this sheet's own cells are filled, and how many there are."""
        cells = [_OWN_CELLS[name] for name in home_fields(self._evaluation)]
        filled = len(cells) - len(blank_at_home(self._evaluation))
        return (f"COUNTA({','.join(cells)})", filled), (str(len(cells)), len(cells))

    def _left_of_forms(self) -> dict[str, str]:
        """For each kind of form how many of its cells are blank, from the lines of its sheets above."""
        first = _LISTING_ROW + 2
        kinds = [values.form.id for values in self._evaluation.forms]
        last = {kind: first + row for row, kind in enumerate(kinds)}
        return {kind: f"SUM({fixed_range(first + kinds.index(kind), last[kind], _LEFT)})" for kind in last}

    def _write_entry(
        self, row: int, sheet: str, content: str, filled: tuple[str, int], needed: tuple[str, int]
    ) -> None:
        link = f'=HYPERLINK("#{names.quoted(sheet)}!A1","{sheet}")'  # so that a button can have it follow a new name
        self._sheet.write_formula(row, 0, link, self._styles.get("grid link left"), sheet)
        self._sheet.write_string(row, 1, content, self._styles.get("grid left"))
        lines = max(lines_needed(text, width - 1) for text, width in zip((sheet, content), _WIDTHS, strict=False))
        if lines > 1:  # a sheet is called after its project, and names are long
            self._sheet.set_row(row, height(lines))
        missing = f"MAX(0,{address(row, 2)}-{address(row, 3)})", max(0, needed[1] - filled[1])
        for column, entry in ((2, needed), (_FILLED, filled), (_LEFT, missing)):
            self._write_number(row, column, entry)
        for column in (_ERRORS, _WARNINGS):
            self._sheet.write_blank(row, column, None, self._styles.get("grid"))

    def _write_name(self, row: int, form: FormSheet, values: FormValues) -> None:
        """The project's name as it is typed, in the place of what the form is."""
        if key := values.form.name_field:
            name = form.at.outside(key)
            formula = f'=IF({name}="","{_title(values)}",{name})'
            self._sheet.write_formula(row, 1, formula, self._styles.get("grid left"), _content(values))

    def _write_number(self, row: int, column: int, entry: tuple[str, int]) -> None:
        self._sheet.write_formula(row, column, f"={entry[0]}", self._styles.get("grid"), entry[1])
        if column >= _LEFT:
            self._sums[column] += entry[1]
            colour = self._styles.colour("#C00000" if column == _ERRORS else _OPEN)
            self._sheet.conditional_format(
                row, column, row, column, {"type": "cell", "criteria": ">", "value": 0, "format": colour}
            )

    def _write_counts(self, row: int, checks: CheckSheet, sheet: str, unreadable: tuple[str, int]) -> None:
        for column, level in ((_ERRORS, SEVERITY["error"]), (_WARNINGS, SEVERITY["warning"])):
            formula, count = checks.count_formula(Outcome.FAIL, sheet, level), checks.count(Outcome.FAIL, sheet, level)
            if column == _ERRORS:
                formula, count = f"{formula}+{unreadable[0]}", count + unreadable[1]
            self._write_number(row, column, (formula, count))

    # ---- points by 一级指标 -----------------------------------------------------------------------------------

    def _write_points(self, row: int, form: FormSheet, values: FormValues, texts: TextSheet) -> int:
        """A small table of 分值 and 得分 by 一级指标 of the overall form, and its chart; returns the last row."""
        for column, heading in enumerate(("整体支出得分构成", "分值", "得分")):
            self._sheet.write_string(row, column, heading, self._styles.get("grid heading"))
        levels = level_names(values)
        self._write_points_row(row + 1, EXECUTION, form, values, (roles().execution_weight, roles().execution_score))
        for offset, level in enumerate(levels, start=2):
            self._write_level(row + offset, level, form, values)
        last = row + 1 + len(levels)
        self._write_points_row(last + 1, "总分", form, values, (roles().total_weight, roles().total_score))
        self._write_grade(last + 2, form, values, texts)
        return self._write_chart(row, last, levels)

    def _write_grade(self, row: int, form: FormSheet, values: FormValues, texts: TextSheet) -> None:
        """The grade, which 报告正文 may say already."""
        self._sheet.write_string(row, 0, "自评等级", self._styles.get("grid left"))
        self._sheet.write_blank(row, 1, None, self._styles.get("grid"))
        answer = as_cell_value(call("GRADE", values.value(roles().total_score), self._evaluation.family.head.id))
        asked = f"GRADE({roles().total_score},family)"
        formula = texts.said(f"GRADE({values.form.id}:{roles().total_score},family)")
        formula = formula or to_formula(values.native(parse(asked)), form.at.outside)
        self._sheet.write_formula(row, 2, f"={formula}", self._styles.get("grid"), stored(answer))

    def _write_points_row(
        self, row: int, label: str, form: FormSheet, values: FormValues, keys: tuple[str, str]
    ) -> None:
        self._sheet.write_string(row, 0, label, self._styles.get("grid left"))
        for column, key in enumerate(keys, start=1):
            value, cell = values.value(key), form.at.outside(key)
            self._points[column].append(value)
            result = stored(value if isinstance(value, Decimal) else None)
            self._sheet.write_formula(row, column, f'=IF(ISNUMBER({cell}),{cell},"")', self._styles.get("grid"), result)

    def _write_level(self, row: int, level: str, form: FormSheet, values: FormValues) -> None:
        self._sheet.write_string(row, 0, level, self._styles.get("grid left"))
        for column, key in enumerate((roles().weight, roles().score), start=1):
            known = [figure for figure in level_figures(values, level, key) if isinstance(figure, Decimal)]
            levels, amounts = (form.at.outside(f"{roles().indicators}.{k}") for k in (roles().level1, key))
            label = fixed(row, 0)
            total = f"ROUND(SUMIF({levels},{label},{amounts}),2)"
            formula = f'=IF(SUMPRODUCT(({levels}={label})*ISNUMBER({amounts}))=0,"",{total})'
            self._points[column].append(sum(known, Decimal(0)) if known else None)
            result = stored(self._points[column][-1])
            self._sheet.write_formula(row, column, formula, self._styles.get("grid"), result)

    def _write_chart(self, first: int, last: int, levels: Sequence[str]) -> int:
        """The chart of points below the table, once there are scores; returns its last row."""
        bars = [
            Bars(name, colour, column, self._points[column][: last - first])
            for column, (name, colour) in enumerate((("分值", POSSIBLE), ("得分", REACHED)), start=1)
        ]
        names = (0, [EXECUTION, *levels])
        chart = LiveChart("按一级指标的得分", first + 1, names, bars, [bars[1].column], _COPIES_COLUMN)
        tall = chart.write(self._book, self._sheet, self._styles, (last + 4, 0))
        return last + 5 + tall // _ROW_HEIGHT

    def _set_up_page(self, last_row: int) -> None:
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._book.define_name(names.FAMILY, f'="{self._evaluation.family.head.id}"')
        self._book.define_name(names.VERSION, f'="{names.BOOK_VERSION}"')
        family, part = self._evaluation.family, self._evaluation.submission.part
        self._book.define_name(names.MADE, f'="{made_by(load(family.head.id) if part else family)}"')
        if part:  # a smaller family, of which the whole is as it was
            self._book.define_name(names.PART, '="{}"'.format(part.replace('"', '""')))
        self._sheet.set_footer(f"&R&8jixiao {__version__}")
        self._sheet.set_paper(9)
        self._sheet.print_area(0, 0, last_row, _LAST_COLUMN)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)
        self._sheet.protect()
        self._sheet.activate()


def _codes(evaluation: Evaluation) -> Iterator[str]:
    """Each form's kind and which of its kind it is."""
    counts: Counter[str] = Counter()
    for values in evaluation.forms:
        counts[values.form.id] += 1
        yield f"{values.form.id}#{counts[values.form.id]}"


def _content(values: FormValues) -> str:
    name = values.printed(values.form.name_field) if values.form.name_field else ""
    return name or _title(values)


def _title(values: FormValues) -> str:
    return values.form.title.removeprefix("{year}年度")


def _filling(left: int) -> str:
    return f"还有 {left} 格没有填" if left else "✓ 要填的都填了"


def _checking(wrong: int, doubtful: int) -> str:
    found = f"错误 {wrong} 处，提醒 {doubtful} 处，见“校验”" if wrong + doubtful else _NOTHING_WRONG
    return found + _BEYOND


def _reporting(left: int, wrong: int) -> str:
    return "可以先生成草稿；填齐、改好错误以后定稿" if left + wrong else "可以生成报告、定稿"
