"""One LibreOffice, with the extension built from this checkout, for all live tests."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import xlwings as xw
import xlwings_calc
from jixiao.documents.workbook.build import build
from jixiao.interfaces.calc.extension import build_extension
from jixiao.model.forms.library import load
from jixiao.model.submission.submission import Submission

from .desk import Desk, Opened
from .office import Document, Office, OfficeMissingError, find_office


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The .oxt, as it is where no environment is noted in it."""
    return build_extension(tmp_path_factory.mktemp("extension") / "jixiao.oxt")


@pytest.fixture(scope="session")
def office(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice with the extension installed."""
    try:
        find_office()
    except OfficeMissingError as error:
        pytest.skip(str(error))
    with Office(tmp_path_factory.mktemp("profile")) as running:
        assert running.install(extension) == "org.jixiao.calc"
        yield running


@pytest.fixture
def sheet(office: Office) -> Iterator[Document]:
    """A new empty spreadsheet."""
    with office.new() as document:
        yield document


@pytest.fixture
def app(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[xw.App]:
    office.watch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    attached = xlwings_calc.attach(office.context)
    yield attached
    for component in list(attached.api.getComponents()):
        with suppress(AttributeError):  # the Basic editor cannot be closed
            component.close(True)
    attached.impl.formula_filter = attached.impl.on_alert = attached.impl.copied = None
    attached.impl.alerts.clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Submission, Path], None]:
    """Build a submission's workbook; what was built before is copied."""
    made: dict[bytes, Path] = {}

    def build_it(submission: Submission, path: Path) -> None:
        said = pickle.dumps((submission, path.suffix))
        if said not in made:
            made[said] = tmp_path_factory.mktemp("built") / f"{len(made)}{path.suffix}"
            build(load(submission.family), submission, made[said])
        shutil.copy(made[said], path)

    return build_it


@pytest.fixture
def opened(
    app: xw.App, built: Callable[[Submission, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Opened:
    """Open a submission's workbook as the calling one."""

    def open_it(submission: Submission, name: str = "2024自评.xlsm") -> Desk:
        path = tmp_path / name
        built(submission, path)
        book = app.books.open(str(path))
        monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
        return Desk(app, book, path)

    return open_it


@pytest.fixture
def desk(opened: Opened, quyuan: Submission) -> Desk:
    return opened(quyuan)
