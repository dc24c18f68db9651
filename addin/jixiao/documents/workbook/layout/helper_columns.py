"""The columns right of the printed form: rule, completion, the rule's points, hints, and hidden ones behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks.run import asked_rows
from jixiao.audit.checks.verdicts import judge, verdict_formula
from jixiao.core.functions import call
from jixiao.core.functions.results import PROBLEM_SIGN, Outcome
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import format_of, stored, write_expression, write_value
from jixiao.documents.workbook.layout.formula_texts import Reference, formula_text, row_formula
from jixiao.documents.workbook.layout.raster import address
from jixiao.documents.workbook.layout.row_answers import ANSWERS, RowAnswers, number_of
from jixiao.documents.workbook.layout.row_hints import RowHints
from jixiao.documents.workbook.layout.row_verdicts import RowVerdicts, planned
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.model.evaluation.evaluation import as_cell_value
from jixiao.model.forms.expression import Call, evaluate, parse, to_formula
from jixiao.model.forms.family import Check, Helper
from jixiao.model.forms.family_check import variants_of
from jixiao.model.forms.grid import is_in_yuan
from jixiao.model.forms.native_formulas import quotient_formula
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.figures import CellValue, cell_value

_NOTHING = Outcome.UNKNOWN.value
_LIST = {"validate": "list", "error_title": "请选择", "error_message": "请从下拉列表里选择，或留空由程序判断"}


IN_HINT, _AS_TYPED = "⚠ 见提示", "以填写为准"
"""What stands for a message that says why a row cannot be scored."""

_SAMPLE_ROW = 998
"""Whose formulas are as long as any row's are likely to be."""


