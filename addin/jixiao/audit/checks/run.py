"""Asking every check of every form it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jixiao.audit.checks.causes import one_of_each_cause
from jixiao.audit.checks.cell_causes import one_of_each_cell
from jixiao.audit.checks.context import Context
from jixiao.audit.checks.document import inspect, last_year
from jixiao.audit.checks.findings import Finding
from jixiao.audit.checks.messages import source_of
from jixiao.audit.checks.precision import lowered
from jixiao.audit.checks.prose import audit, context_of
from jixiao.audit.checks.tables import audit_tables
from jixiao.audit.checks.verdicts import judge, numerals
from jixiao.core.functions.results import Outcome, Verdict
from jixiao.model.evaluation import Evaluation, FormValues
from jixiao.model.evaluation.form_names import form_name, sheet_of
from jixiao.model.forms.expression import names, parse
from jixiao.model.forms.family import Check
from jixiao.model.forms.family_check import variants_of
from jixiao.model.forms.grid import is_in_yuan, merged_runs, walk_blocks
from jixiao.model.forms.sentence_template import MARK
from jixiao.model.forms.vocabulary import roles
from jixiao.model.submission.figures import printed_figure
from jixiao.model.submission.submission import EXPLAINED_LIST, row_reference

_UNIT_TWICE = re.compile(r"(万元|元|%)\1")
"""A figure that prints its unit, before the same unit of the message."""


@dataclass(frozen=True, slots=True)
class Question:
    """A check (its placeholder filled in) asked of one filled form; of each of its rows, if it is a row check."""

    check: Check
    form_index: int


def questions(evaluation: Evaluation) -> list[Question]:
    """All questions, in the order of the catalogue and of the forms.

    None about a form that is not there, or whose amounts are in another unit.
    """
    present = {values.form.id: values.form for values in evaluation.forms}
    in_yuan = {form_id: is_in_yuan(form) for form_id, form in present.items()}
    return [
        Question(variant, index)
        for check in evaluation.family.checks
        for index, values in enumerate(evaluation.forms)
        if values.form.id in check.forms
        for variant in variants_of(check, in_yuan[values.form.id])
        if all(in_yuan.get(other) == in_yuan[values.form.id] for other in _forms_named(variant.test))
    ]


@lru_cache(maxsize=4096)
def _forms_named(test: str) -> frozenset[str]:
    """Other forms that a check speaks of."""
    return frozenset(name.split(":")[0] for name in names(parse(test)) if ":" in name)


def run(
    evaluation: Evaluation,
    last: Evaluation | None = None,
    *,
    is_lowered: bool = True,
    context: Context | None = None,
) -> list[Finding]:
    """Every check's findings, whatever their outcome, then those on the prose, the document and last year's file.

    One never hides another.

    Args:
        evaluation: what is checked.
        last: last year's file, to compare 上年决算数 with.
        is_lowered: of a published document, checks that are too often wrong on such are told as less.
        context: the submission's texts and tables, from whoever needs them too (``context_of``).
    """
    asked = [finding for question in questions(evaluation) for finding in ask(question, evaluation)]
    of_forms = one_of_each_cause(asked, evaluation.family.checks) if evaluation.submission.published else asked
    context = context or context_of(evaluation)
    found = of_forms + audit(context) + inspect(context) + (last_year(evaluation, last) if last else [])
    if evaluation.submission.published:
        found = one_of_each_cell(found, evaluation, _of_form)
    found = _with_tables(context, found)
    if is_lowered and evaluation.submission.published:
        found = lowered(found, evaluation.family.precision)
    return [*_explained(found, evaluation.submission.lists.get(EXPLAINED_LIST, ()))]


def _of_form(evaluation: Evaluation, index: int) -> list[Finding]:
    """What the checks of one form find."""
    of_form = (question for question in questions(evaluation) if question.form_index == index)
    return [finding for question in of_form for finding in ask(question, evaluation)]


def _explained(found: Sequence[Finding], said: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """The findings, those that fail with what the unit says of them."""
    for finding in found:
        reason = next((row[-1] for row in said if finding.outcome is Outcome.FAIL and _is_about(row, finding)), "")
        yield replace(finding, explained=reason) if reason else finding


def _is_about(row: Sequence[str], finding: Finding) -> bool:
    """Whether the unit says it of this finding; the check of texts names the section behind its title."""
    check, sheet, title = row[:3]
    section = title.removeprefix(f"{finding.title}：")
    is_same = title == finding.title or (section != title and finding.where.startswith(section))
    return (check, sheet) == (finding.check, finding.sheet) and is_same


def _with_tables(context: Context | None, found: Sequence[Finding]) -> list[Finding]:
    """Findings with those of the tables, but for what the check of a known form has told of the same table."""
    told: dict[str, set[str]] = {}
    for one in found:
        if one.outcome is Outcome.FAIL:
            told.setdefault(one.sheet, set()).update(one.figures)
    of_tables, left = audit_tables(context, found) if context else ([], list(found))
    return [*left, *(one for one in of_tables if not _is_said(one, told.get(one.sheet, set())))]


def _is_said(one: Finding, told: set[str]) -> bool:
    """Whether two of a finding's figures, or all it has, are quoted by other findings on its table."""
    own = {figure for figure in one.figures if float(figure)}
    return len(own & told) >= min(2, len(own))


