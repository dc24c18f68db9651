"""The files audited: workbooks and reports of each family, empty and filled, and what the commands make of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.documents.report import write_report
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample, start

SAMPLES = tuple(sorted(path.stem for path in resources.path("workbook", "samples").glob("*.yaml")))
FILLED = "service-center-2024"

DERIVED = {
    "final.xlsx": ("final", "{book}"),
    "frozen.xlsm": ("freeze", "{book}"),
    "another-project.xlsm": ("add-project", "{book}"),
    "another-row.xlsm": ("add-indicator", "{book}", "--sheet", "附件2", "--after", "15"),
    "next-year.xlsm": ("new", "--from", "{book}"),
    "read-back.xlsm": ("import", "{report}"),
}
"""Files made by commands from a filled workbook and its report."""


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """A new workbook with macros, of a family and a number of projects."""
    folder = tmp_path_factory.mktemp("empty")

    @cache
    def made(name: str, projects: int) -> Path:
        family = load(name)
        book = folder / f"{name}-{projects}.xlsm"
        build(family, start(family, "某局", family.head.year, projects), book)
        return book

    return made


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Path]]:
    """A sample's workbook and report."""
    folder = tmp_path_factory.mktemp("filled")

    @cache
    def made(name: str) -> tuple[Path, Path]:
        submission = read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
        family = load(submission.family)
        book, report = folder / f"{name}.xlsm", folder / f"{name}.docx"
        build(family, submission, book)
        write_report(evaluate(family, submission), report)
        return book, report

    return made


@pytest.fixture(scope="session")
def derived(
    filled: Callable[[str], tuple[Path, Path]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """What a command makes of the filled workbook."""
    folder = tmp_path_factory.mktemp("derived")

    @cache
    def made(name: str) -> Path:
        book, report = filled(FILLED)
        arguments = [part.format(book=book, report=report) for part in DERIVED[name]]
        assert run([*arguments, "-o", str(folder / name)]) == 0
        return folder / name

    return made
