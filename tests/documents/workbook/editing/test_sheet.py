"""Cells of a saved sheet are found and put in where they stand, also where the file leaves that unsaid."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.sheet import Sheet

PART = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book whose rows and cells do not say where they stand, which is legal: each stands behind the one before."""
    made, found = openpyxl.Workbook(), tmp_path / "found.xlsx"
    for row in (("甲", "乙"), ("丙", "丁"), ("戊", "己")):
        made.active.append(row)
    made.save(tmp_path / "made.xlsx")
    with zipfile.ZipFile(tmp_path / "made.xlsx") as source, zipfile.ZipFile(found, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, re.sub(rb'(<(?:row|c)\b[^>]*) r="\w+"', rb"\1", content) if name == PART else content)
    return found


def test_what_is_said_stands_in_its_cell(book: Path, tmp_path: Path) -> None:
    package = Package(book)
    sheet = Sheet(package, PART)
    assert sheet.last_row == 3
    assert not sheet.is_free("B2")
    sheet.say("B2", "改过")
    sheet.colour("C5", "FF0000")
    package.write(tmp_path / "target.xlsx")
    changed = openpyxl.load_workbook(tmp_path / "target.xlsx").active
    assert changed is not None
    assert [[cell.value for cell in row[:2]] for row in changed.iter_rows(max_row=3)] == [
        ["甲", "乙"],
        ["丙", "改过"],
        ["戊", "己"],
    ]
    assert changed["C5"].fill.fgColor.rgb == "FFFF0000"
