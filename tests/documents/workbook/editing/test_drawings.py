"""Pictures, shapes, charts and own sheets go over to a book built anew, or are named; whichever program wrote them."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.workbook.editing.additions import What, additions
from jixiao.documents.workbook.editing.drawing_copies import put_drawing
from jixiao.documents.workbook.editing.drawings import drawings_on
from jixiao.documents.workbook.editing.own_sheets import can_be_put, put_sheet
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.saved_parts import SavedParts
from jixiao.documents.workbook.editing.sheet import Sheet
from jixiao.documents.workbook.editing.style_copies import StyleCopies
from jixiao.documents.workbook.editing.transplant import Transplant, renamed
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from openpyxl.chart import BarChart, Reference
from xlsxwriter import Workbook

OVERALL, OWN = "附件2 整体支出自评表", "我的底稿"
Kinds = list[tuple[What, str, str]]


def picture(path: Path) -> Path:
    """A small PNG."""
    rows = b"".join(b"\0" + bytes([200, 30, 30]) * 8 for _ in range(8))
    pieces = ((b"IHDR", struct.pack(">2I5B", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in pieces)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of one sheet as XlsxWriter, and so Excel, writes it."""
    folder = tmp_path_factory.mktemp("drawn")
    book = Workbook(str(folder / "底稿.xlsx"))
    sheet = book.add_worksheet(OWN)
    sheet.write("A1", "明细账", book.add_format({"bold": True, "num_format": "0.000%", "bg_color": "#FFCC00"}))
    sheet.write_column("A2", [1, 2, 3])
    sheet.write_formula("A5", f"=SUM({OWN}!A2:A4)", None, 6)
    sheet.insert_image("C3", str(picture(folder / "章.png")), {"description": "公章"})
    sheet.insert_textbox("C12", "请核对")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={OWN}!$A$2:$A$4"})
    sheet.insert_chart("F3", chart)
    sheet.write_comment("A2", "老王说的")
    sheet.write_url("A9", "https://example.org/")
    sheet.conditional_format(
        "A2:A4", {"type": "cell", "criteria": ">", "value": 2, "format": book.add_format({"bold": 1})}
    )
    sheet.add_table("H1:I3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    book.define_name("工资总额", f"={OWN}!$A$5")
    book.close()
    return folder / "底稿.xlsx"


@pytest.fixture(scope="module")
def worked_in(quyuan_book: Path, drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a picture and a text box on a form, and the own sheet."""
    target = tmp_path_factory.mktemp("worked") / "自评.xlsx"
    source, package = Package(drawn), Package(quyuan_book)
    transplant = Transplant(source, package, {})
    for number, down in ((0, 10), (2, 60)):  # the chart is between them
        put_drawing(transplant, source.sheets()[OWN], number, Sheet(package, package.sheets()[OVERALL]), down)
    put_sheet(transplant, StyleCopies(source, package), OWN, OWN)
    package.write(target)
    return target


def found_in(path: Path) -> Kinds:
    family, submission = read_book(path)
    return [(one.what, one.cell, one.text) for one in additions(path, family, submission, path.parent)]


def drawn_in(path: Path, title: str) -> Kinds:
    package = Package(path)
    return [(What(one.kind), one.cell, one.text) for one in drawings_on(package, package.sheets()[title])]


def test_what_is_drawn_on_a_form_is_found_and_moves_with_the_rows(worked_in: Path, tmp_path: Path) -> None:
    found = found_in(worked_in)
    assert found == [(What.PICTURE, "C13", "公章"), (What.SHAPE, "C72", "请核对"), (What.SHEET, "", "")]
    target = tmp_path / "新.xlsx"
    assert run(["add-indicator", str(worked_in), "--sheet", "附件2", "-o", str(target)]) == 0
    rows = [int(cell[1:]) for _, cell, _ in drawn_in(target, OVERALL)]
    assert rows == [13, 73]  # the new row is between them
    assert [(what, text) for what, _, text in found_in(target)] == [(what, text) for what, _, text in found]


def test_an_own_sheet_goes_over_with_all_it_holds(worked_in: Path, drawn: Path, tmp_path: Path) -> None:
    target = tmp_path / "明年.xlsx"
    assert run(["new", "--from", str(worked_in), "-o", str(target)]) == 0
    assert drawn_in(target, OWN) == drawn_in(drawn, OWN)
    book = openpyxl.load_workbook(target)
    sheet, first = book[OWN], book[OWN]["A1"]
    assert (first.value, first.font.b, first.number_format, first.fill.fgColor.rgb) == (
        "明细账", True, "0.000%", "FFFFCC00",
    )  # fmt: skip
    assert sheet["A2"].comment.text == "老王说的"
    assert sheet["A9"].hyperlink.target == "https://example.org/"
    assert book.defined_names["工资总额"].attr_text == f"{OWN}!$A$5"
    assert next(iter(sheet.conditional_formatting)).rules[0].dxf.font.b
    assert list(sheet.tables) == ["Table1"]
    assert openpyxl.load_workbook(target, data_only=True)[OWN]["A5"].value == 6
    with zipfile.ZipFile(target) as package:
        assert sum(name.startswith("xl/media/") for name in package.namelist()) == 1  # once for both places


def test_an_own_sheet_that_openpyxl_saved_keeps_its_chart_under_another_name(quyuan_book: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = OWN
    sheet.append([1])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1))
    sheet.add_chart(chart, "C3")
    book.save(tmp_path / "底稿.xlsx")
    source, package = Package(tmp_path / "底稿.xlsx"), Package(quyuan_book)
    put_sheet(Transplant(source, package, {OWN: "底稿 2"}), StyleCopies(source, package), OWN, "底稿 2")
    package.write(tmp_path / "新.xlsx")
    (kept,) = openpyxl.load_workbook(tmp_path / "新.xlsx")["底稿 2"]._charts
    assert kept.series[0].val.numRef.f == "'底稿 2'!$A$1"


@pytest.mark.parametrize("formula", ["=[1]Sheet1!A1", '=_xlfn.DISPIMG("ID_1",1)'])
def test_a_sheet_that_leans_on_its_whole_workbook_is_no_sheet_to_carry(formula: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = formula
    book.save(tmp_path / "底稿.xlsx")
    assert not can_be_put(Package(tmp_path / "底稿.xlsx"), "Sheet")


def test_a_formula_names_the_sheets_as_they_are_called_now() -> None:
    titles = {"附件3-1": "附件3 项目1", "底稿": "底稿（甲）"}
    assert renamed("='附件3-1'!B5+底稿!A1+别的!A1", titles) == "='附件3 项目1'!B5+'底稿（甲）'!A1+别的!A1"


@pytest.mark.parametrize("column", ["true", "-1", "99999999999", "99999"])
def test_a_drawing_that_is_nowhere_is_somewhere_on_the_sheet(column: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.add_chart(BarChart(), "C3")
    book.save(tmp_path / "完好.xlsx")
    with zipfile.ZipFile(tmp_path / "完好.xlsx") as source, zipfile.ZipFile(tmp_path / "损坏.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/drawings/drawing1.xml":
                content = re.sub(rb"(<(?:\w+:)?col>)2<", rf"\g<1>{column}<".encode(), content)
                assert column.encode() in content
            target.writestr(name, content)
    (found,) = drawings_on(SavedParts(tmp_path / "损坏.xlsx"), "xl/worksheets/sheet1.xml")
    assert re.fullmatch(r"[A-Z]{1,3}3", found.cell)
