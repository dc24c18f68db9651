"""docs/新增表样.md, followed word for word: from a blank to the report."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from docx import Document
from jixiao.documents.intake import read_report
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms import library
from jixiao.model.forms.library import load
from openpyxl import load_workbook

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "新增表样.md"
BLANK = "mof-project-2020/blanks/mof_project_2020.docx"
SHEET = "jiangxi-2025-对照表.xlsx"


@pytest.fixture
def place(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The families, which may be added to; the current folder has the blank."""
    (tmp_path / "样表").mkdir()
    monkeypatch.chdir(tmp_path / "样表")
    shutil.copyfile(forms / BLANK, "样表.docx")
    return forms


def commands() -> list[list[str]]:
    """The commands that the guide tells to run, in order."""
    blocks = re.findall(r"```\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.strip().split("\n")]
    return [shlex.split(line)[1:] for line in lines]


FILLED = {
    "project_name": "校园安全设施项目",
    "department": "某某局",
    "implementer": "某某学校",
    "goal.expected": "装好全部摄像头。",
    "goal.actual": "已装好全部摄像头。",
    "funds.initial": "100",
    "funds.budget": "100",
    "funds.spent": "100",
    "fiscal.initial": "100",
    "fiscal.budget": "100",
    "fiscal.spent": "100",
}
INDICATORS = [
    ("产出指标", "数量指标", "摄像头数量", "≥50个", "50个", "30"),
    ("产出指标", "质量指标", "验收合格率", "100%", "100%", "20"),
    ("效益指标", "社会效益指标", "校园安全事故", "≤0起", "0起", "30"),
    ("满意度指标", "服务对象满意度指标", "师生满意度", "≥95%", "96%", "10"),
]


def fill_in(book: Path) -> None:
    """What staff does between the guide's commands: every field, two indicators, the date."""
    _, submission = read_book(book)
    submission.report_date = "2026年3月20日"
    submission.forms[0].fields |= FILLED
    columns = ("level1", "level2", "name", "target", "actual", "weight")
    submission.forms[0].rows["indicators"] = [dict(zip(columns, row, strict=True)) for row in INDICATORS]
    for report in load(submission.family).outline.reports:
        submission.texts[report.id] = {section.key: "已按要求完成。" for section in report.sections}
    build(load(submission.family), submission, book)


def test_the_guide_leads_from_the_blank_to_the_signed_report(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for words in commands():
        if "--final" in words:
            fill_in(Path("某某局.xlsx"))
        answers.append(run(words))
    said = capsys.readouterr()
    assert answers == [0] * len(commands()), said.out[-900:]
    assert "认得 39 处（100%）" in said.out
    assert "没有不同" in said.out
    assert "都核对过了" in said.out
    assert load("jiangxi-2025").head.certainty == "S"
    assert Path("报告.docx").is_file()
    final = read_report(Path("定稿.docx"), "jiangxi-2025").submission
    assert final.forms[0].fields["funds.spent"] == "100"
    assert "［待填" not in "".join(block.text for block in Document("定稿.docx").paragraphs)


def test_the_guides_pictures_are_there() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", GUIDE.read_text("utf-8"))
    assert len(pictures) == 3
    assert all((GUIDE.parent / picture).is_file() for picture in pictures)


def test_a_correction_is_taken_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(commands()[0]) == 0
    assert load("jiangxi-2025").head.certainty == "I"
    book = load_workbook(SHEET)
    row = next(row for row in book["对照"].iter_rows(min_row=2) if row[2].value == "主管部门 [department]")
    row[2].value = "部门（单位）名称 [unit_name]"
    book.save(SHEET)
    assert run(["family", "apply", SHEET]) == 0
    assert "改了 1 处" in capsys.readouterr().out
    assert run(["family", "list"]) == 0
    assert "从空表学得，人工改了 1 处" in capsys.readouterr().out
    form = load("jiangxi-2025").forms[0]
    keys = {cell.field for row in form.rows for cell in getattr(row, "cells", ())}
    assert "unit_name" in keys
    assert "department" not in keys


def test_a_name_that_is_taken_is_refused_and_nothing_changes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "new", "hunan-2024", "--from", "样表.docx"]) == 2
    assert "已经有表样" in capsys.readouterr().err
    assert not Path("hunan-2024-对照表.xlsx").exists()


