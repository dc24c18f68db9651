"""What a cell's answer costs. Run with ``pytest tests/bench --benchmark-only``; nothing here asserts a time."""

import subprocess
import sys

import pytest
from jixiao.core.functions import call
from jixiao.core.functions.scores import score_row, score_rows
from jixiao.core.quantity.reading import _read_text
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark

ROWS = 500


def test_score_row(benchmark: Benchmark) -> None:
    assert benchmark(score_row, 10, "≥95%", "96%") == 10


def test_score_row_by_name_with_a_family(benchmark: Benchmark) -> None:
    assert benchmark(call, "SCORE_ROW", 10, "≥60人", "52人", "按照完成比例赋分", None, "xinjiang-2024") == 6.75


def test_score_row_of_numbers(benchmark: Benchmark) -> None:
    assert benchmark(score_row, 10.0, "≥95%", 0.96) == 10


def test_score_rows_of_a_long_column(benchmark: Benchmark) -> None:
    weights = [[10]] * ROWS
    targets = [[f"≥{place}次"] for place in range(1, ROWS + 1)]
    actuals = [[f"{place}次"] for place in range(1, ROWS + 1)]
    assert benchmark(score_rows, weights, targets, actuals) == [10] * ROWS


def test_read_a_text_for_the_first_time(benchmark: Benchmark) -> None:
    benchmark(_read_text.__wrapped__, "≤3150.44万元")


@pytest.mark.parametrize(
    "statement",
    [
        "pass",
        "import jixiao.core.functions",
        "from jixiao.core.functions import call; call('SCORE_ROW', 10, '≥95%', '96%')",
    ],
    ids=["bare", "import", "first-answer"],
)
def test_cold_start(benchmark: Benchmark, statement: str) -> None:
    command = [sys.executable, "-c", statement]
    benchmark.pedantic(subprocess.run, args=(command,), kwargs={"check": True}, rounds=15, warmup_rounds=2)