def ask(question: Question, evaluation: Evaluation) -> Iterator[Finding]:
    """The findings of one question: one, or one for each row."""
    values = evaluation.forms[question.form_index]
    for index in asked_rows(question.check, values):
        yield _finding(question, evaluation, index, _verdict(question.check, evaluation, values, index))


def _verdict(check: Check, evaluation: Evaluation, values: FormValues, index: int) -> Verdict:
    reason = _obstacle(check, evaluation, values) if evaluation.submission.published else ""
    if not reason and check.scored and evaluation.submission.published and _is_child(values, check.rows, index):
        reason = "这一行没有分值和得分，是上一行的分项"
    if not reason and evaluation.submission.published and _is_nameless(check, values, index):
        reason = "这一行没有写指标名称"
    return Verdict(Outcome.UNKNOWN, reason) if reason else judge(check, values, index)


def _is_nameless(check: Check, values: FormValues, index: int) -> bool:
    """Whether a row of a block of indicators names none: points of a whole level, or a line of the form itself."""
    has_names = bool(check.rows) and roles().name in values.schema.blocks[check.rows]
    return has_names and not check.once_per and not values.printed(roles().name, check.rows, index)


def _obstacle(check: Check, evaluation: Evaluation, values: FormValues) -> str:
    """Why a published document cannot answer a check; the empty text if it can."""
    if check.own:
        return "公开的文件一般不印填表人和电话"
    if check.whole and values.data.skipped_rows:
        return "表里还有没有读懂的行，合计由哪几项组成看不出来"
    if check.complete and values.data.is_cut:
        return "表里没有列全各项指标和总分"
    if _lacks_column(check, values):
        return "这张表没有这一栏"
    return "文件里没有要对照的另一张表" if _lacks_form(check, evaluation) else ""


def _is_child(values: FormValues, block: str, index: int) -> bool:
    """Whether a row below a scored one has neither points nor a score of its own."""
    has_parent = any(values.value(roles().weight, block, above) is not None for above in range(index))
    return has_parent and not any(values.printed(key, block, index) for key in (roles().weight, roles().score))


def _lacks_column(check: Check, values: FormValues) -> bool:
    """Whether a file's table has no column for what a row check speaks of; known only of files that tell places."""
    if not check.rows or not values.data.places:
        return False
    references = (row_reference(check.rows, index, check.cell) for index in values.rows(check.rows))
    return not any(reference in values.data.places for reference in references)


def _lacks_form(check: Check, evaluation: Evaluation) -> bool:
    """Whether nothing is filled in of another form that a check speaks of."""
    named = _forms_named(check.test)
    return any(all(v.data.is_empty for v in evaluation.forms if v.form.id == form_id) for form_id in named)


def asked_rows(check: Check, values: FormValues) -> list[int]:
    """The rows of its block that a check is asked of; ``[-1]`` for a check of the whole form."""
    if not check.rows:
        return [-1]
    if not check.once_per:
        return list(values.rows(check.rows))
    block = next(b for b in walk_blocks(values.form.rows) if b.repeat == check.rows)
    runs = merged_runs(block, values.data.rows.get(check.rows, ()))
    starts = (index for index in values.rows(check.rows) if runs[check.once_per, index])
    return [index for index in starts if values.value(check.once_per, check.rows, index) is not None]


def _finding(question: Question, evaluation: Evaluation, index: int, verdict: Verdict) -> Finding:
    check, values = question.check, evaluation.forms[question.form_index]
    reference = row_reference(check.rows, index, check.cell) if check.rows else check.cell
    failed = verdict.outcome is Outcome.FAIL
    return Finding(
        check=check.id,
        title=check.title,
        outcome=verdict.outcome,
        severity=check.severity,
        form_index=question.form_index,
        reference=reference,
        sheet=sheet_of(evaluation, question.form_index),
        cell=values.data.places.get(reference, ""),
        where=_where(check, values, index),
        figures=_figures(check, values, index, verdict) if failed else (),
        message=_message(check, values, index, verdict) if failed else verdict.text,
        action=check.action if failed else "",
        source=source_of(check, evaluation.family) if failed else "",
    )


def _where(check: Check, values: FormValues, index: int) -> str:
    title = values.schema.titles[f"{check.rows}.{check.cell}" if check.rows else check.cell]
    row = f"第{index + 1}行·" if check.rows else ""
    return f"{form_name(values)} {row}{title}"


def _message(check: Check, values: FormValues, index: int, verdict: Verdict) -> str:
    def said(mark: re.Match[str]) -> str:
        return verdict.text if mark[1] == "text" else _told(mark[1], check, values, index)

    return _UNIT_TWICE.sub(r"\1", MARK.sub(said, check.message))


def _told(key: str, check: Check, values: FormValues, index: int) -> str:
    """A value in a message, as printed; a blank is called so."""
    if check.rows and key in values.schema.blocks[check.rows]:
        text = values.printed(key, check.rows, index)
    elif key in values.schema.fields:
        text = values.printed(key)
    elif ":" in key:
        text = printed_figure(values.lookup(key), "amount")
    else:
        text = str(values.calculate_text(key))
    return text or "（空）"


def _figures(check: Check, values: FormValues, index: int, verdict: Verdict) -> tuple[str, ...]:
    """The numbers a message quotes: the verdict's, then those in the values it names."""
    told = [_told(key, check, values, index) for key in MARK.findall(check.message) if key != "text"]
    quoted = [number for text in told for number in numerals(text)]
    return tuple(dict.fromkeys((*verdict.figures, *quoted)))
