"""A built macro workbook, and its VBA project opened by independent readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import olefile
import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.macros.modules import project_modules
from jixiao.documents.workbook.macros.vba_project import Module
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

PROJECT_PART = "xl/vbaProject.bin"
MACROS = Path(__file__).parents[4] / "macros"


@pytest.fixture(scope="session")
def macro_book(
    family: Family, submission_of: Callable[[str], Submission], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Of a real unit; not to be changed."""
    path = tmp_path_factory.mktemp("macros") / "自评.xlsm"
    build(family, submission_of("quyuan-2024"), path)
    return path


@pytest.fixture(scope="session")
def parts(macro_book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(macro_book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def project(parts: dict[str, bytes]) -> olefile.OleFileIO[bytes]:
    """The VBA project; olefile raises at whatever it is not sure of."""
    return olefile.OleFileIO(io.BytesIO(parts[PROJECT_PART]), raise_defects=olefile.DEFECT_UNSURE)


@pytest.fixture(scope="session")
def modules() -> dict[str, Module]:
    return {module.name: module for module in project_modules(["Sheet1", "Sheet2"])}
