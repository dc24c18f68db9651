"""What a report of 18 projects costs, beside what others take for its tables alone, in one run.

Run with ``pytest tests/bench --benchmark-only -s``. Ours is all of it (values computed, narrative, 20 tables, file);
docxtpl gets the 18 project tables' texts ready made; python-docx fills the cells by ``row.cells``.
Nothing here asserts a time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import docx
import pytest
from docxtpl import DocxTemplate
from jixiao.core import resources
from jixiao.documents.report import report_document, write_report
from jixiao.documents.versions import draft, export
from jixiao.documents.word_templates import write_from_template, write_starting_template
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark

PROJECTS = 18
ROWS = 20
ROUNDS = 7

Texts = list[list[list[str]]]


@pytest.fixture(scope="module")
def submission() -> Submission:
    """A unit with 18 projects whose tables have 20 rows."""
    sample = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    (project,) = sample.of("project")
    sample.forms += [copy.deepcopy(project) for _ in range(PROJECTS - 1)]
    return sample


def written(submission: Submission, target: Path) -> None:
    """The report alone."""
    write_report(evaluate(load(submission.family), submission), target)


def exported(submission: Submission, target: Path) -> None:
    """The report with its list of open fields, as ``jixiao report`` writes it where none stands yet."""
    target.unlink(missing_ok=True)
    evaluation = evaluate(load(submission.family), submission)
    export(target, lambda: report_document(evaluation), draft(evaluation))


def templated(submission: Submission, target: Path) -> None:
    """For information: the report through the starting template."""
    family, starting = load(submission.family), target.with_name("starting.docx")
    if not starting.exists():
        write_starting_template(family, starting)
    write_from_template(evaluate(family, submission), starting, target)


def project_texts(report: Path) -> Texts:
    """The texts of the project tables, each row filled up to the widest."""
    tables = docx.Document(str(report)).tables[-PROJECTS:]
    texts = [[["".join(p.text for p in cell.p_lst) for cell in row.tc_lst] for row in t._tbl.tr_lst] for t in tables]
    width = max(len(row) for table in texts for row in table)
    return [[row + [""] * (width - len(row)) for row in table] for table in texts]


def template(folder: Path, width: int) -> Path:
    """A template of the same tables: a loop over forms around a table with a loop over rows."""
    document = docx.Document()
    document.add_paragraph("{%p for form in forms %}")
    table = document.add_table(3, width)
    table.cell(0, 0).text, table.cell(2, 0).text = "{%tr for row in form %}", "{%tr endfor %}"
    for index, cell in enumerate(table.rows[1].cells):
        cell.text = f"{{{{ row[{index}] }}}}"
    document.add_paragraph("{%p endfor %}")
    document.save(str(folder / "template.docx"))
    return folder / "template.docx"


def by_docxtpl(source: Path, texts: Texts, target: Path) -> None:
    document = DocxTemplate(source)
    document.render({"forms": texts}, autoescape=True)
    document.save(target)


def by_row_cells(texts: Texts, target: Path) -> None:
    document = docx.Document()
    for form in texts:
        for row, line in zip(document.add_table(len(form), len(form[0])).rows, form, strict=True):
            for cell, text in zip(row.cells, line, strict=True):
                cell.text = text
    document.save(str(target))


def best(work: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return min(times)


@pytest.mark.parametrize("ours", [written, exported, templated])
def test_report_of_18_projects(
    benchmark: Benchmark, submission: Submission, tmp_path: Path, ours: Callable[[Submission, Path], None]
) -> None:
    report = tmp_path / "report.docx"
    ours(submission, report)
    texts = project_texts(report)
    assert {len(table) for table in texts} == {ROWS}
    source = template(tmp_path, len(texts[0][0]))
    by_docxtpl(source, texts, tmp_path / "docxtpl.docx")
    assert project_texts(tmp_path / "docxtpl.docx") == texts

    mine = best(lambda: ours(submission, report))
    others = {
        "docxtpl 行循环": best(lambda: by_docxtpl(source, texts, tmp_path / "docxtpl.docx")),
        "python-docx row.cells": best(lambda: by_row_cells(texts, tmp_path / "cells.docx")),
    }
    print(f"\n{ours.__name__}, {PROJECTS} 个项目: {mine * 1000:.1f} ms")
    for name, seconds in others.items():
        benchmark.extra_info[name] = round(mine / seconds, 3)
        print(f"{name}: {seconds * 1000:.1f} ms；我们是它的 {mine / seconds:.2f} 倍时间")
    benchmark(ours, submission, report)
