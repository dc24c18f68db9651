"""The hidden cells behind 报告正文: what the figures write, by formula, so that it follows every change.

The marks of a paragraph stand behind each other in one cell (``marked_texts``), in more only where Excel's limits ask
for it, and the text's own formula takes them from there; a field of all projects is a list. Nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import itemgetter

from xlsxwriter.worksheet import Worksheet

from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.results import BLANK_RESULT, PROBLEM_SIGN
from jixiao.core.scoring import load
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.cells import stored
from jixiao.documents.workbook.layout.marked_texts import LONGEST, joined, joined_formula, mark, packed, taken
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
from jixiao.model.forms.expression import Literal, Name, Node, Operation, calls, to_formula, with_names
from jixiao.model.forms.family import Section
from jixiao.model.forms.native_formulas import folded, natively
from jixiao.model.forms.sentence_template import COUNT_OF_PROJECTS, Sentence, is_choice
from jixiao.model.forms.sheet_titles import REPORT_TEXT

SHOWN_PROJECTS = 20
"""Of more projects the first ones' paragraphs are shown: a cell holds 32767 characters."""

_TEXT_LIMIT = 32767

Piece = tuple[str, str]
"""A formula and its value."""

Place = tuple[str, int]
"""Where a mark's text stands: the address of its cell, and its number there."""

_BREAK = "CHAR(10)"
_MOST_CALLS = 3
"""Of our functions in one cell: a figure that changes asks them all again."""

