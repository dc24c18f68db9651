"""What differs between two documents."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.intake.raw_document import RawCell, RawDocument, RawParagraph, RawTable
from jixiao.documents.versions.comparison import ADDED, CHANGED, REMOVED, Change, compare

WORDS = st.sampled_from(["", "收入", "118.49", "118.50", "全年执行数118.49万元。", "无", "——"])


def document(*blocks: str | list[list[str]]) -> RawDocument:
    """Texts are paragraphs, lists of rows are tables."""
    found, tables = RawDocument(), 0
    for block in blocks:
        if isinstance(block, str):
            found.blocks.append(RawParagraph(block))
        else:
            rows = [[RawCell(r, c, 1, text) for c, text in enumerate(row)] for r, row in enumerate(block)]
            found.blocks.append(RawTable(tables, rows, [[] for _ in rows]))
            tables += 1
    return found


def rows(width: int) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=5)


BLOCKS = st.lists(WORDS.filter(bool) | st.integers(1, 4).flatmap(rows), max_size=6)


@given(BLOCKS)
def test_identical_documents_do_not_differ(blocks: list[str | list[list[str]]]) -> None:
    assert compare(document(*blocks), document(*copy.deepcopy(blocks))) == []


@given(BLOCKS.filter(bool), st.data())
def test_one_changed_paragraph_or_cell_is_exactly_one_change(
    blocks: list[str | list[list[str]]], data: st.DataObject
) -> None:
    new, place = copy.deepcopy(blocks), data.draw(st.integers(0, len(blocks) - 1))
    chosen = new[place]
    if isinstance(chosen, str):
        old_text, new[place] = chosen, "换了"
    else:
        row = data.draw(st.sampled_from(chosen))
        column = data.draw(st.integers(0, len(row) - 1))
        old_text, row[column] = row[column], "换了"
    (change,) = compare(document(*blocks), document(*new))
    assert (change.kind, change.old, change.new) == (CHANGED, old_text, "换了")


def test_a_paragraph_stands_under_its_heading() -> None:
    old = document("一、基本情况", "（一）职能职责", "甲。", "二、其他", "乙。")
    new = document("一、基本情况", "（一）职能职责", "甲甲。", "二、其他", "乙。", "丙。")
    changes = compare(old, new)
    assert changes == [Change("（一）职能职责", "甲。", "甲甲。"), Change("二、其他", None, "丙。")]
    assert [change.kind for change in changes] == [CHANGED, ADDED]


def test_a_cell_stands_in_its_attachment_with_what_its_row_is_about() -> None:
    old = document("附件2", [["项目", "预算"], ["办公费", "1.20"]])
    new = document("附件2", [["项目", "预算"], ["办公费", "1.30"]])
    assert compare(old, new) == [Change("附件2 第2行第2列（办公费）", "1.20", "1.30")]
    assert compare(old, new)[0].figures[0].new == "1.30"


def test_a_table_without_an_attachments_number_is_called_by_its_own() -> None:
    old, new = document("正文", [["1"]], [["2"]]), document("正文", [["1"]], [["3"]])
    assert compare(old, new) == [Change("第2个表 第1行第1列", "2", "3")]


def test_a_figure_moved_to_the_next_cell_is_two_changes() -> None:
    changes = compare(document([["合计", "5", ""]]), document([["合计", "", "5"]]))
    assert [(change.old, change.new) for change in changes] == [("5", ""), ("", "5")]


def test_a_row_that_went_and_one_that_came() -> None:
    old = document("附件1", [["甲", "1"], ["乙", "2"], ["丙", "3"]])
    new = document("附件1", [["甲", "1"], ["丙", "3"], ["", ""]])
    assert compare(old, new) == [
        Change("附件1 第2行", "乙 ｜ 2", None),
        Change("附件1 第3行", None, "（空行）"),
    ]


def test_a_table_that_went() -> None:
    changes = compare(document("附件3-1", [["甲"]], "完"), document("附件3-1", "完"))
    assert changes == [Change("附件3-1", "甲", None)]
    assert changes[0].kind == REMOVED
    assert changes[0].figures == []


def test_white_space_is_no_difference() -> None:
    assert compare(document("全年 预算", [["1", "　"]]), document("全年预算　", [[" 1", ""]])) == []
