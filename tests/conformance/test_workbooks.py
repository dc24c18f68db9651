"""Excel opens every workbook of ours without a repair, and calculates it as meant (no schema says all of it)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.model.forms.library import families
from xlsxwriter.worksheet import Worksheet

from .conftest import DERIVED, SAMPLES
from .schemas import FOLDER, schema_faults
from .workbook_audit import workbook_faults

needs_schemas = pytest.mark.skipif(not FOLDER.is_dir(), reason="the schemas of ECMA-376 are not at hand")


@pytest.mark.parametrize("family", families())
def test_a_new_workbook_needs_no_repair(empty_book: Callable[[str, int], Path], family: str) -> None:
    assert workbook_faults(empty_book(family, 1)) == []


@pytest.mark.parametrize("family", families())
def test_xlsxwriter_itself_would_write_the_same_formulas(empty_book: Callable[[str, int], Path], family: str) -> None:
    """None of ours would need the prefix of a newer function, for which ours are not searched."""
    with zipfile.ZipFile(empty_book(family, 1)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = {formula for text in texts for formula in re.findall(r"<f>(.*?)</f>", text)}
    assert formulas
    assert not [formula for formula in formulas if Worksheet()._prepare_formula(formula, True) != formula]


def test_a_workbook_of_twenty_projects_needs_no_repair(empty_book: Callable[[str, int], Path]) -> None:
    assert workbook_faults(empty_book("hunan-2024", 20)) == []


@pytest.mark.long
@pytest.mark.parametrize("projects", [20, 200])
@pytest.mark.parametrize("family", families())
def test_a_workbook_of_many_projects_needs_no_repair(
    empty_book: Callable[[str, int], Path], family: str, projects: int
) -> None:
    assert workbook_faults(empty_book(family, projects)) == []
    assert not FOLDER.is_dir() or list(schema_faults(empty_book(family, projects))) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_filled_workbook_needs_no_repair(filled: Callable[[str], tuple[Path, Path]], sample: str) -> None:
    assert workbook_faults(filled(sample)[0]) == []


@pytest.mark.parametrize("name", DERIVED)
def test_what_a_command_makes_of_it_needs_no_repair(derived: Callable[[str], Path], name: str) -> None:
    assert workbook_faults(derived(name)) == []


@needs_schemas
@pytest.mark.parametrize("family", families())
def test_a_new_workbook_is_valid(empty_book: Callable[[str, int], Path], family: str) -> None:
    assert list(schema_faults(empty_book(family, 1))) == []


@needs_schemas
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_filled_workbook_and_its_report_are_valid(filled: Callable[[str], tuple[Path, Path]], sample: str) -> None:
    assert [fault for file in filled(sample) for fault in schema_faults(file)] == []


@needs_schemas
@pytest.mark.parametrize("name", DERIVED)
def test_what_a_command_makes_of_it_is_valid(derived: Callable[[str], Path], name: str) -> None:
    assert list(schema_faults(derived(name))) == []
