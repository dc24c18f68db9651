"""全部校验: every check as a live formula, with its figures, what to do, and a way to the cell; texts come last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from xlsxwriter import Workbook

from jixiao.audit.checks.findings import SEVERITY
from jixiao.audit.checks.messages import source_of
from jixiao.audit.checks.run import Question, questions
from jixiao.audit.checks.verdicts import judge, verdict_formula
from jixiao.core.functions.results import Outcome
from jixiao.core.text_width import lines_needed
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.formula_texts import formula_text
from jixiao.documents.workbook.layout.project_lists import ProjectLists
from jixiao.documents.workbook.layout.prose_checks import CHECK, ProseChecks, TextRow
from jixiao.documents.workbook.layout.raster import address, fixed, fixed_range
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.sheets.form_sheet import FormSheet
from jixiao.documents.workbook.sheets.report_text_sheet import TextSheet
from jixiao.model.evaluation import Evaluation
from jixiao.model.forms.family import Check
from jixiao.model.forms.sheet_titles import ALL_CHECKS, EXPLANATION, REPORT_TEXT
from jixiao.model.forms.vocabulary import vocabulary
from jixiao.model.submission.submission import EXPLAINED_LIST

_HEADINGS = ("编号", "级别", "表", "校验内容", "结果", "说明（两边的数字）", "怎么办", "依据", "转到", EXPLANATION)
_WIDTHS = (5, 5, 12, 16, 5, 25, 21, 22, 11, 19)
"""Characters; together as many as a window of 1366 pixels shows, 情况说明 among them."""

_EXPLANATION = "✗ 要改，或在最右一列说明；－ 还没有填或不适用"
_OF_TEXTS = (
    "正文各行只核对文中的数与表中的数；合计、占比、增减、前后不一致、名单个数等要看全文，"
    "请按“校验全部”按钮，或用 jixiao check"
)
_UNANSWERED = "以下 {count} 条校验，本表样没有所需的栏目，不能核对，不计入上面的结果"
_FAIL, _PASS = Outcome.FAIL.value, Outcome.PASS.value
_NOT_YET = f"{Outcome.UNKNOWN.value} 还没有填全"
_ID, _LEVEL, _SHEET, _RESULT, _DETAIL, _LINK, EXPLAINED = 0, 1, 2, 4, 5, 8, 9
_LINE_HEIGHT = 13.5
_FEWEST_LINES = 2
"""What a failure usually takes, so that one that comes while figures are typed can be read."""

_TITLE_HEIGHT = 22
_FIRST_ROW = 2
_PLACES, _FIRST_HIDDEN = 10, 11
"""Hidden columns: in how many places a check fails, and from where on the figures of the texts stand."""


@dataclass
class CheckRow:
    """One row: number, level, sheet, what is checked; the result; what to do, source; target and title of its link.

    The target is a formula, without ``=``; ``leads_to`` is what it gives.
    """

    what: tuple[str, ...]
    result: str
    advice: tuple[str, ...]
    link: tuple[str, str] = ("", "")
    leads_to: str = ""
    explanation: str = ""


class CheckSheet:
    """Writes the sheet of checks."""

    def __init__(
        self,
        book: Workbook,
        styles: Styles,
        evaluation: Evaluation,
        forms: Sequence[FormSheet],
        lists: ProjectLists,
        texts: TextSheet,
    ):
        self._book = book
        self._styles = styles
        self._evaluation = evaluation
        self._explained = {row[:3]: row[3] for row in evaluation.submission.lists.get(EXPLAINED_LIST, ())}
        self._forms = forms
        self._lists = lists
        self._text_sheet = texts
        self._sheet = book.add_worksheet(ALL_CHECKS)
        self._questions = questions(evaluation)
        self._prose = ProseChecks(evaluation, [form.at for form in forms], _FIRST_HIDDEN, texts.place_of)
        self._texts = list(self._prose.rows())
        self._lines: Counter[int] = Counter()
        self._of_check: Counter[tuple[str, Outcome]] = Counter()
        self._of_sheet: Counter[tuple[Outcome, str, str]] = Counter()
        """In how many places a question ended how, of each sheet and level; an empty text stands for all."""
        self.rows: list[CheckRow] = []
        """The rows as they stand below each other, for the sheet that shows what is wrong."""

    @property
    def first_row(self) -> int:
        """Where the rows begin."""
        return _FIRST_ROW

    @property
    def _last_row(self) -> int:
        return _FIRST_ROW + len(self._questions) + len(self._texts) - 1

    def count_formula(self, outcome: Outcome, sheet: str = "", level: str = "") -> str:
        """A formula that counts the places with an outcome, of one sheet or of all, of one level or of all.

        A check of rows has a place in each row that fails, as it has a finding there.
        """
        wanted = f'{self.column(_RESULT)},"{outcome.value}"'
        wanted += f',{self.column(_SHEET)},"{sheet}"' if sheet else ""
        wanted += f',{self.column(_LEVEL)},"{level}"' if level else ""
        return f"SUMIFS({self.column(_PLACES)},{wanted})"

    def count(self, outcome: Outcome, sheet: str = "", level: str = "") -> int:
        """What :meth:`count_formula` gives."""
        return self._of_sheet[outcome, sheet, level]

    def count_formula_of(self, checks: Sequence[str], outcome: Outcome) -> str:
        """A formula that counts the questions of some checks with an outcome."""
        wanted = ",".join(f'"{check}"' for check in checks)
        return f'SUMPRODUCT(COUNTIFS({self.column(_ID)},{{{wanted}}},{self.column(_RESULT)},"{outcome.value}"))'

    def count_of(self, checks: Sequence[str], outcome: Outcome) -> int:
        """What :meth:`count_formula_of` gives."""
        return sum(self._of_check[check, outcome] for check in checks)

    def column(self, column: int) -> str:
        """One column of all rows, for formulas on any sheet."""
        return f"{names.quoted(ALL_CHECKS)}!{fixed_range(_FIRST_ROW, self._last_row, column)}"

    def write(self) -> None:
        """Write the sheet; the forms must be written before."""
        self._sheet.set_row(0, _TITLE_HEIGHT)
        self._sheet.write_string(0, 0, _EXPLANATION, self._styles.get("subtitle"))
        if self._texts:
            self._sheet.write_string(0, _DETAIL, _OF_TEXTS, self._styles.get("quiet"))
        for column, (width, heading) in enumerate(zip(_WIDTHS, _HEADINGS, strict=True)):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(1, column, heading, self._styles.get("grid heading"))
        for row, question in enumerate(self._questions, _FIRST_ROW):
            self._write_question(row, question)
        for row, text in enumerate(self._texts, _FIRST_ROW + len(self._questions)):
            self._write_text(row, text)
        self._write_unanswered(self._last_row + 2)
        self._prose.write_figures(self._sheet, self._styles.get("quiet"))
        self._sheet.set_column(_PLACES, _PLACES, None, None, {"hidden": True})
        if self.rows:
            area = f"{fixed(_FIRST_ROW, _ID)}:{fixed(self._last_row, EXPLAINED)}"
            self._book.define_name(names.EXPLAINED, f"={names.quoted(ALL_CHECKS)}!{area}")
        self._set_up_page()

    def _write_unanswered(self, row: int) -> None:
        """At the foot, outside what is counted: the checks that the family's forms cannot answer, and why."""
        unanswered = self._evaluation.family.unanswered
        if unanswered:
            self._sheet.write_string(row, 0, _UNANSWERED.format(count=len(unanswered)), self._styles.get("quiet"))
        look = self._styles.get("grid left quiet")
        for line, item in enumerate(unanswered, row + 1):
            form = vocabulary().form_title(item.form)
            for column, text in enumerate((item.check, "", form, item.title, Outcome.UNKNOWN.value, item.reason)):
                self._sheet.write_string(line, column, text, look)

    def _write_question(self, row: int, question: Question) -> None:
        check, form = question.check, self._forms[question.form_index]
        formula, result = self._of_rows(row, check, form) if check.rows else self._of_form(check, question, form)
        words = (
            check.id,
            SEVERITY[check.severity],
            form.name,
            check.title,
            check.action,
            source_of(check, self._evaluation.family),
        )
        self._write_row(row, words, formula, result, self._write_places(row, check, form))
        self._write_link(row, check, form)

    def _write_text(self, row: int, text: TextRow) -> None:
        rule, source = self._prose.rule()
        title = f"{rule.title}：{text.heading}"
        words = (CHECK, SEVERITY[rule.severity], REPORT_TEXT, title, rule.action, source)
        self._sheet.write_number(row, _PLACES, 1)
        self._write_row(row, words, text.formula, text.result, 1)
        self._link_to_cell(row, names.quoted(REPORT_TEXT), self._text_sheet.place_of(text.reference), "正文")

    def _write_places(self, row: int, check: Check, form: FormSheet) -> int:
        """In how many places a check fails when it does, hidden: each failing row is one."""
        verdicts = form.helpers.verdicts
        count = sum(text.startswith(_FAIL) for text in verdicts.of(check)) if check.rows else 1
        if check.rows:
            self._sheet.write_formula(row, _PLACES, f"={verdicts.count(check, _FAIL)}", None, count)
        else:
            self._sheet.write_number(row, _PLACES, count)
        return count

    def _write_row(
        self, row: int, words: tuple[str, str, str, str, str, str], formula: str, result: str, places: int
    ) -> None:
        """One row but for its link: number, level, sheet, what is checked, what to do and source around the result."""
        for column, text in enumerate((*words[:4], "", "", *words[4:])):
            self._sheet.write_string(row, column, text, self._styles.get("grid left" if column > 1 else "grid"))
        self._sheet.write_formula(row, _DETAIL, f"={formula}", self._styles.get("grid left"), result)
        sign = f"=LEFT({address(row, _DETAIL)},1)"
        self._sheet.write_formula(row, _RESULT, sign, self._styles.get("grid"), result[0])
        self._count(words, Outcome(result[0]), places)
        explanation = self._explained.get((words[_ID], words[_SHEET], words[3]), "")
        self._sheet.write_string(row, EXPLAINED, explanation, self._styles.get("grid input left", "@"))
        self.rows.append(CheckRow(words[:4], result, words[4:], explanation=explanation))
        texts = {_SHEET: words[_SHEET], 3: words[3], _DETAIL: result, 6: words[4], 7: words[5], EXPLAINED: explanation}
        self._give_room(row, texts)

    def _give_room(self, row: int, texts: Mapping[int, str]) -> None:
        """Make a row as tall as its texts need, by their columns."""
        needed = (lines_needed(text, _WIDTHS[column] - 1) for column, text in texts.items())
        self._lines[row] = max(self._lines[row], _FEWEST_LINES, *needed)
        self._sheet.set_row(row, 6 + _LINE_HEIGHT * self._lines[row])

    def _count(self, words: Sequence[str], outcome: Outcome, places: int) -> None:
        self._of_check[words[_ID], outcome] += 1
        for sheet, level in product((words[_SHEET], ""), (words[_LEVEL], "")):
            self._of_sheet[outcome, sheet, level] += places

    def _of_form(self, check: Check, question: Question, form: FormSheet) -> tuple[str, str]:
        verdict = judge(check, self._evaluation.forms[question.form_index])

        def reference(key: str) -> str:
            return self._elsewhere(key) if ":" in key else form.at.outside(key)

        def is_column(key: str) -> bool:
            return self._lists.has(key) or form.at.is_column(key)

        formula = formula_text(
            form.at.values.schema,
            f"form {check.id} {check.variant} {check.cell} {check.test}",
            lambda marked: verdict_formula(check, form.at.values, marked, is_column),
            reference,
        )
        return formula, str(verdict)

    def _elsewhere(self, name: str) -> str:
        """A field of another form (``form:key``); of one that is filled many times, the list over its sheets."""
        if self._lists.has(name):
            return self._lists.range_of(name)
        form_id, key = name.split(":")
        return next(form.at.outside(key) for form in self._forms if form.at.values.form.id == form_id)

    def _of_rows(self, row: int, check: Check, form: FormSheet) -> tuple[str, str]:
        """The verdicts of all rows in one: the first failure with its figures, and how many rows fail."""
        verdicts = form.helpers.verdicts
        failures, passes = address(row, _PLACES), verdicts.count(check, _PASS)
        failed = [text for text in verdicts.of(check) if text.startswith(_FAIL)]
        passed = any(text.startswith(_PASS) for text in verdicts.of(check))
        stored = f"{failed[0]}（共{len(failed)}行）" if failed else _PASS if passed else _NOT_YET
        first = verdicts.first_failure(check)
        formula = f'IF({failures}>0,{first}&"（共"&{failures}&"行）",IF({passes}>0,"{_PASS}","{_NOT_YET}"))'
        return formula, stored

    def _write_link(self, row: int, check: Check, form: FormSheet) -> None:
        """To the cell; for a check of rows to the first row that fails."""
        sheet, at = names.quoted(form.name), form.at
        title = at.values.schema.titles[f"{check.rows}.{check.cell}" if check.rows else check.cell]
        if not check.rows:
            self._link_to_cell(row, sheet, at.places[check.cell], title)
            return
        verdicts = form.helpers.verdicts
        top, place = at.raster.bounds[check.rows][0], at.columns[check.rows][check.cell]
        line = f"ROW({sheet}!{fixed(top, place)})+IFERROR({verdicts.first_failing(check)}-1,1)"
        failing = next((n for n, text in enumerate(verdicts.of(check), 1) if text.startswith(_FAIL)), 1)
        self._link_to_line(row, f"#{sheet}!{at.column_letter(check.rows, check.cell)}", line, top + 1 + failing, title)

    def _link_to_cell(self, row: int, sheet: str, place: tuple[int, int], title: str) -> None:
        column = fixed(*place).split("$")[1]
        self._link_to_line(row, f"#{sheet}!{column}", f"ROW({sheet}!{fixed(*place)})", place[0] + 1, title)

    def _link_to_line(self, row: int, column: str, line: str, now: int, title: str) -> None:
        """A formula, since the place of a plain link stays where it was when rows are inserted above it."""
        target = f'"{column}"&({line})'
        self._sheet.write_formula(
            row, _LINK, f'=HYPERLINK({target},"{title}")', self._styles.get("grid link left"), title
        )
        self._give_room(row, {_LINK: title})
        self.rows[-1].link = target, title
        self.rows[-1].leads_to = f"{column}{now}"

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
        self._sheet.repeat_rows(0, _FIRST_ROW - 1)
        self._sheet.hide_gridlines(2)
        self._sheet.protect("", {"autofilter": True, "sort": True, "format_rows": True, "format_columns": True})
