"""A submission made of a few sentences, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jixiao.audit.checks import Finding
from jixiao.audit.checks.prose import audit
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission

SECTION = "performance"

Tell = Callable[..., list[Finding]]


def submission(sample: dict[str, Any]) -> Submission:
    forms = [FormData(form, dict(fields)) for form, fields in sample.get("forms", {}).items()]
    forms += [FormData("project", dict(fields)) for fields in sample.get("projects", ())]
    if "cell" in sample:
        forms.append(FormData("overall", {"goal.actual": sample["cell"]}, {"indicators": sample["indicators"]}))
    texts = sample.get("texts") or {SECTION: sample.get("text", "")}
    return Submission("hunan-2024", "某某局", int(sample.get("year", 2024)), forms, {"overall": dict(texts)})


@pytest.fixture(scope="session")
def tell() -> Tell:
    """What is told of a text, or of a sample's texts and forms."""

    def told(sample: str | dict[str, Any]) -> list[Finding]:
        whole = {"text": sample} if isinstance(sample, str) else sample
        return audit(evaluate(load("hunan-2024"), submission(whole)))

    return told
