"""What reviewers' outputs are tested on: the published reports, read, evaluated and checked, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks import Finding, run
from jixiao.audit.presentation import Review
from jixiao.core import resources
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
HOSTILE = '<script>alert("1")</script>&amp; =1+1\n"\'\x0b\x00甲'
LONG = "很长的话。" * 20_000


@pytest.fixture(scope="session")
def review_of() -> Callable[[str], Review]:
    """The review of a published report by name."""
    made: dict[str, Review] = {}

    def review(name: str) -> Review:
        if name not in made:
            path = SEEDS / f"{name}.docx"
            if not path.is_file():
                pytest.skip(f"{path} is not on this machine")
            intake = read_report(path)
            evaluation = evaluate(intake.family, intake.submission)
            made[name] = Review(evaluation, tuple(run(evaluation)), path.name)
        return made[name]

    return review


@pytest.fixture
def review() -> Review:
    """The review of a sample, which needs no file."""
    submission = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    evaluation = evaluate(load(submission.family), submission)
    return Review(evaluation, tuple(run(evaluation)), "样.xlsx")


def finding(**changes: Any) -> Finding:
    """A finding on 附件2, with what a test is about."""
    plain = Finding(
        check="C02", title="一级分值", outcome=Outcome.FAIL, severity="error", form_index=1, reference="funds.score",
        sheet="第2个表（附件2）", cell="第3行第8列", where="附件2 得分", figures=("50", "40"),
        message="合计50，分项之和40", action="请改", source="某文件",
    )  # fmt: skip
    return replace(plain, **changes)
