"""情况说明 and 复报 on the result of a small folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.check_sheet import EXPLAINED
from jixiao.interfaces.cli.entry import run as run_command
from jixiao.interfaces.collect.engine import Engine
from jixiao.interfaces.collect.outcome_store import OutcomeStore
from jixiao.interfaces.collect.previous import PreviousError, changes_since
from jixiao.interfaces.collect.run import WORKBOOK, Options, collect
from jixiao.interfaces.collect.summaries import Summary
from jixiao.interfaces.collect.tables import read_table
from jixiao.interfaces.collect.waivers import NUMBER, REASON, SHEET, WaiverError, read_waivers, waived
from jixiao.model.forms.sheet_titles import ALL_CHECKS
from jixiao.model.submission.submission import EXPLAINED_LIST
from openpyxl import load_workbook

Collected = tuple[Path, Summary]
SCORE_OF_RATE = ("C10", "执行率得分符合所选赋分规则")
REASON_GIVEN = "上级文件另有规定"


@pytest.fixture
def result(collected: Collected, tmp_path: Path) -> Path:
    copy = tmp_path / "结果"
    shutil.copytree(collected[0], copy)
    return copy


def again(received: Path, result: Path, **options: Any) -> Summary:
    return collect([received], result, Options(**options), lambda _: None)


def test_a_finding_set_aside_stays_visible_with_its_reason(
    received: Path, result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = read_table(result, "findings")["number"][0]
    assert run_command(["waive", str(result), number, "--reason", "上级文件另有规定", "--who", "某科"]) == 0
    assert f"问题号 {number}" in capsys.readouterr().out
    summary = again(received, result)
    assert summary.totals["有情况说明的问题"] >= 1
    rows = list(load_workbook(result / WORKBOOK)[SHEET].iter_rows(values_only=True))
    place, words = rows[0].index(NUMBER), rows[0].index(REASON)
    assert {row[words] for row in rows[1:] if row[place] == number} == {"上级文件另有规定"}
    assert "情况说明：上级文件另有规定" in (result / "index.html").read_text("utf-8")


def test_it_comes_back_when_its_figures_change(result: Path) -> None:
    findings = read_table(result, "findings")
    number = findings["number"][0]
    run_command(["waive", str(result), number, "--reason", "已核实"])
    assert "已核实" in waived(findings, read_waivers(result))
    findings["figures"] = "另一个数"
    assert set(waived(findings, read_waivers(result))) == {""}


def test_what_a_reviewer_types_into_the_workbook_is_taken_over(received: Path, result: Path) -> None:
    book = load_workbook(result / WORKBOOK)
    sheet = book[SHEET]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index(REASON) + 1).value = "现场看过"
    book.save(result / WORKBOOK)
    first = again(received, result).totals["有情况说明的问题"]
    assert first >= 1  # the same problem may stand in another file of the unit
    assert again(received, result).totals["有情况说明的问题"] == first


def test_what_the_unit_says_in_its_workbook_sets_the_finding_aside_while_its_figures_stay(
    received: Path, process: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, result = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    book = load_workbook(received / "甲县" / "junshan-2024.xlsx")
    row = next(row for row in book[ALL_CHECKS].iter_rows(min_row=3) if (row[0].value, row[3].value) == SCORE_OF_RATE)
    row[EXPLAINED].value = REASON_GIVEN
    book.save(folder / "甲.xlsx")
    assert read_book(folder / "甲.xlsx")[1].lists[EXPLAINED_LIST] == [("C10", row[2].value, row[3].value, REASON_GIVEN)]
    findings = collect([folder], result, Options(process), lambda _: None).findings
    assert list(findings[findings["waived"] != ""]["check"]) == ["C10"]
    _assert_check_says_it_everywhere(folder / "甲.xlsx", tmp_path, capsys)
    book[row[2].value][findings[findings["check"] == "C10"]["cell"].iloc[0]].value = 7
    book.save(folder / "甲.xlsx")
    findings = collect([folder], result, Options(process), lambda _: None).findings
    assert set(findings["waived"]) == {""}
    assert set(findings[findings["check"] == "C10"]["explained"]) == {REASON_GIVEN}


def _assert_check_says_it_everywhere(book: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``check`` shows the finding as explained, in words, as data, as a page and as a list."""
    run_command(["check", str(book), "--all"])
    said = capsys.readouterr().out
    assert "1 处单位写了情况说明" in said
    assert f"［情况说明：{REASON_GIVEN}］" in said
    run_command(["check", str(book), "--format", "json"])
    assert [f["check"] for f in json.loads(capsys.readouterr().out) if f.get("explained") == REASON_GIVEN] == ["C10"]
    for kind in ("html", "xlsx"):
        run_command(["check", str(book), "--format", kind, "-o", str(folder / f"问题.{kind}")])
    assert f"情况说明：</b>{REASON_GIVEN}" in (folder / "问题.html").read_text("utf-8")
    rows = list(load_workbook(folder / "问题.xlsx")["不符"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows if row[rows[0].index(REASON)] == REASON_GIVEN] == ["C10"]


def test_what_was_said_in_an_earlier_result_stands_in_the_next(received: Path, result: Path, tmp_path: Path) -> None:
    number = read_table(result, "findings")["number"][0]
    run_command(["waive", str(result), number, "--reason", "已核实"])
    shutil.copytree(result / "outcomes", tmp_path / "新" / "outcomes")
    assert again(received, tmp_path / "新", previous=result).totals["有情况说明的问题"] >= 1


@pytest.mark.parametrize("damaged", ["findings.parquet", WORKBOOK])
def test_a_result_whose_reasons_cannot_be_taken_back_is_not_written_over(
    damaged: str, received: Path, result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (result / damaged).write_bytes(b"damaged")
    assert run_command(["collect", str(received), "-o", str(result)]) == 2
    assert "情况说明" in capsys.readouterr().err
    assert (result / damaged).read_bytes() == b"damaged"


@pytest.mark.parametrize(("number", "reason"), [("没有", "已核实"), ("", "  ")])
def test_what_cannot_be_set_aside_is_said(number: str, reason: str, result: Path) -> None:
    number = number or read_table(result, "findings")["number"][0]
    assert run_command(["waive", str(result), number, "--reason", reason]) == 2


def test_a_damaged_list_of_waivers_is_not_written_over(result: Path) -> None:
    (result / "情况说明.json").write_text("{", "utf-8")
    with pytest.raises(WaiverError, match="读不出来"):
        read_waivers(result)


def test_what_changed_since_the_last_result_is_told(
    received: Path, collected: Collected, process: Engine, tmp_path: Path
) -> None:
    folder, newer = tmp_path / "in", tmp_path / "新"
    folder.mkdir()
    book = load_workbook(received / "甲县" / "quyuan-2024.xlsx")
    sheet = book["附件2 整体支出自评表"] if "附件2 整体支出自评表" in book.sheetnames else book.worksheets[2]
    name = sheet.defined_names["funds_spent"].attr_text.rpartition("!")[2].replace("$", "")
    sheet[name.split(":")[0]].value = 1.23
    book.save(folder / "改过.xlsx")
    summary = collect([folder], newer, Options(process, previous=collected[0]), lambda _: None)
    (row,) = summary.changes.to_dict("records")
    assert row["改动的数字"] >= 1
    assert "→ 1.23" in row["改了哪些"]
    assert bool(row["新出现哪些"]) == (row["新出现"] > 0)
    assert bool(row["改正了哪些"]) == (row["已改正"] > 0)
    assert row["新出现"] > 0
    assert "复报变化" in load_workbook(newer / WORKBOOK).sheetnames


def test_a_result_of_another_version_is_neither_taken_nor_compared_with(collected: Collected, tmp_path: Path) -> None:
    findings = read_table(collected[0], "findings")
    findings.drop(columns="number").to_parquet(tmp_path / "findings.parquet")
    shutil.copy(collected[0] / "figures.parquet", tmp_path)
    with pytest.raises(PreviousError, match="没有可以比较的汇总结果"):
        changes_since(tmp_path, collected[0])
    digest = read_table(collected[0], "files")["digest"].max()
    own = OutcomeStore(collected[0]).path(digest)
    other = tmp_path / "outcomes" / "0123456789ab" / own.parent.name / own.name
    other.parent.mkdir(parents=True)
    shutil.copy(own, other)
    assert not OutcomeStore(tmp_path).has(digest)


def test_a_folder_without_a_result_cannot_be_compared_with(collected: Collected, tmp_path: Path) -> None:
    with pytest.raises(PreviousError, match="没有可以比较的汇总结果"):
        changes_since(tmp_path, collected[0])
