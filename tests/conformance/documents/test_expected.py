"""This program finds what is planted in the documents of the suite, and nothing of it in the right one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.interfaces.cli.inputs import evaluated

from .run import cases, faults


def ask(file: Path, form: str) -> list[dict[str, Any]]:
    return [finding.record() for finding in run(evaluated(file, form)) if finding.outcome is Outcome.FAIL]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])
def test_what_is_planted_is_found(case: dict[str, Any]) -> None:
    assert list(faults(case, ask)) == []


def test_a_program_that_says_nothing_or_everything_does_not_pass() -> None:
    right, *planted = cases()
    everything = [
        {"severity": "error", "figures": [figure for case in planted for row in case["found"] for figure in row]}
    ]
    assert all(list(faults(case, lambda file, form: [])) for case in planted)
    assert list(faults(right, lambda file, form: everything))
