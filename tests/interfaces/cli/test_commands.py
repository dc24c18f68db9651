"""What each command does on saved files, what it prints, and its exit code: 0 done, 1 errors found, 2 cannot do it."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission

Capture = pytest.CaptureFixture[str]
NEW = ["new", "--family", "hunan-2024", "--unit", "某某县某某局", "--year", "2024"]

CHECK_KEYS = {"check", "severity", "sheet", "cell", "where", "figures", "message", "action", "source"}
SCORE_KEYS = {
    "form", "project", "level1", "level2", "indicator", "weight", "target", "actual", "rule", "completion",
    "printed_score", "rule_score",
}  # fmt: skip


@pytest.fixture
def faultless(family: Family, new_unit: Submission, tmp_path: Path) -> Path:
    """The workbook of a unit that did everything right."""
    base, overall, project, *_ = new_unit.forms
    signed = {"sign.preparer": "某某", "sign.date": "2025-03-20", "sign.phone": "0730-0000000"}
    for data in (base, overall, project):
        data.fields |= signed
    for data in (overall, project):
        data.fields |= {"funds.initial": "100", "funds.budget": "100", "funds.spent": "100"}
        weights = [15, 15, 10, 10, 10, 10, 5, 5, 10]
        for number, (row, weight) in enumerate(zip(data.rows["indicators"], weights, strict=True)):
            row |= {"name": f"指标{number}", "target": "≥95%", "actual": "96%", "weight": str(weight)}
        data.rows["indicators"][3] |= {"target": "≤100万元", "actual": "90万元"}
    build(family, new_unit, tmp_path / "好.xlsx")
    return tmp_path / "好.xlsx"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---- new ------------------------------------------------------------------------------------------------------------


def test_new_writes_a_workbook_of_the_family_and_the_unit(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "新.xlsx"
    assert run([*NEW, "-o", str(path), "--projects", "2"]) == 0
    family, submission = read_book(path)
    assert (family.head.id, submission.unit, submission.year) == ("hunan-2024", "某某县某某局", 2024)
    assert len(list(submission.of("project"))) == 2
    assert "新.xlsx" in capsys.readouterr().out.replace("\n", "")


def test_new_without_a_file_name_is_named_for_unit_and_year_and_has_buttons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*NEW[:4], "某某县/某某局: 本级", *NEW[5:]]) == 0
    assert names(tmp_path) == ["某某县_某某局_本级2024年度绩效自评.xlsm"]
    assert read_book(tmp_path / names(tmp_path)[0])[1].unit == "某某县/某某局: 本级"
    assert run([*NEW[:4], "某某县/某某局: 本级", *NEW[5:]]) == 2
    assert "已经存在" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("某县No.1中学", "某县No.1中学"),
        (".某局", "某局"),
        ("[red]某局/办[/]", "[red]某局_办[_]"),
        ("甲/乙=丙", "甲_乙=丙"),
    ],
)
def test_a_file_is_named_for_whatever_the_unit_is_called_and_shown_by_that_name(
    unit: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*NEW[:4], unit, *NEW[5:]]) == 0
    assert names(tmp_path) == [f"{written}2024年度绩效自评.xlsm"]
    assert f"{written}2024年度绩效自评.xlsm" in capsys.readouterr().out
    assert read_book(tmp_path / names(tmp_path)[0])[1].unit == unit


@pytest.mark.parametrize(("wanted", "written"), [("表", "表.xlsm"), ("表.xlsm", "表.xlsm"), ("表.xlsx", "表.xlsx")])
def test_new_has_buttons_unless_a_plain_workbook_is_asked_for(wanted: str, written: str, tmp_path: Path) -> None:
    assert run([*NEW, "-o", str(tmp_path / wanted)]) == 0
    assert names(tmp_path) == [written]
    with zipfile.ZipFile(tmp_path / written) as archive:
        assert ("xl/vbaProject.bin" in archive.namelist()) == (written == "表.xlsm")


def test_new_never_overwrites(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "旧.xlsx"
    path.write_text("别人的")
    assert run([*NEW, "-o", str(path)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert path.read_text() == "别人的"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([*NEW, "-o", "表.xls"], "扩展名应为 .xlsx"),
        ([*NEW, "-o", "没有的夹/表.xlsx"], "没有文件夹"),
        ([*NEW[:2], "hunan-2042", *NEW[3:], "-o", "表.xlsx"], "是不是「hunan-2024」"),
        ([*NEW[:2], "../hunan-2024", *NEW[3:], "-o", "表.xlsx"], "没有名为"),
        ([*NEW, "-o", "表.xlsx", "--projects", "201"], "--projects"),
        ([*NEW, "-o", "表.xlsx", "--projects", "-1"], "--projects"),
        ([*NEW[:-1], "二〇二四", "-o", "表.xlsx"], "--year"),
        ([*NEW[:-1], "20240", "-o", "表.xlsx"], "--year"),
        ([*NEW[:-1], "24", "-o", "表.xlsx"], "--year"),
        ([*NEW[:-1], "-5", "-o", "表.xlsx"], "--year"),
        ([*NEW[:4], " ", *NEW[5:]], "--unit"),
        ([*NEW, "-o", "."], "是文件夹"),
    ],
)
def test_new_with_something_wrong_says_so_and_writes_nothing(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert told in capsys.readouterr().err
    assert names(tmp_path) == []


def test_new_without_room_on_the_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "replace", full)
    assert run([*NEW, "-o", str(tmp_path / "表.xlsx")]) == 2
    assert "磁盘空间不够" in capsys.readouterr().err
    assert names(tmp_path) == []


# ---- check ----------------------------------------------------------------------------------------------------------


def test_check_of_a_faultless_workbook_ends_with_0(faultless: Path, capsys: Capture) -> None:
    assert run(["check", str(faultless)]) == 0
    shown = capsys.readouterr().out
    assert "没有发现错误" in shown
    assert "程序出错" not in shown


def test_check_of_a_workbook_with_errors_ends_with_1_and_shows_place_figures_and_repair(
    quyuan_book: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["check", str(quyuan_book), "--all"]) == 1
    shown = capsys.readouterr().out
    for words in ("错误", "C02", "附件2 B15", "50", "40", "请改一级指标"):
        assert words in shown


def test_check_with_warnings_only_ends_with_0(
    family: Family, junshan: Submission, tmp_path: Path, capsys: Capture
) -> None:
    for data in junshan.forms:
        data.fields |= {"sign.preparer": "某某", "sign.date": "2025-03-20", "sign.phone": "0730"}
    build(family, junshan, tmp_path / "表.xlsx")
    code = run(["check", str(tmp_path / "表.xlsx"), "--format", "json"])
    severities = [record["severity"] for record in json.loads(capsys.readouterr().out)]
    assert "warning" in severities
    assert code == int("error" in severities)


def test_check_as_json_is_the_contract(quyuan_book: Path, capsys: Capture) -> None:
    assert run(["check", str(quyuan_book), "--format", "json"]) == 1
    records = json.loads(capsys.readouterr().out)
    assert records
    for record in records:
        assert set(record) == CHECK_KEYS
        assert record["severity"] in ("error", "warning", "info")
        assert isinstance(record["figures"], list)
        assert all(isinstance(figure, str) for figure in record["figures"])
        assert all(isinstance(record[key], str) and record[key] for key in CHECK_KEYS - {"figures", "cell"})
    heads = [r for r in records if r["check"] == "C02"]
    assert [(r["sheet"], set(r["figures"])) for r in heads] == [
        ("附件2 整体支出自评表", {"50", "40"}),
        ("附件2 整体支出自评表", {"30", "40"}),
    ]
    assert all(r["cell"][0] == "B" and r["cell"][1:].isdigit() for r in heads)


def test_check_as_json_of_a_faultless_workbook_has_no_error(faultless: Path, capsys: Capture) -> None:
    assert run(["check", str(faultless), "--format", "json"]) == 0
    assert [r for r in json.loads(capsys.readouterr().out) if r["severity"] == "error"] == []


# ---- score ----------------------------------------------------------------------------------------------------------


def test_score_as_json_is_the_contract(quyuan_book: Path, capsys: Capture) -> None:
    assert run(["score", str(quyuan_book), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    for row in rows:
        assert set(row) == SCORE_KEYS
        for key in ("weight", "completion", "printed_score", "rule_score"):
            assert row[key] is None or isinstance(row[key], int | float)
        for key in SCORE_KEYS - {"weight", "completion", "printed_score", "rule_score"}:
            assert isinstance(row[key], str)
    assert [row["form"] for row in rows] == ["overall"] * 9 + ["project"] * 7
    assert {row["project"] for row in rows} == {"", "国资中心专项工作经费"}


def test_score_sets_the_rules_points_beside_the_printed_ones(book_of: Callable[[str], Path], capsys: Capture) -> None:
    run(["score", str(book_of("junshan-2024")), "--format", "json"])
    by_name = {row["indicator"]: row for row in json.loads(capsys.readouterr().out)}
    spending = by_name["财政资金支出"]
    assert (spending["printed_score"], spending["rule_score"], spending["completion"]) == (9, 10, 1)
    assert (spending["target"], spending["actual"], spending["weight"]) == ("≤78.16万元", "67.46万元", 10)
    assert by_name["推动全区经济发展"]["rule_score"] is None  # nobody can tell whether 长期 meets 定性


def test_score_as_a_table_marks_what_differs_and_says_why_a_row_cannot_be_scored(
    book_of: Callable[[str], Path], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    assert run(["score", str(book_of("junshan-2024"))]) == 0
    shown = capsys.readouterr().out
    assert "与规则不同" in shown
    assert "财政资金支出" in shown


# ---- report ---------------------------------------------------------------------------------------------------------


def test_report_writes_a_document_and_keeps_the_previous_one(
    quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "报告.docx"
    command = ["report", str(quyuan_book), "-o", str(target)]
    assert run(command) == 0
    first = target.read_bytes()
    assert first.startswith(b"PK")
    assert run(command) == 0
    assert names(tmp_path) == ["报告.docx", "报告（旧稿1）.docx"]
    assert target.with_stem("报告（旧稿1）").read_bytes() == first
    assert "旧稿1" in capsys.readouterr().out.replace("\n", "")


def test_a_report_that_fails_leaves_the_old_one_and_nothing_else(
    quyuan_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    target = tmp_path / "报告.docx"
    target.write_text("旧")
    monkeypatch.setattr(os, "replace", full)
    assert run(["report", str(quyuan_book), "-o", str(target)]) == 2
    assert "磁盘空间不够" in capsys.readouterr().err
    assert names(tmp_path) == ["报告.docx"]
    assert target.read_text() == "旧"


def test_a_report_open_in_another_program_is_left_alone(quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "报告.docx"
    target.write_text("旧")
    (tmp_path / ".~lock.报告.docx#").write_text("LibreOffice")
    assert run(["report", str(quyuan_book), "-o", str(target)]) == 0
    assert "没有动它" in capsys.readouterr().out
    assert target.read_text() == "旧"
    assert (tmp_path / "报告（新稿1）.docx").is_file()


def test_a_report_needs_its_suffix(quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(["report", str(quyuan_book), "-o", str(tmp_path / "报告.doc")]) == 2
    assert "扩展名应为 .docx" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["report", "final", "freeze"])
def test_a_folder_is_no_file_to_write(command: str, quyuan_book: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / ("夹.docx" if command == "report" else "夹.xlsx")
    folder.mkdir()
    assert run([command, str(quyuan_book), "-o", str(folder)]) == 2
    assert "是文件夹，请写出文件名" in capsys.readouterr().err
    assert names(tmp_path) == [folder.name]


@pytest.mark.parametrize(
    "command", [["report"], ["final"], ["freeze"], ["check"], ["report", "--final", "--allow-open"]]
)
def test_a_name_too_long_for_the_disk_ends_with_2(command: list[str], quyuan_book: Path, capsys: Capture) -> None:
    suffix = ".docx" if command[0] == "report" else ".xlsx"
    target = quyuan_book.with_name("长" * 200 + suffix)
    assert run([*command, str(quyuan_book), "-o", str(target)]) == 2
    assert "请改短再试" in capsys.readouterr().err


def test_a_kept_copy_whose_name_would_be_too_long_leaves_all_as_it_was(
    quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / f"{'长' * 80}.xlsx"  # 245 bytes: room for itself, not for what is added to a kept copy's name
    target.write_text("旧")
    assert run(["final", str(quyuan_book), "-o", str(target)]) == 2
    assert "请改短再试" in capsys.readouterr().err
    assert target.read_text() == "旧"
    assert names(tmp_path) == [target.name]


def test_score_of_an_empty_workbook_says_that_there_is_nothing(tmp_path: Path, capsys: Capture) -> None:
    assert run([*NEW, "-o", str(tmp_path / "表.xlsx")]) == 0
    assert run(["score", str(tmp_path / "表.xlsx")]) == 0
    assert "还没有填指标" in capsys.readouterr().out


# ---- files that cannot be read --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "score", "report"])
@pytest.mark.parametrize("name", ["没有.xlsx", "文字.xlsx", "表.xls", "夹.xlsx", f"{'长' * 200}.xlsx"])
def test_a_file_that_cannot_be_read_ends_with_2_and_one_sentence(
    command: str, name: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "文字.xlsx").write_text("x")
    (tmp_path / "表.xls").write_text("x")
    (tmp_path / "夹.xlsx").mkdir()
    output = ["-o", str(tmp_path / "报告.docx")] if command == "report" else []
    assert run([command, str(tmp_path / name), *output]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.strip().splitlines()) == 1
    assert "请" in captured.err
    assert "Traceback" not in captured.err
    assert not (tmp_path / "报告.docx").exists()


# ---- demo -----------------------------------------------------------------------------------------------------------


def test_demo_goes_all_the_way_with_a_real_units_figures(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["demo", "-o", str(tmp_path / "out")]) == 0
    assert {"service-center-2024.xlsm", "service-center-2024.docx"} <= set(names(tmp_path / "out"))
    shown = capsys.readouterr().out
    assert "C02" in shown
    (tmp_path / "out" / "service-center-2024.xlsm").write_text("改过的")
    assert run(["demo", "-o", str(tmp_path / "out")]) == 0  # once more over its own files
    assert (tmp_path / "out" / "service-center-2024（旧稿1）.xlsm").read_text() == "改过的"


@pytest.mark.parametrize(
    ("arguments", "told"), [(["--sample", "quyuan-2042"], "可用的示例"), (["-o", "文件"], "建不了文件夹")]
)
def test_demo_with_something_wrong_says_so(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "文件").write_text("x")
    assert run(["demo", *arguments]) == 2
    assert told in capsys.readouterr().err
