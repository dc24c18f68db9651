"""Where satisfaction comes from, and whose it is (C30, C31)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from jixiao.audit.checks.context import Context
from jixiao.audit.checks.document.similar_texts import pairs
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import FindingPlace, failed, passed, unjudged
from jixiao.audit.checks.prose.passages import Passage
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.submission import row_reference

_RATE = "%％"
_SHORTEST_REPORT = 200
"""Characters: what stands in no section and is shorter is notes between the forms."""


def surveys(context: Context) -> Iterator[Finding]:
    """C30: a rate of satisfaction comes with a word on how it was found, somewhere in the document."""
    rated = [
        (index, values, row)
        for index, values, row in _rows(context)
        if any(sign in values.printed(roles().actual, roles().indicators, row) for sign in _RATE)
    ]
    if not rated:
        return
    place = _place(*rated[0], roles().actual, context.evaluation)
    if not any(map(_is_report, context.passages)):
        yield unjudged("C30", context, place, "没有报告正文，看不出满意度怎样得来")
    elif any(word in text for text in _texts(context.evaluation) for word in context.rules.satisfaction.surveys):
        yield passed("C30", context, place)
    else:
        _, values, row = rated[0]
        yield failed("C30", context, place, {"name": values.printed(roles().name, roles().indicators, row)})


def _is_report(passage: Passage) -> bool:
    """Whether a text is a report's, and not notes between the forms."""
    return bool(passage.report) and (not passage.is_loose or len(passage.text) >= _SHORTEST_REPORT)


def objects(context: Context) -> Iterator[Finding]:
    """C31: those whose satisfaction is asked are spoken of in the form, its project's name or the report."""
    known = pairs("\n".join((context.evaluation.submission.unit, *(passage.text for passage in context.passages))))
    tallies = [_tally(values) for values in context.evaluation.forms]
    for index, values, row in _rows(context):
        name = values.printed(roles().name, roles().indicators, row)
        group = name.partition("满意")[0]
        if not group or any(word in group for word in context.rules.satisfaction.general):
            continue
        if pairs(group).isdisjoint(known) and not _is_elsewhere(group, row, values, tallies[index]):
            yield failed("C31", context, _place(index, values, row, roles().name, context.evaluation), {"name": name})


def _rows(context: Context) -> Iterator[tuple[int, FormValues, int]]:
    """The indicators of satisfaction: form, and row of its block."""
    for index, values in enumerate(context.evaluation.forms):
        for row in values.rows(roles().indicators) if roles().indicators in values.schema.blocks else ():
            if "满意" in values.printed(roles().name, roles().indicators, row):
                yield index, values, row


def _place(index: int, values: FormValues, row: int, key: str, evaluation: Evaluation) -> FindingPlace:
    reference = row_reference(roles().indicators, row, key)
    title = values.schema.titles[f"{roles().indicators}.{key}"]
    return FindingPlace(
        where=f"{form_name(values)} 第{row + 1}行·{title}",
        reference=reference,
        sheet=sheet_of(evaluation, index),
        cell=values.data.places.get(reference, ""),
        form_index=index,
    )


def _texts(evaluation: Evaluation) -> Iterator[str]:
    """Every text of a submission: reports, what found no place, and the cells of its forms."""
    for texts in evaluation.submission.texts.values():
        yield from texts.values()
    yield from (item.text for item in evaluation.submission.unplaced)
    for values in evaluation.forms:
        yield from _form_texts(values)


def _form_texts(values: FormValues) -> Iterator[str]:
    """What is typed into a form: each field, and each row of its blocks as one text."""
    yield from values.data.fields.values()
    for rows in values.data.rows.values():
        yield from map(_row_text, rows)


def _row_text(row: Mapping[str, str]) -> str:
    return "\n".join(row.values())


def _tally(values: FormValues) -> Counter[str]:
    """In how many of a form's texts each pair of characters stands."""
    return Counter(pair for text in _form_texts(values) for pair in pairs(text))


def _is_elsewhere(group: str, row: int, values: FormValues, tally: Counter[str]) -> bool:
    """Whether a form speaks of a group besides in one of its indicators."""
    own = pairs(_row_text(values.data.rows[roles().indicators][row]))
    return any(tally[pair] > (pair in own) for pair in pairs(group))
