"""校验全部 puts right what pasting, cutting, inserting and deleting by hand broke, and says so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import xlwings as xw
from jixiao.interfaces.excel.form_faults import FormFaults
from jixiao.interfaces.excel.form_mending import MendedForm
from jixiao.interfaces.excel.open_book import snapshot, unprotected
from jixiao.interfaces.excel.saved_sheet import SavedSheet
from jixiao.model.forms.library import load
from jixiao.model.submission import start
from jixiao.model.submission.submission import Submission, Unplaced

from ..narrowing import instance_of, present
from .desk import OVERALL, Desk, Opened, row_of

pytestmark = pytest.mark.live


def rows_of(desk: Desk) -> list[dict[str, str]]:
    return next(desk.submission().of("overall")).rows["indicators"]


def faults(desk: Desk) -> list[FormFaults]:
    taken = snapshot(desk.book)
    return [FormFaults(SavedSheet(taken.saved[form.data.sheet]), form) for form in taken.evaluation.forms]


def indicator_formulas(desk: Desk, row: int) -> list[str]:
    """The formulas of a row as they would stand in the first one."""
    sheet = desk.book.sheets[OVERALL]
    (held,) = instance_of(tuple, sheet.range((row, 1), (row, sheet.used_range.last_cell.column)).formula)
    return [_of_any_row(str(each), row) for each in held if str(each)[:1] == "="]


def _of_any_row(formula: str, row: int) -> str:
    """Its addresses without their row; what stands in quotes is no address: "0123456789", "见 C24"."""
    pieces = formula.split('"')
    for number, name in ((row - 1, "<above>"), (row, "<row>")):
        pieces[::2] = [re.sub(rf"(?<=[A-Z$]){number}(?![0-9])", name, piece) for piece in pieces[::2]]
    return '"'.join(pieces)


def test_nothing_is_to_be_mended_in_a_book_that_nobody_touched(
    opened: Opened, submission_of: Callable[[str], Submission], new_unit: Submission
) -> None:
    for submission in (submission_of("quyuan-2024"), new_unit):
        desk = opened(submission, f"{submission.unit}.xlsx")
        for form in faults(desk):
            broken = [
                form.indicator_rows(),
                form.bent_formulas(),
                form.figures_as_texts(),
                form.figures_as_dates(),
                form.lost_looks(),
                form.split_cells(),
                list(form.low_rows()),
            ]
            assert (form.values.data.sheet, broken) == (form.values.data.sheet, [[]] * 7)


def test_rows_inserted_by_hand_get_formulas_and_lists_and_keep_what_is_typed(desk: Desk) -> None:
    """After the first row, in the middle and after the last one."""
    before = rows_of(desk)
    sheet = desk.book.sheets[OVERALL]
    sheet.api.unprotect("")
    places = [len(before), 3, 1]  # from below, so that the places above stay what they are
    for index in places:
        sheet.api.Rows.insertByIndex(row_of(desk, index) - 1, 1)
        for name, value in (("name", "新指标"), ("target", "≥2个"), ("actual", "2个"), ("weight", 5)):
            sheet.range((row_of(desk, index), desk.column(OVERALL, f"indicators_{name}").column)).value = value
    told = desk.press("check_all")
    assert "给手工插入、删除的行补上公式和下拉列表" in told
    rows = rows_of(desk)
    assert len(rows) == len(before) + len(places)
    for above, index in enumerate(sorted(places)):  # so many new rows stand above it
        row, new = rows[index + above], row_of(desk, index + above)
        assert (row["name"], row["target"], row["actual"], row["weight"]) == ("新指标", "≥2个", "2个", "5")
        assert row["level1"] == before[index - 1]["level1"]
        neighbour = indicator_formulas(desk, new - 1 if above else new + 1)
        assert set(neighbour) <= set(indicator_formulas(desk, new))  # and its own score, typed in the sample's rows
        rule = sheet.range((new, desk.column(OVERALL, "indicators_rule").column))
        assert rule.api.Validation.getPropertyValue("Type").value == "LIST"
    assert not lost_references(desk)
    assert "已修复" not in desk.press("check_all")


def lost_references(desk: Desk) -> list[str]:
    rows = instance_of(tuple, desk.book.sheets[OVERALL].used_range.formula)
    return [str(cell) for line in rows for cell in line if "#REF!" in str(cell)]


@pytest.mark.parametrize("deleted", [{1}, {0, 4}], ids=["inside a group", "the first of groups"])
def test_rows_deleted_by_hand_leave_all_others_as_they_were(desk: Desk, deleted: set[int]) -> None:
    before = rows_of(desk)
    desk.book.sheets[OVERALL].api.unprotect("")
    for index in sorted(deleted, reverse=True):
        desk.book.sheets[OVERALL].api.Rows.removeByIndex(row_of(desk, index) - 1, 1)
    desk.press("check_all")
    kept = [(row["name"], row.get("level3", "")) for index, row in enumerate(before) if index not in deleted]
    assert [(row["name"], row.get("level3", "")) for row in rows_of(desk)] == kept
    assert not lost_references(desk)


def test_a_formula_bent_by_cutting_is_mended_with_a_word(desk: Desk) -> None:
    """Cut to another row, a value takes the formulas that look at it along, and breaks those that looked there."""
    actual = desk.column(OVERALL, "indicators_actual")
    sheet, first, third = desk.book.sheets[OVERALL], row_of(desk, 0), row_of(desk, 2)
    before = [indicator_formulas(desk, row) for row in (first, third)]
    sheet.api.unprotect("")
    source = sheet.range((first, actual.column)).api.getRangeAddress()
    sheet.api.moveRange(sheet.range((third, actual.column)).api.getCellByPosition(0, 0).getCellAddress(), source)
    assert [indicator_formulas(desk, row) for row in (first, third)] != before
    assert "补上公式" in desk.press("check_all")
    assert [indicator_formulas(desk, row) for row in (first, third)] == before


def test_one_check_mends_all_that_hands_broke(desk: Desk) -> None:
    sheet = desk.book.sheets[OVERALL]
    sheet.api.unprotect("")
    pasted = paste_over(desk)
    number, date = look_like_dates(desk)
    level = desk.column(OVERALL, "indicators_level1")[1].merge_area
    assert level.count > 1
    level.unmerge()
    reason = desk.column(OVERALL, "indicators_reason")[2]
    height = present(reason.row_height)
    reason.value = "受市场环境影响比较大，" * 8
    told = desk.press("check_all")
    assert "恢复填写格的颜色、边框和解锁 1 处" in told
    assert (pasted.value, bool(pasted.api.CellProtection.IsLocked)) == ("≥99%", False)
    assert pasted.api.BottomBorder.OuterLineWidth > 0
    assert "把显示成日期的数改回数字 1 处" in told
    assert "把误填的日期、百分数改成文字、不计入合计（请改填数字） 1 处" in told
    assert (number.value, number.number_format) == (12.5, "General")
    assert (date.value, date.number_format) == ("误填 2026-03-05", "General")
    assert "重新合并拆开的单元格 1 处" in told
    assert level[0].merge_area.address == level.address
    assert "加高放不下文字的行 1 处" in told
    assert present(reason.row_height) > 3 * height


def paste_over(desk: Desk) -> xw.Range:
    """A cell to fill in that now looks, and is locked, as the cell it was copied from."""
    target = desk.column(OVERALL, "indicators_target")[1]
    sheet = desk.book.sheets[OVERALL]
    sheet.range("Z90").value = "≥99%"
    sheet.api.copyRange(target.api.getCellByPosition(0, 0).getCellAddress(), sheet.range("Z90").api.getRangeAddress())
    sheet.range("Z90").value = ""
    assert target.api.CellProtection.IsLocked
    return target


def look_like_dates(desk: Desk) -> tuple[xw.Range, xw.Range]:
    """A number typed where a date was, and a date typed for a number."""
    column = desk.column(OVERALL, "indicators_weight").column
    number, date = (desk.book.sheets[OVERALL].range((row_of(desk, index), column)) for index in (0, 1))
    for cell, value in ((number, 12.5), (date, 46086)):
        cell.number_format = "yyyy/m/d"
        cell.value = value
    return number, date


def test_what_has_a_place_is_moved_there_by_checking(opened: Opened, new_unit: Submission) -> None:
    new_unit.unplaced = [Unplaced("第3段", "全年组织检查12次。", "请放好"), Unplaced("第9段", "附录", "请看一看")]
    desk = opened(new_unit)
    sheet = desk.book.sheets["待处理"]
    places = [cell for cell in sheet.range("F1:F200").value if cell]
    sheet.range("C2").value = next(text for text in places if "职能职责" in text)
    assert "已把“待处理”里的 1 处放到所选的位置" in desk.press("check_all")
    assert desk.submission().texts["overall"]["duties"] == "全年组织检查12次。"
    assert sheet.range("B2").value == "附录"
    assert [item.text for item in desk.submission().unplaced] == ["附录"]


def test_a_formula_that_is_not_wanted_back_is_asked_about_once(desk: Desk) -> None:
    def asked() -> list[str]:
        (found,) = (form for form in faults(desk) if form.values.data.sheet == OVERALL)
        form = MendedForm(desk.book.sheets[OVERALL], found.values)
        emptied = found.emptied_formulas()
        with unprotected(form.sheet):
            told = [f"{cell.row}" for cell in form.not_asked_about(emptied)]
            if told:
                form.leave_blank(emptied)
        return told

    scores = desk.column(OVERALL, "indicators_score")
    desk.book.sheets[OVERALL].api.unprotect("")
    scores[1].clear_contents()
    assert asked() == [f"{scores[1].row}"]
    assert asked() == []
    scores[3].clear_contents()
    assert asked() == [f"{scores[3].row}"]
    assert asked() == []


def test_rows_grow_with_what_is_said_on_them(opened: Opened, quyuan: Submission) -> None:
    desk = opened(start(load(quyuan.family), "某某局", 2024))
    form = next(form for form in desk.submission().forms if form.form == "overall")
    sheet, problems = desk.book.sheets[form.sheet], desk.book.sheets["校验"]
    for key, text in (("name", "一个很长很长的指标名称，写了许多字的那一种"), ("target", "≥95%"), ("actual", "≥95%")):
        sheet.range(form.places[f"indicators[0].{key}"]).value = text
    desk.press("check_all")
    assert (sheet.range(form.places["indicators[0].name"]).row_height or 0) >= 4 * 14  # two hints
    said = [problems.range((row, 4)) for row in (4, 5) if problems.range((row, 4)).value]
    assert said
    assert all((cell.row_height or 0) >= 3 * 13 for cell in said)
