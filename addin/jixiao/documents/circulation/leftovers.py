"""Whether anything private is left in any part of a .docx or .xlsx: looked for in the file, not in what made it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from lxml import etree

from jixiao.core.errors import UserError
from jixiao.core.package_limits import WORKBOOK, OversizedFile, count_package
from jixiao.documents.circulation.private_words import PHONE, PRIVATE_LABEL

_PARTS = (
    (re.compile(r"comments|threadedComment|/persons?/|people", re.IGNORECASE), "批注"),
    (re.compile(r"vbaProject|activeX|/embeddings/|oleObject", re.IGNORECASE), "宏或嵌入的文件"),
    (re.compile(r"customXml/|docProps/custom\.xml|docProps/thumbnail|customProperty", re.IGNORECASE), "自定义属性"),
    (re.compile(r"printerSettings|externalLink|revisions/|/users", re.IGNORECASE), "打印机、外部链接或修订的信息"),
)
_CHART_DATA = re.compile(r"(?:word|xl)/embeddings/Microsoft_Excel_Sheet\d*\.xlsx")
_PROPERTIES = {"creator": "作者", "lastModifiedBy": "最后保存的人", "description": "备注", "Manager": "经理",
               "Company": "单位（电脑上登记的）"}  # fmt: skip
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel"})
_HIDDEN_TEXT, _REMARK = frozenset({"vanish"}), frozenset({"commentReference", "commentRangeStart"})
_PARAGRAPHS = frozenset({"p", "si", "is", "c", "definedName", "oddFooter", "oddHeader"})
_AROUND = 8


class UnreadableFile(UserError):
    """A file that cannot be looked through."""


def left_in(path: Path, secrets: Sequence[str] = ()) -> list[str]:
    """What is left in a file that concerns persons, or that nobody sees; a line for each, each once.

    Args:
        path: a .docx, .xlsx or .xlsm.
        secrets: words that must not be in it.

    Raises:
        UnreadableFile: it is no such file, or damaged.
    """
    try:
        with path.open("rb") as file:
            found = [f"{path.name}：{told}" for told in _in_package(file, path.name, [one for one in secrets if one])]
    except OversizedFile as error:
        raise UnreadableFile(str(error)) from error
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(f"「{path.name}」不是 .docx、.xlsx，或文件已损坏，没有检查") from error
    return list(dict.fromkeys(found))


def _in_package(file: IO[bytes], name: str, secrets: Sequence[str]) -> Iterator[str]:
    """All parts; the workbook behind a chart is a package of its own."""
    with zipfile.ZipFile(file) as archive:
        count_package(archive, name, WORKBOOK)
        for item in archive.infolist():
            content = archive.read(item)
            if _CHART_DATA.fullmatch(item.filename) and content.startswith(b"PK"):
                for told in _in_package(io.BytesIO(content), item.filename, secrets):
                    yield f"图表的数据里有{told}"
            else:
                yield from _in_part(item.filename, content, secrets)


def _in_part(name: str, content: bytes, secrets: Sequence[str]) -> Iterator[str]:
    for pattern, what in _PARTS:
        if pattern.search(name):
            yield f"{what}（{name}）"
    for word in secrets:
        if any(word.encode(code, "ignore") in content for code in ("utf-8", "utf-16-le", "gbk")):
            yield f"「{word}」（{name}）"
    if name.endswith((".xml", ".rels", ".vml")):
        yield from _in_xml(name, content, secrets)


def _in_xml(name: str, content: bytes, secrets: Sequence[str]) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(content, parser)
    if root is None:
        return
    texts = []
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        yield from _in_element(name, tag, element)
        if tag in _PARAGRAPHS and tag != "c":
            texts.append("".join(element.itertext()))
    texts += ["".join(root.itertext())] if name.startswith("docProps/") else []
    for text in texts:
        yield from _in_text(name, text, secrets)


def _in_element(name: str, tag: str, element: Any) -> Iterator[str]:
    if tag in _PROPERTIES and name.startswith("docProps/") and (element.text or "").strip():
        yield f"文件属性“{_PROPERTIES[tag]}”：{element.text.strip()[:20]}"
    if name.startswith("word/"):
        if tag in _TRACKED and not name.endswith("settings.xml"):
            yield f"修订（没有接受或拒绝的改动，{name}）"
        if tag in _HIDDEN_TEXT and element.getparent().getparent().tag.endswith("}r"):
            yield f"隐藏的文字（{name}）"
        if tag in _REMARK:
            yield f"批注（{name}）"
    if tag == "sheet" and element.get("state", "visible") != "visible":
        yield f"隐藏的工作表「{element.get('name')}」"
    if tag in ("col", "row") and element.get("hidden") in ("1", "true") and name.startswith("xl/worksheets/"):
        yield f"隐藏的{'列' if tag == 'col' else '行'}（{name}）"


def _in_text(name: str, text: str, secrets: Sequence[str]) -> Iterator[str]:
    for word in secrets:
        if word in text:
            yield f"「{word}」（{name}）"
    for match in PHONE.finditer(text):
        yield f"像是电话、身份证号或邮箱：{match[0].strip('：: ')}（{name}）"
    label = PRIVATE_LABEL.search(text)
    if label and len(text) <= _LONGEST_LABEL:
        yield f"“{text[max(0, label.start() - _AROUND) : label.end() + _AROUND].strip()}”一栏（{name}）"


_LONGEST_LABEL = 30
"""A label is short; a sentence that speaks of 签字 is none."""
