"""Whatever is handed over as a blank: a family that is whole, or a message in Chinese and no family."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from .blanks import LEFT, PROJECT, TRANSFER, grid, write_docx, write_xlsx
from .test_bad_input import PIXEL, TEXT_BOX, TITLE

Made = Callable[[Path], Path]
FORM = grid(PROJECT)
TWICE = [["项目名称", ""], ["联系人", ""], ["联系人", ""], ["主管部门", ""], ["项目名称", ""]]


def words(*blocks: str | list[list[str]]) -> Made:
    return lambda folder: write_docx(folder / "样表.docx", *blocks)


def raw(name: str, content: bytes) -> Made:
    def made(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return made


def sheet(change: Callable[[Worksheet], object]) -> Made:
    def made(folder: Path) -> Path:
        path = write_xlsx(folder / "样表.xlsx", TITLE, FORM)
        book = load_workbook(path)
        change(book.active)
        book.save(path)
        return path

    return made


def picture(folder: Path) -> Path:
    (folder / "pixel.png").write_bytes(PIXEL)
    document = Document()
    document.add_picture(str(folder / "pixel.png"))
    document.save(str(folder / "样表.docx"))
    return folder / "样表.docx"


def titled_picture(folder: Path) -> Path:
    path = picture(folder)
    document = Document(str(path))
    document.paragraphs[0].insert_paragraph_before(TITLE)
    document.save(str(path))
    return path


def sheet_of_picture(folder: Path) -> Path:
    path = write_xlsx(folder / "样表.xlsx", TITLE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", PIXEL)
    return path


def only_boxes(folder: Path) -> Path:
    document = Document()
    document.element.body.insert(0, parse_xml(TEXT_BOX))
    document.save(str(folder / "样表.docx"))
    return folder / "样表.docx"


def boxed(folder: Path) -> Path:
    document = Document(str(write_docx(folder / "样表.docx", TITLE, FORM)))
    document.element.body.insert(0, parse_xml(TEXT_BOX))
    document.save(str(folder / "样表.docx"))
    return folder / "样表.docx"


def nested(folder: Path) -> Path:
    document = Document()
    inner = document.add_table(1, 1).cell(0, 0).add_table(3, 2)
    for row, label in enumerate(("项目名称", "主管部门", "实施单位")):
        inner.cell(row, 0).text = label
    document.save(str(folder / "样表.docx"))
    return folder / "样表.docx"


def overlapping(sheet: Worksheet) -> None:
    for area in ("A4:D6", "B5:F8"):
        sheet.merged_cells.ranges.add(CellRange(area))


def circular(sheet: Worksheet) -> None:
    sheet["C5"], sheet["C6"] = "=SUM(C6:C7)", "=C5+C7"


def long_list(sheet: Worksheet) -> None:
    for row in range(20, 5020):
        sheet.cell(row, 1, "产出指标")


IS_LEARNED: dict[str, Made] = {
    "two forms in one table": words(TITLE, [*FORM, ["转移支付绩效自评表", *[LEFT] * 7], *grid(TRANSFER)]),
    "words in text boxes": boxed,
    "nested tables": nested,
    "no title": words(FORM),
    "the same label twice": words(TITLE, TWICE),
    "a table that is no form beside one": words([["序号", "姓名"], ["1", ""]], TITLE, FORM),
    "merged areas that overlap": sheet(overlapping),
    "a command as a formula": sheet(lambda cells: cells.__setitem__("A3", "=cmd|' /C calc'!A0")),
    "formulas in a circle": sheet(circular),
    "a formula that failed": sheet(lambda cells: cells.__setitem__("C6", "=1/0")),
    "a very long text": sheet(lambda cells: cells.__setitem__("B2", "字" * 32_000)),
    "a very long label": sheet(lambda cells: cells.__setitem__("A2", "项目名称" * 8_000)),
}
IS_REFUSED: dict[str, Made] = {
    "a picture": picture,
    "a title over a picture": titled_picture,
    "a picture on a sheet": sheet_of_picture,
    "words in text boxes alone": only_boxes,
    "a file of plain text": raw("样表.txt", TITLE.encode()),
    "a PDF": raw("样表.pdf", b"%PDF-1.7\n"),
    "a PDF by another name": raw("样表.docx", b"%PDF-1.7\n"),
    "a broken .xls": raw("样表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64),
    "a table that is no form": words("花名册", [["序号", "姓名"], ["1", ""], ["2", ""]]),
    "200 columns": words(TITLE, [[f"栏{n}" for n in range(200)], [""] * 200]),
    "5,000 rows": sheet(long_list),
    "something in the last cell": sheet(lambda cells: cells.__setitem__("XFD1048576", "x")),
    "nothing": words(),
}


@pytest.fixture(autouse=True)
def _own_folder(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("kind", IS_LEARNED)
def test_what_is_a_form_somehow_is_learned_whole(kind: str, tmp_path: Path, forms: Path) -> None:
    assert run(["family", "new", "learned", "--from", str(IS_LEARNED[kind](tmp_path)), "--year", "2025"]) == 0
    assert load("learned").forms
    assert run(["new", "--family", "learned", "--unit", "某局", "--year", "2025", "-o", "自评.xlsx"]) == 0


@pytest.mark.parametrize("kind", IS_REFUSED)
def test_what_is_none_is_told_and_leaves_nothing(
    kind: str, tmp_path: Path, forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = IS_REFUSED[kind](tmp_path)
    before = sorted(path.name for path in forms.iterdir())
    assert run(["family", "new", "learned", "--from", str(blank), "--year", "2025"]) == 2
    told = capsys.readouterr().err
    assert re.search(r"「?样表|要填的表|没有认出|自评表", told), told
    assert not re.search(r"YAML|Traceback|Error", told)
    assert sorted(path.name for path in forms.iterdir()) == before
    assert not list(tmp_path.glob("*对照表*"))


@pytest.mark.parametrize("made", [picture, titled_picture, sheet_of_picture, only_boxes])
def test_a_form_that_is_drawn_is_to_be_asked_for_anew(
    made: Made, tmp_path: Path, forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["family", "new", "learned", "--from", str(made(tmp_path)), "--year", "2025"]) == 2
    told = capsys.readouterr().err
    assert ("文本框" if made is only_boxes else "图片") in told
    assert "请向发文单位要可编辑的 Word 或 Excel 样表" in told
