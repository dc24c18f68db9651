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
from jixiao.core.package_limits import DAMAGED, WORKBOOK, OversizedFile, count_package
from jixiao.documents.circulation.leftover_marks import of_element, of_part, without_namespace
from jixiao.documents.circulation.picture_metadata import SUFFIXES, said_in_picture
from jixiao.documents.circulation.private_words import PHONE, PRIVATE_LABEL

_CHART_DATA = re.compile(r"(?:word|xl)/embeddings/Microsoft_Excel_Sheet\d*\.xlsx")
_STRINGS, _SHEETS = "xl/sharedStrings.xml", re.compile(r"xl/(?:work|dialog|macro)sheets/[^/]+\.xml")
_TEXTS = re.compile(r"p|si|is|t|v|f|definedName|(?:odd|even|first)(?:Footer|Header)|formula[12]|instrText")
"""Elements whose text is read as one; the pieces of a word stand in several of its runs."""
_SPOKEN = frozenset({"descr", "title", "alt", "prompt", "promptTitle", "error", "tooltip", "display", "Target", "name"})
"""Attributes that say something in words."""
_AROUND = 8
_LONGEST_LABEL = 30
"""A label is short; a sentence that speaks of 签字 is none."""


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
    except DAMAGED as error:
        raise UnreadableFile(f"「{path.name}」不是 .docx、.xlsx，或文件已损坏，没有检查") from error
    return list(dict.fromkeys(found))


def _in_package(file: IO[bytes], name: str, secrets: Sequence[str]) -> Iterator[str]:
    """All parts; the workbook behind a chart is a package of its own."""
    with zipfile.ZipFile(file) as archive:
        count_package(archive, name, WORKBOOK)
        if archive.comment:
            yield "压缩包的备注"
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    for part, content in parts.items():
        if _CHART_DATA.fullmatch(part) and content.startswith(b"PK"):
            for told in _in_package(io.BytesIO(content), part, secrets):
                yield f"图表的数据里有{told}"
        else:
            yield from _in_part(part, content, secrets)
    yield from _unused_strings(parts)


def _in_part(name: str, content: bytes, secrets: Sequence[str]) -> Iterator[str]:
    yield from of_part(name)
    yield from _in_text(name, name, secrets)
    for word in secrets:
        if any(word.encode(code, "ignore") in content for code in ("utf-8", "utf-16-le", "gbk")):
            yield f"「{word}」（{name}）"
    if name.lower().endswith(SUFFIXES):
        yield from (f"图片里的信息 {kind}（{name}）" for kind in said_in_picture(content))
    if name.endswith((".xml", ".rels", ".vml")):
        yield from _in_xml(name, content, secrets)


def _root(content: bytes) -> Any:
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    )


def _in_xml(name: str, content: bytes, secrets: Sequence[str]) -> Iterator[str]:
    root = _root(content)
    if root is None:
        return
    texts = ["".join(root.itertext())] if name.startswith("docProps/") else []
    for element in root.iter(etree.Element):
        yield from of_element(name, element)
        if _TEXTS.fullmatch(without_namespace(element.tag)):
            texts.append("".join(element.itertext()))
        texts += [text for key, text in element.items() if without_namespace(key) in _SPOKEN]
    for text in dict.fromkeys(texts):
        yield from _in_text(name, text, secrets)
    for note in root.iter(etree.Comment):
        yield f"XML 里的备注：{(note.text or '').strip()[:20]}（{name}）"


def _in_text(name: str, text: str, secrets: Sequence[str]) -> Iterator[str]:
    closed = "".join(text.split())
    for word in secrets:
        if word in text or "".join(word.split()) in closed:
            yield f"「{word}」（{name}）"
    for match in PHONE.finditer(text):
        yield f"像是电话、身份证号或邮箱：{match[0].strip('：: ')}（{name}）"
    label = PRIVATE_LABEL.search(text)
    if label and len(text) <= _LONGEST_LABEL:
        yield f"“{text[max(0, label.start() - _AROUND) : label.end() + _AROUND].strip()}”一栏（{name}）"


def _unused_strings(parts: dict[str, bytes]) -> Iterator[str]:
    """Texts that stood in cells once: programs keep them in the list of texts until they write it anew."""
    if _STRINGS not in parts:
        return
    used = {number for name, content in parts.items() if _SHEETS.fullmatch(name) for number in _strings_of(content)}
    items = _root(parts[_STRINGS]).iterchildren("{*}si")
    for number, item in enumerate(items):
        text = "".join(item.itertext()).strip()
        if text and number not in used:
            yield f"哪一格都没有用到的文字：{text[:20]}（{_STRINGS}）"


def _strings_of(sheet: bytes) -> Iterator[int]:
    """The numbers of the texts that a sheet's cells show."""
    for cell in _root(sheet).iter("{*}c"):
        value = cell.findtext("{*}v") if cell.get("t") == "s" else None
        if value and value.strip().isdigit():
            yield int(value)
