"""Opening built workbooks, and spoiling copies of them as people and programs do."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from jixiao.forms.model import Family
from jixiao.submission import Submission
from jixiao.workbook.build import build
from jixiao.workbook.read import read_book
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

BASE, OVERALL, PROJECT = "附件1 基础数据表", "附件2 整体支出自评表", "附件3 项目1"


def field_cell(book: Workbook, sheet: str, name: str, row: int = 0) -> Cell:
    """The cell of a field, or of the n-th row of a block's column, by its sheet's own name."""
    first = book[sheet].defined_names[name].attr_text.rpartition("!")[2].split(":")[0].replace("$", "")
    return book[sheet][first].offset(row=row)


class Spoiler:
    """Copies of a built workbook, changed."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.original = original
        self.path = folder / "自评.xlsx"

    def by(self, change: Callable[[Workbook], object]) -> Path:
        """Changed with openpyxl, which drops stored results."""
        book = openpyxl.load_workbook(self.original)
        change(book)
        book.save(self.path)
        return self.path

    def cell(self, sheet: str, name: str, value: object, row: int = 0) -> Path:
        """With another value in one cell."""
        return self.by(lambda book: setattr(field_cell(book, sheet, name, row), "value", value))

    def typed_formula(self, sheet: str, name: str, formula: str, result: str, *, array: bool = False) -> Path:
        """With a formula a person typed, and its result as a spreadsheet stores it."""
        book = openpyxl.load_workbook(self.original)
        address, number = field_cell(book, sheet, name).coordinate, book.sheetnames.index(sheet) + 1
        kind = f' t="array" ref="{address}"' if array else ""
        content = f"<f{kind}>{formula}</f>" + result
        cell_type = ' t="e"' if "#" in result else ""
        pattern = rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)'
        part = f"xl/worksheets/sheet{number}.xml"

        def changed(xml: str) -> str:
            new, count = re.subn(pattern, rf'<c r="{address}"\1{cell_type}>{content}</c>', xml, count=1)
            assert count == 1
            return new

        return self.part(part, changed)

    def part(self, name: str, change: Callable[[str], str]) -> Path:
        """With one part of the file's XML changed."""
        with zipfile.ZipFile(self.original) as old, zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                content = old.read(item)
                new.writestr(item.filename, change(content.decode()).encode() if item.filename == name else content)
        return self.path

    def copy(self) -> Path:
        shutil.copy(self.original, self.path)
        return self.path


@pytest.fixture
def spoiled(quyuan_book: Path, tmp_path: Path) -> Spoiler:
    return Spoiler(quyuan_book, tmp_path)


@pytest.fixture
def reread(family: Family, tmp_path: Path) -> Iterator[Callable[[Submission], Submission]]:
    """A submission built into a workbook and read back."""

    def built_and_read(submission: Submission) -> Submission:
        build(family, submission, tmp_path / "again.xlsx")
        return read_book(tmp_path / "again.xlsx")[1]

    return built_and_read
