"""The buttons of a workbook's year, pressed in a real LibreOffice: 拆分, 合并, 公开版, 撤回上一步, 升级."""

from __future__ import annotations

import copy
import shutil
from itertools import pairwise
from pathlib import Path

import jixiao.interfaces.excel.buttons as buttons
import openpyxl
import pytest
import xlwings as xw
from jixiao.documents.circulation.private_remains import left_in
from jixiao.documents.circulation.split import Share, part_of, values_of
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.list_sheets import TAKE
from jixiao.interfaces.excel.open_book import unprotected
from jixiao.model.forms.library import load
from jixiao.model.forms.part_of_family import for_part
from jixiao.model.submission import Submission

from ..narrowing import instance_of
from .desk import OVERALL, Desk, Opened, row_of
from .hands import Hands
from .office import Office

pytestmark = pytest.mark.live


def said(submission: Submission) -> object:
    return [(d.form, d.fields, d.rows, d.frozen) for d in submission.forms], submission.texts


def differences(one: Submission, other: Submission) -> list[tuple[str, str, str | None, str | None]]:
    """Every cell that says something else."""
    found = []
    for mine, theirs in zip(one.forms, other.forms, strict=True):
        before, after = dict(values_of(mine)), dict(values_of(theirs))
        keys = [key for key in before | after if before.get(key) != after.get(key)]
        found += [(mine.form, key, before.get(key), after.get(key)) for key in keys]
    return found


def answer_yes(desk: Desk) -> None:
    desk.app.impl.on_alert = lambda alert: "yes" if alert.buttons == "yes_no" else "ok"


def test_each_button_that_changes_rows_is_taken_back_last_first_even_after_saving(desk: Desk) -> None:
    answer_yes(desk)
    states = [desk.submission()]
    names = desk.column(OVERALL, "indicators_name")
    rows = [names.row + 1, names.row + 2]
    for function, row in (("insert_indicator", rows[0]), ("delete_indicator", rows[1] + 2)):
        desk.select(OVERALL, f"F{row}")
        desk.press(function)
        states.append(desk.submission())
    assert [differences(*pair) == [] for pair in pairwise(states)] == [False, False]
    desk.book.save()
    assert desk.submission().lists["log"][-1][1] == "删除指标行"
    assert "已撤回“删除指标行”" in desk.press("undo_last")
    assert differences(states[1], desk.submission()) == []
    assert "已撤回“插入指标行”" in desk.press("undo_last")
    assert differences(states[0], desk.submission()) == []
    assert "没有做过可以撤回的改动" in desk.press("undo_last")
    sheet = desk.book.sheets["jixiao.log"]
    assert not sheet.visible
    assert desk.book.sheets[OVERALL].api.isProtected()


CHANGING = {
    "insert_indicator": "插入指标行",
    "delete_indicator": "删除指标行",
    "move_up": "上移",
    "move_down": "下移",
    "paste_values": "粘贴为数值",
    "toggle_formulas": "冻结公式",
    "check_all": "校验全部",
}
"""The buttons that change the open workbook; the others write a new one and keep this as it was."""


def test_after_each_button_that_changes_the_book_it_can_be_taken_back(
    office: Office, opened: Opened, new_unit: Submission
) -> None:
    """By 撤回上一步, which Excel needs, and by Ctrl+Z, which LibreOffice has too."""
    rows = next(new_unit.of("overall")).rows["indicators"]
    rows[1] = rows[0] | {"name": "乙", "target": "≥2个", "weight": "20"}  # of one group
    rows[0] |= {"name": "甲", "target": "≥1个", "weight": "10"}
    desk = opened(new_unit)
    answer_yes(desk)
    hands, undone = Hands(office, desk), desk.book.api.getUndoManager()
    place = next(iter(hands.amounts().values()))
    hands.type_in(place.cell, "125万元")
    undone.clear()
    hands.copy({"text/plain;charset=utf-16": "某个指标"})
    was, held = desk.submission(), desk.formulas()
    for function, name in CHANGING.items():
        desk.select(OVERALL, f"F{row_of(desk, int(function != 'move_down'))}")
        told = desk.press(function)
        assert (function, told, logged(desk)[-1:]) == (function, told, [name])
        changed = {title: rows for title, rows in desk.formulas().items() if title in held}  # the log, new, keeps room
        assert f"已撤回“{name}”" in desk.press("undo_last")
        assert (function, differences(was, desk.submission())) == (function, [])
        assert (function, len(undone.getAllUndoActionTitles())) == (function, 2)
        for before in (changed, held):
            undone.undo()
            assert (function, changes_since(before, desk)) == (function, [])


def logged(desk: Desk) -> list[str]:
    """The commands that the log names."""
    log = next((sheet for sheet in desk.book.sheets if sheet.name == "jixiao.log"), None)
    return [str(name) for name in log.range("B3:B99").value if name] if log else []


def changes_since(held: dict[str, tuple[tuple[str, ...], ...]], desk: Desk) -> list[str]:
    """The sheets that say something else."""
    now = desk.formulas()
    return [title for title in held if now[title] != held[title]]


