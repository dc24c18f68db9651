"""What a part of a .docx or .xlsx holds that no reader of the file sees: remarks, properties, versions, traces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jixiao.documents.report.table import GOES_ON

_PARTS = (
    (r"comments|threadedComment|/persons?/|people", "批注"),
    (r"vbaProject|activeX|/embeddings/|oleObject|ctrlProps|webextension|attachedToolbars", "宏、控件或嵌入的文件"),
    (r"customXml/|docProps/custom\.xml|docProps/thumbnail|customProperty|docMetadata", "自定义属性"),
    (r"printerSettings", "打印机的信息"),
    (r"externalLink|connections\.xml|queryTable|pivotCache|mailMerge", "外部的数据"),
    (r"revisions/|/users|glossary/", "修订或词条"),
    (r"_xmlsignatures|/richData/", "签名或格内的图片"),
)
_PART_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), told) for pattern, told in _PARTS)
_PROPERTIES = {
    "creator": "作者", "lastModifiedBy": "最后保存的人", "description": "备注", "Manager": "经理", "keywords": "标记",
    "Company": "单位（电脑上登记的）", "category": "类别", "HyperlinkBase": "超链接基础", "Template": "模板",
}  # fmt: skip
_PLAIN_TEMPLATES = ("", "Normal", "Normal.dotm", "Normal.dot")
_TRACKED = re.compile(r"ins|del|moveFrom|moveTo|\w+Change|cell(?:Ins|Del|Merge)|trackRevisions")
_WORD_MARKS = {
    "commentReference": "批注", "commentRangeStart": "批注", "rsids": "编辑记录号（rsid）", "docVars": "文档变量",
    "mailMerge": "邮件合并的数据源", "permStart": "准许谁改的名单", "vanish": "隐藏的文字",
}  # fmt: skip
_SHEET_MARKS = {
    "fileSharing": "谁保护了文件",
    "absPath": "电脑上的文件夹",
    "scenario": "方案",
    "protectedRange": "准许谁改的区域",
}
_LOCAL = re.compile(r"^(?:file:|[A-Za-z]:[\\/]|\\\\|/|mailto:)|\.(?:dotx?|dotm|xlsx?|xlsm|docx?)$", re.IGNORECASE)
_CONSTANT = re.compile(r'^=?\s*"')
_YES = ("1", "true", "on")


def of_part(name: str) -> Iterator[str]:
    """What a part is by its name."""
    yield from (f"{told}（{name}）" for pattern, told in _PART_PATTERNS if pattern.search(name))


def without_namespace(name: str) -> str:
    """A tag's or an attribute's own name."""
    return name.rpartition("}")[2]


def of_element(name: str, element: Any) -> Iterator[str]:
    """What an element of a part tells."""
    tag = without_namespace(element.tag)
    if name.startswith("docProps/"):
        yield from _of_property(tag, (element.text or "").strip())
    elif name.endswith(".rels"):
        yield from _of_relation(name, element)
    elif name.startswith("word/"):
        yield from _of_word(name, tag, element)
    elif name.startswith("xl/"):
        yield from _of_book(name, tag, element)


def _of_property(tag: str, text: str) -> Iterator[str]:
    if tag in _PROPERTIES and text and not (tag == "Template" and text in _PLAIN_TEMPLATES):
        yield f"文件属性“{_PROPERTIES[tag]}”：{text[:20]}"


def _of_relation(name: str, element: Any) -> Iterator[str]:
    target = element.get("Target", "")
    if element.get("TargetMode") == "External" and _LOCAL.search(target):
        yield f"链接到别的文件：{target[:60]}（{name}）"


def _of_word(name: str, tag: str, element: Any) -> Iterator[str]:
    if _TRACKED.fullmatch(tag) and not (tag in ("ins", "del") and name.endswith("settings.xml")):
        yield f"修订（没有接受或拒绝的改动，{name}）"
    if tag in _WORD_MARKS and (tag != "vanish" or _hides_words(element)):
        yield f"{_WORD_MARKS[tag]}（{name}）"
    if any(without_namespace(key).startswith("rsid") for key in element.attrib):
        yield f"编辑记录号（rsid，{name}）"


def _hides_words(element: Any) -> bool:
    """Whether it hides a run of words; those between the parts of a form's table are the report's own."""
    run = element.getparent().getparent()
    return bool(run.tag.endswith("}r")) and "".join(run.itertext()) != GOES_ON


def _of_book(name: str, tag: str, element: Any) -> Iterator[str]:
    if tag == "sheet" and element.get("state", "visible") != "visible":
        yield f"隐藏的工作表「{element.get('name')}」"
    if tag in ("col", "row") and element.get("hidden") in _YES and name.startswith("xl/worksheets/"):
        yield f"隐藏的{'列' if tag == 'col' else '行'}（{name}）"
    if tag in _SHEET_MARKS:
        yield f"{_SHEET_MARKS[tag]}（{name}）"
    if tag == "definedName":
        yield from _of_defined_name(element)


def _of_defined_name(element: Any) -> Iterator[str]:
    text = element.text or ""
    if _CONSTANT.match(text):
        yield f"名称「{element.get('name')}」里的文字：{text[:30]}"
    elif element.get("hidden") in _YES:
        yield f"隐藏的名称「{element.get('name')}」：{text[:30]}"
