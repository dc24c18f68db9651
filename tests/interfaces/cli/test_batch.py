"""``jixiao check`` of several files: one that cannot be read keeps no other from being judged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from jixiao.interfaces.cli.entry import run


@pytest.fixture
def folder(quyuan_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("一.xlsx", "三.xlsx"):
        shutil.copy(quyuan_book, name)
    (tmp_path / "二.xlsx").write_bytes(b"PK\x03\x04 damaged")
    return tmp_path


def test_each_file_has_its_part_and_one_that_cannot_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "一.xlsx", "二.xlsx", "三.xlsx"]) == 2
    shown = capsys.readouterr().out
    assert [shown.index(f"【{name}.xlsx】") for name in "一二三"] == sorted(
        shown.index(f"【{n}.xlsx】") for n in "一二三"
    )
    assert "「二.xlsx」不是 Excel 工作簿" in shown
    assert shown.count("通过") == 2


def test_as_data_each_finding_has_its_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "一.xlsx", "二.xlsx", "-o", "清单.json"]) == 2
    records = json.loads((folder / "清单.json").read_text("utf-8"))
    assert run(["check", "一.xlsx", "--format", "json"]) == 1
    alone = json.loads(capsys.readouterr().out)
    assert [r for r in records if r["file"] == "一.xlsx"] == [{"file": "一.xlsx"} | record for record in alone]
    assert [list(r) for r in records if r["file"] == "二.xlsx"] == [["file", "problem"]]


def test_as_a_spreadsheet_they_are_one_list(folder: Path) -> None:
    assert run(["check", "一.xlsx", "二.xlsx", "-o", "清单.xlsx"]) == 2
    book = openpyxl.load_workbook(folder / "清单.xlsx")
    assert [cell.value for cell in book["文件"]["A"]][2:] == ["一.xlsx", "二.xlsx"]
    assert "不是 Excel 工作簿" in book["文件"]["B4"].value
    assert {cell.value for cell in book["不符"]["A"][2:]} == {"一.xlsx"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--annotate", "a.xlsx"], "--annotate"),
        (["--last", "一.xlsx"], "--last"),
        (["-o", "a.html"], "一个文件一个文件地"),
        (["-o", "三.xlsx"], "「三.xlsx」"),  # one of those that are checked
    ],
)
def test_what_is_for_one_file_is_refused(
    options: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "一.xlsx", "三.xlsx", *options]) == 2
    assert told in capsys.readouterr().err
