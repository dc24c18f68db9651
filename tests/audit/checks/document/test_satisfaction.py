"""Whose satisfaction is asked must be spoken of somewhere else (C31)."""

from __future__ import annotations

import pytest
from jixiao.audit.checks.document import inspect
from jixiao.audit.checks.prose import context_of
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission

ASKED = {"name": "渔民满意度", "target": "≥90%", "actual": "95%"}


@pytest.mark.parametrize(
    ("fields", "others", "is_told"),
    [
        ({}, [], True),
        ({}, [{"name": "道路养护里程"}], True),
        ({}, [{"name": "补助渔民人数"}], False),
        ({"project_name": "渔民转产补助"}, [], False),
    ],
)
def test_a_group_must_stand_elsewhere_than_in_its_own_row(
    fields: dict[str, str], others: list[dict[str, str]], is_told: bool
) -> None:
    form = FormData("project", fields, {"indicators": [*others, ASKED]})
    found = inspect(context_of(evaluate(load("hunan-2024"), Submission("hunan-2024", "某某局", 2024, [form]))))
    assert ("C31" in {finding.check for finding in found}) is is_told
