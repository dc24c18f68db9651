"""Next year's blank beside last year's family: what an administrator corrected goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.grid import walk_cells
from jixiao.model.forms.library import load
from openpyxl import load_workbook

from tests.documents.learning.blanks import PROJECT, TRANSFER, grid, write_docx

TITLE = "项目支出绩效自评表"
BEFORE = PROJECT.replace(
    "项目资金（万元）",
    "项目归口（2024年）||>|>|对接人员||>|>\n2024年牵头科室||>|>|>|>|>|>\n项目资金（万元）",
    1,
)
AFTER = (
    BEFORE.replace("2024", "2025")
    .replace("2025年牵头科室||>|>|>|>|>|>\n", "")
    .replace("项目归口", "重点任务编号||>|>|>|>|>|>\n项目归口", 1)
)
CHOSEN = {"（项目归口（2024年））": "预算部门名称 [unit_name]", "（对接人员）": "联系人 [contact]"}
NEW_BOOK = ["new", "--family", "new", "--from", "去年.xlsx", "--year", "2025", "-o", "今年.xlsx"]


@pytest.fixture
def place(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The families, which may be added to; the current folder has both blanks."""
    (tmp_path / "样表").mkdir()
    monkeypatch.chdir(tmp_path / "样表")
    write_docx(Path("去年.docx"), TITLE, "（2024年度）", grid(BEFORE))
    write_docx(Path("今年.docx"), TITLE, "（2025年度）", grid(AFTER))
    return forms


def correct(sheet: str, chosen: dict[str, str]) -> None:
    """What an administrator does: another choice for the cells with these words."""
    book = load_workbook(sheet)
    for row in book["对照"].iter_rows(min_row=2):
        row[2].value = chosen.get(str(row[1].value), row[2].value)
    book.save(sheet)


def confirmed_last_year(chosen: dict[str, str]) -> None:
    assert run(["family", "new", "old", "--from", "去年.docx"]) == 0
    correct("old-对照表.xlsx", chosen)
    assert run(["family", "apply", "old-对照表.xlsx"]) == 0


def keys_of(family: str) -> set[str]:
    return {cell.field for _, cell in walk_cells(load(family).forms[0].rows)}


def test_what_was_corrected_is_taken_so_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    confirmed_last_year(CHOSEN)
    assert "改了 2 处" in capsys.readouterr().out
    assert run(["family", "new", "new", "--from", "今年.docx", "--like", "old"]) == 0
    said = capsys.readouterr().out
    assert "改过的 2 处，照样认了" in said
    asked = said.partition("请在对照表里看看这些")[2]
    assert "对接人员" not in asked
    assert said.partition("与去年相比：")[2].strip().split("\n")[:2] == [
        "附件1：多了「重点任务编号」",
        "  附件1：少了「2024年牵头科室」",
    ]
    assert {"unit_name", "contact"} <= keys_of("new")
    rows = list(load_workbook("new-对照表.xlsx")["对照"].values)
    assert [row[2] for row in rows if row[3] == "去年改过"] == list(CHOSEN.values())
    fill_and_roll_forward()


def fill_and_roll_forward() -> None:
    """Last year's book, filled in, goes on as this year's."""
    assert (
        run(["new", "--family", "old", "--unit", "某某局", "--year", "2024", "--projects", "1", "-o", "去年.xlsx"]) == 0
    )
    _, last = read_book(Path("去年.xlsx"))
    last.forms[0].fields |= {"project_name": "校园安全", "unit_name": "某某科"}
    build(load(last.family), last, Path("去年.xlsx"))
    assert run(NEW_BOOK) == 0
    fields = next(form.fields for form in read_book(Path("今年.xlsx"))[1].forms if form.form == "project")
    assert [fields.get(key) for key in ("project_name", "unit_name")] == ["校园安全", "某某科"]


