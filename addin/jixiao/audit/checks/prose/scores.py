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
from jixiao.core.quantity.sentences import Mention
from jixiao.model.forms.vocabulary import roles

_HUNDREDTH = Decimal("0.01")
_FULL = Decimal(100)
_SCORED = re.compile(
    r"(?:(?:总|总体|综合|最终|自评|评价|自评价|绩效|总评|综合自评)得分|(?:自评|评价|自评价)总分|(?:自评|评价|综合评|总评|绩效评|综合)分|(?:(?<![\u4e00-\u9fff])|(?<=项目)|(?<=单位)|(?<=部门))得分)"
    r"(?:数|结果)?(?:为|是|达到|达|共|[:：])?\s?(?P<score>\d{1,3}(?:\.\d{1,4})?)\s?(?:分|(?=[，,；;。\s]))"
)
"""综合得分为84.5分, 评价分100分, 得分95.82，: a score of the whole, not of one indicator."""
_ANY_SCORE = re.compile(r"\d\s?分(?!钟|之|别)|得分")
_NEAR = 60
"""Characters behind a score in which its grade is looked for."""
_STOP = re.compile(r"。(?!(?:本?(?:部门|单位|项目))?(?:自评|评价|绩效|评定|自评价)?(?:等级|等次|结果)(?:为|是|：))")
"""A sentence ends, and the next does not begin with the grade."""
_FAR = 160
"""The same where the points it is made up of stand between."""
_LISTED = re.compile(r"分?\s?(?:[，,（(]\s?(?:其中|包括|含|具体为)|[:：])")
_GRADE = re.compile(
    r"(?:等级|等次|评级|结论|结果)(?:评定|认定)?(?:为|是|属于|:|：)?[“\"'「【]?(?P<grade>优秀|优|良好|良|中等|中|一般|较差|差)"
    r"(?=[”\"'」】。，,；;（(\s级等]|$)"
)


def scores(context: Context) -> Iterator[Contradiction]:
    """C39: the score in the report is the form's total."""
    for passage, mention in _given(context):
        cells = [c for c in cells_of(context, [f"{passage.report}:{roles().total_score}"]) if c.amount is not None]
        if cells and not any(_is_score(mention.amount.value, cell, cells) for cell in cells):
            says = {"name": mention.label.subject, "figure": mention_text(mention), "cell": _shown_cell(cells[0])}
            yield Contradiction("C39", passage, mention, says)


def _given(context: Context) -> Iterator[tuple[Passage, Mention]]:
    """The scores that the reports give."""
    names = subjects(context.rules.scores.names)
    for passage in context.passages:
        for mention in passage.prose.mentions if passage.report else ():
            if (
                mention.is_figure
                and mention.amount.unit == "分"
                and mention.label.subject in names
                and mention.part_of < 0
            ):
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
    for passage in context.passages:
        for match in _SCORED.finditer(passage.text) if passage.report else ():
            score, printed = Decimal(match["score"]), _grade_behind(match.end(), passage)
            expected = call("GRADE", score, context.evaluation.family.head.id) if score <= _FULL else None
            if printed and isinstance(expected, str) and expected in known.values() and known[printed] != expected:
                place = passage.prose.place(match.start("score"), match.end("score"))
                yield Contradiction("C38", passage, place, {
                    "printed": printed, "score": plain(score), "expected": expected,
                })  # fmt: skip


def _grade_behind(start: int, passage: Passage) -> str:
    """The grade that a sentence names behind a score, unless another score stands between that is none of its parts."""
    is_listed = bool(_LISTED.match(passage.text, start))
    behind = passage.text[start : start + (_FAR if is_listed else _NEAR)].partition("\n")[0]
    behind = _STOP.split(behind, maxsplit=1)[0]
    match = _GRADE.search(behind)
    is_its = match is not None and (is_listed or not _ANY_SCORE.search(behind[: match.start()]))
    return match["grade"] if match is not None and is_its else ""
