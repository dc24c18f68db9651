"""The total score and its grade, as the report gives them (C38, C39)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.prose.contradiction import Contradiction, mention_text
from jixiao.audit.checks.prose.form_figures import FormCell, cells_of
from jixiao.audit.checks.prose.passages import Passage
from jixiao.audit.checks.prose.prose_rules import subjects
from jixiao.core.functions import call
from jixiao.core.quantity import half_up, plain
from jixiao.core.quantity.sentences.reader import Mention
from jixiao.model.forms.vocabulary import roles

_HUNDREDTH = Decimal("0.01")
_GRADE = re.compile(
    r"(?:等级|等次|评级|结论|结果)(?:评定|认定)?(?:为|是|属于|:|：)?[“\"'「【]?(?P<grade>优秀|优|良好|良|中等|中|一般|较差|差)"
    r"(?=[”\"'」】。，,；;（(\s级等]|$)"
)


def scores(context: Context) -> Iterator[Contradiction]:
    """C39: the score in the report is the form's total."""
    for passage, mention in _given(context):
        cells = [c for c in cells_of(context, [f"{passage.report}:{roles().total_score}"]) if c.amount is not None]
        if cells and not any(_is_score(mention.amount.value, cell, cells) for cell in cells):
            says = {"name": mention.subject, "figure": mention_text(mention), "cell": _shown_cell(cells[0])}
            yield Contradiction("C39", passage, mention, says)


def _given(context: Context) -> Iterator[tuple[Passage, Mention]]:
    """The scores that the reports give."""
    names = subjects(context.rules.scores.names)
    for passage in context.passages:
        for mention in passage.prose.mentions if passage.report else ():
            if mention.is_figure and mention.amount.unit == "分" and mention.subject in names and mention.part_of < 0:
                yield passage, mention


def _is_score(score: Decimal, cell: FormCell, cells: list[FormCell]) -> bool:
    """The form's total, or the mean of several forms' totals."""
    totals = [c.amount.value for c in cells if c.amount is not None]
    mean = half_up(sum(totals, Decimal(0)) / len(totals), 2)
    is_own = cell.amount is not None and abs(score - cell.amount.value) <= _HUNDREDTH
    return is_own or (len(totals) > 1 and abs(score - mean) <= Decimal("0.1"))


def _shown_cell(cell: FormCell) -> str:
    return plain(cell.amount.value) + "分" if cell.amount else ""


def grades(context: Context) -> Iterator[Contradiction]:
    """C38: the grade is that of the score in the same sentence."""
    known = context.rules.scores.grades
    for passage, mention in _given(context):
        end = passage.prose.starts[mention.sentence + 1] if mention.sentence + 1 < len(passage.prose.starts) else None
        match = _GRADE.search(passage.text, mention.end, end or len(passage.text))
        expected = call("GRADE", mention.amount.value, context.evaluation.family.head.id)
        if match and isinstance(expected, str) and expected in known.values() and known[match["grade"]] != expected:
            score = plain(mention.amount.value)
            yield Contradiction("C38", passage, mention, {
                "printed": match["grade"], "score": score, "expected": expected,
            })  # fmt: skip
