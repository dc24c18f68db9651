"""The published reports, read and evaluated, each once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from jixiao.documents.intake import read_report
from jixiao.model.evaluation import Evaluation, evaluate

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def published() -> Callable[[str], Evaluation]:
    """A published report by name."""

    @cache
    def read(name: str) -> Evaluation:
        path = SEEDS / f"{name}.docx"
        if not path.is_file():
            pytest.skip(f"{path} is not on this machine")
        intake = read_report(path)
        return evaluate(intake.family, intake.submission)

    return read
