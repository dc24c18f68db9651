"""Whatever is wrong with a file is told in one Chinese sentence that says what to do; never a traceback."""

from __future__ import annotations

import os
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jixiao.audit.checks import run
from jixiao.audit.checks.findings import Finding
from jixiao.core.errors import UserError
from jixiao.core.functions.results import Outcome
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.read import BookError, read_book
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.errors import UnknownFamily
from jixiao.model.submission import Submission
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from .conftest import BASE, BOOK_XML, OVERALL, PROJECT, Spoiler, field_cell

WHAT_TO_DO = re.compile("请|可用的表样|没有打开")


def refusal(path: Path, kind: type[UserError] = BookError) -> str:
    with pytest.raises(kind) as caught:
        read_book(path)
    message = str(caught.value)
    assert WHAT_TO_DO.search(message), message
    assert "\n" not in message
    return message


# ---- files that are no workbook of ours -----------------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "没有文件" in refusal(tmp_path / "没有.xlsx")


def test_a_name_too_long_for_any_file(tmp_path: Path) -> None:
    assert "没有文件" in refusal(tmp_path / f"{'长' * 200}.xlsx")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "夹.xlsx").mkdir()
    assert "没有文件" in refusal(tmp_path / "夹.xlsx")


@pytest.mark.parametrize("name", ["表.xls", "表.et", "表.csv", "表", "表.docx"])
def test_another_kind_of_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert "另存为 .xlsx" in refusal(tmp_path / name)


def _zip_of(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)


NO_WORKBOOK: dict[str, Callable[[Path], object]] = {
    "a text renamed": lambda p: p.write_text("单位,金额\n甲,1\n", "utf-8"),
    "nothing in it": lambda p: p.write_bytes(b""),
    "encrypted or an old .xls": lambda p: p.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048)),
    "a zip of something else": lambda p: _zip_of(p, word__document="<a/>"),
    "XML that is none": lambda p: _zip_of(p, **{"[Content_Types]": "<Types", "xl__workbook": "<"}),
    "random bytes": lambda p: p.write_bytes(bytes(range(256)) * 40),
}


@pytest.mark.parametrize("what", NO_WORKBOOK)
def test_a_file_that_is_no_workbook(tmp_path: Path, what: str) -> None:
    path = tmp_path / "自评.xlsx"
    NO_WORKBOOK[what](path)
    assert "自评.xlsx" in refusal(path)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off_while_it_was_copied(spoiled: Spoiler, kept: float) -> None:
    content = spoiled.original.read_bytes()
    spoiled.path.write_bytes(content[: int(len(content) * kept)])
    assert "损坏" in refusal(spoiled.path)


