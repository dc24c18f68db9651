"""`jixiao check` with its formats and copies, and `jixiao assess`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.interfaces.cli.entry import run

from ...audit.presentation.conftest import SEEDS

Capture = pytest.CaptureFixture[str]
JUNSHAN = SEEDS / "junshan-2024.docx"
pytestmark = pytest.mark.skipif(not JUNSHAN.is_file(), reason="the published reports are not on this machine")


@pytest.mark.parametrize("name", ["结果.html", "结果.json", "结果.xlsx", "结果.txt"])
def test_a_list_goes_to_the_file_in_the_format_its_name_tells(name: str, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / name
    assert run(["check", str(JUNSHAN), "-o", str(target)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "已写成校验结果" in shown.err
    if name.endswith("xlsx"):
        assert "不符" in openpyxl.load_workbook(target).sheetnames
    else:
        assert "公众满意度" in target.read_text("utf-8").replace("\n", "")


def test_data_on_the_console_stays_data_while_a_copy_is_written(tmp_path: Path, capsys: Capture) -> None:
    before = hashlib.sha256(JUNSHAN.read_bytes()).hexdigest()
    target = tmp_path / "副本.docx"
    assert run(["check", str(JUNSHAN), "--format", "json", "--annotate", str(target)]) == 1
    found = json.loads(capsys.readouterr().out)
    keys = {"check", "severity", "sheet", "cell", "where", "figures", "message", "action", "source"}
    assert set(found[0]) == keys
    placed = [one for one in found if one["cell"] or "：“" in one["where"]]
    assert len(Document(str(target)).comments) == len(placed) + 1
    assert hashlib.sha256(JUNSHAN.read_bytes()).hexdigest() == before


def test_a_page_on_the_console(capsys: Capture) -> None:
    assert run(["check", str(JUNSHAN), "--format", "html"]) == 1
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_what_stood_there_is_kept(tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "结果.html"
    target.write_text("旧的", "utf-8")
    assert run(["check", str(JUNSHAN), "-o", str(target)]) == 1
    assert (tmp_path / "结果（旧稿1）.html").read_text("utf-8") == "旧的"
    assert "保留为" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_workbook_is_noted_in_a_new_one(suffix: str, tmp_path: Path) -> None:
    book, copy = tmp_path / "自评.xlsx", tmp_path / f"副本{suffix}"
    assert run(["import", str(JUNSHAN), "-o", str(book)]) == 0
    before = book.read_bytes()
    assert run(["check", str(book), "--annotate", str(copy), "-o", str(tmp_path / "a.json")]) == 1
    assert book.read_bytes() == before
    assert any(cell.comment for row in openpyxl.load_workbook(copy)["附件2 整体支出自评表"] for cell in row)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "xlsx"], "用 -o 指定文件名"),
        (["--format", "html", "-o", "a.json"], "扩展名与格式"),
        (["--format", "pdf"], "--format"),
        (["--annotate", "a.pdf"], "扩展名应为"),
        (["-o", "没有/a.html"], "没有文件夹"),
        (["-o", "."], "是文件夹"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_and_leaves_nothing(
    options: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["check", str(JUNSHAN), *options]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_copy_of_the_wrong_kind_is_told_by_the_name_that_was_asked_for(tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "自评.xlsx"
    run(["import", str(JUNSHAN), "-o", str(book)])
    assert run(["check", str(book), "--annotate", str(tmp_path / "副本.docx")]) == 2
    assert "请改「副本.docx」的扩展名" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["-o", "--annotate"])
def test_the_file_itself_is_never_written_over(option: str, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "自评.xlsx"
    run(["import", str(JUNSHAN), "-o", str(book)])
    before = book.read_bytes()
    (tmp_path / "别名.xlsx").symlink_to(book)
    for name in ("自评.xlsx", "别名.xlsx"):
        assert run(["check", str(book), option, str(tmp_path / name)]) == 2
        assert "原件不能改动" in capsys.readouterr().err
    assert book.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["别名.xlsx", "自评.xlsx"]


def test_a_list_and_a_marked_copy_are_two_files(tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "自评.xlsx"
    run(["import", str(JUNSHAN), "-o", str(book)])
    target = str(tmp_path / "结果.xlsx")
    assert run(["check", str(book), "-o", target, "--annotate", target]) == 2
    assert "不能同时存两样结果" in capsys.readouterr().err
    assert not Path(target).exists()


@pytest.mark.parametrize("command", ["check", "score", "assess"])
def test_a_folder_is_called_a_folder(command: str, tmp_path: Path, capsys: Capture) -> None:
    assert run([command, str(tmp_path)]) == 2
    assert "是文件夹" in capsys.readouterr().err


def test_assess_tells_the_likely_total_and_what_would_raise_it(capsys: Capture) -> None:
    assert run(["assess", str(JUNSHAN)]) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert "合计在51.6到94.6分之间" in shown
    assert "补填附件3" in shown
    assert "由您判断" in shown


def test_assess_as_data_with_the_days(capsys: Capture) -> None:
    days = ["--deadline", "2025-05-30", "--handed-in", "2025-05-30"]
    assert run(["assess", str(JUNSHAN), "--format", "json", *days]) == 0
    items = {item["measure"]: item for item in json.loads(capsys.readouterr().out)}
    assert items["handed_in_on_time"]["low"] == items["handed_in_on_time"]["high"] == "10"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([str(JUNSHAN), "--deadline", "五月底"], "--deadline"),
        ([str(SEEDS / "changji-2024.docx")], "没有考核评分表"),
    ],
)
def test_assess_says_what_it_cannot_do(arguments: list[str], told: str, capsys: Capture) -> None:
    assert run(["assess", *arguments]) == 2
    assert told in capsys.readouterr().err