def test_what_does_not_fit_is_told_and_this_years_corrections_come_on_top(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confirmed_last_year(CHOSEN | {"（2024年牵头科室）": "项目负责人 [leader]"})
    capsys.readouterr()
    assert run(["family", "new", "new", "--from", "今年.docx", "--like", "old"]) == 0
    assert "「2024年牵头科室」（改为项目负责人），今年的样表上没有找到，没有带过来" in capsys.readouterr().out
    correct("new-对照表.xlsx", {"（重点任务编号）": "项目编码 [project_code]"})
    assert run(["family", "apply", "new-对照表.xlsx"]) == 0
    said = capsys.readouterr().out
    assert "改了 1 处" in said
    assert "又按样表读出的认" not in said
    assert {"unit_name", "contact", "project_code"} <= keys_of("new")


def test_a_field_that_another_label_has_this_year_is_not_given_twice(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confirmed_last_year(CHOSEN)
    write_docx(Path("今年.docx"), TITLE, "（2025年度）", grid(AFTER.replace("重点任务编号", "联系人")))
    assert run(["family", "new", "new", "--from", "今年.docx", "--like", "old"]) == 0
    said = capsys.readouterr().out
    assert "「对接人员」（改为联系人），今年的样表上「联系人」已认作它，没有带过来" in said
    assert "改过的 1 处，照样认了" in said


def test_of_two_cells_with_the_same_label_the_same_one_is_meant(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("去年.docx", "今年.docx"):
        rows = (BEFORE if name == "去年.docx" else AFTER).replace(
            "主管部门||", "责任科室||>|>|责任科室||>|>\n主管部门||", 1
        )
        write_docx(Path(name), TITLE, grid(rows))
    assert run(["family", "new", "old", "--from", "去年.docx", "--year", "2024"]) == 0
    book = load_workbook("old-对照表.xlsx")
    twins = [row for row in book["对照"].iter_rows(min_row=2) if row[1].value == "（责任科室）"]
    twins[1][2].value = "项目负责人 [leader]"
    book.save("old-对照表.xlsx")
    assert run(["family", "apply", "old-对照表.xlsx"]) == 0
    capsys.readouterr()
    assert run(["family", "new", "new", "--from", "今年.docx", "--like", "old"]) == 0
    assert "改过的 1 处，照样认了" in capsys.readouterr().out
    fields = [cell.field for _, cell in walk_cells(load("new").forms[0].rows) if cell.field]
    assert fields.index("leader") == fields.index("责任科室") + 1


def test_a_form_that_comes_first_this_year_does_not_take_the_place_of_last_years(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    confirmed_last_year(CHOSEN)
    write_docx(Path("转移支付.docx"), "转移支付绩效自评表", "（2025年度）", grid(TRANSFER))
    capsys.readouterr()
    assert run(["family", "new", "new", "--from", "转移支付.docx", "今年.docx", "--like", "old"]) == 0
    said = capsys.readouterr().out.partition("与去年相比：")[2]
    assert said.strip().split("\n")[:3] == [
        "新增一张表：转移支付绩效自评表",
        "  附件2：多了「重点任务编号」",
        "  附件2：少了「2024年牵头科室」",
    ]
    assert run(["family", "apply", "new-对照表.xlsx"]) == 0
    assert run(["family", "check", "new"]) == 0
    assert "全部一样" in capsys.readouterr().out
    assert [form.id for form in load("new").forms] == ["project2", "project"]
    fill_and_roll_forward()


def test_what_was_looked_at_last_year_is_not_asked_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    confirmed_last_year({"（对接人员）": CHOSEN["（对接人员）"]})
    capsys.readouterr()
    assert run(["family", "new", "new", "--from", "今年.docx", "--like", "old"]) == 0
    asked = capsys.readouterr().out.partition("请在对照表里看看这些")[2]
    assert "重点任务编号" in asked
    assert "项目归口（2025年）" not in asked
    assert "另有 1 处与去年认的一样，去年核对过" in asked
    rows = list(load_workbook("new-对照表.xlsx")["对照"].values)
    assert [row[1] for row in rows if row[3] == "去年核对过"] == ["（项目归口（2025年））"]
