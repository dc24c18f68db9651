"""Nothing a person put into a workbook disappears without a word, whichever program saved it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.additions import What, additions
from jixiao.documents.workbook.read import read_book
from jixiao.interfaces.cli.entry import run
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.freezing import freeze
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

BASE, OVERALL = "附件1 基础数据表", "附件2 整体支出自评表"
SAVED = Path(__file__).parents[3] / "data" / "saved-books"
LIBREOFFICE, OLDER = SAVED / "libreoffice.xlsx", SAVED / "older-version.xlsx"
NOTES = {(BASE, "Z5"): "旁注：待核实", (OVERALL, "AS60"): "表下说明", ("首页", "P3"): "首页旁注"}


def work_in(book: Workbook) -> None:
    """What people do in a workbook: twelve kinds."""
    for (sheet, cell), text in NOTES.items():
        book[sheet][cell] = text
    figure = _field(book, "abroad_budget")
    figure.comment = Comment("批注：与决算批复一致", "张会计")
    figure.fill = PatternFill("solid", fgColor="FFFF0000")
    typed = _field(book, "abroad_final")
    typed.value = "=1.5+0.5+3*2"
    own = book.create_sheet("我的底稿")
    own["A1"], own["B2"], own["C3"] = "明细账", 123.45, True
    book[BASE].oddFooter.center.text = "内部资料"


def _field(book: Workbook, name: str) -> Any:
    target = book[BASE].defined_names[name].attr_text
    return book[BASE][target.rpartition("!")[2].replace("$", "")]


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that staff worked in and LibreOffice saved."""
    return Path(shutil.copy(LIBREOFFICE, tmp_path_factory.mktemp("books") / "自评.xlsx"))


