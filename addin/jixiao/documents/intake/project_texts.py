"""What a report says on each project under its name, put back with the project's form."""

from __future__ import annotations

from jixiao.model.evaluation import Evaluation, FormValues, evaluate
from jixiao.model.evaluation.own_texts import name_mark
from jixiao.model.forms.family import Family
from jixiao.model.forms.own_text_cells import own_text_key
from jixiao.model.submission.placing import behind
from jixiao.model.submission.submission import Submission


def to_projects(family: Family, submission: Submission) -> None:
    """Move what follows a project's name in a section (``“某项目”：……``) to that project; the rest stays common."""
    evaluation = evaluate(family, submission)
    for report in family.outline.reports:
        marks = _marks(evaluation, report.id)
        texts = submission.texts.get(report.id, {})
        for section, text in list(texts.items()) if marks else ():
            texts[section] = _common_lines(text, own_text_key(section), marks)
            if not texts[section]:
                del texts[section]
    submission.texts = {report: texts for report, texts in submission.texts.items() if texts}


def _marks(evaluation: Evaluation, report: str) -> dict[str, FormValues]:
    """What each project's own words begin with."""
    return {name_mark(evaluation, values): values for values in evaluation.of(report) if values.form.own_texts}


def _common_lines(text: str, key: str, marks: dict[str, FormValues]) -> str:
    """The lines before the first project's name; the others are put with their projects."""
    common: list[str] = []
    owner: FormValues | None = None
    for line in text.split("\n"):
        mark = next((mark for mark in marks if line.startswith(mark)), "")
        owner = marks.get(mark, owner)
        if owner is None or key not in owner.schema.fields:
            common.append(line)
        else:
            fields = owner.data.fields
            fields[key] = behind(fields.get(key, ""), line.removeprefix(mark))
    return "\n".join(common)
