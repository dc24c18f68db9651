"""Formulas go into the file as they are, and none of ours would need the prefix of a newer function."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.model.forms.library import families, load
from jixiao.model.submission import start
from xlsxwriter.worksheet import Worksheet


@pytest.mark.parametrize("family", families())
def test_xlsxwriter_itself_would_write_the_same_formulas(family: str, tmp_path: Path) -> None:
    build(load(family), start(load(family), "某某局", 2024, projects=1), tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = {formula for text in texts for formula in re.findall(r"<f>(.*?)</f>", text)}
    assert formulas
    assert not [formula for formula in formulas if Worksheet()._prepare_formula(formula, True) != formula]
