"""What the styles of a Word file make of its paragraphs: headings, and lines of a table of contents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import SubElement

from jixiao.core import xml_tree
from jixiao.documents.intake.docx_file import opened_package, parse_part
from jixiao.documents.word_package import W

_VAL = f"{W}val"
_STYLES = "word/styles.xml"
_LARGEST, _DEEPEST = 5_000_000, 10
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d")


def settle_styles(body: Any, path: Path) -> None:
    """Give each paragraph the level that its style has as a heading; take the lines of a table of contents out.

    A style is known by its name: its id is another in WPS than in Word.

    Raises:
        DocumentError: the file cannot be read.
    """
    styles = {style.get(f"{W}styleId", ""): style for style in _styles(path)}
    contents = []
    for paragraph in body.iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        chain = _chain(styles, named.get(_VAL, "")) if named is not None else []
        if any(_CONTENTS.match(_name(style)) for style in chain):
            contents.append(paragraph)
        elif (level := _level(chain)) and paragraph.find(f"{W}pPr/{W}outlineLvl") is None:
            SubElement(paragraph.find(f"{W}pPr"), f"{W}outlineLvl", {_VAL: level})
    xml_tree.remove(contents, xml_tree.parents(body) if contents else {})


def _styles(path: Path) -> list[Any]:
    with opened_package(path) as archive:
        found = [i for i in archive.infolist() if i.filename == _STYLES and i.file_size <= _LARGEST]
        contents = [archive.read(info) for info in found]
    return [style for content in contents for style in parse_part(content, path).iter(f"{W}style")]


def _chain(styles: dict[str, Any], name: str) -> list[Any]:
    """A style and those that it is based on."""
    chain: list[Any] = []
    while name in styles and len(chain) < _DEEPEST:
        chain.append(styles[name])
        base = styles[name].find(f"{W}basedOn")
        name = base.get(_VAL, "") if base is not None else ""
    return chain


def _name(style: Any) -> str:
    found = style.find(f"{W}name")
    return "" if found is None else str(found.get(_VAL, "")).lower()


def _level(chain: list[Any]) -> str:
    """The outline level that the first style of a chain with one gives, as Word writes it, from 0; "" for none."""
    for style in chain:
        told, match = style.find(f"{W}pPr/{W}outlineLvl"), _HEADING.fullmatch(_name(style))
        if told is not None or match:
            return str(told.get(_VAL, "")) if told is not None else str(int(match[1]) - 1) if match else ""
    return ""