def test_a_file_with_a_damaged_part(spoiled: Spoiler) -> None:
    content = bytearray(spoiled.original.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(400)
    spoiled.path.write_bytes(content)
    assert "损坏" in refusal(spoiled.path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_a_part_that_is_cut_off(spoiled: Spoiler, part: str) -> None:
    assert "损坏" in refusal(spoiled.part(part, lambda xml: xml[: len(xml) // 2]))


def test_a_zip_that_unpacks_to_more_than_any_workbook(spoiled: Spoiler) -> None:
    """The sizes are those the archive declares, and nothing is unpacked to find out."""
    content = bytearray(spoiled.original.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 2_000_000_000)
    spoiled.path.write_bytes(content)
    assert "太大" in refusal(spoiled.path)


def test_somebody_elses_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "预算"
    book.save(tmp_path / "别的.xlsx")
    assert "不是本程序的自评工作簿" in refusal(tmp_path / "别的.xlsx")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read(spoiled: Spoiler) -> None:
    spoiled.part("xl/workbook.xml", str)
    spoiled.path.chmod(0)
    assert "权限" in refusal(spoiled.path)


def test_a_workbook_other_programs_saved_warns_of_nothing(spoiled: Spoiler) -> None:
    """What openpyxl cannot keep is no concern of a reader; warnings are errors in these tests."""
    extended = spoiled.part(
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(
            "</worksheet>",
            '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>',
        ),
    )
    assert read_book(extended)[1].year == 2024


# ---- workbooks of ours that were spoiled ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (names.VERSION, '"99"', "别的版本"),
        (names.VERSION, "1", ""),
        (names.FAMILY, '"hunan-2042"', "是不是「hunan-2024」"),
        (names.FAMILY, '"../hunan-2024"', "没有名为"),
        (names.FAMILY, '""', "没有名为"),
        (names.UNIT, "#REF!$B$3", names.UNIT),
        (names.YEAR, "#REF!", names.YEAR),
        (names.UNIT, "没有的表!$B$3", names.UNIT),
        (names.YEAR, "首页!$A$1", "年份"),
        (names.WORDING, "#REF!", "选项"),
        (names.WORDING, "选项!$A$1:$B$3", "选项"),
    ],
)
def test_a_book_name_that_points_elsewhere(spoiled: Spoiler, name: str, value: str, told: str) -> None:
    path = spoiled.name(name, value)
    if told:
        assert told in refusal(path, UnknownFamily if name == names.FAMILY else BookError)
    else:
        assert read_book(path)[1].year == 2024


@pytest.mark.parametrize(
    "name",
    [names.FAMILY, names.VERSION, names.UNIT, names.YEAR, names.REPORT_DATE, names.WORDING, "text_overall_duties"],
)
def test_a_book_name_that_was_deleted(spoiled: Spoiler, name: str) -> None:
    refusal(spoiled.name(name, None))


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        (BASE, "staff_quota"),
        (BASE, "sign_phone"),
        (OVERALL, "total_score"),
        (OVERALL, "indicators_level1"),
        (OVERALL, "indicators_score"),
        (OVERALL, "indicators_points"),
        (PROJECT, "indicators_rule"),
        (BASE, "projects_final"),
    ],
)
@pytest.mark.parametrize("deleted", [True, False], ids=["deleted", "#REF!"])
def test_a_cells_name_that_was_deleted_or_whose_row_was(spoiled: Spoiler, sheet: str, name: str, deleted: bool) -> None:
    message = refusal(spoiled.name(name, None if deleted else "#REF!", sheet))
    assert sheet in message
    assert name in message


@pytest.mark.parametrize("sheet", ["首页", BASE, OVERALL, "报告正文", "选项"])
def test_a_sheet_that_was_deleted(spoiled: Spoiler, sheet: str) -> None:
    message = refusal(spoiled.by(lambda book: book.remove(book[sheet])))
    assert "恢复" in message


def test_a_sheet_whose_form_the_family_does_not_have(spoiled: Spoiler) -> None:
    assert "annex9" in refusal(spoiled.name(names.FORM, '"annex9"', PROJECT))


@pytest.mark.parametrize("sheet", [PROJECT, "校验"])
def test_a_project_or_the_checks_may_be_deleted(spoiled: Spoiler, sheet: str) -> None:
    assert read_book(spoiled.by(lambda book: book.remove(book[sheet])))[1].unit


def test_sheets_may_be_renamed_moved_and_added_to(spoiled: Spoiler, quyuan: Submission) -> None:
    content = {}

    def change(book: Workbook) -> None:
        book.move_sheet(OVERALL, -1)
        book.create_sheet("我的备注")["A1"] = "随便写"
        field_cell(book, OVERALL, "goal_actual").value = "改过"

    read = read_book(spoiled.by(change))[1]
    content = {data.form: data.fields for data in read.forms}
    assert list(content) == ["overall", "base", "project"]
    assert content["overall"]["goal.actual"] == "改过"
    assert content["overall"]["funds.spent"] == next(quyuan.of("overall")).fields["funds.spent"]


def test_a_project_sheet_that_was_copied_is_another_project(spoiled: Spoiler) -> None:
    def change(book: Workbook) -> None:
        copied = book.copy_worksheet(book[PROJECT])
        copied.title = "附件3 项目2"
        for name, defined in book[PROJECT].defined_names.items():
            text = defined.attr_text.replace(PROJECT, copied.title)
            copied.defined_names[name] = DefinedName(name, attr_text=text)
        field_cell(book, "附件3 项目2", "project_name").value = "另一个项目"

    projects = list(read_book(spoiled.by(change))[1].of("project"))
    assert [p.fields["project_name"] for p in projects] == ["国资中心专项工作经费", "另一个项目"]


@pytest.mark.parametrize("area", ["$D$1:$D$1048576", "$D$20:$D$9000"])
def test_more_rows_than_any_form_has(spoiled: Spoiler, area: str) -> None:
    assert "行数太多" in refusal(spoiled.name("indicators_level1", f"'{OVERALL}'!{area}", OVERALL))


@pytest.mark.parametrize("year", ["2024年", "二〇二四", None, 2024.5])
def test_a_year_that_is_none(spoiled: Spoiler, year: Any) -> None:
    assert "四位数字" in refusal(spoiled.at("首页", "B4", year))


# ---- cells people filled --------------------------------------------------------------------------------------------


def fields(path: Path, form: str = "base") -> dict[str, str]:
    return next(read_book(path)[1].of(form)).fields


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("五名左右", "五名左右"),
        (" 5 ", "5"),
        (5, "5"),
        (5.50, "5.5"),
        (True, "TRUE"),
        (None, None),
    ],
)
def test_what_stands_in_a_field_for_figures_is_kept(spoiled: Spoiler, value: Any, text: str | None) -> None:
    assert fields(spoiled.cell(BASE, "staff_quota", value)).get("staff.quota") == text


