"""The commands that do on a saved file what the buttons do in an open one; the file itself stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission
from jixiao.model.submission.more_rows import sheet_rows
from openpyxl.comments import Comment

Capture = pytest.CaptureFixture[str]
OVERALL = "附件2 整体支出自评表"


@pytest.fixture
def before(quyuan_book: Path) -> Submission:
    return read_book(quyuan_book)[1]


def after(path: Path, arguments: list[str]) -> Submission:
    assert run([*arguments, "-o", str(path)]) == 0
    return read_book(path)[1]


def test_a_project_form_is_added(quyuan_book: Path, before: Submission, tmp_path: Path, capsys: Capture) -> None:
    original = quyuan_book.read_bytes()
    new = after(tmp_path / "新.xlsx", ["add-project", str(quyuan_book)])
    assert [form.form for form in new.forms] == [*(form.form for form in before.forms), "project"]
    assert [(form.fields, form.rows) for form in new.forms[:-1]] == [(f.fields, f.rows) for f in before.forms]
    assert new.texts == before.texts
    assert quyuan_book.read_bytes() == original
    assert "新.xlsx" in capsys.readouterr().out


def test_a_project_form_in_the_middle_is_taken_out_and_what_was_noted_on_the_others_stays(
    submission_of: Callable[[str], Submission], tmp_path: Path, capsys: Capture
) -> None:
    submission = submission_of("new with 3 projects")
    for number, data in enumerate(submission.of("project"), start=1):
        data.fields["project_name"] = f"项目{'甲乙丙'[number - 1]}"
    build(load(submission.family), submission, tmp_path / "旧.xlsx")
    book = openpyxl.load_workbook(tmp_path / "旧.xlsx")
    book["附件3 项目3 项目丙"]["D5"].comment = Comment("记得核对", "本人")
    book.save(tmp_path / "旧.xlsx")
    new = after(tmp_path / "新.xlsx", ["remove-project", str(tmp_path / "旧.xlsx"), "--sheet", "附件3 项目2"])
    assert [data.fields["project_name"] for data in new.of("project")] == ["项目甲", "项目丙"]
    comment = openpyxl.load_workbook(tmp_path / "新.xlsx")["附件3 项目2 项目丙"]["D5"].comment
    assert comment is not None
    assert "记得核对" in comment.text


@pytest.mark.parametrize(("sheet", "told"), [("附件2", "不是项目表"), ("附件3", "只有一张项目表了")])
def test_what_is_no_project_form_or_the_only_one_stays(
    sheet: str, told: str, quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(["remove-project", str(quyuan_book), "--sheet", sheet, "-o", str(tmp_path / "新.xlsx")]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sheet", [OVERALL, "附件2"])
def test_a_row_is_added_below_the_one_named(sheet: str, quyuan_book: Path, before: Submission, tmp_path: Path) -> None:
    (old,) = before.of("overall")
    row = sheet_rows(old, "indicators", "name")[2]
    arguments = ["add-indicator", str(quyuan_book), "--sheet", sheet, "--after", str(row)]
    (new,) = after(tmp_path / "新.xlsx", arguments).of("overall")
    rows = new.rows["indicators"]
    assert [*rows[:3], *rows[4:]] == old.rows["indicators"]
    assert {key: text for key, text in rows[3].items() if text} == {
        key: old.rows["indicators"][2][key] for key in ("level1", "level2")
    }


def test_without_a_row_it_is_added_at_the_end(quyuan_book: Path, before: Submission, tmp_path: Path) -> None:
    (old,) = before.of("project")
    (new,) = after(tmp_path / "新.xlsx", ["add-indicator", str(quyuan_book), "--sheet", "附件3"]).of("project")
    assert new.rows["indicators"][:-1] == old.rows["indicators"]


@pytest.mark.parametrize("index", [0, 2, -1])
def test_a_row_is_deleted_and_each_other_stays_in_its_group(
    index: int, quyuan_book: Path, before: Submission, tmp_path: Path
) -> None:
    (old,) = before.of("overall")
    row = sheet_rows(old, "indicators", "name")[index]
    arguments = ["delete-indicator", str(quyuan_book), "--sheet", "附件2", "--row", str(row)]
    (new,) = after(tmp_path / "新.xlsx", arguments).of("overall")
    rows = old.rows["indicators"]
    assert new.rows["indicators"] == [each for at, each in enumerate(rows) if at != index % len(rows)]


@pytest.mark.parametrize(("index", "way", "other"), [(1, "--up", 0), (1, "--down", 2)])
def test_a_row_changes_places_with_its_neighbour(
    index: int, way: str, other: int, quyuan_book: Path, before: Submission, tmp_path: Path
) -> None:
    (old,) = before.of("overall")
    places, rows = sheet_rows(old, "indicators", "name"), list(old.rows["indicators"])
    if rows[index]["level2"] != rows[other]["level2"]:
        pytest.skip("the sample has another group there")
    arguments = ["move-indicator", str(quyuan_book), "--sheet", "附件2", "--row", str(places[index]), way]
    (new,) = after(tmp_path / "新.xlsx", arguments).of("overall")
    rows[index], rows[other] = rows[other], rows[index]
    assert new.rows["indicators"] == rows


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["delete-indicator", "--row", "1"], "不是指标行，指标在第 "),
        (["move-indicator", "--row", "15", "--up"], "已经是最上面的一行了"),
    ],
)
def test_what_cannot_be_done_with_a_row_is_told(
    command: list[str], told: str, quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "新.xlsx"
    assert run([command[0], str(quyuan_book), "--sheet", "附件2", *command[1:], "-o", str(target)]) == 2
    assert told in capsys.readouterr().err
    assert not target.exists()


def test_a_note_beside_a_row_moves_with_it_and_one_on_a_deleted_row_is_told_of(
    quyuan_book: Path, before: Submission, tmp_path: Path, capsys: Capture
) -> None:
    (old,) = before.of("overall")
    rows = sheet_rows(old, "indicators", "name")
    book = openpyxl.load_workbook(quyuan_book)
    for place, text in ((rows[1], "这一行"), (rows[2], "下一行")):
        book[OVERALL].cell(place, 5).comment = Comment(text, "本人")
    noted = tmp_path / "有批注.xlsx"
    book.save(noted)
    arguments = ["delete-indicator", str(noted), "--sheet", "附件2", "--row", str(rows[1])]
    target = tmp_path / "新.xlsx"
    assert run([*arguments, "-o", str(target)]) == 2
    assert "这一行" in capsys.readouterr().err
    assert run([*arguments, "-o", str(target), "--leave-behind"]) == 0
    comment = openpyxl.load_workbook(target)[OVERALL].cell(rows[1], 5).comment
    assert comment is not None
    assert "下一行" in comment.text


@pytest.mark.parametrize(
    ("sheet", "told"),
    [("附件9", "没有这样的工作表"), ("附件", "有几张工作表的名称这样开头"), ("首页", OVERALL)],
)
def test_a_sheet_that_is_not_one_form_is_refused(
    sheet: str, told: str, quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(["add-indicator", str(quyuan_book), "--sheet", sheet, "-o", str(tmp_path / "新.xlsx")]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_final_version_has_values_only_and_keeps_the_previous_one(
    quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "上报.xlsx"
    assert run(["final", str(quyuan_book), "-o", str(target)]) == 0
    assert run(["final", str(quyuan_book), "-o", str(target)]) == 0
    assert "上一份上报版保留为：" in capsys.readouterr().out
    book = openpyxl.load_workbook(target)
    assert all(name.startswith("附件") for name in book.sheetnames)
    assert not [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_formulas_are_frozen_and_come_back(book_of: Callable[[str], Path], tmp_path: Path, capsys: Capture) -> None:
    book = book_of("new with 1 projects")
    before, frozen = read_book(book)[1], after(tmp_path / "冻结.xlsx", ["freeze", str(book)])
    count = sum(len(data.frozen) for data in frozen.forms)
    assert count > 20
    assert f"已把 {count} 个计算结果固定为数值" in capsys.readouterr().out
    back = after(tmp_path / "恢复.xlsx", ["freeze", str(tmp_path / "冻结.xlsx"), "--restore"])
    assert [(data.fields, data.rows) for data in back.forms] == [(data.fields, data.rows) for data in before.forms]


def test_what_was_frozen_in_place_is_in_the_log_twice_and_taken_back_twice(
    book_of: Callable[[str], Path], tmp_path: Path, capsys: Capture
) -> None:
    book, one, two = book_of("new with 1 projects"), tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    frozen = after(one, ["freeze", str(book)])
    assert {row[1] for row in frozen.lists["log"]} == {"冻结公式"}
    assert len(frozen.lists["log"]) == sum(len(data.frozen) for data in frozen.forms)
    assert openpyxl.load_workbook(one)["jixiao.log"].sheet_state == "veryHidden"
    back = after(two, ["undo", str(one)])
    before = read_book(book)[1]
    assert [(data.fields, data.rows) for data in back.forms] == [(data.fields, data.rows) for data in before.forms]
    again = after(tmp_path / "三.xlsx", ["freeze", str(two)])
    assert len(again.lists["log"]) == 2 * len(frozen.lists["log"]) + 1  # and the row that says it was undone
    assert "已撤回“冻结公式”" in capsys.readouterr().out


COMMANDS = [["add-project"], ["add-indicator", "--sheet", "附件2"], ["final"], ["freeze"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
@pytest.mark.parametrize(
    ("book", "output", "told"),
    [
        ("没有.xlsx", "新.xlsx", "没有文件"),
        ("报告.docx", "新.xlsx", "不是 .xlsx 或 .xlsm"),
        ("没有.xlsx", "新.doc", "扩展名应为"),
        ("没有.xlsx", ".", "是文件夹"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    command: list[str], book: str, output: str, told: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "报告.docx").write_bytes(b"x")
    arguments = [command[0], str(tmp_path / book), *command[1:], "-o", str(tmp_path / output)]
    assert run([*arguments[:-1], output] if output == "." else arguments) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["报告.docx"]


@pytest.mark.parametrize("command", [["add-project"], ["freeze"]], ids=lambda c: c[0])
def test_an_existing_workbook_is_not_overwritten(
    command: list[str], quyuan_book: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "有.xlsx").write_text("我的")
    assert run([*command, str(quyuan_book), "-o", str(tmp_path / "有.xlsx")]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert (tmp_path / "有.xlsx").read_text() == "我的"
