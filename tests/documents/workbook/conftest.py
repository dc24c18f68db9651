"""Opening built workbooks, and spoiling copies of them as people and programs do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

BASE, OVERALL, PROJECT = "附件1 基础数据表", "附件2 整体支出自评表", "附件3 项目1 国资中心专项工作经费"
BOOK_XML = "xl/workbook.xml"


def field_cell(book: Workbook, sheet: str, name: str, row: int = 0) -> Cell:
    """The cell of a field, or of the n-th row of a block's column, by its sheet's own name."""
    first = book[sheet].defined_names[name].attr_text.rpartition("!")[2].split(":")[0].replace("$", "")
    return book[sheet][first].offset(row=row)


class Spoiler:
    """Copies of a built workbook, changed; in its XML where that will do, for it is ten times faster."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.original = original
        self.path = folder / "自评.xlsx"
        with zipfile.ZipFile(original) as archive:
            self._parts = {item.filename: archive.read(item) for item in archive.infolist()}
        self._book = self._parts[BOOK_XML].decode()
        self._sheets = re.findall(r'<sheet name="([^"]+)"', self._book)

    def by(self, change: Callable[[Workbook], object]) -> Path:
        """Changed with openpyxl, which drops stored results."""
        book = openpyxl.load_workbook(self.original)
        change(book)
        book.save(self.path)
        return self.path

    def part(self, name: str, change: Callable[[str], str]) -> Path:
        """With one part of the file's XML changed."""
        self._parts[name] = change(self._parts[name].decode()).encode()
        with zipfile.ZipFile(self.path, "w") as archive:
            for part, content in self._parts.items():
                archive.writestr(part, content)
        return self.path

    # ---- names ------------------------------------------------------------------------------------------------------

    def _name_pattern(self, name: str, sheet: str) -> str:
        local = f' localSheetId="{self._sheets.index(sheet)}"' if sheet else ""
        return rf'<definedName name="{name}"{local}[^>]*>([^<]*)</definedName>'

    def name(self, name: str, target: str | None, sheet: str = "") -> Path:
        """With a defined name, of the book or of a sheet, that points elsewhere or (``None``) is deleted."""
        pattern = self._name_pattern(name, sheet)

        def changed(match: re.Match[str]) -> str:
            return "" if target is None else match[0].replace(f">{match[1]}<", f">{escape(target)}<")

        new, count = re.subn(pattern, changed, self._parts[BOOK_XML].decode())
        assert count == 1, name
        return self.part(BOOK_XML, lambda _: new)

    def address(self, sheet: str, name: str, row: int = 0) -> str:
        """The address of a field, or of the n-th row of a block's column."""
        found = re.search(self._name_pattern(name, sheet), self._book)
        assert found, name
        column, number = re.findall(r"\$([A-Z]+)\$(\d+)", found[1])[0]
        return f"{column}{int(number) + row}"

    # ---- cells ------------------------------------------------------------------------------------------------------

    def cell(self, sheet: str, name: str, value: object, row: int = 0) -> Path:
        """With another value in one cell, as a spreadsheet would store it."""
        return self.at(sheet, self.address(sheet, name, row), value)

    def at(self, sheet: str, address: str, value: object) -> Path:
        """With another value at an address."""
        if value is None:
            return self._put(sheet, address, "", "")
        if isinstance(value, bool):
            return self._put(sheet, address, ' t="b"', f"<v>{int(value)}</v>")
        if isinstance(value, int | float):
            return self._put(sheet, address, "", f"<v>{value!r}</v>")
        if str(value).startswith("#"):
            return self._put(sheet, address, ' t="e"', f"<v>{value}</v>")
        text = f'<is><t xml:space="preserve">{escape(str(value))}</t></is>'
        return self._put(sheet, address, ' t="inlineStr"', text)

    def formula(self, sheet: str, name: str, formula: str, result: str | None, *, array: bool = False) -> Path:
        """With a formula a person typed, and its result as a spreadsheet stores it."""
        address = self.address(sheet, name)
        kind = f' t="array" ref="{address}"' if array else ""
        stored = "" if result is None else f"<v>{result}</v>"
        is_number = result is None or re.fullmatch(r"[-\d.]+", result)
        cell_type = "" if is_number else ' t="e"' if str(result).startswith("#") else ' t="str"'
        return self._put(sheet, address, cell_type, f"<f{kind}>{formula}</f>{stored}")

    def _put(self, sheet: str, address: str, cell_type: str, content: str) -> Path:
        pattern = rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
        part = f"xl/worksheets/sheet{self._sheets.index(sheet) + 1}.xml"
        new, count = re.subn(
            pattern, lambda m: f'<c r="{address}"{m[1] or ""}{cell_type}>{content}</c>', self._parts[part].decode()
        )
        assert count == 1, f"{sheet} {address}"
        return self.part(part, lambda _: new)


@pytest.fixture
def spoiled(quyuan_book: Path, tmp_path: Path) -> Spoiler:
    return Spoiler(quyuan_book, tmp_path)


@pytest.fixture
def reread(family: Family, tmp_path: Path) -> Callable[[Submission], Submission]:
    """A submission built into a workbook and read back."""

    def built_and_read(submission: Submission) -> Submission:
        build(family, submission, tmp_path / "again.xlsx")
        return read_book(tmp_path / "again.xlsx")[1]

    return built_and_read
