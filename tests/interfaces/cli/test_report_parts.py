"""``jixiao report`` in parts, and without charts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from jixiao.core import resources
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    submission = read_sample(resources.path("workbook", "samples", "service-center-2024.yaml"))
    build(load(submission.family), submission, tmp_path / "自评.xlsx")
    return tmp_path / "自评.xlsx"


def test_parts_stand_in_a_folder_of_the_reports_name(book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--split"]) == 0
    names = {path.name for path in (tmp_path / "报告").iterdir()}
    assert names == {
        "部门整体支出绩效自评报告.docx",
        "项目支出绩效自评报告.docx",
        "附件1 2024年度部门整体支出绩效评价基础数据表.docx",
        "附件2 2024年度部门整体支出绩效自评表.docx",
        "附件3 国资中心专项工作经费.docx",
    }
    told = "".join(capsys.readouterr().out.split())
    assert all("".join(name.split()) in told for name in names)
    assert told.count("处待填") == 1
    assert not (tmp_path / "报告.docx").exists()


def test_parts_written_again_keep_what_was_there(book: Path, tmp_path: Path) -> None:
    command = ["report", str(book), "-o", str(tmp_path / "报告.docx"), "--split"]
    run(command)
    edited = tmp_path / "报告" / "附件3 国资中心专项工作经费.docx"
    document = Document(str(edited))
    document.tables[0].rows[0].cells[1].text = "改过的名称"
    document.save(str(edited))
    before = edited.read_bytes()
    assert run(command) == 0
    assert edited.read_bytes() == before
    names = {path.name for path in (tmp_path / "报告").glob("*.docx")}
    assert {"附件3 国资中心专项工作经费（新稿1）.docx", "项目支出绩效自评报告（旧稿1）.docx"} <= names


def test_a_project_report_for_each_project(book: Path, tmp_path: Path) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--split", "--by-project"]) == 0
    assert (tmp_path / "报告" / "项目支出绩效自评报告（国资中心专项工作经费）.docx").is_file()


@pytest.mark.parametrize(
    ("options", "told"),
    [(["--by-project"], "要与「--split」一起用"), (["--split", "--template", "模板.docx"], "不能同时用模板")],
)
def test_options_that_do_not_go_together_write_nothing(
    book: Path, tmp_path: Path, capsys: Capture, options: list[str], told: str
) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), *options]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [book]


def test_a_file_in_the_place_of_the_folder_is_named(book: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "报告").touch()
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), "--split"]) == 2
    assert "建不了文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "count"), [("--charts", 1), ("--no-charts", 0)])
def test_charts_can_be_left_out(book: Path, tmp_path: Path, option: str, count: int) -> None:
    assert run(["report", str(book), "-o", str(tmp_path / "报告.docx"), option]) == 0
    names = zipfile.ZipFile(tmp_path / "报告.docx").namelist()
    assert len([name for name in names if name.startswith("word/charts/chart")]) == count
