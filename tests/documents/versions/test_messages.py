"""What a person is told of a report that was written."""

from __future__ import annotations

from pathlib import Path

from jixiao.documents.report import OpenField
from jixiao.documents.versions import Change, Exported, Status, export_message
from jixiao.documents.versions.status import DRAFT

PATH, EDITED = Path("报告（新稿1）.docx"), Path("报告.docx")
READY = Status(DRAFT)


def test_the_report_alone() -> None:
    assert export_message(Exported(EDITED), READY) == "已生成报告：报告.docx"


def test_the_previous_one() -> None:
    assert export_message(Exported(EDITED, previous=Path("旧.docx")), READY).endswith("\n上一份报告保留为：旧.docx")


def test_an_edited_one_and_how_many_differences_there_are() -> None:
    changes = (Change("正文", "20万元，8%", "21万元，9%"), Change("正文", None, "新的一段"))
    text = export_message(Exported(PATH, edited=EDITED, changes=changes, page=Path("不同.html")), READY)
    assert "没有动它：报告.docx" in text
    assert "有 2 处段落、单元格不同，其中数字 2 处，见：不同.html" in text


def test_one_that_cannot_be_read() -> None:
    text = export_message(Exported(PATH, edited=EDITED, unread="「报告.docx」打不开"), READY)
    assert "没有动它：「报告.docx」打不开" in text


def test_open_fields_are_counted_and_the_first_named() -> None:
    fields = tuple(OpenField(name, "首页") for name in "甲乙丙丁")
    assert export_message(Exported(EDITED), Status(DRAFT, fields)).endswith(
        "\n还有 4 处待填，报告里用黄色标出：甲（首页）、乙（首页）、丙（首页） 等"
        "。只数报告里标出的；工作簿里还要填几格，见首页"
    )
    assert " 等" not in export_message(Exported(EDITED), Status(DRAFT, fields[:3]))
