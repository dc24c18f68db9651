"""A file of Office as a package of parts (ECMA-376 part 2), and what is wrong with the package itself."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_TYPES_PART = "[Content_Types].xml"
_LONGEST_LINK = 2079

Element = Any
"""An element of lxml, which has no types of its own."""


@dataclass(frozen=True)
class Fault:
    """Something that Excel or Word refuses or repairs: in which part, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Link:
    """A relationship of a part: the last word of its type, its target, and whether that is outside the package."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a file by name, and their XML.

    Args:
        parts: from :func:`read_parts`.
        entries: the names in the order of the archive, doubles too.
    """

    def __init__(self, parts: Mapping[str, bytes], entries: Iterable[str] = ()) -> None:
        self.parts = dict(parts)
        self.entries = list(entries) or list(parts)
        self.xml: dict[str, Element] = {
            name: etree.fromstring(content)
            for name, content in self.parts.items()
            if name.endswith((".xml", ".rels", ".vml"))
        }

    @classmethod
    def read(cls, path: Path) -> Package:
        """The package of a file."""
        with zipfile.ZipFile(path) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()}, archive.namelist())

    @cached_property
    def main(self) -> str:
        """The part that holds the workbook or the document."""
        return next(link.target for link in self.links("").values() if link.kind == "officeDocument")

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part by id; of the package itself for an empty name."""
        found = self.xml.get(_relationships_of(part))
        return {} if found is None else {each.get("Id"): _link(part, each) for each in found}

    def faults(self) -> Iterator[Fault]:
        """What is wrong with names, content types and relationships."""
        yield from (Fault("zip", f"entry twice: {name}") for name in twice(self.entries))
        yield from self._wrong_types()
        yield from self._wrong_links()

    def _wrong_types(self) -> Iterator[Fault]:
        types = self.xml[_TYPES_PART]
        extensions = {each.get("Extension").lower() for each in types.iter(f"{_TYPES}Default")}
        overridden = [each.get("PartName").removeprefix("/") for each in types.iter(f"{_TYPES}Override")]
        yield from (Fault(_TYPES_PART, f"Override twice: {name}") for name in twice(overridden))
        yield from (Fault(_TYPES_PART, f"Override for no part: {n}") for n in overridden if n not in self.parts)
        for name in self.parts:
            if name not in (_TYPES_PART, *overridden) and name.rsplit(".", 1)[-1].lower() not in extensions:
                yield Fault(name, "part without a content type")

    def _wrong_links(self) -> Iterator[Fault]:
        reached = {_TYPES_PART}
        for part in ("", *self.parts):
            ids = [each.get("Id") for each in self.xml.get(_relationships_of(part), ())]
            yield from (Fault(part, f"relationship id twice: {each}") for each in twice(ids))
            for link in self.links(part).values():
                if link.external and len(link.target) > _LONGEST_LINK:
                    yield Fault(part, f"link longer than {_LONGEST_LINK}")
                elif not link.external:
                    reached.add(link.target)
                    if link.target not in self.parts:
                        yield Fault(part, f"relationship to no part: {link.target}")
        for name in self.parts:
            if name not in reached and not name.endswith(".rels"):
                yield Fault(name, "part that nothing refers to")
        yield from self._dangling_ids()

    def _dangling_ids(self) -> Iterator[Fault]:
        for part, root in self.xml.items():
            known = self.links(part)
            for element in root.iter(etree.Element):
                for name, value in element.attrib.items():
                    if name.startswith(RELATIONSHIP) and value not in known:
                        yield Fault(part, f"{value} is no relationship")


def _relationships_of(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")


def _link(part: str, element: Element) -> Link:
    kind, target = element.get("Type").rsplit("/", 1)[1], element.get("Target")
    if element.get("TargetMode") == "External":
        return Link(kind, target, external=True)
    joined = (
        target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
    )
    return Link(kind, joined, external=False)


def twice(items: Iterable[Any]) -> list[Any]:
    """What stands in a list more than once."""
    return [item for item, count in Counter(items).items() if count > 1]
