"""A saved workbook as its parts: those that nobody touches are written again byte for byte.

The parts are edited as XML, so that charts, macros, stored results and whatever other programs put there stay.
"""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.documents.workbook.editing.saved_parts import (
    BOOK,
    CONTENT_TYPES,
    MAIN,
    RELATIONS,
    SavedParts,
    main,
    number_in,
    relations_of,
)

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STYLES = "xl/styles.xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_EMPTY_SHEET = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetData/></worksheet>'
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class Package(SavedParts):
    """The parts of one workbook, changed in memory and written as a whole."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._trees: dict[str, Any] = {}

    def xml(self, name: str) -> Any:
        """A part's root, to be changed; from then on the part is written anew."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self._parts[name], _PARSER)
        return self._trees[name]

    def peek(self, name: str) -> Any:
        """A part's root, only to be looked at."""
        return self._trees[name] if name in self._trees else etree.fromstring(self._parts[name], _PARSER)

    def write(self, target: Path) -> None:
        """Write all parts in their order."""
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._parts.items():
                if name in self._trees:
                    content = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
                archive.writestr(name, content)

    # ---- parts and what leads to them --------------------------------------------------------------------------------

    def add_sheet(self, title: str, state: str = "visible") -> str:
        """Put an empty sheet behind all others.

        Returns:
            Its part.
        """
        part = self.free("xl/worksheets/sheet{}.xml")
        self.add(part, _EMPTY_SHEET.encode(), _SHEET_TYPE)
        sheets = self.xml(BOOK).find(main("sheets"))
        number = max(number_in(sheet.get("sheetId")) for sheet in sheets) + 1
        entry = etree.SubElement(sheets, main("sheet"), name=title, sheetId=str(number), state=state)
        entry.set(f"{{{RELATIONS}}}id", self.relate(BOOK, "worksheet", part))
        return part

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """Put in a new part."""
        self._parts[part] = content
        etree.SubElement(
            self.xml(CONTENT_TYPES), f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type
        )

    def add_extension(self, extension: str, content_type: str) -> None:
        """Tell what parts with an ending are."""
        types = self.xml(CONTENT_TYPES)
        if not any(item.get("Extension", "").lower() == extension for item in types):
            types.insert(0, types.makeelement(f"{{{_TYPES}}}Default", Extension=extension, ContentType=content_type))

    def put(self, part: str, content: bytes) -> None:
        """Put in a part whose kind its ending tells, or another content for one."""
        self._parts[part] = content
        self._trees.pop(part, None)

    def relate(self, part: str, kind: str, target: str, number: str = "") -> str:
        """Lead from one part to another, by a number that is free if none is given.

        Returns:
            The relation's number.
        """
        path = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}")
        kind = kind if kind.startswith("http") else f"{RELATIONS}/{kind}"
        return self._relation(part, number, Type=kind, Target=path)

    def relate_outside(self, part: str, kind: str, target: str, number: str = "") -> str:
        """Lead from a part out of the package, to an address or a file.

        Returns:
            The relation's number.
        """
        return self._relation(part, number, Type=kind, Target=target, TargetMode="External")

    def _relation(self, part: str, number: str, **told: str) -> str:
        name = relations_of(part)
        if name not in self._parts:
            self._parts[name] = f'<Relationships xmlns="{_PACKAGE}"/>'.encode()
        relations = self.xml(name)
        taken = {item.get("Id") for item in relations}
        number = number or next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        etree.SubElement(relations, f"{{{_PACKAGE}}}Relationship", {"Id": number, **told})
        return number

    def free(self, pattern: str) -> str:
        """A part's name that is not taken: ``xl/comments{}.xml``."""
        return next(name for n in range(1, len(self._parts) + 2) if (name := pattern.format(n)) not in self._parts)

    def drop_calculation_order(self) -> None:
        """Forget in which order Excel calculated: it names cells that may hold formulas no more."""
        part = self.target(BOOK, "calcChain")
        if not part:
            return
        relations = self.xml(relations_of(BOOK))
        for item in [item for item in relations if item.get("Type", "").endswith("/calcChain")]:
            relations.remove(item)
        types = self.xml(CONTENT_TYPES)
        for item in [item for item in types if item.get("PartName") == f"/{part}"]:
            types.remove(item)
        del self._parts[part]
