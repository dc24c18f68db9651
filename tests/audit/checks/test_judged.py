"""What is told of documents of every class is what was judged by hand, and the measured precision is of today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.catalogue import CERTAINTY, catalogue
from jixiao.audit.checks.precision import allowed
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.interfaces.cli.app import run_app
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Precision
from jixiao.model.forms.library import families, load

from ...documents.intake.word import docx
from .judged import DOCUMENTS, PATH, blocks, counted, findings, is_told_of, written

IDS = [document["id"] for document in DOCUMENTS]


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_a_judged_document_is_told_of_as_judged(document: dict[str, Any], tmp_path: Path) -> None:
    found = findings(document, tmp_path)
    expected = document.get("told", [])
    assert [one for one in expected if not any(is_told_of(f, one) for f in found)] == []
    others = [f for f in found if not any(is_told_of(f, one) for one in expected)]
    assert [f.check for f in others] == document.get("not_so", [])


def test_the_precision_is_that_of_the_judged_documents(tmp_path: Path) -> None:
    assert PATH.read_text("utf-8") == written(counted(tmp_path)), "run python -m tests.audit.checks.judged"


@pytest.mark.parametrize(
    ("severity", "told", "so", "expected"),
    [("error", 10, 9, "error"), ("error", 10, 8, "warning"), ("error", 10, 6, "info"), ("warning", 10, 7, "warning"),
     ("warning", 10, 6, "info"), ("info", 10, 10, "info"), ("error", 1, 0, "error")],
)  # fmt: skip
def test_a_check_is_told_as_severely_as_it_is_right(severity: str, told: int, so: int, expected: str) -> None:
    assert allowed(severity, Precision(told=told, so=so)) == expected


def test_only_published_documents_are_told_of_less_severely(tmp_path: Path) -> None:
    document = next(d for d in DOCUMENTS if d["id"] == "scored-form-explained-rate")
    submission = read_report(docx(tmp_path / "a.docx", *blocks(document["text"]))).submission
    evaluation = evaluate(load(submission.family), submission)
    (lowered,) = [f for f in run(evaluation) if f.check == "C36" and f.outcome is Outcome.FAIL]
    submission.published = False
    (own,) = [f for f in run(evaluation) if f.check == "C36" and f.outcome is Outcome.FAIL]
    assert (own.severity, lowered.severity) == ("warning", "info")


@pytest.mark.parametrize("name", families())
def test_the_catalogue_says_of_every_check_what_it_needs_and_rests_on(name: str) -> None:
    family = load(name)
    entries = catalogue(family)
    assert {check.id for check in family.checks} <= {entry.check for entry in entries}
    assert all(entry.title and entry.needs and entry.source and entry.certainty in CERTAINTY for entry in entries)


def test_the_catalogue_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(["checks", "--format", "json"]) == 0
    said = capsys.readouterr().out
    assert '"check": "N01"' in said
    assert '"needs": "正文里写出的数"' in said
    assert run_app(["checks"]) == 0
    assert "实测" in capsys.readouterr().out
