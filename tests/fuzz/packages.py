"""Broken .docx and .xlsx files: parts changed byte by byte or as trees, left out, doubled, or packed in odd ways."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from lxml import etree

Parts = dict[str, bytes]
_ENTITY = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"
_VALUES = (
    "", "0", "-1", "1", "7", "500", "99999999999", "1048577", "1e999", "NaN", "x", "９", "²", "A1:XFD1048576",
    "XFD1048576", "A0", "$A:$A", "rId1",
    "#REF!", "'没有'!$A$1", "[1]x!$A$1", "OFFSET(A1,1,1)", "附件1!$A$1:$XFD$1048576", "SUM(A1:XFD1048576)", "jixiao_",
    "1/0", "continue", "restart",
    "true", "inlineStr", "array", "2024年13月45日", "9" * 400, "甲" * 3000, "1、" * 500, "_x000D_", "_xD800_",
    "http://x/y", "../../../x", "2958466",
)  # fmt: skip
_NAMES = {
    ".docx": (
        "ins", "del", "sdt", "sdtContent", "moveFrom", "p", "tbl", "tr", "tc", "t", "r", "hyperlink", "fldSimple",
        "txbxContent", "smartTag",
    ),
    ".xlsx": (
        "c", "row", "v", "f", "is", "t", "si", "definedName", "mergeCell", "dataValidation", "cfRule", "hyperlink",
        "col", "xf", "extLst",
    ),
}  # fmt: skip
_USUAL = re.compile(
    r"(?:word/(?:document|styles|header\d*)|xl/(?:workbook|styles|sharedStrings|worksheets/sheet\d+|comments\d*))\.xml"
)


def broken(source: Path, chance: Random) -> bytes:
    """A copy of a file with something in it broken."""
    kind = chance.randrange(20)
    if kind == 0:
        return cut_or_flipped(source.read_bytes(), chance)
    parts = read_parts(source)
    if kind < 3:
        _shuffle(parts, chance)
    else:
        usual = [name for name in parts if _USUAL.fullmatch(name)]
        for name in chance.sample(sorted(parts if kind == 3 else usual), chance.choice((1, 1, 1, 2))):
            parts[name] = _changed(parts[name], source.suffix, chance)
    return packed(parts)


def read_parts(path: Path) -> Parts:
    """A package's parts."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """A package of parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def cut_or_flipped(whole: bytes, chance: Random) -> bytes:
    """A file that ends too early, or with some of its bytes changed."""
    content = bytearray(whole)
    if chance.random() < 0.4:
        return bytes(content[: chance.randrange(len(content))])
    for _ in range(chance.choice((1, 3, 20, 100))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def _shuffle(parts: Parts, chance: Random) -> None:
    """Parts left out, put in each other's place, or filled with something else."""
    names, kind = sorted(parts), chance.randrange(4)
    if kind == 0:
        for name in chance.sample(names, min(len(names), chance.randint(1, 3))):
            del parts[name]
    elif kind == 1:
        parts[chance.choice(names)] = parts[chance.choice(names)]
    elif kind == 2:
        parts[chance.choice(names)] = chance.choice((b"", b"<a/>", _ENTITY, b"\xff\xfe", b"\0" * 100))
    else:
        name = chance.choice(names)
        parts[name.upper() if chance.random() < 0.5 else f"./{name}"] = parts.pop(name)


def _changed(content: bytes, suffix: str, chance: Random) -> bytes:
    kind = chance.randrange(6)
    if kind == 0 and content:
        place = chance.randrange(len(content))
        return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]
    if kind == 1:
        return content[: chance.randrange(len(content) + 1)]
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    _change_tree(root, suffix, chance)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _change_tree(root: etree._Element, suffix: str, chance: Random) -> None:
    elements = [element for element in root.iter() if isinstance(element.tag, str)][1:]
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        if elements:
            chance.choice(_CHANGES)(chance.choice(elements), suffix, chance)


def _remove(element: etree._Element, suffix: str, chance: Random) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _repeat(element: etree._Element, suffix: str, chance: Random) -> None:
    if element.getparent() is not None:
        for _ in range(chance.choice((1, 1, 5, 40))):
            element.addnext(etree.fromstring(etree.tostring(element)))


def _rename(element: etree._Element, suffix: str, chance: Random) -> None:
    space = etree.QName(element).namespace
    element.tag = etree.QName(chance.choice((space, None, "urn:x")), chance.choice(_NAMES[suffix])).text


def _wrap(element: etree._Element, suffix: str, chance: Random) -> None:
    if (parent := element.getparent()) is not None:
        around = etree.Element(etree.QName(etree.QName(element).namespace, chance.choice(_NAMES[suffix])).text)
        parent.replace(element, around)
        around.append(element)


def _set_text(element: etree._Element, suffix: str, chance: Random) -> None:
    leaf = element if not len(element) else element[0]
    leaf.text = chance.choice(_VALUES)


def _set_attribute(element: etree._Element, suffix: str, chance: Random) -> None:
    if names := sorted(element.attrib):
        element.set(chance.choice(names), chance.choice(_VALUES))


def _drop_attribute(element: etree._Element, suffix: str, chance: Random) -> None:
    if names := sorted(element.attrib):
        del element.attrib[chance.choice(names)]


def _turn(element: etree._Element, suffix: str, chance: Random) -> None:
    element[:] = chance.sample(list(element), len(element))


def _comment(element: etree._Element, suffix: str, chance: Random) -> None:
    element.append(etree.Comment("x") if chance.random() < 0.5 else etree.ProcessingInstruction("a", "b"))


_CHANGES: tuple[Callable[[etree._Element, str, Random], None], ...] = (
    _remove, _repeat, _rename, _wrap, _set_text, _set_text, _set_attribute, _set_attribute, _drop_attribute, _turn,
    _comment,
)  # fmt: skip
