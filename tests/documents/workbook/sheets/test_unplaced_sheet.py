"""待处理: what found no place waits there; what a person chooses a place for is read in that place."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.model.forms.family import Family
from jixiao.model.forms.sheet_titles import UNPLACED
from jixiao.model.submission import Submission
from jixiao.model.submission.submission import Unplaced

WAITING = [Unplaced("第3段", "全年组织检查12次。", "请放到合适的地方"), Unplaced("第9段", "附录", "请看一看")]


@pytest.fixture
def book(family: Family, quyuan: Submission, tmp_path: Path) -> Path:
    quyuan.unplaced = list(WAITING)
    build(family, quyuan, tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def choose(path: Path, row: int, words: str) -> Submission:
    """What is read when a person chooses the place whose words hold these."""
    opened = openpyxl.load_workbook(path)
    sheet = opened[UNPLACED]
    listed = [cell.value for cell in sheet["F"] if cell.value]
    sheet.cell(row, 3).value = next(text for text in listed if words in text)
    opened.save(path)
    return read_book(path)[1]


def test_what_nobody_chose_a_place_for_waits(book: Path) -> None:
    assert read_book(book)[1].unplaced == WAITING


def test_a_part_of_the_report_gets_the_text_behind_its_own(book: Path, quyuan: Submission) -> None:
    read = choose(book, 2, "职能职责")
    assert read.texts["overall"]["duties"] == quyuan.texts["overall"]["duties"] + "\n全年组织检查12次。"
    assert read.unplaced == WAITING[1:]
    assert list(read.placed) == ["A2"]


def test_a_field_of_a_form_gets_it_too(book: Path, quyuan: Submission) -> None:
    project = next(quyuan.of("project")).fields["project_name"]
    read = choose(book, 3, f"项目1 {project}　年度总体目标·实际完成情况")
    assert next(read.of("project")).fields["goal.actual"].endswith("附录")
    assert read.unplaced == WAITING[:1]


def test_words_that_are_no_place_leave_it_waiting(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened[UNPLACED].cell(2, 3).value = "别处"
    opened.save(book)
    assert read_book(book)[1].unplaced == WAITING


def test_the_list_stands_hidden_beside_the_table_and_is_not_printed(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)[UNPLACED]
    assert sheet.column_dimensions["F"].hidden
    assert sheet.print_area == "'待处理'!$A$1:$D$3"
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.type) == ("C2:C3", "list")