def test_a_text_in_a_field_for_figures_is_reported_by_the_checks_as_not_to_be_judged(spoiled: Spoiler) -> None:
    for name, value in (("staff_quota", "五名左右"), ("staff_actual", 5), ("staff_control_rate", 1)):
        path = spoiled.cell(BASE, name, value)
    family, submission = read_book(path)
    found = {f.title: f for f in run(evaluate(family, submission)) if f.check == "C49"}
    judged = found["控制率等于在职人数÷编制数"]
    assert judged.outcome is Outcome.UNKNOWN
    assert judged.message


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"])
@pytest.mark.parametrize("name", ["staff_quota", "staff_control_rate", "economy_measures"])
def test_an_error_value_in_a_cell_is_told_with_its_place(spoiled: Spoiler, name: str, error: str) -> None:
    (found,) = broken_formulas(spoiled.cell(BASE, name, error))
    assert error in found.message
    assert (found.sheet, found.cell) == (BASE, spoiled.address(BASE, name))


def broken_formulas(path: Path) -> list[Finding]:
    family, submission = read_book(path)
    return [f for f in run(evaluate(family, submission)) if f.check == "C67"]


@pytest.mark.parametrize(
    ("formula", "result", "text"),
    [
        ("3+4", "7", "7"),
        ("100/3", "33.333333333333336", "33.3333333333333"),
        ("0.1+0.2", "0.30000000000000004", "0.3"),
        ("(3+4.5)*2", "15", "15"),
    ],
)
def test_a_sum_a_person_typed_counts_as_its_result(spoiled: Spoiler, formula: str, result: str, text: str) -> None:
    path = spoiled.formula(BASE, "staff_quota", formula, result)
    assert fields(path)["staff.quota"] == text
    family, submission = read_book(path)
    assert not isinstance(evaluate(family, submission).forms[0].value("staff.quota"), str)


def test_a_formula_a_person_typed_into_an_input_counts_as_its_result(spoiled: Spoiler) -> None:
    path = spoiled.formula(BASE, "staff_quota", "SUM(staff_actual)+2", "5")
    assert fields(path)["staff.quota"] == "5"


def test_an_array_formula_a_person_typed_counts_as_its_result(spoiled: Spoiler) -> None:
    path = spoiled.formula(BASE, "staff_quota", "SUM({1,2}*2)", "6", array=True)
    assert fields(path)["staff.quota"] == "6"


