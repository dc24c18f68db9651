"""What a workbook of twenty projects costs beside its peers. Run with ``make bench``; nothing here asserts a time.

Building is measured against XlsxWriter alone making the very same calls (recorded once, charts left out), reading
against ``openpyxl.load_workbook`` of the same file, a cold ``jixiao eval`` against an interpreter that does nothing.
Each ratio is printed when its group is complete: the aims are 3 and 2, and 150 ms for the cold answer.
A new book of 200 projects is measured against as many bare sheets; the aim is 8.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, start
from jixiao.model.submission.submission import FormData
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .ratios import measured

PROJECTS, MANY = 20, 200
Call = tuple[str, str, tuple[Any, ...], dict[str, Any]]
"""Sheet, method, arguments; the empty sheet is the book itself."""


@pytest.fixture(scope="module")
def submission(submission_of: Callable[[str], Submission]) -> Submission:
    """A unit with twenty filled projects, of different names: what says the same is written once."""
    filled = submission_of("quyuan-2024")
    filled.forms += [_named(filled.forms[2], f"第{number}个项目") for number in range(2, PROJECTS + 1)]
    return filled


def _named(project: FormData, name: str) -> FormData:
    return replace(project, fields={**project.fields, "project_name": name})


@pytest.fixture(scope="module")
def book(submission: Submission, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "book.xlsx"
    build(load(submission.family), submission, path)
    return path


# ---- building -------------------------------------------------------------------------------------------------------


def recorded(submission: Submission, path: Path) -> tuple[list[Call], dict[int, dict[str, Any]]]:
    """Every call our builder makes of XlsxWriter, and the properties of every format it makes."""
    calls: list[Call] = []
    formats: dict[int, dict[str, Any]] = {}
    kept: list[Format] = []  # so that no two formats share an id
    depth = 0

    def recording(cls: type, name: str) -> Callable[..., Any]:
        original = getattr(cls, name)

        @functools.wraps(original)
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            nonlocal depth
            given = tuple(dict(a) if isinstance(a, dict) else a for a in args)  # XlsxWriter changes some of them
            depth += 1
            try:
                answer = original(self, *args, **kwargs)
            finally:
                depth -= 1
            if name == "add_format":
                kept.append(answer)
                if "xf_index" not in given[0]:  # the book's own default
                    formats[id(answer)] = given[0]
            elif not depth:
                calls.append((self.name if cls is Worksheet else "", name, given, kwargs))
            return answer

        return call

    with pytest.MonkeyPatch.context() as patch:
        for cls, names in ((Workbook, ["add_worksheet", "add_format", "define_name"]), (Worksheet, _methods())):
            for name in names:
                patch.setattr(cls, name, recording(cls, name))
        build(load(submission.family), submission, path)
    return calls, formats


def _methods() -> list[str]:
    """What is called of a worksheet, but for charts, which cannot be made twice."""
    public = [name for name in dir(Worksheet) if not name.startswith("_") and callable(getattr(Worksheet, name))]
    return [name for name in public if name not in ("insert_chart", "get_name", "add_write_handler")]


def replay(calls: list[Call], formats: dict[int, dict[str, Any]], path: Path) -> None:
    """The same calls, bare."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as bare:
        made = {key: bare.add_format(properties) for key, properties in formats.items()}
        for sheet, name, args, kwargs in calls:
            target = bare.get_worksheet_by_name(sheet) if sheet else bare
            arguments = [made[id(a)] if isinstance(a, Format) else _with_formats(a, made) for a in args]
            getattr(target, name)(*arguments, **kwargs)


def _with_formats(argument: Any, made: dict[int, Format]) -> Any:
    if isinstance(argument, dict):
        return {k: made[id(v)] if isinstance(v, Format) else v for k, v in argument.items()}
    return argument


@pytest.fixture(scope="module")
def calls(submission: Submission, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return recorded(submission, tmp_path_factory.mktemp("recorded") / "book.xlsx")


@pytest.mark.benchmark(group="build 20 projects")
def test_build(benchmark: Benchmark, submission: Submission, tmp_path: Path) -> None:
    benchmark(build, load(submission.family), submission, tmp_path / "book.xlsx")
    measured(benchmark, "build 20 projects", "ours", "aim 3")


@pytest.mark.benchmark(group="build 20 projects")
def test_bare_xlsxwriter_with_the_same_calls(benchmark: Benchmark, calls: Any, tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsx"
    benchmark(replay, *calls, path)
    sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
    assert len(sheets) == sum(name == "add_worksheet" for _, name, _, _ in calls[0])
    measured(benchmark, "build 20 projects", "peer", "aim 3")


@pytest.mark.benchmark(group="new 200 projects")
def test_a_new_book_of_many_projects(benchmark: Benchmark, tmp_path: Path) -> None:
    family = load("hunan-2024")
    submission = start(family, "某某县某某局", 2024, MANY)
    benchmark.pedantic(build, args=(family, submission, tmp_path / "book.xlsm"), rounds=3, warmup_rounds=1)
    measured(benchmark, "new 200 projects", "ours", "aim 8")


@pytest.mark.benchmark(group="new 200 projects")
def test_bare_sheets_of_the_same_number(benchmark: Benchmark, tmp_path: Path) -> None:
    benchmark.pedantic(_bare_sheets, args=(tmp_path / "bare.xlsx",), rounds=3, warmup_rounds=1)
    measured(benchmark, "new 200 projects", "peer", "aim 8")


def _bare_sheets(path: Path) -> None:
    """Two sheets more than projects, of 30 × 14 bordered cells."""
    with Workbook(str(path)) as bare:
        bordered = bare.add_format({"border": 1})
        for sheet in [bare.add_worksheet() for _ in range(MANY + 2)]:
            for row, column in product(range(30), range(14)):
                sheet.write(row, column, f"文字{row}" if (row + column) % 2 else row * column, bordered)


# ---- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.benchmark(group="read 20 projects")
def test_read(benchmark: Benchmark, book: Path) -> None:
    _, submission = benchmark(read_book, book)
    assert len(submission.forms) == PROJECTS + 2
    measured(benchmark, "read 20 projects", "ours", "aim 2")


@pytest.mark.benchmark(group="read 20 projects")
def test_openpyxl_of_the_same_file(benchmark: Benchmark, book: Path) -> None:
    benchmark(openpyxl.load_workbook, book)
    measured(benchmark, "read 20 projects", "peer", "aim 2")


# ---- the first answer -----------------------------------------------------------------------------------------------


@pytest.mark.benchmark(group="cold eval")
@pytest.mark.parametrize("name", ["ours", "peer"], ids=["jixiao-eval", "python-pass"])
def test_cold_eval(benchmark: Benchmark, name: str) -> None:
    jixiao = [str(Path(sys.executable).parent / "jixiao"), "eval", '=SCORE_ROW(10,"≥95%","96%")']
    command = jixiao if name == "ours" else [sys.executable, "-c", "pass"]
    keywords = {"check": True, "stdout": subprocess.DEVNULL}
    benchmark.pedantic(subprocess.run, args=(command,), kwargs=keywords, rounds=25, warmup_rounds=3)
    measured(benchmark, "cold eval", name, "aim 150 ms in all")
