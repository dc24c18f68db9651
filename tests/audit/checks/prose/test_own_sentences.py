"""What figures write themselves is never told as a contradiction, whatever the figures."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks.prose import audit, context_of
from jixiao.core import resources
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.report_sentences import paragraphs
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample

SAMPLES = sorted(resources.path("workbook", "samples").glob("*.yaml"))
CHOICES = {"three_public": "公务接待批次和人数减少", "adjustment": "年中新增工作任务，追加项目经费"}


def told(submission: Submission) -> list[str]:
    """What the audit says of the sentences alone that a submission's figures write."""
    evaluation = evaluate(load(submission.family), submission)
    texts = {
        report.id: {section.key: "\n".join(paragraphs(evaluation, section)) for section in report.sections}
        for report in evaluation.family.outline.reports
    }
    bare, said = copy.copy(submission), copy.copy(submission)
    bare.texts, said.texts = {}, texts
    assert any(text for of_report in texts.values() for text in of_report.values())
    known = set(_messages(bare))
    return [message for message in _messages(said) if message not in known]


def _messages(submission: Submission) -> Iterator[str]:
    findings = audit(context_of(evaluate(load(submission.family), submission)))
    yield from (f"{found.check} {found.where} {found.message}" for found in findings)


@pytest.mark.parametrize("choices", [{}, CHOICES], ids=["", "causes chosen"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_on_a_units_real_figures(path: Path, choices: Any) -> None:
    submission = read_sample(path)
    submission.choices = choices
    assert told(submission) == []


def test_in_the_general_family() -> None:
    submission = read_sample(resources.path("workbook", "samples", "cooperation-center-2024.yaml"))
    submission.family = "generic"
    known = {form.id for form in load("generic").forms}
    submission.forms = [data for data in submission.forms if data.form in known]
    assert told(submission) == []


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_on_any_figures(path: Path, seed: int) -> None:
    """Amounts that are there become any others; rates and sums that were typed follow from them."""
    submission, draw = read_sample(path), random.Random(seed)  # noqa: S311 - figures to try, no secrets
    for values in evaluate(load(submission.family), submission).forms:
        columns, fields = values.schema.fields, values.data.fields
        for key in [key for key in fields if columns[key].formula]:
            del fields[key]
        for key in [key for key, text in fields.items() if columns[key].kind == "amount" and text not in ("", "——")]:
            fields[key] = draw.choice(["0", f"{draw.randint(0, 10**7) / 100:.2f}", str(draw.randint(1, 500))])
    assert told(submission) == []


@pytest.mark.parametrize("is_replaced", [False, True], ids=["beside the sentences", "in their place"])
def test_own_text_that_contradicts_the_figures_is_told(is_replaced: bool) -> None:
    submission = read_sample(resources.path("workbook", "samples", "cooperation-center-2024.yaml"))
    submission.texts = {"overall": {"basic_spending": "公用经费决算4.71万元，比上年减少2.15万元，下降45.92%。"}}
    submission.replaced = {"overall": {"basic_spending"}} if is_replaced else {}
    found = audit(context_of(evaluate(load(submission.family), submission)))
    assert {(one.check, one.figures) for one in found} >= {("C40", ("4.71", "3.71"))}