def test_a_sum_typed_over_a_formula_of_ours_stands_as_typed(spoiled: Spoiler) -> None:
    path = spoiled.formula(OVERALL, "funds_score", "10-0.5", "9.5")
    assert fields(path, "overall")["funds.score"] == "9.5"


@pytest.mark.parametrize("name", ["staff_quota", "staff_control_rate"])
def test_a_sum_without_its_result_asks_for_the_file_to_be_saved_by_a_spreadsheet(spoiled: Spoiler, name: str) -> None:
    (found,) = broken_formulas(spoiled.formula(BASE, name, "3+4", None))
    assert "=3+4" in found.message
    assert "打开保存一次" in found.action


def test_a_sum_whose_result_is_an_error_is_told(spoiled: Spoiler) -> None:
    (found,) = broken_formulas(spoiled.formula(BASE, "staff_quota", "1/0", "#DIV/0!"))
    assert "#DIV/0!" in found.message


@pytest.mark.parametrize(("result", "is_told"), [("12人", True), ("7", False), ("——", False), ("约12人", True)])
def test_a_formula_that_gives_a_text_counts_no_more_in_the_checks_than_in_the_sheet(
    spoiled: Spoiler, result: str, is_told: bool
) -> None:
    family, submission = read_book(spoiled.formula(BASE, "staff_quota", f'"{result}"', result))
    evaluation = evaluate(family, submission)
    told = [f for f in run(evaluation) if f.check == "C65"]
    assert [result in f.message for f in told] == [True] * is_told
    assert isinstance(evaluation.forms[0].value("staff.quota"), str) == (result != "7")


@pytest.mark.parametrize("pattern", ["[$￥-804]#,##0.00", '"¥"#,##0.00;[Red]-"¥"#,##0.00', "[$USD] #,##0"])
def test_a_figure_with_a_sign_of_money_is_told_with_the_unit_it_counts_in(spoiled: Spoiler, pattern: str) -> None:
    def typed(book: Workbook) -> None:
        cell = field_cell(book, OVERALL, "funds_spent")
        cell.value, cell.number_format = 118.49, pattern

    family, submission = read_book(spoiled.by(typed))
    (told,) = [f for f in run(evaluate(family, submission)) if f.check == "C68"]
    assert "按118.49万元计入" in told.message
    assert (told.sheet, told.cell) == (OVERALL, spoiled.address(OVERALL, "funds_spent"))


def test_no_date_of_a_place_and_no_unit_is_a_sign_of_money(spoiled: Spoiler) -> None:
    def typed(book: Workbook) -> None:
        for name, pattern in (("funds_spent", '0.00"万元"'), ("funds_budget", "[$-804]0.00")):
            field_cell(book, OVERALL, name).number_format = pattern

    family, submission = read_book(spoiled.by(typed))
    assert [f for f in run(evaluate(family, submission)) if f.check == "C68"] == []


def test_our_own_formulas_need_no_result(spoiled: Spoiler) -> None:
    """Saved by a program that stores none, what the formulas give is computed here anyway."""
    family, submission = read_book(spoiled.by(lambda _: None))
    assert run(evaluate(family, submission)) == run(evaluate(family, read_book(spoiled.original)[1]))


def test_a_blank_typed_over_a_formula_is_a_blank(spoiled: Spoiler) -> None:
    assert fields(spoiled.cell(OVERALL, "unit_name", None), "overall")["unit_name"] == ""


def test_a_date_excel_made_of_what_was_typed_is_a_date(spoiled: Spoiler) -> None:
    def change(book: Workbook) -> None:
        field_cell(book, BASE, "sign_date").value = datetime(2025, 3, 20)

    path = spoiled.by(change)
    assert fields(path)["sign.date"] == "2025-03-20"