def test_a_table_that_was_corrected_is_not_written_over(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(SHEET).write_bytes("改好的对照表".encode())
    assert run(commands()[0]) == 2
    assert SHEET in capsys.readouterr().err
    assert Path(SHEET).read_text("utf-8") == "改好的对照表"
    assert not (place / "jiangxi-2025").exists()


@pytest.mark.parametrize("name", ["江西", "Jiangxi", "2025-x", "../x"])
def test_a_name_that_no_folder_can_have_is_refused(place: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["family", "new", name, "--from", "样表.docx"]) == 2
    assert "不能用" in capsys.readouterr().err


def test_a_book_that_is_no_table_of_corrections_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("别的.xlsx").write_bytes(b"PK")
    assert run(["family", "apply", "别的.xlsx"]) == 2
    assert "不是对照表" in capsys.readouterr().err


def test_check_shows_the_proof_beside_the_blank(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(commands()[0]) == 0
    capsys.readouterr()
    assert run(["family", "check", "jiangxi-2025"]) == 0
    assert "与样表逐格比对：样表上印的 40 处，全部一样" in capsys.readouterr().out
    form = place / "jiangxi-2025" / "project.yaml"
    form.write_text(form.read_text("utf-8").replace("label: 其他资金", "label: 其他的资金"), "utf-8")
    library.refresh()
    assert run(["family", "check", "jiangxi-2025"]) == 0
    assert "没有「其他资金」" in capsys.readouterr().out


def test_corrections_that_make_no_family_change_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(commands()[0]) == 0
    before = {path.name: path.read_bytes() for path in (place / "jiangxi-2025").iterdir() if path.is_file()}
    book = load_workbook(SHEET)
    row = next(row for row in book["对照"].iter_rows(min_row=2) if row[2].value == "主管部门 [department]")
    row[2].value = "实施单位 [implementer]"
    book.save(SHEET)
    assert run(["family", "apply", SHEET]) == 2
    said = capsys.readouterr().err
    assert "两个格子认作同一栏" in said
    assert "yaml" not in said
    assert {path.name: path.read_bytes() for path in (place / "jiangxi-2025").iterdir() if path.is_file()} == before
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


def test_a_form_that_the_family_has_not_is_told_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "check", "mof-project-2020"]) == 0
    said = capsys.readouterr().out
    assert said.count("没有「整体支出自评表」") == 1
    assert "条不问：C01、" in said


def test_two_files_of_one_name_are_told_and_one_file_twice_is_one(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("乙").mkdir()
    shutil.copyfile("样表.docx", "乙/样表.docx")
    assert run(["family", "new", "jiangxi-2025", "--from", "样表.docx", "乙/样表.docx"]) == 2
    assert "有两个文件都叫「样表.docx」" in capsys.readouterr().err
    assert not (place / "jiangxi-2025").exists()
    assert run(["family", "new", "jiangxi-2025", "--from", "样表.docx", "样表.docx"]) == 0


def test_the_province_is_read_asked_in_the_table_or_given(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copyfile("样表.docx", "赣财绩〔2025〕3号附件.docx")
    assert run(["family", "new", "by-number", "--from", "赣财绩〔2025〕3号附件.docx"]) == 0
    assert run(["family", "new", "given", "--from", "样表.docx", "--province", "福建"]) == 0
    assert run(["family", "new", "asked", "--from", "样表.docx"]) == 0
    assert "没有读出是哪个省的" in capsys.readouterr().out
    assert [load(name).head.province for name in ("by-number", "given", "asked")] == ["江西", "福建", ""]
    book = load_workbook("asked-对照表.xlsx")
    assert book["对照"]["A2"].value == "整套表样的省份"
    book["对照"]["C2"].value = "某省"
    book.save("asked-对照表.xlsx")
    assert run(["family", "apply", "asked-对照表.xlsx"]) == 2
    assert "不是省份" in capsys.readouterr().err
    book["对照"]["C2"].value = "贵州"
    book.save("asked-对照表.xlsx")
    assert run(["family", "apply", "asked-对照表.xlsx"]) == 0
    assert run(["family", "list"]) == 0
    assert "贵州，贵州财政部门" in capsys.readouterr().out
