"""The finished .xlsm: the same workbook as the .xlsx, with macros, buttons and two hidden sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from jixiao import __version__
from jixiao.core.files import OutputError
from jixiao.core.functions import FUNCTIONS
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.macros import MacrosError, commands
from jixiao.documents.workbook.macros.hidden_sheets import SETTINGS_SHEET, TEXTS_SHEET
from jixiao.documents.workbook.read import read_book
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MACRO_MAIN = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.fixture(scope="module")
def opened(macro_book: Path) -> Workbook:
    return openpyxl.load_workbook(macro_book)  # to look at; never to save


def test_the_same_figures_give_the_same_file_byte_for_byte(
    family: Family, quyuan: Submission, macro_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    build(family, quyuan, tmp_path / "again.xlsm")
    assert (tmp_path / "again.xlsm").read_bytes() == macro_book.read_bytes()


def test_it_is_read_as_the_plain_workbook_is(macro_book: Path, quyuan_book: Path) -> None:
    assert read_book(macro_book)[1] == read_book(quyuan_book)[1]


def test_the_cells_are_those_of_the_plain_workbook(opened: Workbook, quyuan_book: Path) -> None:
    plain = openpyxl.load_workbook(quyuan_book)
    assert opened.sheetnames == [*plain.sheetnames, SETTINGS_SHEET, TEXTS_SHEET]
    for sheet in plain.worksheets:
        assert cells(opened[sheet.title]) == cells(sheet)


def cells(sheet: Worksheet) -> list[list[object]]:
    """What stands in each cell; a formula for several cells is an object of its own, of which its text counts."""
    return [[getattr(cell.value, "text", cell.value) for cell in row] for row in sheet.iter_rows()]


def test_a_plain_workbook_has_nothing_of_it(quyuan_book: Path) -> None:
    with zipfile.ZipFile(quyuan_book) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower() or "customUI" in name]


def test_it_says_what_it_is_and_asks_for_no_calculation(parts: dict[str, bytes]) -> None:
    assert MACRO_MAIN.encode() in parts["[Content_Types].xml"]
    assert b"application/vnd.ms-office.vbaProject" in parts["[Content_Types].xml"]
    assert b'calcId="191029"' in parts["xl/workbook.xml"]
    assert b"fullCalcOnLoad" not in parts["xl/workbook.xml"]


# ---- buttons on 首页 -----------------------------------------------------------------------------------------------


def test_every_command_has_its_button(parts: dict[str, bytes]) -> None:
    drawing = parts["xl/drawings/vmlDrawing1.vml"].decode()
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    captions = re.findall(r'<font face="[^"]+" size="220" color="#000000">([^<]+)</font>', drawing)
    assert list(zip(macros, captions, strict=True)) == [(c.macro, c.label) for c in commands()]


def test_the_buttons_stand_beside_what_is_printed(parts: dict[str, bytes], opened: Workbook) -> None:
    """An anchor is column, pixels, row, pixels of the left top corner, then of the right bottom one."""
    anchors = re.findall(r"<x:Anchor>\s*([\d, ]+?)\s*</x:Anchor>", parts["xl/drawings/vmlDrawing1.vml"].decode())
    places = [[int(number) for number in anchor.split(",")] for anchor in anchors]
    printed = opened["首页"].print_area
    assert re.fullmatch(r"'首页'!\$A\$1:\$G\$\d+", printed)
    assert all(place[0] > openpyxl.utils.column_index_from_string("G") - 1 for place in places)
    columns = {place[0] for place in places}
    assert len({(place[1], place[4] - place[0], place[5]) for place in places}) == 1, "equally wide, aligned"
    for column in columns:
        stacked = [place for place in places if place[0] == column]
        assert all(below[2:4] > above[6:] for above, below in pairwise(stacked)), "they do not overlap"


# ---- hidden sheets ---------------------------------------------------------------------------------------------------


def test_xlwings_finds_its_settings(opened: Workbook) -> None:
    """xlwings.bas, GetConfigFromSheet: from A1 down without a gap, names in any case."""
    sheet = opened[SETTINGS_SHEET]
    assert sheet.sheet_state == "hidden"
    settings = {row[0].upper(): row[1] for row in sheet.iter_rows(values_only=True)}
    assert settings.items() >= {
        ("INTERPRETER_WIN", r"%LOCALAPPDATA%\jixiao\venv\Scripts\pythonw.exe"),
        ("UDF MODULES", "jixiao.hosts.excel_functions"),
        ("USE UDF SERVER", "False"),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    }


def test_the_settings_are_those_that_xlwings_asks_for(opened: Workbook, modules: dict[str, object]) -> None:
    """One that is missing would be looked up in an xlwings.conf beside the workbook."""
    asked_for = set(re.findall(r'GetConfig\("([^"]+)"', str(modules["xlwings"])))
    assert {key for (key,) in opened[SETTINGS_SHEET].iter_rows(max_col=1, values_only=True)} == asked_for


def test_the_function_wizard_finds_everything_in_chinese(opened: Workbook) -> None:
    sheet = opened[TEXTS_SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = [row for row in sheet.iter_rows(min_col=4, values_only=True) if row[0]]
    assert [row[0] for row in rows] == list(FUNCTIONS)
    for row in rows:
        function = FUNCTIONS[row[0]]
        helps = [text for text in row[3:] if text]
        assert row[1] == len(helps) == len(function.arguments)
        assert row[2] == function.help
        for text, argument in zip(helps, function.arguments, strict=True):
            assert text.startswith(f"{argument.label}：")
            assert text.endswith("（可省略）") == argument.optional
        assert max(map(len, [row[2], *helps])) <= 255, "MacroOptions takes no more"


def test_the_workbook_knows_its_version(opened: Workbook) -> None:
    texts = {row[0]: row[1] for row in opened[TEXTS_SHEET].iter_rows(max_col=2, values_only=True) if row[0]}
    assert texts["version"] == __version__
    assert texts["title"] == "绩效自评"


# ---- when it cannot be made ------------------------------------------------------------------------------------------


def test_nothing_is_left_of_a_workbook_whose_macros_cannot_be_made(
    family: Family, quyuan: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book.xlsm").write_text("old")

    def refuse(_: object) -> None:
        raise MacrosError("没有安装 xlwings")

    monkeypatch.setattr("jixiao.documents.workbook.macros.book.project_modules", refuse)
    with pytest.raises(MacrosError):
        build(family, quyuan, tmp_path / "book.xlsm")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsm"]
    assert (tmp_path / "book.xlsm").read_text() == "old"


def test_any_number_of_sheets_has_its_modules(
    family: Family, submission_of: Callable[[str], Submission], tmp_path: Path
) -> None:
    for name, count in (("new with 0 projects", 8), ("new with 3 projects", 12)):
        build(family, submission_of(name), tmp_path / "book.xlsm")
        with zipfile.ZipFile(tmp_path / "book.xlsm") as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            codes = [re.findall(rb'codeName="(\w+)"', archive.read(n)) for n in sheets]
        assert len(sheets) == count + 2
        assert codes == [[f"Sheet{n}".encode()] for n in range(1, count + 3)]


def test_a_folder_that_is_not_there_is_told(family: Family, quyuan: Submission, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        build(family, quyuan, tmp_path / "none" / "book.xlsm")
