"""``jixiao check`` on the console: three lines, then groups, within a screen; ``--all`` has everything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from jixiao.core.text_width import text_width
from jixiao.documents.workbook.build import build
from jixiao.interfaces.cli.check_list import SCREEN
from jixiao.interfaces.cli.console import console
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.family import Family
from jixiao.model.forms.library import load
from jixiao.model.forms.sheet_titles import BEYOND_CELLS
from jixiao.model.submission import start
from openpyxl import load_workbook

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def shown(quyuan_book: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(console, "width", 80)
    assert run(["check", str(quyuan_book)]) == 1
    return capsys.readouterr().out.splitlines()


def test_three_lines_say_what_is_wrong_where_to_begin_and_what_is_left(shown: list[str]) -> None:
    assert shown[0].startswith("错误 2 处要改；提醒")
    assert shown[1].startswith("先看：附件2 B15 ")
    assert shown[2].startswith("还要填")
    assert "核对通过" in shown[2]


def test_it_counts_as_the_first_sheet_of_the_book_does_and_says_what_that_leaves_out(
    shown: list[str], quyuan_book: Path
) -> None:
    home = load_workbook(quyuan_book, data_only=True)["首页"]
    said = next(row[1] for row in home.iter_rows(values_only=True) if str(row[0]).startswith("第二步"))
    wrong, doubtful, *_ = map(int, re.findall(r"\d+", said))
    of_check, all_doubtful, beyond = map(int, re.findall(r"\d+", "".join(shown[: shown.index(first_place(shown))])))
    assert (of_check, all_doubtful) == (wrong, doubtful + beyond)
    assert BEYOND_CELLS in said
    assert BEYOND_CELLS in shown[0]


def first_place(shown: list[str]) -> str:
    return next(line for line in shown if line.startswith("先看"))


def test_a_small_units_list_fits_one_screen_and_80_columns(shown: list[str]) -> None:
    assert len(shown) <= SCREEN
    assert max(map(text_width, shown)) <= 80
    assert shown[-1] == "全部内容：加 --all"


def test_no_message_of_the_short_list_is_cut(
    shown: list[str], quyuan_book: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "width", 80)
    run(["check", str(quyuan_book), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)
    whole = "".join(line.strip() for line in shown).replace(" ", "")
    assert not [line for line in shown if line.endswith("…")]
    told = [finding for finding in findings if finding["message"].replace("\n", "").replace(" ", "") in whole]
    assert {finding["check"] for finding in told} >= {"C02", "C60", "C51"}
    assert sum("附件1 B6、C6、D6　" in line for line in shown) == 1  # the same words of three cells


def test_errors_come_first_and_what_one_check_asks_for_comes_once(shown: list[str]) -> None:
    heads = [line.split()[0] for line in shown[3:] if line.startswith(("错误", "提醒", "提示"))]
    assert heads == sorted(heads, key=("错误", "提醒", "提示").index)
    assert sum(line.startswith("错误 C02") for line in shown) == 1
    assert sum(line.startswith("  附件2 B1") for line in shown) == 2


def test_all_has_every_finding_in_full_and_what_is_open(
    quyuan_book: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "width", 80)
    run(["check", str(quyuan_book), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)
    run(["check", str(quyuan_book), "--all"])
    lines = capsys.readouterr().out.splitlines()
    whole = "".join(line.strip() for line in lines)
    assert max(map(text_width, lines)) <= 80
    for finding in findings:
        assert finding["message"].replace("\n", " ").replace(" ", "") in whole.replace(" ", "")
    assert "还没有填，所以没有核对的" in whole
    assert "没有核对的，和为什么" in whole
    assert "还要填的" in whole
    assert "…" not in "".join(lines[3:]).replace("…”", "")  # texts that a message quotes are cut by the message


def test_a_blank_book_is_told_what_to_fill_in(family: Family, tmp_path: Path, capsys: Capture) -> None:
    build(family, start(load("hunan-2024"), "某某局", 2024, 1), tmp_path / "空.xlsx")
    assert run(["check", str(tmp_path / "空.xlsx")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "没有发现错误"
    assert "还要填" in lines[1]
    assert "项" not in lines[1].replace("核对通过 0 项", "")  # checks are no cells: nobody can fill in 700 of them
    assert len(lines) == 3


def test_what_is_typed_on_the_first_sheet_is_asked_for_once(family: Family, tmp_path: Path, capsys: Capture) -> None:
    build(family, start(load("hunan-2024"), "某某局", 2024, 3), tmp_path / "空.xlsx")
    run(["check", str(tmp_path / "空.xlsx"), "--all"])
    shown = capsys.readouterr().out
    assert [shown.count(f"  首页 {name}：") for name in ("报告日期", "填表人", "联系电话")] == [1, 1, 1]
    assert shown.count("填表人") == 2  # the name and the advice


def test_of_texts_and_tables_alone_the_figures_are_counted(tmp_path: Path, capsys: Capture) -> None:
    document = docx.Document()
    document.add_paragraph("2023年度预算绩效情况：收入合计100万元，支出合计98.5万元。")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "支出合计", "1,098.5"
    document.save(str(tmp_path / "说明.docx"))
    assert run(["check", str(tmp_path / "说明.docx")]) == 0
    assert "看了正文和表里的 4 个数" in capsys.readouterr().out
