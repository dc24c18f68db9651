"""What commands change is written down, cell by cell, and the last of it can be undone, even in a saved workbook."""

from __future__ import annotations

import copy
from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.circulation.log import ADDED, FORMULA, NothingToUndo, changes_between, last_batch, record, undo
from jixiao.documents.circulation.merge import ReturnedPart, merge
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.freezing import freeze, restore
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from jixiao.model.submission.more_rows import delete_row, insert_row, swap_rows, with_project


def said(submission: Submission) -> object:
    return [(d.form, d.fields, d.rows, d.frozen) for d in submission.forms], submission.texts, submission.choices


def logged(family: Family, old: Submission, new: Submission, command: str = "命令") -> Submission:
    record(new, command, "2025-03-01 10:00", changes_between(family, old, new))
    return new


@pytest.mark.parametrize("change", ["insert", "delete", "swap"])
def test_rows_that_came_went_or_moved_come_back(change: str, family: Family, quyuan: Submission) -> None:
    rows = quyuan.forms[1].rows["indicators"]
    rows[1] |= {key: rows[0][key] for key in ("level1", "level2")}  # two of one group, which can be exchanged
    new = copy.deepcopy(quyuan)
    form, data = family.form("overall"), new.forms[1]
    {
        "insert": lambda: insert_row(data, form, "indicators", 2),
        "delete": lambda: delete_row(data, "indicators", 3),
        "swap": lambda: swap_rows(data, form, "indicators", 0, 1),
    }[change]()
    new = logged(family, quyuan, new)
    assert len(new.lists["log"]) == 1
    back, told = undo(family, new, "2025-03-01 11:00")
    assert said(back) == said(quyuan)
    assert "已撤回“命令”（2025-03-01 10:00）：1 处" in told
    with pytest.raises(NothingToUndo, match="没有做过"):
        undo(family, back, "2025-03-01 12:00")


def test_a_project_that_was_added_goes_unless_it_was_filled_in(family: Family, quyuan: Submission) -> None:
    new = logged(family, quyuan, with_project(quyuan, family))
    assert [row[4:] for row in new.lists["log"]] == [("project#2", "", "", ADDED)]
    assert said(undo(family, new, "now")[0]) == said(quyuan)
    new.forms[-1].fields["project_name"] = "已经填了"
    with pytest.raises(NothingToUndo, match="又改过"):
        undo(family, new, "now")


def test_frozen_formulas_are_cells_before_and_after(family: Family, quyuan: Submission) -> None:
    frozen, count = freeze(evaluate(family, quyuan))
    new = logged(family, quyuan, frozen, "冻结公式")
    assert len(new.lists["log"]) == count
    assert {row[6] for row in new.lists["log"]} == {FORMULA}
    assert all(row[5] for row in new.lists["log"])
    back, _ = undo(family, new, "now")
    assert said(back) == said(quyuan)
    again = logged(family, new, restore(evaluate(family, new))[0], "恢复公式")
    assert last_batch(again.lists["log"]).command == "恢复公式"


def test_a_merge_is_undone_but_for_what_was_changed_since(family: Family, new_unit: Submission) -> None:
    part = copy.deepcopy(new_unit)
    part.forms[2].fields |= {"project_name": "一个项目", "funds.budget": "5"}
    merged = merge(family, new_unit, [ReturnedPart(Path("甲.xlsx"), part)], "2025-03-01 10:00").submission
    assert merged.forms[2].fields["project_name"] == "一个项目"
    merged.forms[2].fields["funds.budget"] = "6"
    back, told = undo(family, merged, "now")
    assert back.forms[2].fields.get("project_name", "") == ""
    assert back.forms[2].fields["funds.budget"] == "6"
    assert "有 1 处后来又改过，没有动" in told


def test_the_log_is_hidden_goes_along_and_serves_after_saving(
    quyuan_book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_book(quyuan_book)[1]
    assert run(["add-project", str(quyuan_book), "-o", str(tmp_path / "一.xlsx")]) == 0
    assert run(["add-indicator", str(tmp_path / "一.xlsx"), "--sheet", "附件2", "-o", str(tmp_path / "二.xlsx")]) == 0
    book = openpyxl.load_workbook(tmp_path / "二.xlsx")
    assert book["jixiao.log"].sheet_state == "veryHidden"
    rows = read_book(tmp_path / "二.xlsx")[1].lists["log"]
    assert [(row[1], row[2]) for row in rows] == [("新增项目表", "1"), ("加了一行", "2")]
    book.save(tmp_path / "存过.xlsx")
    assert run(["undo", str(tmp_path / "存过.xlsx"), "-o", str(tmp_path / "三.xlsx")]) == 0
    assert "已撤回“加了一行”" in capsys.readouterr().out
    assert run(["undo", str(tmp_path / "三.xlsx"), "-o", str(tmp_path / "四.xlsx")]) == 0
    after = read_book(tmp_path / "四.xlsx")[1]
    assert [(d.form, d.fields, d.rows) for d in after.forms] == [(d.form, d.fields, d.rows) for d in before.forms]
    assert run(["undo", str(tmp_path / "四.xlsx"), "-o", str(tmp_path / "五.xlsx")]) == 2
    assert "没有做过可以撤回的改动" in capsys.readouterr().err
    assert not (tmp_path / "五.xlsx").exists()
