"""Sentences that figures write themselves, for the report and for its preview in the sheet.

How a sentence is written down: see :mod:`jixiao.model.forms.sentence_template`. A sentence with a mark that is blank,
or whose figures are a problem, is not written at all: a report holds no gaps and no filler. Of alternatives the first
that can be written is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from jixiao.core.functions import call
from jixiao.core.functions.results import PROBLEM_SIGN
from jixiao.model.evaluation.evaluation import Evaluation, FormValues, as_cell_value
from jixiao.model.evaluation.own_texts import own_lines
from jixiao.model.forms.expression import Node
from jixiao.model.forms.expression import evaluate as evaluate_node
from jixiao.model.forms.family import Report, Section
from jixiao.model.forms.sentence_template import CHOICE, COUNT_OF_PROJECTS, MARK, Sentence, cut, plain_keys
from jixiao.model.forms.spreadsheet_functions import NotANumber, concatenate
from jixiao.model.submission.placeholders import placeholder

Alternatives = tuple[str, ...]

NOTHING = frozenset(("无", "没有", "暂无"))
"""What people type into a section that has nothing to say."""


def written(evaluation: Evaluation, section: Section) -> list[str]:
    """A section's sentences, in order; one about a form that is filled many times comes once for each."""
    return [text for alternatives in section.sentences for text in _each(evaluation, alternatives)]


def paragraphs(evaluation: Evaluation, section: Section) -> list[str]:
    """A section's sentences by paragraph: one on the unit, then one on each project."""
    spoken = [(repeated_form(evaluation, alternatives), alternatives) for alternatives in section.sentences]
    texts = ("".join(_written_on(evaluation, spoken, own)) for own in owners(evaluation))
    return [text for text in texts if text]


def printed_paragraphs(evaluation: Evaluation, report: Report, section: Section) -> list[str]:
    """A section's paragraphs as the report prints them: what the figures write, then the unit's own text.

    An own text that replaces the sentences stands alone; while there is none, the sentences stay. An own 无 says
    nothing beside them; alone it is printed in the words that the family has for it.
    """
    own = own_lines(evaluation, report, section)
    is_replaced = own and section.key in evaluation.submission.replaced.get(report.id, ())
    sentences = [] if is_replaced else paragraphs(evaluation, section)
    if len(own) == 1 and own[0].rstrip("。") in NOTHING:
        return sentences or [section.empty or own[0]]
    return [*sentences, *own]


def fill(text: str, evaluation: Evaluation) -> str:
    """A title or cover line with the submission's own values filled in."""
    values = common_values(evaluation)
    return MARK.sub(lambda match: values[match[1]], text)


def common_values(evaluation: Evaluation) -> dict[str, str]:
    """The values every title may use; marks stand for those that are not filled in."""
    submission = evaluation.submission
    unit, date = submission.unit or placeholder("单位名称"), submission.report_date or placeholder("报告日期")
    return {"year": str(submission.year), "unit": unit, "report_date": date}


def owners(evaluation: Evaluation) -> list[FormValues | None]:
    """Whom sentences speak of, in the order of their paragraphs: the unit (``None``), then each project."""
    return [None, *(values for values in evaluation.forms if values.form.repeated)]


def repeated_form(evaluation: Evaluation, alternatives: Alternatives) -> str:
    """The form that is filled many times and that a sentence speaks of, if there is one."""
    forms = (key.partition(":")[0] for key in plain_keys(alternatives[0]))
    return next((form for form in forms if evaluation.family.form(form).repeated), "")


def sentence_of(evaluation: Evaluation, text: str) -> Sentence:
    """A sentence of the family, cut at its marks."""
    return cut(text, evaluation.kind)


def mark_text(evaluation: Evaluation, node: Node, own: FormValues | None) -> str:
    """What a mark says; empty for a blank and for a problem."""
    try:
        answer = evaluate_node(node, partial(_lookup, evaluation, own), _call)
    except (NotANumber, ArithmeticError):
        return ""
    text = concatenate(as_cell_value(answer))
    return "" if text.startswith(PROBLEM_SIGN) else text


def _written_on(
    evaluation: Evaluation, spoken: Sequence[tuple[str, Alternatives]], own: FormValues | None
) -> Iterator[str]:
    """Of sentences with the forms they speak of, those on one form that is filled many times; ``None``: on no such."""
    form_id = own.form.id if own else ""
    for of, alternatives in spoken:
        if of == form_id:
            yield from write(evaluation, alternatives, own)


def _each(evaluation: Evaluation, alternatives: Alternatives) -> Iterator[str]:
    form_id = repeated_form(evaluation, alternatives)
    for own in evaluation.of(form_id) if form_id else [None]:
        yield from write(evaluation, alternatives, own)


def write(evaluation: Evaluation, alternatives: Alternatives, own: FormValues | None) -> Iterator[str]:
    """The first of the alternatives that has all it needs, or nothing."""
    texts = (_write(evaluation, sentence_of(evaluation, text), own) for text in alternatives)
    yield from (text for text in [next(filter(None, texts), "")] if text)


def _write(evaluation: Evaluation, sentence: Sentence, own: FormValues | None) -> str:
    said = [sentence.words[0]]
    for node, words in zip(sentence.marks, sentence.words[1:], strict=True):
        text = mark_text(evaluation, node, own)
        if not text:
            return ""
        said += [text, words]
    return "".join(said)


def _lookup(evaluation: Evaluation, own: FormValues | None, name: str) -> Any:
    form_id, _, key = name.rpartition(":")
    if form_id == CHOICE:
        return evaluation.submission.choices.get(key)
    if not form_id:
        return _common(evaluation)[key]
    if own and own.form.id == form_id:
        return own.told(key)
    return evaluation.told(form_id, key)


def _common(evaluation: Evaluation) -> dict[str, Any]:
    submission = evaluation.submission
    return {
        "year": Decimal(submission.year),
        "unit": submission.unit,
        "family": submission.family,
        COUNT_OF_PROJECTS: Decimal(project_count(evaluation)),
    }


def project_count(evaluation: Evaluation) -> int:
    """How many forms there are of those that are filled many times."""
    return sum(values.form.repeated for values in evaluation.forms)


def _call(name: str, *values: Any) -> Any:
    """An answer as the cell of another formula would get it."""
    return as_cell_value(call(name, *values))
