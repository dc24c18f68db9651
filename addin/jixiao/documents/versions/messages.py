"""What a person is told of a report that was written, in the console and by the button alike."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.documents.versions.status import Status
from jixiao.documents.versions.writing import Exported

_FIRST = 3
"""Open fields that are named."""


def export_message(exported: Exported, status: Status) -> str:
    """Where the report is, what became of the one before, and what is still to be filled in; in lines."""
    return "\n".join(filter(None, (file_message(exported), open_fields_message(status))))


def file_message(exported: Exported) -> str:
    """Where the report is and what became of the one before, in lines."""
    return "\n".join(_written(exported))


def report_name(book: str) -> str:
    """The name of a workbook's report, by the workbook's without its ending: 某某局自评 has 某某局自评报告."""
    return f"{book.removesuffix('自评')}自评报告.docx"


def open_fields_message(status: Status) -> str:
    """What is still to be filled in, in a line; nothing if nothing is.

    首页 counts cells: the report leaves out rows of which nothing is filled in.
    """
    count = len(status.open_fields)
    if not count:
        return ""
    first = "、".join(f"{field.name}（{field.where}）" for field in status.open_fields[:_FIRST])
    others = " 等" if count > _FIRST else ""
    return f"还有 {count} 处待填，报告里用黄色标出：{first}{others}。只数报告里标出的；工作簿里还要填几格，见首页"


def _written(exported: Exported) -> Iterator[str]:
    yield f"已生成报告：{exported.path}"
    if exported.previous:
        yield f"上一份报告保留为：{exported.previous}"
    if exported.edited and exported.unread:
        yield f"原来的文件读不了，没有动它：{exported.unread}"
    elif exported.edited:
        figures = sum(len(change.figures) for change in exported.changes)
        yield f"原来的报告在 Word 里改过，或正打开着，没有动它：{exported.edited}"
        yield f"它与新稿有 {len(exported.changes)} 处段落、单元格不同，其中数字 {figures} 处，见：{exported.page}"
