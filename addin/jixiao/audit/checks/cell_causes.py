"""One cause, one finding: a cell that is written wrong contradicts its own form and the text, and is told once.

A cell is the cause if what fails in its form holds when the figure of the text stands there, and nothing else fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

from jixiao.audit.checks.findings import SEVERITY, Finding
from jixiao.audit.checks.verdicts import numerals
from jixiao.core.functions.results import Outcome
from jixiao.core.quantity import Amount, plain, printed_precision, read_figure
from jixiao.model.evaluation import Evaluation, FormValues, evaluate
from jixiao.model.evaluation.form_names import form_name, sheet_of

_UNITS = {"amount": "万元", "yuan": "元"}
_MESSAGE = "{form}的“{label}”{cell}多半写错了，写成{meant}，下面{count}处就都相符：{said}"

AskAgain = Callable[[Evaluation, int], list[Finding]]
"""What the checks of one form of an evaluation find, by the form's number."""


def one_of_each_cell(found: Sequence[Finding], evaluation: Evaluation, ask_again: AskAgain) -> list[Finding]:
    """The findings in their order, those that one cell explains together at the place of the text's."""
    kept = list(found)
    for of_text in [one for one in found if one.against[0]]:
        place = _place(of_text, evaluation)
        if place is not None:
            index, key = place
            effects = _explained(of_text, index, key, kept, evaluation, ask_again)
            if effects:
                cause = _as_one(of_text, effects, index, key, evaluation)
                kept = [cause if one is of_text else one for one in kept if one not in effects]
    return kept


def _place(of_text: Finding, evaluation: Evaluation) -> tuple[int, str] | None:
    """The cell that a text contradicts, if there is but one of that name."""
    form, label, _ = of_text.against
    places = [
        (index, key)
        for index, values in enumerate(evaluation.forms)
        if form_name(values) == form
        for key in values.schema.fields
        if values.schema.titles[key] == label
    ]
    return places[0] if len(places) == 1 else None


def _explained(
    of_text: Finding, index: int, key: str, found: Sequence[Finding], evaluation: Evaluation, ask_again: AskAgain
) -> list[Finding]:
    """What fails in the cell's form and would hold with the text's figure; nothing if something else would fail."""
    failing = [one for one in found if one.form_index == index and one.outcome is Outcome.FAIL and one is not of_text]
    meant = _meant(of_text.against[2], evaluation.forms[index], key)
    if not failing or not meant:
        return []
    submission = deepcopy(evaluation.submission)
    submission.forms[index].fields[key] = meant
    before, after = (_failures(ask_again(one, index)) for one in (evaluation, evaluate(evaluation.family, submission)))
    asked = [one for one in failing if (one.check, one.title) in before]
    return [one for one in asked if (one.check, one.title) not in after] if after <= before else []


def _failures(asked: Sequence[Finding]) -> set[tuple[str, str]]:
    return {(one.check, one.title) for one in asked if one.outcome is Outcome.FAIL}


def _meant(said: str, values: FormValues, key: str) -> str:
    """The figure of a text as the cell would hold it."""
    amount, unit = read_figure(said), _UNITS.get(values.schema.fields[key].kind)
    if not isinstance(amount, Amount):
        return ""
    if unit is None or printed_precision.dimension(amount) != printed_precision.MONEY:
        return plain(amount.value)
    return plain(
        printed_precision.in_base(amount) / printed_precision.in_base(replace(amount, value=Decimal(1), unit=unit))
    )


def _as_one(of_text: Finding, effects: Sequence[Finding], index: int, key: str, evaluation: Evaluation) -> Finding:
    values, (form, label, figure) = evaluation.forms[index], of_text.against
    told = [of_text, *effects]
    said = "；".join(f"{number}. {one.message}" for number, one in enumerate(told, 1))
    levels = list(SEVERITY)
    worst = min(told, key=lambda one: levels.index(one.severity))
    message = _MESSAGE.format(
        form=form, label=label, cell=values.printed(key), meant=figure, count=len(told), said=said
    )
    figures = dict.fromkeys((*(number for one in told for number in one.figures), *numerals(figure)))
    return replace(
        of_text, severity=worst.severity, form_index=index, reference=key, sheet=sheet_of(evaluation, index),
        cell=values.data.places.get(key, ""), where=f"{form} {label}", figures=tuple(figures), message=message,
    )  # fmt: skip
