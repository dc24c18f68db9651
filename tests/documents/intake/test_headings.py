"""Headings in two rows."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.documents.intake.headings import fold_headings
from jixiao.documents.intake.raw_document import RawCell, RawTable


def is_other(upper: Sequence[RawCell], lower: Sequence[RawCell]) -> bool:
    """The form at hand has no such two rows itself."""
    return False


def table(upper: list[RawCell], lower: list[RawCell]) -> RawTable:
    values = [RawCell(2, cell.column, 1, "1") for cell in lower]
    deep = [cell for cell in upper if cell.rows > 1]
    return RawTable(0, [upper, lower, values], [[], deep, []])


def test_headings_of_a_group_take_its_place() -> None:
    made = table(
        [RawCell(0, 0, 2, "年度指标值"), RawCell(0, 2, 1, "实际完成值", 2), RawCell(0, 3, 1, "得分", 2)],
        [RawCell(1, 0, 1, "指标性质"), RawCell(1, 1, 1, "指标值")],
    )
    assert [cell.text for cell in fold_headings(made, is_other)] == ["年度指标值"]
    assert [(cell.text, cell.row) for cell in made.rows[0]] == [
        ("指标性质", 0), ("指标值", 0), ("实际完成值", 0), ("得分", 0),
    ]  # fmt: skip
    assert made.rows[1] == []


def test_headings_repeated_under_several_groups_leave_each_group_its_first_column() -> None:
    made = table(
        [RawCell(0, 0, 1, "任务名称", 2), RawCell(0, 1, 1, "主要内容", 2), RawCell(0, 2, 2, "预算数"),
         RawCell(0, 4, 2, "执行数")],
        [RawCell(1, 2, 1, "总额"), RawCell(1, 3, 1, "其他"), RawCell(1, 4, 1, "总额"), RawCell(1, 5, 1, "其他")],
    )  # fmt: skip
    assert [cell.text for cell in fold_headings(made, is_other)] == ["总额", "其他", "总额", "其他"]
    assert [(cell.text, cell.column, cell.columns) for cell in made.rows[0]][2:] == [("预算数", 2, 1), ("执行数", 4, 1)]


def test_a_label_beside_two_rows_makes_them_no_pair() -> None:
    made = table(
        [RawCell(0, 0, 1, "年度总体目标", 2), RawCell(0, 1, 2, "预期目标"), RawCell(0, 3, 2, "实际完成情况")],
        [RawCell(1, 1, 2, "修路"), RawCell(1, 3, 2, "修了")],
    )
    assert fold_headings(made, is_other) == []
    assert len(made.rows[1]) == 2


def test_figures_below_are_no_headings() -> None:
    made = table(
        [RawCell(0, 0, 1, "三公经费", 2), RawCell(0, 1, 1, "决算", 2), RawCell(0, 2, 2, "其中")],
        [RawCell(1, 2, 1, "12.5"), RawCell(1, 3, 1, "3")],
    )
    assert fold_headings(made, is_other) == []


def test_two_rows_that_the_form_has_itself_stay() -> None:
    made = table(
        [RawCell(0, 0, 2, "年度指标值"), RawCell(0, 2, 1, "实际完成值", 2), RawCell(0, 3, 1, "得分", 2)],
        [RawCell(1, 0, 1, "指标性质"), RawCell(1, 1, 1, "指标值")],
    )
    assert fold_headings(made, lambda upper, lower: lower[0].text == "指标性质") == []
    assert [len(row) for row in made.rows] == [3, 2, 2]