@pytest.fixture(scope="module")
def by_older_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that an older version built, with other cells on 首页, and LibreOffice saved."""
    return Path(shutil.copy(OLDER, tmp_path_factory.mktemp("books") / "自评.xlsx"))


@pytest.fixture(scope="module")
def by_openpyxl(tmp_path_factory: pytest.TempPathFactory, _originals: dict[str, Submission]) -> Path:
    """One that openpyxl saved, without stored results but for the formula that was typed."""
    folder = tmp_path_factory.mktemp("books")
    from jixiao.model.forms.library import load

    build(load("hunan-2024"), _originals["new with 1 projects"], folder / "plain.xlsx")
    book = openpyxl.load_workbook(folder / "plain.xlsx")
    work_in(book)
    _field(book, "abroad_final").value = 8
    book.save(folder / "自评.xlsx")
    return folder / "自评.xlsx"


@cache
def found_in(path: Path) -> list[tuple[What, str, str]]:
    family, submission = read_book(path)
    return [(item.what, item.sheet, item.text) for item in additions(path, family, submission, path.parent)]


def said_in(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_book_as_built_has_nothing_added(quyuan_book: Path) -> None:
    assert found_in(quyuan_book) == []


def test_all_kinds_are_found_in_a_book_that_libreoffice_saved_and_nothing_else(by_libreoffice: Path) -> None:
    found = found_in(by_libreoffice)
    kinds = [what for what, _, _ in found]
    assert len(found) == 12
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        What.NOTE: 5, What.LABEL: 2, What.COMMENT: 1, What.COLOUR: 1, What.FORMULA: 1, What.SHEET: 1, What.FOOTER: 1,
    }  # fmt: skip


def test_all_kinds_are_found_in_a_book_that_openpyxl_saved(by_openpyxl: Path) -> None:
    found = found_in(by_openpyxl)
    assert {(what, text) for what, _, text in found} == {
        *((What.NOTE, text) for text in NOTES.values()), (What.COMMENT, "批注：与决算批复一致"), (What.COLOUR, ""),
        (What.SHEET, ""), (What.FOOTER, "内部资料"),
    }  # fmt: skip


def test_a_book_of_the_released_version_is_told_whole_with_what_staff_wrote_on_its_home_sheet(
    by_older_version: Path,
) -> None:
    found = found_in(by_older_version)
    kinds = [what for what, _, _ in found]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        What.NOTE: 5, What.LABEL: 2, What.COMMENT: 1, What.COLOUR: 1, What.FORMULA: 1, What.SHEET: 1, What.FOOTER: 1,
    }  # fmt: skip
    assert {text for what, sheet, text in found if what is What.NOTE and sheet in (BASE, OVERALL)} == {
        "旁注：老王说这个数待核实", "表下说明：数据取自财务系统", "右侧空白列的备注",
    }  # fmt: skip
    assert [text for _, sheet, text in found if sheet == "首页"] == ["首页旁注：联系人李四"]


def test_a_book_of_the_released_version_is_rebuilt_with_the_note_on_its_home_sheet(
    by_older_version: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["final", str(by_older_version), "-o", str(tmp_path / "上报.xlsx")]) == 2
    assert capsys.readouterr().err.count("\n  ") == 11
    assert list(tmp_path.iterdir()) == []
    target = tmp_path / "新.xlsx"
    assert run(["add-project", str(by_older_version), "-o", str(target)]) == 0
    assert (What.NOTE, "首页", "首页旁注：联系人李四") in found_in(target)


@pytest.mark.parametrize("command", [["add-project"], ["add-indicator", "--sheet", "附件2"], ["freeze"]])
def test_commands_carry_everything_over(command: list[str], by_libreoffice: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    assert run([command[0], str(by_libreoffice), *command[1:], "-o", str(target)]) == 0
    assert sorted(found_in(target)) == sorted(found_in(by_libreoffice))
    assert [path.name for path in tmp_path.iterdir()] == ["新.xlsx"]
    book = openpyxl.load_workbook(target)
    assert _field(book, "abroad_final").value == "=1.5+0.5+3*2"
    assert read_book(target)[1].forms[0].fields["abroad.final"] == "8"


def test_a_note_below_an_inserted_row_moves_with_its_row(by_openpyxl: Path, tmp_path: Path) -> None:
    target = tmp_path / "新.xlsx"
    assert run(["add-indicator", str(by_openpyxl), "--sheet", "附件2", "-o", str(target)]) == 0
    sheet = openpyxl.load_workbook(target)[OVERALL]
    assert (sheet["AS60"].value, sheet["AS61"].value) == (None, "表下说明")


def test_next_year_carries_over_what_it_can_and_names_the_rest(
    by_libreoffice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "明年.xlsx"
    command = ["new", "--from", str(by_libreoffice), "-o", str(target)]
    assert run(command) == 2
    told = capsys.readouterr().err
    assert "自己写的公式" in told
    assert "D10" in told
    assert "--leave-behind" in told
    assert list(tmp_path.iterdir()) == []
    assert run([*command, "--leave-behind"]) == 0
    listed = (tmp_path / "明年没有带过去的内容.txt").read_text("utf-8")
    in_the_new_one = found_in(target)
    lost = [item for item in found_in(by_libreoffice) if item not in in_the_new_one]
    assert [what for what, _, _ in lost] == [What.FORMULA]
    assert "=1.5+0.5+3*2" in listed


def test_a_final_version_is_written_only_after_what_it_leaves_behind_is_named(
    by_libreoffice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "上报.xlsx"
    assert run(["final", str(by_libreoffice), "-o", str(target)]) == 2
    assert capsys.readouterr().err.count("\n  ") == 11
    assert list(tmp_path.iterdir()) == []
    assert run(["final", str(by_libreoffice), "-o", str(target), "--leave-behind"]) == 0
    assert "老王" in (tmp_path / "上报没有带过去的内容.txt").read_text("utf-8")


def test_an_annotated_copy_holds_everything(by_libreoffice: Path, tmp_path: Path) -> None:
    target = tmp_path / "副本.xlsx"
    assert run(["check", str(by_libreoffice), "--annotate", str(target), "-o", str(tmp_path / "a.json")]) == 1
    in_the_copy = found_in(target)
    assert [item for item in found_in(by_libreoffice) if item not in in_the_copy] == []


def test_freezing_touches_only_the_sheets_it_freezes(book_of: Callable[[str], Path], tmp_path: Path) -> None:
    book, target = book_of("new with 1 projects"), tmp_path / "冻结.xlsx"
    assert run(["freeze", str(book), "-o", str(target)]) == 0
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target) as new:
        assert [name for name in new.namelist() if name not in old.namelist()] == [
            f"xl/worksheets/sheet{1 + sum(name.startswith('xl/worksheets/sheet') for name in old.namelist())}.xml"
        ]  # the log
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    family, submission = read_book(book)
    frozen = freeze(evaluate(family, submission))[0]
    of_the_book = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml")
    assert changed <= {*of_the_book, *(f"xl/worksheets/sheet{n}.xml" for n in range(2, 2 + len(frozen.forms)))}
    reread = read_book(target)[1]
    assert [(form.fields, form.rows, form.frozen) for form in reread.forms] == [
        (form.fields, form.rows, form.frozen) for form in frozen.forms
    ]
    assert _field(openpyxl.load_workbook(target), "sign_preparer").value is None


def test_answers_that_were_calculated_anew_are_no_additions(
    family: Family, junshan: Submission, tmp_path: Path
) -> None:
    """A program without our functions calculates the matrix of answers on the report's texts too."""
    path = tmp_path / "自评.xlsx"
    build(family, junshan, path)
    book = openpyxl.load_workbook(path)
    sheet = book["全部校验"]
    (first, *_) = sheet.array_formulae
    column = sheet[first].column
    for row in range(2, 8):
        sheet.cell(row, column).value = "－ 待算"
    book.save(path)
    assert additions(path, *read_book(path), tmp_path) == []


def test_a_cell_in_the_far_corner_is_one_cell(by_openpyxl: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(by_openpyxl)
    book.worksheets[1]["XFD1048576"] = "旁注"
    book.save(tmp_path / "远.xlsx")
    assert run(["final", str(tmp_path / "远.xlsx"), "-o", str(tmp_path / "o.xlsx"), "--leave-behind"]) == 0
    assert "XFD1048576" in (tmp_path / "o没有带过去的内容.txt").read_text("utf-8")


def test_formulas_of_the_first_sheet_that_stand_on_another_row_are_none_of_people_s(
    family: Family, quyuan: Submission, tmp_path: Path
) -> None:
    quyuan.lists["parts"] = [("业务股", "附件3 项目1", "业务股.xlsx", "2025-03-01 09:30", "", "project#1", "")]
    build(family, quyuan, tmp_path / "总表.xlsx")
    submission = read_book(tmp_path / "总表.xlsx")[1]
    submission.lists = {}  # as if the other version wrote no such table above
    found = additions(tmp_path / "总表.xlsx", family, submission, tmp_path)
    assert "谁填" in {item.text for item in found}
    assert not [item.told() for item in found if item.text.startswith("=IF(ISNUMBER(")]
