"""A workbook that LibreOffice saved as .ods, which Ctrl+S offers: every command takes it as it takes the .xlsx."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.circulation.merge import DISAGREEMENTS
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission

from .office import Office

pytestmark = pytest.mark.live

PROJECT = "附件3 项目1 国资中心专项工作经费"


def saved_as_ods(office: Office, submission: Submission, folder: Path) -> Path:
    """What a person has who opened the workbook, added a sheet, and took the format that Ctrl+S offers."""
    build(load(submission.family), submission, folder / "自评.xlsm")
    with office.open(folder / "自评.xlsm") as document:
        document.model.Sheets.insertNewByName("草稿", 9)
        document["草稿", "A1"] = "待核对"
        return document.save(folder / "自评.ods")


def test_everything_is_read_and_made_of_an_ods(
    office: Office, quyuan: Submission, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = saved_as_ods(office, quyuan, tmp_path)
    before, after = read_book(tmp_path / "自评.xlsm")[1], read_book(saved)[1]
    assert (after.forms, after.texts, after.lists) == (before.forms, before.texts, before.lists)
    assert run(["check", str(tmp_path / "自评.xlsm")]) == 1
    told = capsys.readouterr().out
    assert run(["check", str(saved)]) == 1
    assert capsys.readouterr().out == told
    assert run(["report", str(saved), "-o", str(tmp_path / "报告.docx")]) == 0
    assert run(["final", str(saved), "--leave-behind", "-o", str(tmp_path / "上报版.xlsx")]) == 0
    assert run(["add-project", str(saved), "-o", str(tmp_path / "新.xlsx")]) == 0
    assert len(read_book(tmp_path / "新.xlsx")[1].forms) == len(before.forms) + 1
    assert openpyxl.load_workbook(tmp_path / "新.xlsx")["草稿"]["A1"].value == "待核对"


def test_parts_come_back_as_ods(office: Office, quyuan: Submission, tmp_path: Path) -> None:
    whole = saved_as_ods(office, quyuan, tmp_path)
    assert run(["split", str(whole), "-o", str(tmp_path / "分发")]) == 0
    (total,) = tmp_path.glob("分发/*总表*.xlsx")
    (part,) = set(tmp_path.glob("分发/*.xlsx")) - {total}
    with office.open(part) as document:
        document[PROJECT, "F11"] = "全年检查12次。"
        document.save(part.with_suffix(".ods"))
    assert run(["merge", str(total), str(part.with_suffix(".ods")), "-o", str(tmp_path / "合并.xlsx")]) == 1
    (row,) = read_book(tmp_path / "合并.xlsx")[1].lists[DISAGREEMENTS]
    assert row[2:6] == ("F11", "年度总体目标·实际完成情况", quyuan.forms[2].fields["goal.actual"], "全年检查12次。")