@pytest.mark.parametrize(
    ("name", "row", "value"),
    [
        ("indicators_level1", 1, 5),
        ("indicators_target", 1, 0.95),
        ("indicators_weight", 1, "十分"),
        ("indicators_rule", 1, "没有的规则"),
        ("funds_initial", 0, -1e300),
        ("funds_initial", 0, 1e-300),
        ("funds_budget", 0, 0),
        ("funds_budget", 0, 1e-12),
        ("funds_weight", 0, -5),
    ],
)
def test_whatever_else_is_typed_is_read_and_checked(spoiled: Spoiler, name: str, row: int, value: Any) -> None:
    family, submission = read_book(spoiled.cell(OVERALL, name, value, row))
    assert not [f for f in run(evaluate(family, submission)) if "程序出错" in f.message]


# ---- files that ask for more than there is --------------------------------------------------------------------------


def test_a_merged_area_over_a_whole_sheet_is_refused_before_it_is_filled(spoiled: Spoiler) -> None:
    path = spoiled.part(
        "xl/worksheets/sheet2.xml", lambda xml: xml.replace("<mergeCell ref=", MERGED + "<mergeCell ref=", 1)
    )
    assert "合并的单元格或链接太多" in refusal(path)


MERGED = '<mergeCell ref="A1:XFD1048576"/>'


@pytest.mark.parametrize("target", ["", "首页!$C$0", "首页!$C$99999999999", "首页!$ZZZZ$3", "首页!$XFE$3"])
def test_a_name_that_leads_to_no_cell_is_told(spoiled: Spoiler, target: str) -> None:
    assert names.YEAR in refusal(spoiled.name(names.YEAR, target))


def test_a_list_over_a_whole_sheet_is_read_as_far_as_it_is_filled(spoiled: Spoiler, quyuan_book: Path) -> None:
    spoiled.part(BOOK_XML, lambda xml: xml.replace("</definedNames>", UNPLACED + "</definedNames>"))
    unplaced = read_book(spoiled.path)[1].unplaced
    assert 0 < len(unplaced) < 1_000


UNPLACED = f'<definedName name="{names.UNPLACED}">首页!$A$1:$XFD$1048576</definedName>'


def test_cells_whose_formats_are_missing_are_read_all_the_same(spoiled: Spoiler, quyuan_book: Path) -> None:
    def cut(styles: str) -> str:
        return re.sub("<numFmts.*</numFmts>", "", styles, flags=re.DOTALL)

    assert read_book(spoiled.part("xl/styles.xml", cut))[1].unit == read_book(quyuan_book)[1].unit


def test_what_turns_the_rest_of_a_cell_around_is_shown_and_listed(spoiled: Spoiler) -> None:
    path = spoiled.cell(PROJECT, "indicators_name", "完成\u200b\u202e率", 1)
    submission = read_book(path)[1]
    project = next(data for data in submission.forms if data.sheet == PROJECT)
    assert project.rows["indicators"][0]["name"] == "完成〔倒序符〕率"
    listed = [(item.where, item.text) for item in submission.unplaced if "倒过来" in item.advice]
    assert listed == [(f"{PROJECT} {spoiled.address(PROJECT, 'indicators_name', 1)}", "完成〔倒序符〕率")]


def test_a_group_whose_first_row_was_deleted_has_lost_its_name(spoiled: Spoiler) -> None:
    """The merged cell goes on without its text: its rows are told, and are not taken for the group above."""

    def shortened(book: Workbook) -> None:
        sheet, first = book[OVERALL], field_cell(book, OVERALL, "indicators_level1", 1)
        below = [a for a in sheet.merged_cells.ranges if a.min_col == first.column and a.min_row > first.row]
        area = next(area for area in below if area.size["rows"] > 2)
        sheet.unmerge_cells(str(area))
        sheet.merge_cells(None, area.min_row + 1, area.min_col, area.max_row, area.max_col)

    family, submission = read_book(spoiled.by(shortened))
    (told,) = [f for f in run(evaluate(family, submission)) if f.check == "C69" and f.outcome is Outcome.FAIL]
    assert told.sheet == OVERALL
    assert told.message.startswith(f"没有写一级指标：{told.cell}「")
    assert "第一行" in told.action
