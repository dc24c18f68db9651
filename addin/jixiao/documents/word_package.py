"""A Word file as its parts, for what is made without Word: parts as bytes, and the table of contents that ties them.

Python-docx makes its objects with lxml, which a browser has not; nothing here needs either.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from jixiao.audit.presentation.results import legal
from jixiao.core import xml_tree

MAIN_PART = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""What the names of Word's own elements begin with, as lxml and ElementTree write them."""
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROPERTIES = "docProps/core.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OWN = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"
WORD_TYPE = f"{_OFFICE}.wordprocessingml"
_TYPES = "[Content_Types].xml"
_EMPTY_TYPES = (
    f'{HEAD}<Types xmlns="{_OWN}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xlsx" ContentType="{_OFFICE}.spreadsheetml.sheet"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_EMPTY_RELATIONS = f'{HEAD}<Relationships xmlns="{_OWN}/relationships"></Relationships>'
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every part, as Office programs write it; the day of writing stands among the properties."""

_NAMESPACES = {
    "cp": f"{_OWN}/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_PROPERTY = {"title": "dc:title", "comments": "dc:description", "status": "cp:contentStatus"}
for _prefix, _address in _NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _address)


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A part and the relation by which another refers to it; ``inner`` are those that it refers to itself."""

    relation: str
    kind: str
    name: str
    content_type: str
    content: bytes
    inner: tuple[LinkedPart, ...] = ()


class WordPackage:
    """The parts of a Word file by name, in order."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = dict(parts)

    @classmethod
    def made(cls, main: str, title: str, created: str) -> WordPackage:
        """A package with a main part and properties, to which the rest is attached."""
        package = cls({_TYPES: _EMPTY_TYPES.encode(), _relations(""): _EMPTY_RELATIONS.encode()})
        properties = LinkedPart(
            "rId3",
            f"{_OWN}/relationships/metadata/core-properties",
            PROPERTIES,
            "application/vnd.openxmlformats-package.core-properties+xml",
            _properties(title, created).encode(),
        )
        document = LinkedPart(
            "rId1", f"{RELATIONS}/officeDocument", MAIN_PART, f"{WORD_TYPE}.document.main+xml", main.encode()
        )
        package.attach((properties, document), "")
        return package

    @classmethod
    def read(cls, file: BinaryIO) -> WordPackage:
        """The package that another library has written."""
        with zipfile.ZipFile(file) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    @property
    def body(self) -> ElementTree.Element:
        """The document's body as it stands."""
        return xml_tree.parse(self.parts[MAIN_PART])[0]

    def attach(self, linked: Iterable[LinkedPart], source: str = MAIN_PART) -> None:
        """Add parts to which one of the package's refers; none of them may be there yet."""
        for part in linked:
            self.parts[part.name] = part.content
            self._note(_TYPES, _override(part), "</Types>")
            folder = posixpath.dirname(source) or "."
            target = posixpath.relpath(part.name, folder)
            relation = f'<Relationship Id="{part.relation}" Type="{part.kind}" Target="{target}"/>'
            self._note(_relations(source), relation, "</Relationships>")
            self.attach(part.inner, part.name)

    def set_property(self, name: str, value: str) -> None:
        """Set one of the document's properties: ``title``, ``comments`` or ``status``."""
        prefix, _, tag = _PROPERTY[name].partition(":")
        root = xml_tree.parse(self.parts[PROPERTIES])
        full = f"{{{_NAMESPACES[prefix]}}}{tag}"
        element = root.find(full)
        if element is None:
            element = ElementTree.SubElement(root, full)
        element.text = legal(value)
        self.parts[PROPERTIES] = HEAD.encode() + ElementTree.tostring(root, encoding="utf-8")

    def save(self, target: Path | str | BinaryIO) -> None:
        """Write the file."""
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(_entry(name), content)

    def content(self) -> bytes:
        """The file as bytes."""
        file = BytesIO()
        self.save(file)
        return file.getvalue()

    def _note(self, part: str, line: str, end: str) -> None:
        """Put a line at the end of one of the package's own lists."""
        text = self.parts.get(part, _EMPTY_RELATIONS.encode()).decode()
        self.parts[part] = text.replace(end, line + end).encode()


def _override(part: LinkedPart) -> str:
    """The line that tells a part's type; a workbook's is told by its name."""
    if part.name.endswith(".xlsx"):
        return ""
    return f'<Override PartName={quoteattr(f"/{part.name}")} ContentType="{part.content_type}"/>'


def _relations(source: str) -> str:
    """The name of the part that lists what a part refers to."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _properties(title: str, created: str) -> str:
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    dates = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{created}</dcterms:{what}>' for what in ("created", "modified")
    )
    return (
        f"{HEAD}<cp:coreProperties{spaces}><dc:title>{escape(legal(title))}</dc:title><dc:subject/><dc:creator/><cp:keywords/>"
        f"<dc:description/><cp:lastModifiedBy/><cp:revision>1</cp:revision>{dates}<cp:category/></cp:coreProperties>"
    )
