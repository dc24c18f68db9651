"""The hidden cells behind 报告正文: what the figures write, by formula, so that it follows every change.

Each mark of a sentence has a cell of its own, each paragraph a chain of cells that hold its text so far; a field of all
projects is a list. So no formula nears Excel's limits, whatever the sentences, and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from xlsxwriter.worksheet import Worksheet

from jixiao.core.functions.results import BLANK_RESULT, PROBLEM_SIGN
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.project_lists import ProjectLists
from jixiao.documents.workbook.layout.raster import fixed
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.evaluation import YUAN_IN_WAN
from jixiao.model.evaluation.report_sentences import (
    Alternatives,
    mark_text,
    owners,
    project_count,
    repeated_form,
    sentence_of,
    write,
)
from jixiao.model.forms.expression import Literal, Name, Node, Operation, to_formula, with_names
from jixiao.model.forms.family import Section
from jixiao.model.forms.native_formulas import folded
from jixiao.model.forms.sentence_template import COUNT_OF_PROJECTS, Sentence, is_choice

SHOWN_PROJECTS = 20
"""Of more projects the first ones' paragraphs are shown: a cell holds 32767 characters."""

_TEXT_LIMIT = 32767


class SentenceCells:
    """Writes the cells right of ``first`` on one sheet.

    Args:
        sheet: the sheet of the report's text.
        evaluation: whose figures they are.
        forms: the filled forms' addresses, in the evaluation's order.
        lists: the fields of all projects.
        choices: key of a choice → the address of its cell.
        first: the first column that is free.
    """

    def __init__(
        self,
        sheet: Worksheet,
        evaluation: Evaluation,
        forms: Sequence[Addresses],
        lists: ProjectLists,
        choices: dict[str, str],
        first: int,
    ) -> None:
        self._sheet = sheet
        self._evaluation = evaluation
        self._forms = list(zip(evaluation.forms, forms, strict=True))
        self._lists = lists
        self._choices = choices
        self._row, self._column = 0, 0
        self._marks: dict[str, str] = {}
        self._first, self.last = first, first

    def write(self, row: int, section: Section) -> tuple[str, str]:
        """Write one section's cells in its row.

        Returns:
            The formula of the whole text, without ``=``, and its value.
        """
        self._row, self._column = row, self._first
        shown = owners(self._evaluation)[: SHOWN_PROJECTS + 1]
        chains = dict(chain for own in shown if (chain := self._chain(section, own))[0])
        self.last = max(self.last, self._column)
        if not chains:
            return "", ""
        lines = "&".join(f'IF({_said(chain)}="","",CHAR(10)&{_said(chain)})' for chain in chains)
        formula = f"MID({lines},2,{_TEXT_LIMIT})"
        rest = self._rest(section)
        formula += f'&CHAR(10)&"{rest}"' if rest else ""
        return formula, "\n".join(filter(None, (*chains.values(), rest)))

    def _rest(self, section: Section) -> str:
        """What is said of the projects whose paragraphs are not shown."""
        hidden = project_count(self._evaluation) - SHOWN_PROJECTS
        is_on_each = any(repeated_form(self._evaluation, alternatives) for alternatives in section.sentences)
        return f"（另有{hidden}个项目，生成报告时逐个写出）" if hidden > 0 and is_on_each else ""

    # ---- one paragraph ----------------------------------------------------------------------------------------

    def _chain(self, section: Section, own: FormValues | None) -> tuple[str, str]:
        """The cells of one paragraph: the address of the last, which holds its whole text, and that text."""
        form_id, so_far, text = own.form.id if own else "", "", ""
        for alternatives in section.sentences:
            if repeated_form(self._evaluation, alternatives) == form_id:
                text += "".join(write(self._evaluation, alternatives, own))
                formula = self._alternatives(alternatives, own)
                so_far = self._put(f"{so_far}&{formula}" if so_far else formula, text)
        return so_far, text

    def _alternatives(self, alternatives: Alternatives, own: FormValues | None) -> str:
        formula = '""'
        for text in reversed(alternatives):
            sentence = sentence_of(self._evaluation, text)
            cells = [self._mark(node, own) for node in sentence.marks]
            formula = (
                f"IF({_all_there(cells)},{_joined(sentence, cells)},{formula})"
                if cells
                else to_formula(Literal(text), str)
            )
        return formula

    def _mark(self, node: Node, own: FormValues | None) -> str:
        native = self._evaluation.forms[0].native(folded(with_names(node, self._with_count)))
        formula = to_formula(Operation("&", (native, Literal(""))), partial(self._reference, own))
        text = mark_text(self._evaluation, node, own)
        if formula not in self._marks:
            self._marks[formula] = self._put(f'IFERROR({formula},"")', text)
            return self._marks[formula]
        return self._put(self._marks[formula], text)

    def _put(self, formula: str, value: str) -> str:
        """A formula in the next free cell of the row; its address."""
        place = (self._row, self._column)
        self._sheet.write_formula(*place, f"={formula}", None, stored(value))
        self._column += 1
        return fixed(*place)

    def _with_count(self, name: Name) -> Node:
        """How many projects there are is known here, and rules out branches."""
        return Literal(Decimal(project_count(self._evaluation))) if name.key == COUNT_OF_PROJECTS else name

    # ---- what stands for a name -------------------------------------------------------------------------------

    def _reference(self, own: FormValues | None, name: str) -> str:
        form_id, _, key = name.rpartition(":")
        if is_choice(name):
            return self._choices[key]
        if not form_id:
            return {"year": names.YEAR, "unit": names.UNIT, "family": names.FAMILY}[key]
        if own and own.form.id == form_id:
            return next(_told(at, key) for values, at in self._forms if values is own)
        return self._lists.range_of(name, told=True) if self._lists.has(name) else self._outside(form_id, key)

    def _outside(self, form_id: str, key: str) -> str:
        return next((_told(at, key) for values, at in self._forms if values.form.id == form_id), '""')


def _told(at: Addresses, key: str) -> str:
    """A cell as sentences tell it: an amount in 元 as 万元."""
    cell = at.outside(key)
    return f'IF({cell}="","",{cell}/{YUAN_IN_WAN})' if at.values.tells_in_wan(key) else cell


def _said(cell: str) -> str:
    """A cell's text, which is stored as a no-break space where there is none."""
    return f'SUBSTITUTE({cell},"{BLANK_RESULT}","")'


def _all_there(cells: Sequence[str]) -> str:
    """Whether every mark's cell holds a text: not blank, no error, no problem, no stored blank."""
    area = f"{cells[0]}:{cells[-1]}"
    wrong = "".join(f'-COUNTIF({area},"{text}")' for text in (BLANK_RESULT, f"{PROBLEM_SIGN}*"))
    return f'COUNTIF({area},"?*"){wrong}={len(cells)}'


def _joined(sentence: Sentence, cells: Sequence[str]) -> str:
    quoted = [to_formula(Literal(words), str) if words else "" for words in sentence.words]
    pieces = [quoted[0], *(piece for pair in zip(cells, quoted[1:], strict=True) for piece in pair)]
    return "&".join(filter(None, pieces))
