"""What stands above and below the text of every page: headers and footers, each text once, without page numbers."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jixiao.core import xml_tree
from jixiao.documents.intake.docx_file import parse_part, read_body
from jixiao.documents.intake.raw_document import Margin, RawParagraph, RawTable
from jixiao.documents.word_package import W
from jixiao.model.submission.submission import FOOTER, HEADER

_REFERENCES = {f"{W}headerReference": HEADER, f"{W}footerReference": FOOTER}
_SECTION, _T, _FIELD, _SIMPLE, _INSTRUCTION = (
    f"{W}{tag}" for tag in ("sectPr", "t", "fldChar", "fldSimple", "instrText")
)
_SETTINGS, _RELATIONS = "word/settings.xml", "word/_rels/document.xml.rels"
_PAGE = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION)\b")
_ONLY_A_NUMBER = re.compile(r"[\s\d第页共/|·~()（）—–―－-]*")
_LARGEST, _MOST = 1_000_000, 200
"""Bytes of a header, and how many are read."""


def read_margins(body: Any, archive: zipfile.ZipFile, path: Path) -> list[Margin]:
    """The texts of the headers and footers that a reader sees, in the order of the sections.

    A section without its own has those of the one before, which are not told again.

    Raises:
        DocumentError: one of them is damaged.
    """
    parts = list(dict.fromkeys(_shown(body, archive, path)))[:_MOST]
    return list(dict.fromkeys(Margin(where, text) for where, name in parts for text in _texts(archive, name, path)))


def _shown(body: Any, archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, str]]:
    """Where each part stands, and its name: those of first and of even pages only where pages have them."""
    named = _names(archive, path)
    is_even = f"{W}evenAndOddHeaders" in _tags(archive, _SETTINGS, path)
    for section in body.iter(_SECTION):
        for reference in section:
            kind = reference.get(f"{W}type", "default")
            is_shown = kind == "default" or (is_even if kind == "even" else section.find(f"{W}titlePg") is not None)
            name = named.get(next((value for key, value in reference.items() if key.endswith("}id")), ""), "")
            if reference.tag in _REFERENCES and is_shown and name in archive.NameToInfo:
                yield _REFERENCES[reference.tag], name


def _names(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """The parts that the text refers to, by the ids of its references."""
    relations = [name for name in archive.NameToInfo if re.fullmatch(r"word/_rels/document\d*\.xml\.rels", name)]
    root = _part(archive, _RELATIONS if _RELATIONS in relations else next(iter(relations), ""), path)
    return {one.get("Id", ""): posixpath.join("/word", one.get("Target", ""))[1:] for one in root}


def _tags(archive: zipfile.ZipFile, name: str, path: Path) -> set[str]:
    return {element.tag for element in _part(archive, name, path)}


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> Any:
    """A part as XML; one that is not there, or is far too large, holds nothing."""
    known = archive.NameToInfo.get(name)
    return parse_part(archive.read(known), path) if known is not None and known.file_size <= _LARGEST else ()


def _texts(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[str]:
    root = _part(archive, name, path)
    if not len(root):
        return
    _empty_page_numbers(root)
    for block in read_body(root).blocks:
        text = block.text if isinstance(block, RawParagraph) else _of_table(block)
        if not _ONLY_A_NUMBER.fullmatch(text):
            yield text.strip()


def _of_table(table: RawTable) -> str:
    """A table in a margin is there for its look."""
    return "\n".join("\u3000".join(cell.text for cell in row if cell.text) for row in table.rows)


def _empty_page_numbers(root: Any) -> None:
    """Take the results of fields that count pages out of the text."""
    for field in root.iter(_SIMPLE):
        if _PAGE.match(field.get(f"{W}instr", "")):
            for text in field.iter(_T):
                text.text = ""
    asked: list[str] = []  # the instructions of the fields that are open, the innermost last
    for element in xml_tree.elements(root, _FIELD, _INSTRUCTION, _T):
        if element.tag == _FIELD:
            _follow(asked, element.get(f"{W}fldCharType", ""))
        elif element.tag == _INSTRUCTION and asked:
            asked[-1] += element.text or ""
        elif asked and _PAGE.match(asked[-1]):
            element.text = ""


def _follow(asked: list[str], kind: str) -> None:
    if kind == "begin":
        asked.append("")
    elif kind == "end" and asked:
        asked.pop()
