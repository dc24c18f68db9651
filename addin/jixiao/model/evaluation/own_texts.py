"""The unit's own words in a section of a report: on the whole, then on each project under its name."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.model.evaluation.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.own_numbering import numbered_below
from jixiao.model.forms.family import Report, Section
from jixiao.model.forms.own_text_cells import own_text_key


def wanted_reports(evaluation: Evaluation) -> Iterator[Report]:
    """The reports that are printed, in order."""
    return (report for report in evaluation.family.outline.reports if _is_wanted(evaluation, report))


def _is_wanted(evaluation: Evaluation, report: Report) -> bool:
    """A report on forms that are filled many times (projects) is left out where there are none and no text for it."""
    repeated = any(form.id == report.id and form.repeated for form in evaluation.family.forms)
    texts = evaluation.submission.texts.get(report.id, {})
    return not repeated or any(evaluation.of(report.id)) or any(texts.values())


def own_lines(evaluation: Evaluation, report: Report, section: Section) -> list[str]:
    """What people wrote for a section, by paragraph."""
    common = evaluation.submission.texts.get(report.id, {}).get(section.key, "")
    return [*_lines(common), *project_lines(evaluation, report, section)]


def project_lines(evaluation: Evaluation, report: Report, section: Section) -> Iterator[str]:
    """What the projects say there for themselves, each under its name; points of its own begin below that."""
    for values, text in own_texts(evaluation, report, section):
        typed = _lines(text)
        first, *others = numbered_below(section.level, typed)
        mark = name_mark(evaluation, values)
        yield from [f"{mark}{first}"] if first == typed[0] else [mark, first]
        yield from others


def own_texts(evaluation: Evaluation, report: Report, section: Section) -> Iterator[tuple[FormValues, str]]:
    """The forms that say something for themselves in a section, with what they say."""
    key = own_text_key(section.key)
    for values in evaluation.of(report.id):
        if text := (values.data.fields.get(key) or "").strip():
            yield values, text


def name_mark(evaluation: Evaluation, values: FormValues) -> str:
    """What a project's own words begin with in the report: its name, else its number; both where two share it."""
    forms = list(evaluation.of(values.form.id))
    name, number = _name(values), 1 + next(number for number, other in enumerate(forms) if other is values)
    if name and sum(_name(other) == name for other in forms) > 1:
        return f"“{name}”（项目{number}）："
    return f"“{name or f'项目{number}'}”："


def _name(values: FormValues) -> str:
    return values.printed(values.form.name_field).strip() if values.form.name_field else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
