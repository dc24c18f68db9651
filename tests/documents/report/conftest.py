"""Reports of the samples, written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from jixiao.core import resources
from jixiao.documents.report import write_report
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample, start


@pytest.fixture
def empty(family: Family) -> Submission:
    """A unit that has filled in nothing yet."""
    return start(family, "某市某局", 2024)


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The report of a sample by its name."""
    folder = tmp_path_factory.mktemp("reports")

    def written(name: str) -> Path:
        target = folder / f"{name}.docx"
        if not target.exists():
            write_report(sample(name), target)
        return target

    return written


def sample(name: str) -> Evaluation:
    """A sample, evaluated as its own family."""
    submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
    return evaluate(load(submission.family), submission)


@pytest.fixture
def report(family: Family, tmp_path: Path) -> Callable[[Submission], DocumentObject]:
    """Writes a submission's report and opens it again."""

    def written(submission: Submission) -> DocumentObject:
        target = tmp_path / "自评报告.docx"
        write_report(evaluate(family, submission), target)
        return Document(str(target))

    return written
