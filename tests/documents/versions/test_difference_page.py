"""The page of changes."""

from __future__ import annotations

from datetime import date

from jixiao.documents.versions.comparison import Change
from jixiao.documents.versions.difference_page import page
from lxml import html

DAY = date(2025, 3, 20)
CHANGES = (
    Change("二、支出情况", "支出118.49万元。", "支出119.50万元。"),
    Change("三、其他", None, "新的一段。"),
    Change("附件1 第2行", "办公费 ｜ 1.20", None),
    Change("附件2 第3行第4列（合计）", "97.00", "96.51"),
)


def shown(*changes: Change) -> html.HtmlElement:
    return html.fromstring(page(changes, "报告.docx", "报告（新稿1）.docx", DAY))


def texts(root: html.HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in root.xpath(path)]


def test_figures_stand_first_with_place_and_sentence() -> None:
    rows = [[cell.text_content() for cell in row] for row in shown(*CHANGES).xpath("//tbody/tr")]
    assert rows == [
        ["二、支出情况", "118.49万元", "119.50万元", "支出119.50万元。"],
        ["附件2 第3行第4列（合计）", "97.00", "96.51", ""],
    ]


def test_changes_are_marked_inside_their_text() -> None:
    root = shown(*CHANGES)
    assert texts(root, "//article//h3") == [change.where for change in CHANGES]
    assert texts(root, "//article[1]//del/b") == ["118.49万元"]
    assert texts(root, "//article[1]//ins/b") == ["119.50万元"]
    assert texts(root, "//article//span[starts-with(@class,'badge')]") == ["改动", "新稿里多出", "新稿里没有", "改动"]


def test_counts_and_both_files_are_named() -> None:
    text = shown(*CHANGES).text_content()
    assert "2处数字" in text
    assert "4处段落、单元格" in text
    assert "报告.docx" in text
    assert "报告（新稿1）.docx" in text


def test_no_difference_is_said() -> None:
    assert "文字和数字都相同。" in shown().text_content()


def test_what_a_file_says_is_text_and_never_markup() -> None:
    hostile = "<script>alert(1)</script>\x00</style><img src=x>"
    root = shown(Change(hostile, hostile, None))
    assert root.xpath("//script | //img") == []
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv]/@content")[0]


def test_a_long_list_says_where_it_ends() -> None:
    changes = [Change("正文", f"第{n}段", None) for n in range(1001)]
    root = shown(*changes)
    assert len(root.xpath("//article")) == 1000
    assert "只列出前 1000 处" in root.text_content()
