"""Reading a published report and scoring it, beside what python-docx takes to open it and walk its cells once.

Run with ``pytest tests/bench --benchmark-only -s``. Ours is everything from the file to the points of every indicator;
python-docx only asks each cell for its text. The seeds are not part of the project: without them the report of a
sample with 18 projects stands in for them. Nothing here asserts a time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import docx
import pytest
from docx.oxml import parse_xml
from jixiao.core import resources
from jixiao.documents.intake import labels, read_report
from jixiao.documents.report import write_report
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.scored_rows import scored_rows
from jixiao.model.forms import numbering
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
PROJECTS = 18
ROUNDS = 7


def ours(path: Path) -> int:
    """Read and score, nothing remembered of labels read before; how many indicators have points by rule."""
    for remembered in (labels.normal, labels._alike, numbering.without_numbering):
        remembered.cache_clear()
    intake = read_report(path)
    rows = scored_rows(evaluate(intake.family, intake.submission))
    return sum(row.rule_score is not None for row in rows)


def walk(path: Path) -> int:
    """Open with python-docx and read the text of every cell of every row."""
    tables = docx.Document(str(path)).tables
    return sum(bool(cell.text) for table in tables for row in table.rows for cell in row.cells)


def best(work: Callable[[Path], int], path: Path) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work(path)
        times.append(perf_counter() - begin)
    return min(times)


@pytest.fixture
def own_report(tmp_path: Path) -> Path:
    sample = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    (project,) = sample.of("project")
    sample.forms += [copy.deepcopy(project) for _ in range(PROJECTS - 1)]
    write_report(evaluate(load(sample.family), sample), tmp_path / "own.docx")
    return tmp_path / "own.docx"


@pytest.mark.benchmark(group="intake")
@pytest.mark.parametrize(
    "name", ["changji-2024", "hengyang-2022", "junshan-2024", "quyuan-2024", "18 projects of our own"]
)
def test_a_report_is_read_and_scored(benchmark: Benchmark, name: str, own_report: Path) -> None:
    path = own_report if "own" in name else SEEDS / f"{name}.docx"
    if not path.is_file():
        pytest.skip("../shared/seeds is not here: the published reports are not part of the project")
    assert ours(path) > 0  # families are loaded, imports are done
    mine, theirs = best(ours, path), best(walk, path)
    benchmark.extra_info["python-docx"] = round(mine / theirs, 3)
    print(
        f"\n{name}: 读入并打分 {mine * 1000:.1f} ms；python-docx 打开并走一遍单元格 {theirs * 1000:.1f} ms；"
        f"我们是它的 {mine / theirs:.2f} 倍时间"
    )
    benchmark(ours, path)


@pytest.mark.benchmark(group="intake")
def test_a_table_of_ten_thousand_rows_is_refused(benchmark: Benchmark, tmp_path: Path) -> None:
    document = docx.Document()
    row = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document.element.body.insert(0, parse_xml(f'<w:tbl xmlns:w="{namespace}">{row * 10_000}</w:tbl>'))
    document.save(str(tmp_path / "rows.docx"))

    def refuse() -> None:
        with pytest.raises(Exception, match="超过"):
            read_report(tmp_path / "rows.docx")

    benchmark(refuse)
