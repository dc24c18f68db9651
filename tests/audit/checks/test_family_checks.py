"""Checks that a family words for itself: each passes, fails with its figures, and says when it cannot be judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks import run
from jixiao.core import resources
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.cases import with_cases
from jixiao.model.forms.family import Check
from jixiao.model.forms.library import families, load
from jixiao.model.forms.yaml_file import read_yaml
from jixiao.model.submission import FormData, Submission

ALL = families()


SAMPLES = read_yaml(Path(__file__).parents[2] / "data" / "family-check-samples.yaml", text_only=True)
OUTCOMES = {"pass": Outcome.PASS, "fail": Outcome.FAIL, "unknown": Outcome.UNKNOWN}


def sample_name(check: Check) -> str:
    return f"{check.id} {check.variant}".strip()


def own_checks(family: str) -> set[str]:
    """The names of the checks in a family's own file."""
    file = resources.path("workbook", "forms", family, "checks.yaml")
    return (
        {sample_name(Check.model_validate(with_cases(data)[0])) for data in read_yaml(file)}
        if file.is_file()
        else set()
    )


CASES = [
    pytest.param(family, name, kind, sample, id=f"{family} {name} {kind} {number}")
    for family, checks in SAMPLES.items()
    for name, kinds in checks.items()
    for kind, samples in kinds.items()
    for number, sample in enumerate(samples, 1)
]


@pytest.mark.parametrize(("family", "name", "kind", "sample"), CASES)
def test_a_sample_ends_as_it_should(family: str, name: str, kind: str, sample: dict[str, Any]) -> None:
    loaded = load(family)
    check = next(c for c in loaded.checks if sample_name(c) == name)
    place = sample.get("at", f"{check.rows}[0].{check.cell}" if check.rows else check.cell)
    forms = [
        FormData(form.get("form", "overall"), form.get("fields", {}), form.get("rows", {}))
        for form in (sample, *sample.get("others", ()))
    ]
    findings = run(evaluate(loaded, Submission(family, "某某局", loaded.head.year, forms)))
    (found,) = (f for f in findings if (f.check, f.title, f.reference) == (check.id, check.title, place))
    assert found.outcome is OUTCOMES[kind], f"{check.test} -> {found.message}"
    if kind == "fail":
        assert set(sample["figures"]) <= {figure.rstrip("%") for figure in found.figures}
        assert [figure for figure in sample["figures"] if figure not in found.message] == []


@pytest.mark.parametrize("family", ALL)
def test_no_check_of_a_familys_own_is_without_samples_of_all_three_kinds(family: str) -> None:
    samples = SAMPLES.get(family, {})
    assert set(samples) == own_checks(family)
    assert all(set(kinds) == set(OUTCOMES) for kinds in samples.values())
