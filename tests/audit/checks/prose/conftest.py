"""A submission made of a few sentences, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jixiao.audit.checks import Finding
from jixiao.audit.checks.prose import audit, context_of
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import FormData, Submission
from jixiao.model.submission.printed_table import PrintedCell, PrintedTable

SECTION = "performance"

Tell = Callable[..., list[Finding]]


def submission(sample: dict[str, Any]) -> Submission:
    forms = [FormData(form, dict(fields)) for form, fields in sample.get("forms", {}).items()]
    forms += [FormData("project", dict(fields)) for fields in sample.get("projects", ())]
    if "cell" in sample:
        forms.append(FormData("overall", {"goal.actual": sample["cell"]}, {"indicators": sample["indicators"]}))
    tables = [printed_table(sample["table"], sample.get("above", ""))] if "table" in sample else []
    texts = sample.get("texts") or {SECTION: sample.get("text", "")}
    return Submission(
        "hunan-2024", "某某局", int(sample.get("year", 2024)), forms, {"overall": dict(texts)}, tables=tables
    )


def printed_table(rows: list[str], above: str = "") -> PrintedTable:
    """A table of no known form, each row's cells parted by ``|``."""
    cells = [PrintedCell(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row.split("|"))]
    return PrintedTable("第1个表", "", above, tuple(cells))


@pytest.fixture(scope="session")
def tell() -> Tell:
    """What is told of a text, or of a sample's texts and forms."""

    def told(sample: str | dict[str, Any]) -> list[Finding]:
        whole = {"text": sample} if isinstance(sample, str) else sample
        return audit(context_of(evaluate(load("hunan-2024"), submission(whole))))

    return told