_NO_TEXT = (BLANK_RESULT, PROBLEM_SIGN)


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
        self._marks: dict[str, Place] = {}
        self._first, self.last = first, first

    def write(self, row: int, section: Section) -> tuple[str, str]:
        """Write one section's cells in its row.

        Returns:
            The formula of the whole text, without ``=``, and its value.
        """
        self._row, self._column = row, self._first
        shown = owners(self._evaluation)[: SHOWN_PROJECTS + 1]
        paragraphs = [(own, spoken) for own in shown if (spoken := self._spoken(section, own))]
        if not paragraphs:
            return "", ""
        is_one, rest = len(paragraphs) == 1, self._rest(section)
        pieces = self._sentences(*paragraphs[0]) if is_one else [self._line(*each) for each in paragraphs]
        formula = "&".join(self._in_cells(pieces))
        formula = formula if is_one else f"MID({formula},2,{_TEXT_LIMIT})"
        text = "".join(text for _, text in pieces).removeprefix("\n")
        self.last = max(self.last, self._column)
        return (f'{formula}&CHAR(10)&"{rest}"', f"{text}\n{rest}") if rest else (formula, text)

    def said(self, node: Node) -> str | None:
        """A formula of what a mark says that a sentence on the unit has; ``None`` where there is no such sentence."""
        place = self._marks.get(self._formula(node, None))
        return taken(f"{names.quoted(REPORT_TEXT)}!{place[0]}", place[1]) if place else None

    def _rest(self, section: Section) -> str:
        """What is said of the projects whose paragraphs are not shown."""
        hidden = project_count(self._evaluation) - SHOWN_PROJECTS
        is_on_each = any(repeated_form(self._evaluation, alternatives) for alternatives in section.sentences)
        return f"（另有{hidden}个项目，生成报告时逐个写出）" if hidden > 0 and is_on_each else ""

    # ---- one paragraph ----------------------------------------------------------------------------------------

    def _spoken(self, section: Section, own: FormValues | None) -> list[Alternatives]:
        """A section's sentences on the unit, or on one project."""
        form_id = own.form.id if own else ""
        return [each for each in section.sentences if repeated_form(self._evaluation, each) == form_id]

    def _line(self, own: FormValues | None, spoken: Sequence[Alternatives]) -> Piece:
        """A paragraph among others, behind a line break."""
        if len(spoken) == 1:
            return self._sentences(own, spoken, _BREAK)[0]
        pieces = self._sentences(own, spoken)
        text = "".join(text for _, text in pieces)
        said = _said(self._put("&".join(formula for formula, _ in pieces), text))
        return f'IF({said}="","",{_BREAK}&{said})', text and f"\n{text}"

    def _sentences(self, own: FormValues | None, spoken: Sequence[Alternatives], before: str = "") -> list[Piece]:
        """The paragraph's sentences; the cells they take their marks from are written here."""
        cut = [[sentence_of(self._evaluation, text) for text in alternatives] for alternatives in spoken]
        self._put_marks([mark for each in cut for sentence in each for mark in sentence.marks], own)
        texts = ("".join(write(self._evaluation, alternatives, own)) for alternatives in spoken)
        return [
            (self._alternatives(each, own, before), f"\n{text}" if before and text else text)
            for each, text in zip(cut, texts, strict=True)
        ]

    def _in_cells(self, pieces: Sequence[Piece]) -> list[str]:
        """The formulas of the pieces; in cells of their own if they are too long for one."""
        cells = list(packed(len(formula) for formula, _ in pieces))
        if cells[-1] == 0:
            return [formula for formula, _ in pieces]
        groups = [[pair for _, pair in group] for _, group in groupby(zip(cells, pieces, strict=True), itemgetter(0))]
        return [_said(self._put("&".join(f for f, _ in group), "".join(t for _, t in group))) for group in groups]

    def _put_marks(self, marks: Sequence[Node], own: FormValues | None) -> None:
        """What no cell says yet, in the next free cells of the row."""
        told = {self._formula(node, own): node for node in marks}
        new = [
            (formula, mark_text(self._evaluation, node, own))
            for formula, node in told.items()
            if formula not in self._marks
        ]
        cells = packed(max(len(formula), _calls(told[formula]) * LONGEST // _MOST_CALLS) for formula, _ in new)
        for _, group in groupby(zip(cells, new, strict=True), key=itemgetter(0)):
            formulas, texts = zip(*(pair for _, pair in group), strict=True)
            cell = self._put(joined_formula(formulas), joined(texts))
            self._marks |= {formula: (cell, number) for number, formula in enumerate(formulas, 1)}

    def _alternatives(self, alternatives: Sequence[Sentence], own: FormValues | None, before: str) -> str:
        formula = '""'
        for sentence in reversed(alternatives):
            places = [self._marks[self._formula(node, own)] for node in sentence.marks]
            text = "&".join(filter(None, (before, _joined(sentence, places))))
            formula = f"IF({_all_there(places)},{text},{formula})" if places else text
        return formula

    def _formula(self, node: Node, own: FormValues | None) -> str:
        profile = load(self._evaluation.family.head.id)
        native = natively(folded(with_names(node, self._with_count)), profile)
        return f'IFERROR({to_formula(Operation("&", (native, Literal(""))), partial(self._reference, own))},"")'

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


def _calls(mark: Node) -> int:
    return sum(1 for function in calls(mark) if function in FUNCTIONS)


def _said(cell: str) -> str:
    """A cell's text, which is stored as a no-break space where there is none."""
    return f'SUBSTITUTE({cell},"{BLANK_RESULT}","")'


def _all_there(places: Sequence[Place]) -> str:
    """Whether every mark holds a text: not blank, no problem, no stored blank."""
    tests = []
    for cell, group in groupby(sorted(set(places)), key=itemgetter(0)):
        wrong = [mark(number) + begins for _, number in group for begins in (mark(number + 1), *_NO_TEXT)]
        tests.append(f"COUNT(FIND({{{','.join(map(_quoted, wrong))}}},{cell}))=0")
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def _joined(sentence: Sentence, places: Sequence[Place]) -> str:
    quoted = [to_formula(Literal(words), str) if words else "" for words in sentence.words]
    pieces = [quoted[0]]
    for (cell, number), words in zip(places, quoted[1:], strict=True):
        pieces += [taken(cell, number), words]
    return "&".join(filter(None, pieces))


def _quoted(text: str) -> str:
    return f'"{text}"'
