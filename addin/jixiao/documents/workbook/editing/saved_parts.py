"""A saved workbook as its parts, to be looked at: without what only editing needs, so that the page has it too."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jixiao.core import xml_tree
from jixiao.documents.workbook.calc_file import package_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NUMBER = re.compile(r"[0-9]{1,9}")
BOOK, CONTENT_TYPES = "xl/workbook.xml", "[Content_Types].xml"


def main(name: str) -> str:
    """A spreadsheet element's name as parsers write it."""
    return f"{{{MAIN}}}{name}"


def number_in(text: str | None) -> int:
    """A number as a file has it; 0 for what is missing or none, which a damaged file may have anywhere."""
    return int(text) if text and _NUMBER.fullmatch(text) else 0


def local_name(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def relations_of(part: str) -> str:
    """The part that says what a part leads to."""
    return posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")


class SavedParts:
    """The parts of one workbook."""

    def __init__(self, path: Path) -> None:
        with package_of(path) as file, zipfile.ZipFile(file) as archive:
            self._parts = {item.filename: archive.read(item) for item in archive.infolist()}

    def peek(self, name: str) -> Any:
        """A part's root, only to be looked at."""
        return xml_tree.parse(self._parts[name])

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def content(self, part: str) -> bytes:
        """A part as it was saved."""
        return self._parts[part]

    def sheets(self) -> dict[str, str]:
        """The sheets' parts by their titles, in their order."""
        targets = {item.get("Id"): item.get("Target") for item in self.relations(BOOK)}
        found = {}
        for sheet in self.peek(BOOK).iter(main("sheet")):
            target = targets[sheet.get(f"{{{RELATIONS}}}id")]
            found[sheet.get("name")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        return found

    def relations(self, part: str) -> Iterator[Any]:
        """What a part leads to."""
        name = relations_of(part)
        yield from self.peek(name) if name in self._parts else ()

    def target(self, part: str, kind: str) -> str:
        """The part that a part leads to by a relation of a kind; empty if it leads to none."""
        for item in self.relations(part):
            if item.get("Type", "").endswith(f"/{kind}"):
                return self.path(part, item)
        return ""

    @staticmethod
    def path(part: str, relation: Any) -> str:
        """The part that one of a part's relations leads to."""
        joined = posixpath.join("/", posixpath.dirname(part), relation.get("Target"))
        return posixpath.normpath(joined).lstrip("/")

    def tables(self) -> list[str]:
        """The parts of the book's tables."""
        return [name for name in self._parts if name.startswith("xl/tables/") and name.endswith(".xml")]

    def content_type(self, part: str) -> str:
        """What a part is, by its name or its ending."""
        types = self.peek(CONTENT_TYPES)
        own = next((item for item in types if item.get("PartName") == f"/{part}"), None)
        ending = part.rpartition(".")[2].lower()
        by_ending = next((item for item in types if item.get("Extension", "").lower() == ending), None)
        found = by_ending if own is None else own
        return "" if found is None else str(found.get("ContentType"))