class HelperColumns:
    """Writes the helper columns of one form's sheet."""

    def __init__(
        self, sheet: Worksheet, styles: Styles, at: Addresses, checks: tuple[Check, ...], hints: RowHints
    ) -> None:
        self._sheet = sheet
        self._styles = styles
        self._at = at
        self._hints = hints
        self._values = at.values
        self._form = at.values.form
        self._block = self._form.helper_block
        plans = at.values.schema.plans
        if "answers" not in plans:
            in_yuan = is_in_yuan(self._form)
            own = [
                variant
                for check in checks
                if check.rows and self._form.id in check.forms
                for variant in variants_of(check, in_yuan)
            ]
            plans["answers"] = self._planned_answers(tuple(own))
            self._answers: RowAnswers = plans["answers"]
            plans["verdicts"] = planned(own, lambda check: len(self._verdict_formula(check, _SAMPLE_ROW)))
        self._answers = plans["answers"]
        first = at.free + bool(self._answers.asked) + len(self._answers.cells)
        self.verdicts = RowVerdicts(plans["verdicts"], at, self._block, first)
        self._last_hidden = first + self.verdicts.plan.width - 1
        self._asked_rows = [frozenset(asked_rows(check, at.values)) for check in self.verdicts.plan.checks]

    def _planned_answers(self, checks: tuple[Check, ...]) -> RowAnswers:
        block, filled = self._at.blocks.get(self._block), frozenset(key for _, key in self._at.filled)
        columns = tuple(cell.field for cell in block.cells) if block else ()
        of_block = tuple(check for check in checks if block and check.rows == self._block)
        return RowAnswers(self._values.schema, columns, of_block, filled)

    def write(self) -> dict[int, str]:
        """Write titles, lists and every row of the form's helper block; the hints by their rows."""
        first, last = self._at.raster.bounds[self._block]
        self._write_titles(first - 1)
        for helper in self._form.helpers:
            if helper.choices:
                column, source = self._column(helper), f"={names.CHOICES[helper.choices]}"
                self._sheet.data_validation(first, column, last, column, {"source": source, **_LIST})
        self._write_beside()
        self._shorten_problems(first, last)
        rows = {self._at.block_row(self._block, index): index for index in self._values.rows(self._block)}
        return {row: self._write_row(index, row) for row, index in rows.items()}

    def _shorten_problems(self, first: int, last: int) -> None:
        """Narrow cells show two words of a long message: the hint says it, where no score was typed."""
        if not self._can_score:
            return
        score = f"${address(first, self._at.columns[self._block][roles().score])}"
        columns = [self._column(helper) for helper in self._form.helpers if helper.formula]
        for column, (state, words) in product(columns, ((f'{score}=""', IN_HINT), (f'{score}<>""', _AS_TYPED))):
            criteria = f'=AND(LEFT({address(first, column)},1)="{PROBLEM_SIGN}",{state})'
            look = {"type": "formula", "criteria": criteria, "format": self._styles.saying(words)}
            self._sheet.conditional_format(first, column, last, column, look)

    def _column(self, helper: Helper) -> int:
        return self._at.columns[self._block][helper.field]

    def _write_titles(self, row: int) -> None:
        for helper in self._form.helpers:
            self._write_title(row, helper)
            self._sheet.set_column(self._column(helper), self._column(helper), helper.width)
        self._sheet.write_string(row, self._at.hint, "提示", self._styles.get("helper heading"))
        first_hidden = min([*self._at.filled.values(), self._at.quotient])
        if self._last_hidden >= first_hidden:
            self._sheet.set_column(first_hidden, self._last_hidden, 10, None, {"hidden": True})

    def _write_title(self, row: int, helper: Helper) -> None:
        self._sheet.write_string(row, self._column(helper), helper.title, self._styles.get("helper heading"))

    def _write_beside(self) -> None:
        """The rule's own value of a field that may be typed over, in the helper column of its row."""
        helpers = {helper.field: helper for helper in self._form.helpers}
        for placed in self._at.layout.cells:
            if placed.cell.beside:
                helper, row = helpers[placed.cell.beside], self._at.raster.rows[placed.row]
                self._write_title(row - 1, helper)
                style = self._styles.get("helper", format_of(helper.kind, None))
                value = as_cell_value(self._values.computed(placed.key))
                place = (row, self._column(helper))
                formula = self._values.native(parse(placed.cell.formula))
                write_expression(self._sheet, place, formula, self._at.inside, style, value)

    def _write_row(self, index: int, row: int) -> str:
        for helper in self._form.helpers:
            self._write_helper(helper, index, row)
        for (block, key), column in self._at.filled.items():
            raw, above = address(row, self._at.columns[block][key]), address(row - 1, column)
            text = stored(self._values.printed(key, block, index))
            self._sheet.write_formula(row, column, f'=IF({raw}="",{above}&"",{raw})', self._styles.get("quiet"), text)
        self._write_quotient(index, row)
        self._write_answers(index, row)
        said = [self._verdict(number, index) for number in range(len(self._asked_rows))]
        if said:
            self._write_verdicts(said, row)
        return self._write_hint(index, row, said)

    def _write_native(self, place: tuple[int, int], expression: str, style: Format, value: CellValue) -> None:
        """A formula of a row, with its value."""
        formula = self._formula(
            f"row {expression}",
            place[0],
            lambda reference: to_formula(self._values.native(parse(expression)), reference),
        )
        self._sheet.write_formula(*place, formula, style, stored(value))

    def _write_quotient(self, index: int, row: int) -> None:
        """What completion and points rest on where no Python is asked."""
        formula, block = quotient_formula(), self._block
        value = evaluate(formula, lambda key: self._values.lookup(key, block, index), call)
        place, style = (row, self._at.quotient), self._styles.get("quiet")
        text = self._formula("row quotient", row, lambda reference: to_formula(formula, reference))
        self._sheet.write_formula(*place, text, style, stored(as_cell_value(value)))

    # ---- what formulas of the row ask of our functions ----------------------------------------------------------

    def _write_answers(self, index: int, row: int) -> None:
        """The answers that several formulas of the row take from here."""
        style, plan = self._styles.get("quiet"), self._answers
        if plan.asked:
            formula = self._formula("row answers", row, self._answers_formula)
            self._sheet.write_formula(row, self._at.free, formula, style, self._answers_text(index))
        for number, asked in enumerate(plan.cells):
            value = as_cell_value(self._values.calculate(asked, self._block, index))
            formula = self._formula(f"row cell {number}", row, partial(self._cell_formula, asked))
            self._sheet.write_formula(row, self._cell_column(number), formula, style, stored(value))

    def _answers_formula(self, reference: Reference) -> str:
        blank = ",".join(f'{reference(key)}=""' for key in self._answers.keys)
        return f'IF(AND({blank}),"",IFERROR({to_formula(self._answers.question, reference)},""))'

    def _cell_formula(self, asked: Call, reference: Reference) -> str:
        return to_formula(self._values.native(asked, self._answers.within), reference)

    def _answers_text(self, index: int) -> float | str:
        values, plan = self._values, self._answers
        if all(values.value(key, self._block, index) is None for key in plan.keys):
            return stored(None)
        cells = [values.value(key, self._block, index) for key in plan.row]
        others = (values.calculate(given, self._block, index) for given in plan.others)
        return stored(str(call("ANSWERS", plan.text, cells, *others)))

    def _cell_column(self, number: int) -> int:
        return self._at.free + bool(self._answers.asked) + number

    def _formula(self, key: str, row: int, make: Callable[[Reference], str]) -> str:
        """A formula of this block's rows, in one row."""
        return row_formula(self._values.schema, key, row, make, self._inside)

    def _inside(self, key: str, row: int) -> str:
        block = self._block
        if key == ANSWERS:
            return address(row, self._at.free)
        if (number := number_of(key)) >= 0:
            return address(row, self._cell_column(number))
        if ":" in key and key.split(":")[0] in self._at.columns[block]:
            first, last = (address(row, self._at.columns[block][part]) for part in key.split(":"))
            return f"{first}:{last}"
        return self._at.inside(key, block, row)

    def _write_helper(self, helper: Helper, index: int, row: int) -> None:
        typed = self._values.typed(helper.field, self._block, index)
        look = "helper computed" if helper.formula else "helper input"
        style, place = self._styles.get(look, format_of(helper.kind, typed)), (row, self._column(helper))
        if not helper.formula or typed is not None:
            write_value(self._sheet, *place, cell_value(typed or "", helper.kind), style)
            return
        value = as_cell_value(self._values.computed(helper.field, self._block, index))
        self._write_native(place, helper.formula, style, value)

    # ---- row checks and hints -------------------------------------------------------------------------------

    def _verdict(self, number: int, index: int) -> str:
        """What a check says of a row; a row that it is not asked of has nothing to be said about."""
        is_asked = index in self._asked_rows[number]
        return str(judge(self.verdicts.plan.checks[number], self._values, index)) if is_asked else _NOTHING

    def _write_verdicts(self, said: list[str], row: int) -> None:
        plans, key, style = self._values.schema.plans, f"verdicts {row}", self._styles.get("quiet")
        if key not in plans:
            asked = [self._verdict_formula(check, row) for check in self.verdicts.plan.checks]
            plans[key] = self.verdicts.formulas(asked, row)
        for column, formula, text in zip(self.verdicts.columns, plans[key], self.verdicts.values(said), strict=True):
            self._sheet.write_formula(row, column, formula, style, text)

    def _verdict_formula(self, check: Check, row: int) -> str:
        values, is_column, elsewhere = self._values, self._at.is_column_in_row, self._answers.elsewhere
        formula = formula_text(
            values.schema,
            f"row {check.id} {check.variant} {check.cell} {check.test}",
            lambda reference: verdict_formula(check, values, reference, is_column, elsewhere),
            lambda name: self._inside(name, row),
        )
        if not check.once_per:
            return formula
        raw = address(row, self._at.columns[check.rows][check.once_per])
        return f'IF(OR({raw}="",{self._continues(check, row)}),"{_NOTHING}",{formula})'

    def _continues(self, check: Check, row: int) -> str:
        """Whether the row above says the same in the merged columns: two cells where the form prints one."""
        merged = [key for block, key in self._at.filled if block == check.rows]
        columns = (self._at.filled[check.rows, key] for key in merged[: merged.index(check.once_per) + 1])
        return f"AND({','.join(f'{address(row, column)}={address(row - 1, column)}' for column in columns)})"

    def _write_hint(self, index: int, row: int, said: list[str]) -> str:
        """What fails, joined; and what keeps the row from being scored, until a score is typed."""
        figures = self._hints.of(row)
        parts = [*(formula for formula, _ in figures), self._problem_formula(row), self._failures_formula(row)]
        failures = (text[2:] + "。" for text in said if text.startswith(Outcome.FAIL.value))
        text = "".join(hint for _, hint in figures) + self._problem_text(index) + "".join(failures)
        self._sheet.write_formula(
            row, self._at.hint, f"={'&'.join(parts)}", self._styles.get("helper hint"), stored(text)
        )
        return text

    def _failures_formula(self, row: int) -> str:
        told, key = self._values.schema.row_formulas, ("row failures", row)
        if key not in told:
            told[key] = "&".join(self.verdicts.failures(row)) or '""'
        return told[key]

    @property
    def _can_score(self) -> bool:
        """Whether the form has points for its rows; that of transfer payments has none."""
        return {roles().points, roles().score} <= set(self._at.columns[self._block])

    def _problem_formula(self, row: int) -> str:
        if not self._can_score:
            return '""'
        points, score = (address(row, self._at.columns[self._block][key]) for key in (roles().points, roles().score))
        return f'IF(AND({score}="",LEFT({points},1)="{PROBLEM_SIGN}"),MID({points},3,200)&"。","")'

    def _problem_text(self, index: int) -> str:
        if not self._can_score:
            return ""
        points, score = (self._values.value(key, self._block, index) for key in (roles().points, roles().score))
        is_problem = score is None and isinstance(points, str) and points.startswith(PROBLEM_SIGN)
        return f"{str(points)[2:]}。" if is_problem else ""
