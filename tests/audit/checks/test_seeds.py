"""What a careful reader finds in two published self-evaluations is found, and what is right in them is not reported."""

from __future__ import annotations

import pytest
from jixiao.audit.checks import Finding, run
from jixiao.core.functions.results import Outcome
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

Submissions = dict[str, Submission]


@pytest.fixture
def failures(family: Family, quyuan: Submission, junshan: Submission) -> dict[str, list[Finding]]:
    named = {"quyuan-2024": quyuan, "junshan-2024": junshan}
    told = {name: run(evaluate(family, s)) for name, s in named.items()}  # what is told of the prose has no form
    return {name: [f for f in found if f.outcome is Outcome.FAIL and f.form_index >= 0] for name, found in told.items()}


FOUND = {
    # entry: unit, check, severity, form and place, figures the message must quote
    "Q1": ("quyuan-2024", "C02", "error", "附件2 indicators[0].level1", ["50", "40"]),
    "Q2": ("quyuan-2024", "C02", "error", "附件2 indicators[4].level1", ["30", "40"]),
    "Q5 previous": ("quyuan-2024", "C60", "warning", "附件1 three_public.previous", []),
    "Q5 budget": ("quyuan-2024", "C60", "warning", "附件1 three_public.budget", []),
    "Q5 final": ("quyuan-2024", "C60", "warning", "附件1 three_public.final", []),
    "Q6 previous": ("quyuan-2024", "C60", "warning", "附件1 project_spending.previous", ["20"]),
    "Q6 budget": ("quyuan-2024", "C60", "warning", "附件1 project_spending.budget", ["27.69"]),
    "Q6 final": ("quyuan-2024", "C60", "warning", "附件1 project_spending.final", ["27.69"]),
    "Q7 overall 7": ("quyuan-2024", "C53", "warning", "附件2 indicators[6].actual", ["95"]),
    "Q7 overall 9": ("quyuan-2024", "C53", "warning", "附件2 indicators[8].actual", ["95"]),
    "Q7 project 1": ("quyuan-2024", "C53", "warning", "附件3 indicators[0].actual", ["2", "80"]),
    "Q7 project 9": ("quyuan-2024", "C53", "warning", "附件3 indicators[8].actual", ["95"]),
    "Q8": ("quyuan-2024", "C51", "warning", "附件2 funds.budget", ["96.51", "118.49"]),
    "J3": ("junshan-2024", "C10", "warning", "附件2 funds.score", ["95.13", "9.51", "9"]),
    "J4": ("junshan-2024", "C16", "warning", "附件2 indicators[6].score", ["67.46", "78.16"]),
    "J4 reason": ("junshan-2024", "C20", "info", "附件2 indicators[6].reason", []),
    "J5": ("junshan-2024", "C21", "error", "附件2 indicators[11].target", []),
    "Q goal copied": ("quyuan-2024", "C52", "warning", "附件2 goal.actual", []),
    "Q goal copied, project": ("quyuan-2024", "C52", "warning", "附件3 goal.actual", []),
    "Q satisfaction": ("quyuan-2024", "C30", "warning", "附件2 indicators[8].actual", []),
    "J goal copied": ("junshan-2024", "C52", "warning", "附件2 goal.actual", []),
    "J satisfaction": ("junshan-2024", "C30", "warning", "附件2 indicators[11].actual", []),
    "J6 economy": ("junshan-2024", "C27", "warning", "附件2 indicators[7].target", []),
    "J6 lasting": ("junshan-2024", "C27", "warning", "附件2 indicators[10].target", []),
}
"""Entries of the list kept with the published reports, but for those on their prose, which another part audits; and
what a reader finds besides: goals copied as what was done, satisfaction without a word on where it comes from."""


def place(finding: Finding) -> str:
    return f"{finding.where[:3]} {finding.reference}"


@pytest.mark.parametrize("entry", FOUND)
def test_a_real_fault_is_found_with_its_figures(entry: str, failures: dict[str, list[Finding]]) -> None:
    unit, check, severity, where, figures = FOUND[entry]
    found = [f for f in failures[unit] if (f.check, place(f)) == (check, where)]
    assert len(found) == 1
    assert found[0].severity == severity
    assert set(figures) <= set(found[0].figures)
    assert all(figure in found[0].message for figure in figures)


def test_nothing_else_is_reported(failures: dict[str, list[Finding]]) -> None:
    """公用经费 5.18/7.56/6.48, 110.13 + 8.36 = 118.49, 90.80 + 27.69 = 118.49 and total 99 are right in the one;
    49.35 + 3.71 = 53.06, 93.01% and 6.99%, 53.06 + 14.4 = 67.46 and total 98 in the other. Who filled
    the forms in is left out: that is still to be filled in, and nothing wrong."""
    expected = {(unit, check, where) for unit, check, _, where, _ in FOUND.values()}
    reported = {(unit, f.check, place(f)) for unit, found in failures.items() for f in found}
    assert reported == expected


RIGHT = ["5.18", "7.56", "110.13", "90.8", "99", "49.35", "3.71", "53.06", "93.01", "6.99", "14.4", "98"]


@pytest.mark.parametrize("figure", RIGHT)
def test_a_figure_that_is_right_is_quoted_by_no_failure(figure: str, failures: dict[str, list[Finding]]) -> None:
    assert [f for found in failures.values() for f in found if figure in f.figures] == []
