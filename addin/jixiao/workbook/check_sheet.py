"""校验: every check as a live formula, with its figures, what to do, and a way to the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlsxwriter import Workbook

from jixiao.checks.run import Question, questions
from jixiao.checks.verdicts import judge, verdict_formula
from jixiao.evaluate import Evaluation
from jixiao.forms.model import Check
from jixiao.functions.results import Outcome
from jixiao.workbook import names
from jixiao.workbook.cells import lines_needed
from jixiao.workbook.form_sheet import FormSheet
from jixiao.workbook.raster import address, fixed, fixed_range
from jixiao.workbook.styles import Styles

TITLE = "校验"
_HEADINGS = ("编号", "级别", "表", "校验内容", "结果", "说明（两边的数字）", "怎么办", "依据", "转到")
_WIDTHS = (7, 7, 22, 34, 6, 52, 44, 50, 24)
_SEVERITY = {"error": "错误", "warning": "提醒", "info": "提示"}
_EXPLANATION = "校验结果随填写即时变化；✗ 要改，－ 暂不能判断（数据没有填全）"
_FAIL, _PASS = Outcome.FAIL.value, Outcome.PASS.value
_NOT_YET = f"{Outcome.UNKNOWN.value} 还没有填全"
_RESULT, _DETAIL, _LINK = 4, 5, 8
_LINE_HEIGHT = 13.5
_FIRST_ROW = 2


class CheckSheet:
    """Writes the sheet of checks."""

    def __init__(self, book: Workbook, styles: Styles, evaluation: Evaluation, forms: Sequence[FormSheet]):
        self._styles = styles
        self._evaluation = evaluation
        self._forms = forms
        self._sheet = book.add_worksheet(TITLE)
        self._questions = questions(evaluation)
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        """How many questions of each sheet ended how."""

    @property
    def _last_row(self) -> int:
        return _FIRST_ROW + len(self._questions) - 1

    def count_formula(self, outcome: Outcome, sheet: str = "") -> str:
        """A formula that counts the questions with an outcome, of one sheet or of all."""
        results = f"{names.quoted(TITLE)}!{fixed_range(_FIRST_ROW, self._last_row, _RESULT)}"
        sheets = f"{names.quoted(TITLE)}!{fixed_range(_FIRST_ROW, self._last_row, 2)}"
        wanted = f'{results},"{outcome.value}"'
        return f'COUNTIFS({wanted},{sheets},"{sheet}")' if sheet else f"COUNTIF({wanted})"

    def count(self, outcome: Outcome, sheet: str = "") -> int:
        """What :meth:`count_formula` gives."""
        return sum(n for (s, o), n in self.outcomes.items() if o is outcome and sheet in ("", s))

    def write(self) -> None:
        """Write the sheet; the forms must be written before."""
        self._sheet.write_string(0, 0, _EXPLANATION, self._styles.get("subtitle"))
        for column, (width, heading) in enumerate(zip(_WIDTHS, _HEADINGS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(1, column, heading, self._styles.get("grid heading"))
        for offset, question in enumerate(self._questions):
            self._write_question(_FIRST_ROW + offset, question)
        self._set_up_page()

    def _write_question(self, row: int, question: Question) -> None:
        check, form = question.check, self._forms[question.form_index]
        formula, stored = self._of_rows(check, form) if check.rows else self._of_form(check, question, form)
        texts = (check.id, _SEVERITY[check.severity], form.name, check.title, "", "", check.action, self._source(check))
        for column, text in enumerate(texts):
            self._sheet.write_string(row, column, text, self._styles.get("grid left" if column > 1 else "grid"))
        self._sheet.write_formula(row, _DETAIL, f"={formula}", self._styles.get("grid left"), stored)
        result = f"=LEFT({address(row, _DETAIL)},1)"
        self._sheet.write_formula(row, _RESULT, result, self._styles.get("grid"), stored[0])
        self._write_link(row, check, form)
        self.outcomes[form.name, Outcome(stored[0])] += 1
        widths = zip((texts[3], stored, *texts[6:]), (_WIDTHS[3], _WIDTHS[_DETAIL], *_WIDTHS[6:8]), strict=True)
        self._sheet.set_row(row, 6 + _LINE_HEIGHT * max(lines_needed(text, width - 1) for text, width in widths))

    def _of_form(self, check: Check, question: Question, form: FormSheet) -> tuple[str, str]:
        verdict = judge(check, self._evaluation.forms[question.form_index])

        def reference(key: str) -> str:
            return self._elsewhere(*key.split(":")) if ":" in key else form.at.outside(key)

        return verdict_formula(check, reference, form.at.is_column), str(verdict)

    def _elsewhere(self, form_id: str, key: str) -> str:
        """A key of another form; of a form that is filled many times, the cell of each sheet."""
        return ",".join(form.at.outside(key) for form in self._forms if form.at.values.form.id == form_id)

    def _of_rows(self, check: Check, form: FormSheet) -> tuple[str, str]:
        """The verdicts of all rows in one: the first failure with its figures, and how many rows fail."""
        column, verdicts = self._verdicts(check, form)
        failures, passes = (f'COUNTIF({column},"{sign}*")' for sign in (_FAIL, _PASS))
        first = f'INDEX({column},MATCH("{_FAIL}*",{column},0))'
        failed = [text for text in verdicts if text.startswith(_FAIL)]
        passed = any(text.startswith(_PASS) for text in verdicts)
        stored = f"{failed[0]}（共{len(failed)}行）" if failed else _PASS if passed else _NOT_YET
        formula = f'IF({failures}>0,{first}&"（共"&{failures}&"行）",IF({passes}>0,"{_PASS}","{_NOT_YET}"))'
        return formula, stored

    def _verdicts(self, check: Check, form: FormSheet) -> tuple[str, list[str]]:
        """The hidden column of a row check, as a range and as texts."""
        column = next(c.column for c in form.helpers.row_checks if c.check == check)
        return form.at.column_range(check.rows, column), form.helpers.verdicts[column]

    def _write_link(self, row: int, check: Check, form: FormSheet) -> None:
        """To the cell; for a check of rows to the first row that fails."""
        style, sheet, at = self._styles.get("grid link left"), names.quoted(form.name), form.at
        title = at.values.schema.titles[f"{check.rows}.{check.cell}" if check.rows else check.cell]
        if not check.rows:
            self._sheet.write_url(row, _LINK, f"internal:{sheet}!{address(*at.places[check.cell])}", style, title)
            return
        column, _ = self._verdicts(check, form)
        top = fixed(at.raster.bounds[check.rows][0], at.columns[check.rows][check.cell])
        line = f'ROW({sheet}!{top})+IFERROR(MATCH("{_FAIL}*",{column},0)-1,1)'
        target = f'"#{sheet}!{at.column_letter(check.rows, check.cell)}"&({line})'
        self._sheet.write_formula(row, _LINK, f'=HYPERLINK({target},"{title}")', style, title)

    def _source(self, check: Check) -> str:
        certainty = "" if check.certainty in ("S", "P") else "按所选规则配置；"
        return certainty + "；".join(self._evaluation.family.sources[key].title for key in check.source)

    def _set_up_page(self) -> None:
        results = (_FIRST_ROW, _RESULT, self._last_row, _DETAIL)
        for outcome, colour in ((Outcome.FAIL, "#C00000"), (Outcome.PASS, "#2E7D32"), (Outcome.UNKNOWN, "#7F7F7F")):
            rule = {"type": "text", "criteria": "begins with", "value": outcome.value}
            self._sheet.conditional_format(*results, {**rule, "format": self._styles.colour(colour)})
        self._sheet.autofilter(1, 0, self._last_row, len(_HEADINGS) - 1)
        self._sheet.freeze_panes(_FIRST_ROW, 0)
        self._sheet.set_paper(9)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"autofilter": True, "sort": True, "format_rows": True, "format_columns": True})
