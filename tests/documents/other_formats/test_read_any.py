"""What offices really send: other people's spreadsheets, old Word files, PDFs; read, or refused with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.documents import libreoffice
from jixiao.documents.intake import DocumentError, Intake, read_report
from jixiao.documents.intake.raw_document import RawParagraph
from jixiao.documents.libreoffice import converted, find_program
from jixiao.documents.other_formats import pdf, read_any
from jixiao.documents.workbook.read import BookError, shown_sheets
from jixiao.interfaces.cli.app import run_app
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load

from ...narrowing import present
from ..intake.word import docx

TITLE = "2021年度三公经费支出决算说明"
TABLE = [
    ["项目", "预算数", "决算数"],
    ["合计", "49.9", "7.96"],
    ["公务接待费", "34.9", "5.21"],
    ["车辆费", "15", "2.48"],
]
LINES = ["单位：万元", "公务接待费支出5.21万元，比上年减少0.30万元，下降15.4%。"]

needs_office = pytest.mark.skipif(find_program("soffice") is None, reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return docx(tmp_path_factory.mktemp("word") / "说明.docx", TITLE, LINES[0], TABLE, LINES[1])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    whole = openpyxl.Workbook()
    sheet = whole.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.append([LINES[0]])
    for row in TABLE:
        sheet.append([float(cell) if cell[0].isdigit() else cell for cell in row])
    sheet.append([LINES[1]])
    sheet.merge_cells("A1:C1")
    whole.create_sheet("藏起来的").sheet_state = "hidden"
    whole["藏起来的"]["A1"] = "底稿"
    whole.create_sheet("空的").sheet_state = "hidden"
    path = tmp_path_factory.mktemp("book") / "说明.xlsx"
    whole.save(path)
    return path


def told(intake: Intake) -> set[tuple[str, tuple[str, ...]]]:
    evaluation = evaluate(load(intake.submission.family), intake.submission)
    found = (f for f in run(evaluation) if f.outcome is Outcome.FAIL and f.severity != "info")
    return {(f.check, f.figures) for f in found}


def test_somebody_else_s_workbook_is_read_as_its_lines_and_tables(book: Path, word: Path) -> None:
    intake = read_any(book)
    (table,) = intake.submission.tables
    assert table.above == f"{TITLE}\n{LINES[0]}"
    assert [c.text for c in table.cells if c.row == 1] == ["合计", "49.9", "7.96"]
    assert told(intake) == told(read_report(word)) != set()


def test_what_of_a_workbook_is_not_read_is_told(book: Path, tmp_path: Path) -> None:
    whole = openpyxl.load_workbook(book)
    whole.worksheets[0]["A2001"] = "太低"
    far = whole.create_sheet("远处")
    far["A1"], far["XFD1048576"] = "绩效", "太远"
    whole.save(tmp_path / "说明.xlsx")
    told_of = [item.where for item in read_any(tmp_path / "说明.xlsx").submission.unplaced if item.text == "（没有读）"]
    beyond = "第 2000 行以下、第 64 列以右的内容"
    assert told_of == [f"工作表「Sheet」{beyond}", "隐藏的工作表「藏起来的」", f"工作表「远处」{beyond}"]
    assert [item.where for item in read_any(book).submission.unplaced if item.text == "（没有读）"] == [told_of[1]]


def test_a_workbook_with_more_text_than_anybody_reads_is_refused(tmp_path: Path) -> None:
    whole = openpyxl.Workbook()
    for row in range(1, 102):
        whole.worksheets[0].cell(row, 1, "绩效" * 15_000)
    whole.save(tmp_path / "长.xlsx")
    with pytest.raises(BookError, match="文字太多"):
        read_any(tmp_path / "长.xlsx")


def test_merged_cells_of_a_sheet_are_one_cell(tmp_path: Path) -> None:
    whole = openpyxl.Workbook()
    sheet = whole.active
    assert sheet is not None
    for row in (["项目", "预算", "", "决算"], ["甲经费", 1, 2, 3], ["", 4, 5, 6]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A2:A3")
    whole.save(tmp_path / "表.xlsx")
    (table,) = read_any(tmp_path / "表.xlsx").submission.tables
    assert [(c.row, c.column, c.rows, c.columns) for c in table.cells if c.text in ("预算", "甲经费")] == [
        (0, 1, 1, 2), (1, 0, 2, 1),
    ]  # fmt: skip


def test_it_is_checked_and_imported_on_the_command_line(book: Path, tmp_path: Path) -> None:
    assert run_app(["check", str(book)]) == 1
    assert run_app(["import", str(book), "-o", str(tmp_path / "a.xlsx")]) == 0


@needs_office
@pytest.mark.parametrize("kind", ["odt", "doc"])
def test_other_word_files_say_what_the_word_file_says(word: Path, tmp_path: Path, kind: str) -> None:
    with converted(word, kind) as made:
        shutil.copyfile(made, tmp_path / f"说明.{kind}")
    assert told(read_any(tmp_path / f"说明.{kind}")) == told(read_report(word)) != set()


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_an_old_file_that_was_only_renamed_is_read_as_what_it_is(word: Path, tmp_path: Path, kind: str) -> None:
    with converted(word, kind) as made:
        shutil.copyfile(made, tmp_path / "说明.docx")
    assert told(read_any(tmp_path / "说明.docx")) == told(read_report(word)) != set()


def test_a_new_file_that_was_only_renamed_is_read_as_what_it_is(word: Path, book: Path, tmp_path: Path) -> None:
    shutil.copyfile(word, tmp_path / "说明.xlsx")
    shutil.copyfile(book, tmp_path / "说明.docx")
    assert told(read_any(tmp_path / "说明.docx")) == told(read_any(tmp_path / "说明.xlsx")) == told(read_report(word))
    assert run_app(["check", str(tmp_path / "说明.xlsx")]) == 1


@needs_office
@pytest.mark.parametrize(("name", "encoding"), [("说明.doc", "gb2312"), ("说明.docx", "utf-8-sig")])
def test_a_web_page_that_is_called_a_word_file_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    head = f"<html><head><meta charset={encoding.removesuffix('-sig')}></head>"
    page = f"{head}<body><p>{TITLE}</p><p>{LINES[1]}</p></body></html>"
    (tmp_path / name).write_bytes(page.encode(encoding))
    assert {check for check, _ in told(read_any(tmp_path / name))} == {"N03"}


@pytest.mark.parametrize("inside", ["{\\b " * 6_000, "{\\pict\\bin999999999 }"])
def test_rich_text_that_keeps_a_program_waiting_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "深.rtf").write_text("{\\rtf1 " + inside + "a" * 200 + "}", "utf-8")
    with pytest.raises(DocumentError, match="格式太多"):
        read_any(tmp_path / "深.rtf")


@pytest.mark.parametrize("inside", ["<table>" * 501, "<td colspan=60000>"])
def test_a_web_page_of_tables_without_end_is_refused_soon(tmp_path: Path, inside: str) -> None:
    (tmp_path / "大.doc").write_text(f"<html><body>{inside}{'绩效' * 50}", "utf-8")
    with pytest.raises(DocumentError, match="表格太多或太大"):
        read_any(tmp_path / "大.doc")


@needs_office
def test_an_old_spreadsheet_says_what_the_new_one_says(book: Path, tmp_path: Path) -> None:
    with converted(book, "xls") as made:
        shutil.copyfile(made, tmp_path / "说明.et")
    assert told(read_any(tmp_path / "说明.et")) == told(read_any(book))


@needs_office
@needs_poppler
def test_the_prose_of_a_pdf_is_audited(word: Path, tmp_path: Path) -> None:
    with converted(word, "pdf") as made:
        shutil.copyfile(made, tmp_path / "说明.pdf")
    assert {check for check, _ in told(read_any(tmp_path / "说明.pdf"))} == {"N03"}


@needs_poppler
def test_a_scan_is_called_one(tmp_path: Path) -> None:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(whole)
    whole += b"xref\n0 4\n0000000000 65535 f \n" + table
    whole += b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    (tmp_path / "扫描.pdf").write_bytes(whole)
    with pytest.raises(DocumentError, match="扫描件"):
        read_any(tmp_path / "扫描.pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [("旧.doc", b"\xd0\xcf\x11\xe0"), ("旧.doc", b"hello" * 100), ("稿.rtf", b"PK" * 100), ("稿.odt", b"{\\rtf" * 50),
     ("表.xls", b"a,b\n" * 50), ("表.ods", b""), ("坏.pdf", b"%PDF-1.4")],
)  # fmt: skip
def test_what_is_none_of_its_kind_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=r"另存为 \.(docx|xlsx)"):
        read_any(tmp_path / name)


def test_without_libreoffice_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda name: None)
    (tmp_path / "旧.rtf").write_bytes(b"{\\rtf1 " + b"x" * 100 + b"}")
    with pytest.raises(DocumentError, match=r"要通过 LibreOffice 读取，这台电脑上没有找到它。.*另存为 \.docx"):
        read_any(tmp_path / "旧.rtf")


def test_without_poppler_a_pdf_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(DocumentError, match=r"没有读 PDF 的程序（poppler）.*另存为 \.docx"):
        read_any(tmp_path / "说明.pdf")


@pytest.mark.parametrize("name", ["没有.doc", "没有.pdf", "没有.docx"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="没有文件"):
        read_any(tmp_path / name)


@needs_office
def test_a_file_about_something_else_is_called_by_its_own_name(tmp_path: Path) -> None:
    letter = tmp_path / "便条.rtf"
    letter.write_text("{\\rtf1\\ansi " + "Bring the ladder back on Friday, please. " * 9 + "}", "ascii")
    with pytest.raises(DocumentError, match="「便条"):
        read_any(letter)


def test_a_list_of_a_pdf_goes_on_behind_a_semicolon_and_no_heading_runs_into_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        "（二）一般公共预算财政拨款支出决算结构情况\n"
        "本年支出340.05万元，主要用于教育支出300.66万元，占88.42%；\n"
        "卫生健康支出39.39万元，占11.58%。\n"
    )
    monkeypatch.setattr(pdf, "_text", lambda _: page)
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.4")
    lines = page.splitlines()
    said = [block.text for block in pdf.read_pdf(tmp_path / "说明.pdf").blocks if isinstance(block, RawParagraph)]
    assert said == [lines[0], lines[1] + lines[2]]


def test_cells_that_a_sheet_does_not_have_are_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure far to the right in each of many rows: as many cells are read as there are, not as fit between."""
    book = openpyxl.Workbook()
    for row in range(1, 41):
        present(book.active).cell(row, 200, row)
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setattr("openpyxl.worksheet.worksheet.Worksheet._get_cell", lambda *_: pytest.fail("a cell was made"))
    (sheet,) = shown_sheets(tmp_path / "a.xlsx")
    assert [row[199] for row in sheet.rows] == [str(number) for number in range(1, 41)]
    assert {len(row) for row in sheet.rows} == {200}


def test_a_pdf_of_more_text_than_anybody_reads_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(pdf, "_text", lambda _: "绩效" * 1_500_001)
    with pytest.raises(DocumentError, match="文字太多（超过 3000000 字）"):
        read_any(tmp_path / "a.pdf")
