"""Whether a Word file still says what this program wrote: a fingerprint of its text, in its own properties.

The text counts, equations, signs, pictures, fields, the words of headers and footers among it, and how much of it looks
otherwise than its paragraph does (bold, coloured, larger); not the XML, which Word writes anew with every saving. White
space is layout, and so are the ends of paragraphs: LibreOffice cuts one in two where a page ends within it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jixiao.core import xml_tree
from jixiao.documents.intake.docx_file import DocumentError, opened_package, parse_part
from jixiao.documents.word_package import HEAD, RELATIONS, LinkedPart, W, WordPackage

NAME = "绩效自评文字指纹"
"""The property's name; Word lists it under 文件—信息—属性—高级属性—自定义."""

_PART = "docProps/custom.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = f"{RELATIONS}/custom-properties"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""ECMA-376 part 1, 22.3: the format of a property that a user defined; the first has the number 2."""

_MAX_BYTES = 1_000_000
"""Of the properties; ours take some hundreds."""

_TEXT, _CELL = f"{W}t", f"{W}tc"
_EQUATION = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SYMBOL = f"{W}sym"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SAID = frozenset({_TEXT, _EQUATION})
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_WORDS = re.compile("[\u3400-\u9fff]+")
"""What counts of headers and footers: programs write page numbers anew, and parts twice."""

_REMARKS = tuple(f"{W}{name}Reference" for name in ("comment", "footnote", "endnote"))
"""Where people wrote something that does not stand in the text itself."""

_RUN, _PROPERTIES_OF_RUN, _VALUE = f"{W}r", f"{W}rPr", f"{W}val"
_LOOKS = tuple(f"{W}{name}" for name in ("b", "i", "u", "strike", "highlight", "color", "sz", "vertAlign"))
"""What people change in a run's look; fonts and languages are written anew by the programs themselves."""

_PLAIN = frozenset({"0", "false", "off", "none", "auto", "000000", "baseline"})
_ON = frozenset({"", "1", "true", "on"})
_FIELDS = (f"{W}instrText", f"{W}fldSimple")

_SIGNS = {_CELL: "\ue000", _PICTURE: "\ue002", _SYMBOL: "\ue003"} | dict.fromkeys(_REMARKS, "\ue001")
"""What stands for them: signs of no script."""


def stamp(document: WordPackage, fingerprint: str) -> None:
    """Put a fingerprint among a document's properties."""
    standing = document.parts.get(_PART)
    if standing:
        document.parts[_PART] = _with_property(standing, fingerprint)
    else:
        content = f'{HEAD}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{_property(fingerprint)}</Properties>'
        document.attach([LinkedPart("rIdFingerprint", _RELATION, _PART, _CONTENT_TYPE, content.encode())], "")


def _property(fingerprint: str) -> str:
    """Ours, as the first."""
    return f'<property fmtid="{_FORMAT}" pid="2" name="{NAME}"><vt:lpwstr>{fingerprint}</vt:lpwstr></property>'


def is_unedited(path: Path, body: Any) -> bool:
    """Whether a document, whose body was read from that path, bears the fingerprint of the text it has now."""
    return _stamped(path) == fingerprint_of(body, _margins_in(path))


def fingerprint_of(body: Any, margins: Iterable[bytes] = ()) -> str:
    """The fingerprint of a body's text, cells, pictures and remarks, in their order; tracked changes are changes.

    Args:
        body: the document's body.
        margins: its headers and footers; their words count, in any order.
    """
    elements = xml_tree.elements(body, *_SAID, *_SIGNS)
    said = "".join((element.text or "") if element.tag in _SAID else _SIGNS[element.tag] for element in elements)
    said += "".join(sorted({word for margin in margins for word in _WORDS.findall(_text_of(margin))}))
    said += "".join(sorted(_looks(body))) + "".join(sorted(_fields(body)))
    return hashlib.sha256("".join(said.split()).encode()).hexdigest()


def _looks(body: Any) -> Iterator[str]:
    """Each look of runs with how many characters have it: programs cut runs in other places."""
    counts = Counter[str]()
    for run in xml_tree.elements(body, _RUN):
        properties = run.find(_PROPERTIES_OF_RUN)
        letters = len("".join("".join(text.text or "" for text in run.findall(_TEXT)).split()))
        for look in properties if properties is not None and letters else ():
            value = look.get(_VALUE, "").lower()
            if look.tag in _LOOKS and value not in _PLAIN:
                counts[f"{look.tag}={'' if value in _ON else value}"] += letters
    return (f"\ue004{look}{count}" for look, count in counts.items())


def _fields(body: Any) -> Iterator[str]:
    """The name of each field."""
    for field in xml_tree.elements(body, *_FIELDS):
        words = ((field.text if field.tag == _FIELDS[0] else field.get(f"{W}instr")) or "").split()
        yield from (f"\ue005{word}" for word in words[:1])


def margins_of(document: WordPackage) -> list[bytes]:
    """The headers and footers of a document that is about to be saved."""
    return [content for name, content in document.parts.items() if _MARGIN.fullmatch(name)]


def _margins_in(path: Path) -> list[bytes]:
    """The headers and footers of a file."""
    try:
        with opened_package(path) as archive:
            names = [name for name in archive.namelist() if _MARGIN.fullmatch(name)]
            return [archive.read(name) for name in names if archive.getinfo(name).file_size <= _MAX_BYTES]
    except DocumentError:
        return []


def _text_of(margin: bytes) -> str:
    """The words of a header or footer; none of one that cannot be read."""
    try:
        return "".join(element.text or "" for element in xml_tree.parse(margin).iter(_TEXT))
    except (xml_tree.BadXml, xml_tree.DeclaredXml):
        return ""


def _stamped(path: Path) -> str:
    """The fingerprint that a file bears; empty if it has none that can be read."""
    try:
        with opened_package(path) as archive, archive.open(_PART) as part:
            root = parse_part(part.read(_MAX_BYTES), path)
    except DocumentError:
        return ""
    found = root.find(f"{{{_PROPERTIES}}}property[@name='{NAME}']")
    return "".join(found.itertext()).strip() if found is not None else ""


def _with_property(blob: bytes, value: str) -> bytes:
    """Properties with ours among them, instead of an older one of ours."""
    root = xml_tree.parse(blob)
    for old in root.findall(f"{{{_PROPERTIES}}}property[@name='{NAME}']"):
        root.remove(old)
    number = max((int(item.get("pid", "1")) for item in root), default=1) + 1
    item = ElementTree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_FORMAT, pid=str(number), name=NAME)
    ElementTree.SubElement(item, f"{{{_TYPES}}}lpwstr").text = value
    return HEAD.encode() + bytes(ElementTree.tostring(root, encoding="utf-8"))
