"""One LibreOffice, with the extension built from this checkout, for all live tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.interfaces.calc.extension import build_extension

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