def test_parts_are_merged_what_differs_is_chosen_and_a_second_press_writes_it(
    desk: Desk, quyuan: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.submission()
    index = next(i for i, data in enumerate(whole.forms) if data.form == "project")
    part = part_of(whole, Share("业务股", (index,)))
    part.forms[0].rows["indicators"][0]["actual"] = "送来的完成值"
    path = tmp_path / "业务股.xlsx"
    build(for_part(load(whole.family), ()), part, path)
    opened_part = desk.app.books.open(str(path))  # the person works in LibreOffice, and renames the sheet
    opened_part.sheets["附件3 项目1 国资中心专项工作经费"].name = "我的项目"
    opened_part.save()
    opened_part.close()
    monkeypatch.setattr(buttons.circulation, "ask_books", lambda app: [path])
    told = desk.press("merge_parts")
    assert "有 1 处工作簿里填的和送来的不一样" in told
    merged = tmp_path / "2024自评（合并）.xlsm"
    assert merged.exists()
    book = desk.app.books["2024自评（合并）.xlsm"]
    sheet = book.sheets["合并分歧"]
    assert sheet.range("F3").value == "送来的完成值"
    sheet.range("H3").value = TAKE
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    answer_yes(desk)
    assert "采用送来的 1 处" in desk.press("merge_parts")
    after = read_book(tmp_path / "2024自评（合并）（合并）.xlsm")[1]
    assert next(after.of("project")).rows["indicators"][0]["actual"] == "送来的完成值"
    assert said(desk.submission()) == said(whole)


def test_nothing_is_merged_when_no_file_is_chosen(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buttons.circulation, "ask_books", lambda app: [])
    assert desk.press("merge_parts") == ""
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == [desk.path.name]


def test_the_public_version_asks_for_names_and_is_clean(opened: Opened, quyuan: Submission, tmp_path: Path) -> None:
    quyuan.preparer, quyuan.phone = "郑会清", "13812345678"
    desk = opened(copy.deepcopy(quyuan))
    answer_yes(desk)
    assert "像是人名的词还没有定" in desk.press("make_public")
    listed = tmp_path / "2024自评公开版人名.xlsx"
    desk.app.books[listed.name].close()
    book = openpyxl.load_workbook(listed)
    for row in book.active.iter_rows(min_row=2):
        row[3].value = "隐去"
    book.save(listed)
    assert "已生成公开版" in desk.press("make_public")
    for name in ("2024自评公开版.xlsx", "2024自评公开版.docx"):
        assert left_in(tmp_path / name, ["郑会清", "13812345678"]) == []


def test_a_workbook_is_handed_out_by_project_and_by_the_list(desk: Desk, tmp_path: Path) -> None:
    answer_yes(desk)
    assert "已分成 1 份" in desk.press("split_parts")
    names = sorted(path.name for path in (tmp_path / "2024自评分发").iterdir())
    assert "2024自评（总表）.xlsm" in names
    assert len(names) == 2
    part = read_book(next(path for path in (tmp_path / "2024自评分发").iterdir() if "总表" not in path.name))[1]
    assert [data.fields for data in part.forms] == [data.fields for data in desk.submission().of("project")]

    desk.app.impl.on_alert = lambda alert: "no" if alert.buttons == "yes_no" else "ok"
    assert "分工表" in desk.press("split_parts")
    listed = desk.app.books["2024自评分工.xlsx"]
    listed.sheets[0].range("A2:A4").value = [["办公室"], ["财务股"], ["业务股"]]
    listed.save()
    listed.close()
    assert "已分成 3 份" in desk.press("split_parts")
    assert len(list((tmp_path / "2024自评分发（2）").glob("*股.xlsm"))) == 2


def test_a_book_of_0_1_0_is_offered_to_be_made_anew_and_the_button_does_it_too(
    app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(Path(__file__).parents[1] / "data" / "books" / "filled-0.1.0.xlsm", tmp_path / "自评.xlsm"))
    book = app.books.open(str(path))
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    desk = Desk(app, book, path)
    answer_yes(desk)
    assert "已升级，存为新的工作簿" in desk.press("check_all")
    upgraded = read_book(tmp_path / "自评（升级）.xlsm")[1]
    assert not is_older(upgraded)
    assert said(upgraded) == said(desk.submission())
    assert "逐格核对一致" in desk.press("upgrade_book")
    monkeypatch.setattr(xw.Book, "_mock_caller", app.books["自评（升级）.xlsm"], raising=False)
    assert "不用升级" in desk.press("upgrade_book")


def test_what_checking_mended_is_in_the_log_and_is_taken_back(desk: Desk) -> None:
    answer_yes(desk)
    score = desk.column(OVERALL, "indicators_score")
    cell = desk.book.sheets[OVERALL].range((score.row + 1, score.column))
    with unprotected(desk.book.sheets[OVERALL]):
        cell.value = None
    assert "恢复删掉的公式" in desk.press("check_all")
    assert instance_of(str, cell.formula).startswith("=")
    (row,) = [row for row in desk.submission().lists["log"] if row[5] == cell.address.replace("$", "")]
    assert (row[1], row[3], row[6], row[7]) == ("校验全部", OVERALL, "", cell.formula)
    assert "已撤回“校验全部”" in desk.press("undo_last")
    assert cell.formula == ""
