"""hunan-2024 learned from two filled reports says of them what the family says that somebody wrote."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents.intake import read_report
from jixiao.documents.learning import learn, write_family
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.evaluation.scored_rows import scored_rows
from jixiao.model.forms.library import load, refresh

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
NAMES = ("quyuan-2024", "junshan-2024")


@pytest.fixture
def learned_and_written(forms: Path) -> dict[str, tuple[Evaluation, Evaluation]]:
    """Both seeds, each as the learned and the written family read it."""
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    learned = learn("learned", [SEEDS / f"{name}.docx" for name in NAMES], year=2024)
    learned.certainty = "S"
    write_family(learned, forms / "learned")
    refresh()

    def read(name: str, family: str) -> Evaluation:
        return evaluate(load(family), read_report(SEEDS / f"{name}.docx", family).submission)

    return {name: (read(name, "learned"), read(name, "hunan-2024")) for name in NAMES}


def findings(evaluation: Evaluation) -> Counter[tuple[object, ...]]:
    """What fails: which check, how grave, which figures; how a form calls its cells is its own."""
    failed = (finding for finding in run(evaluation) if finding.outcome is Outcome.FAIL)
    return Counter((finding.check, finding.severity, tuple(finding.figures or ())) for finding in failed)


def scores(evaluation: Evaluation) -> list[tuple[object, ...]]:
    return [
        (row.form, row.indicator, row.weight, row.completion, row.printed_score, row.rule_score)
        for row in scored_rows(evaluation)
    ]


def test_the_findings_are_the_same(learned_and_written: dict[str, tuple[Evaluation, Evaluation]]) -> None:
    for name, (learned, written) in learned_and_written.items():
        assert findings(written), name
        assert findings(learned) == findings(written), name


def test_the_scores_are_the_same(learned_and_written: dict[str, tuple[Evaluation, Evaluation]]) -> None:
    for name, (learned, written) in learned_and_written.items():
        assert len(scores(written)) > 5, name
        assert scores(learned) == scores(written), name
