"""Sentences that figures write themselves, for the report and for its preview in the sheet.

``{overall:funds.spent}`` stands for a figure of a form as printed, ``{year}``, ``{unit}`` and ``{report_date}`` for the
submission's own. A sentence with a figure that is blank, or that is no figure, is not written at all: a report holds
no gaps and no filler.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.evaluate.evaluation import Evaluation, FormValues
from jixiao.forms.audit import MARK
from jixiao.forms.model import NUMERIC, Section
from jixiao.submission.figures import cell_value


def written(evaluation: Evaluation, section: Section) -> list[str]:
    """A section's sentences, in order; one about a form that is filled many times comes once for each."""
    return [text for sentence in section.sentences for text in _each(evaluation, sentence)]


def paragraphs(evaluation: Evaluation, section: Section) -> list[str]:
    """A section's sentences as the report prints them: one paragraph on the unit, then one on each project."""
    owners = [None, *(values for values in evaluation.forms if values.form.repeated)]
    texts = ("".join(_written_on(evaluation, section, own)) for own in owners)
    return [text for text in texts if text]


def fill(text: str, evaluation: Evaluation) -> str:
    """A title or cover line with the submission's own values filled in."""
    values = common_values(evaluation)
    return MARK.sub(lambda match: values[match[1]], text)


def common_values(evaluation: Evaluation) -> dict[str, str]:
    """The values every sentence and title may use."""
    submission = evaluation.submission
    date = submission.report_date or "　　年　　月　　日"
    return {"year": str(submission.year), "unit": submission.unit, "report_date": date}


def is_repeated(evaluation: Evaluation, sentence: str) -> bool:
    """Whether a sentence speaks of a form that is filled many times."""
    return bool(_repeated_form(evaluation, sentence))


def figure_keys(sentence: str) -> list[tuple[str, str]]:
    """The (form, key) pairs a sentence uses, in order."""
    return [(mark.split(":")[0], mark.split(":")[1]) for mark in MARK.findall(sentence) if ":" in mark]


def _written_on(evaluation: Evaluation, section: Section, own: FormValues | None) -> Iterator[str]:
    """The sentences about one form that is filled many times, or (``None``) those about no such form."""
    form_id = own.form.id if own else ""
    for sentence in section.sentences:
        if _repeated_form(evaluation, sentence) == form_id:
            yield from _write(evaluation, sentence, own)


def _each(evaluation: Evaluation, sentence: str) -> Iterator[str]:
    repeated = _repeated_form(evaluation, sentence)
    for own in evaluation.of(repeated) if repeated else [None]:
        yield from _write(evaluation, sentence, own)


def _repeated_form(evaluation: Evaluation, sentence: str) -> str:
    """The form that is filled many times and that a sentence speaks of, if there is one."""
    forms = (form_id for form_id, _ in figure_keys(sentence))
    return next((form_id for form_id in forms if evaluation.family.form(form_id).repeated), "")


def _write(evaluation: Evaluation, sentence: str, own: FormValues | None) -> Iterator[str]:
    texts = common_values(evaluation)
    for form_id, key in figure_keys(sentence):
        values = own if own and own.form.id == form_id else next(evaluation.of(form_id), None)
        text = figure_text(values, key) if values else ""
        if not text:
            return
        texts[f"{form_id}:{key}"] = text
    yield MARK.sub(lambda match: texts[match[1]], sentence)


def figure_text(values: FormValues, key: str) -> str:
    """A figure as printed; empty where it is blank or, in a field for figures, no figure."""
    text, kind = values.printed(key), values.schema.fields[key].kind
    return "" if kind in NUMERIC and isinstance(cell_value(text, kind), str) else text
