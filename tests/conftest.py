"""What many tests start from: the family, two units' real figures, a new unit, and their workbooks, each made once."""

from __future__ import annotations

import copy
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from jixiao.core import resources
from jixiao.documents.workbook.build import build
from jixiao.model.forms import library
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission, read_sample, start
from xdist.scheduler import LoadScopeScheduling

SAMPLE_FILES = {"quyuan-2024": "service-center-2024", "junshan-2024": "cooperation-center-2024"}
"""The published report a sample keeps the figures of, and the sample's own name, which puts no unit on show."""

SAMPLES = tuple(SAMPLE_FILES)
NEW_UNIT = "某某县某某局"

EXAMPLES = int(os.environ.get("JIXIAO_EXAMPLES", "40"))
"""What hypothesis makes up for each property that says no number; `make fuzz` tries more, for as long as wanted."""

settings.register_profile("any machine", deadline=None, max_examples=EXAMPLES)  # a busy one is slow
settings.load_profile("any machine")

gc.set_threshold(100_000, 20, 100)
"""Workbooks are a hundred thousand objects that live until the test ends: looking through them costs a quarter more."""

os.environ["JIXIAO_FORMS"] = os.path.join(os.path.dirname(__file__), "no-own-families")
"""Whoever runs the tests may have learned families of their own."""

os.environ.pop("COLUMNS", None)  # xdist sets it, and rich keeps what stands there when a console is made

WAITING = ("wine", "page", "live")
"""Folders whose tests wait for another program, the longest first."""

TESTS = Path(__file__).parent


class _ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Each file stays on one core, so that what its tests share is made once; so do all that use Wine's one PC."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "tests/wine" if file.startswith("tests/wine/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile:
    """How xdist hands the tests to its processes."""
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest comes first."""
    items.sort(key=lambda item: _turn(_folder(item)))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]


def _turn(folder: str) -> int:
    return WAITING.index(folder) if folder in WAITING else len(WAITING)


MakeSubmission = Callable[[str], Submission]


@pytest.fixture(autouse=True)
def _wide_console(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console wide enough that no path wraps, whatever starts the tests."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture(scope="session")
def family() -> Family:
    return load("hunan-2024")


@pytest.fixture(scope="session")
def _originals(family: Family) -> dict[str, Submission]:
    found = {
        report: read_sample(resources.path("workbook", "samples", f"{name}.yaml"))
        for report, name in SAMPLE_FILES.items()
    }
    return found | {f"new with {n} projects": start(family, NEW_UNIT, 2024, n) for n in (0, 1, 3)}


@pytest.fixture(scope="session")
def submission_of(_originals: dict[str, Submission]) -> MakeSubmission:
    """A fresh copy of a submission by name: a sample, or ``new with 1 projects`` (0, 1 or 3)."""
    return lambda name: copy.deepcopy(_originals[name])


@pytest.fixture
def quyuan(submission_of: MakeSubmission) -> Submission:
    return submission_of("quyuan-2024")


@pytest.fixture
def junshan(submission_of: MakeSubmission) -> Submission:
    return submission_of("junshan-2024")


@pytest.fixture
def new_unit(submission_of: MakeSubmission) -> Submission:
    return submission_of("new with 1 projects")


@pytest.fixture(scope="session")
def book_of(
    family: Family, submission_of: MakeSubmission, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The built workbook of a submission by name; not to be changed."""
    folder, made = tmp_path_factory.mktemp("books"), {}

    def book(name: str) -> Path:
        if name not in made:
            made[name] = folder / f"{name}.xlsx"
            build(family, submission_of(name), made[name])
        return made[name]

    return book


@pytest.fixture(scope="session")
def quyuan_book(book_of: Callable[[str], Path]) -> Path:
    return book_of("quyuan-2024")


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped families in a folder that may be written to, taken for the shipped ones."""
    root = tmp_path / "home"
    shutil.copytree(resources.path("workbook", "forms"), root / "workbook" / "forms")
    shipped = resources.path

    def path(*parts: str) -> Path:
        return root.joinpath(*parts) if parts[:2] == ("workbook", "forms") else shipped(*parts)

    monkeypatch.setattr(resources, "path", path)
    monkeypatch.setenv("JIXIAO_FORMS", str(root / "workbook" / "forms"))
    library.refresh()
    yield root / "workbook" / "forms"
    monkeypatch.undo()
    library.refresh()
