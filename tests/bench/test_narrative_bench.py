"""What auditing the prose of the 18-project document costs, beside reading it, in one run.

Run with ``pytest tests/bench --benchmark-only -s``. Nothing here asserts a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.prose import audit
from jixiao.core.quantity.sentences.reader import read_prose
from jixiao.documents.intake import Intake, read_report
from jixiao.model.evaluation import evaluate

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "changji-2024.docx"
ROUNDS = 5
PARAGRAPH = (
    "本年支出合计500.00万元，其中：基本支出300.00万元，占60.00%，比上年增加20.00万元，增长7.14%；"
    "项目支出200.00万元，占40.00%，比上年减少10.00万元，下降4.76%。"
)


@pytest.fixture(scope="module")
def intake() -> Intake:
    if not SEED.is_file():
        pytest.skip("the published reports are not beside the project")
    return read_report(SEED)


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return min(times)


def test_all_checks_of_18_projects_beside_reading_them(benchmark, intake):
    def checks():
        return run(evaluate(intake.family, intake.submission))

    reading, checking = best(lambda: read_report(SEED, intake.family.head.id)), best(checks)
    of_prose = best(lambda: audit(evaluate(intake.family, intake.submission)))
    ratio = checking / reading
    print(f"\nread {reading:.3f} s, all checks {checking:.3f} s ({ratio:.2f}), prose alone {of_prose:.3f} s")
    benchmark.extra_info.update(reading=reading, checks_to_reading=ratio, prose=of_prose)
    benchmark(checks)


@pytest.mark.parametrize("copies", [10, 100, 1000])
def test_reading_a_paragraph_is_linear(benchmark, copies):
    text = PARAGRAPH * copies
    benchmark.extra_info["characters"] = len(text)
    benchmark(read_prose, text)
