"""What auditing the prose of the 18-project document costs, beside reading it, in one run.

Run with ``pytest tests/bench --benchmark-only -s``. Nothing here asserts a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import pytest
from jixiao.audit.checks import Finding, run
from jixiao.audit.checks.prose import audit, context_of
from jixiao.core.quantity.sentences import read_prose
from jixiao.documents.intake import Intake, read_report
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission.submission import Submission, Unplaced
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark

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


def test_all_checks_of_18_projects_beside_reading_them(benchmark: Benchmark, intake: Intake) -> None:
    def checks() -> list[Finding]:
        return run(evaluate(intake.family, intake.submission))

    reading, checking = best(lambda: read_report(SEED, intake.family.head.id)), best(checks)
    of_prose = best(lambda: audit(context_of(evaluate(intake.family, intake.submission))))
    ratio = checking / reading
    print(f"\nread {reading:.3f} s, all checks {checking:.3f} s ({ratio:.2f}), prose alone {of_prose:.3f} s")
    benchmark.extra_info.update(reading=reading, checks_to_reading=ratio, prose=of_prose)
    benchmark(checks)


@pytest.mark.parametrize("copies", [10, 100, 1000])
def test_reading_a_paragraph_is_linear(benchmark: Benchmark, copies: int) -> None:
    text = PARAGRAPH * copies
    benchmark.extra_info["characters"] = len(text)
    benchmark(read_prose, text)


_PIECES = (
    "基本支出{n}.15万元，", "其中：人员经费{m}万元，", "（中央{m}万元、省级{k}万元），",
    "比上年增加{k}.2万元，增长{m}.1%，", "占{k}%，", "甲项、乙项、丙项分别为{n}万元，", "{k}个项目共计{n}万元；",
)  # fmt: skip
"""What the text of mixed marks is made of: lists, brackets, growth, shares, names one by one, totals behind."""


def mixed(size: int, *, is_one_paragraph: bool) -> str:
    """A text of that many characters; no two figures of it agree for long, so that every rule has work."""
    pieces: list[str] = []
    length = number = 0
    while length < size:
        piece = _PIECES[number % 7].format(n=number % 97, m=number % 31, k=number % 13)
        number += 1
        if not is_one_paragraph and number % 20 == 0:
            piece += "。\n" if number % 100 == 0 else "。"
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces)


def all_checks(text: str) -> float:
    """What reading and auditing a document of nothing but that text takes."""
    lines = [Unplaced("正文", line, "") for line in text.split("\n")]
    evaluation = evaluate(load("generic"), Submission("generic", "某某局", 2024, unplaced=lines, published=True))
    begin = process_time()
    run(evaluation)
    return process_time() - begin


@pytest.mark.parametrize("is_one_paragraph", [False, True], ids=["paragraphs", "one paragraph"])
def test_checking_mixed_prose_is_linear(benchmark: Benchmark, is_one_paragraph: bool) -> None:
    sizes = (10_000, 100_000, 1_000_000)
    times = {size: all_checks(mixed(size, is_one_paragraph=is_one_paragraph)) for size in sizes}
    per_character = {size: time / size for size, time in times.items()}
    ratio = per_character[sizes[-1]] / per_character[sizes[0]]
    print(f"\n{ {size: round(time, 2) for size, time in times.items()} } s, per character {ratio:.2f} (aim below 1.5)")
    benchmark.extra_info.update(ratio=ratio)
    benchmark.pedantic(all_checks, args=(mixed(sizes[0], is_one_paragraph=is_one_paragraph),), rounds=1)
