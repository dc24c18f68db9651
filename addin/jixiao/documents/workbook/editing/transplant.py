"""Parts of one saved workbook put into another, with all that they lead to: pictures, charts, whole drawings."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.saved_parts import RELATIONS

_NUMBER = re.compile(r"\d*(\.\w+)$")
_EXTERNAL = "External"
_CHART = "drawingml.chart+xml"
_SHEET_REFERENCE = re.compile(r"'((?:[^']|'')+)'!|([^\s'!(),;:=+\-*/&<>^{}\[\]]+)!")


class Transplant:
    """Puts parts of one package into another, each once.

    ``titles`` tells what the sheets of the source are called in the target, where that is something else.
    """

    def __init__(self, source: Package, target: Package, titles: Mapping[str, str]) -> None:
        self.source = source
        self.target = target
        self._titles = {old: new for old, new in titles.items() if old != new}
        self._done: dict[str, str] = {}

    def part(self, name: str) -> str:
        """Put in a part and all that it leads to.

        Returns:
            What it is called in the target.
        """
        if name not in self._done:
            self._done[name] = new = self.target.free(_NUMBER.sub(r"{}\1", name.replace("{", "").replace("}", "")))
            kind = self.source.content_type(name)
            self.target.add(new, self._content(name, kind), kind)
            for item in self.source.relations(name):
                self._lead(name, new, item, item.get("Id"))
        return self._done[name]

    def lead(self, name: str, new: str, item: Any) -> str:
        """Let a part of the target lead where a part of the source leads.

        Returns:
            The relation's number in the target.
        """
        return self._lead(name, new, item, "")

    def anchored(self, name: str, new: str, element: Any) -> Any:
        """A copy of an element of the source's part, to stand in a part of the target."""
        found = copy.deepcopy(element)
        items = {item.get("Id"): item for item in self.source.relations(name)}
        for each in found.iter(etree.Element):
            for key, number in each.attrib.items():
                if key.startswith(f"{{{RELATIONS}}}") and number in items:
                    each.set(key, self.lead(name, new, items[number]))
        return found

    def renamed(self, formula: str) -> str:
        """A formula with the sheets called as they are in the target."""
        return renamed(formula, self._titles)

    def _lead(self, name: str, new: str, item: Any, number: str) -> str:
        if item.get("TargetMode") == _EXTERNAL:
            return self.target.relate_outside(new, item.get("Type"), item.get("Target"), number)
        return self.target.relate(new, item.get("Type"), self.part(self.source.path(name, item)), number)

    def _content(self, name: str, kind: str) -> bytes:
        if not self._titles or not kind.endswith(_CHART):
            return self.source.content(name)
        root = self.source.peek(name)
        for element in root.iter(f"{{{etree.QName(root).namespace}}}f"):
            element.text = self.renamed(element.text or "")
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def renamed(formula: str, titles: Mapping[str, str]) -> str:
    """A formula with some sheets called otherwise."""

    def changed(match: re.Match[str]) -> str:
        title = (match[1] or "").replace("''", "'") or match[2]
        return "'{}'!".format(titles[title].replace("'", "''")) if title in titles else match[0]

    return _SHEET_REFERENCE.sub(changed, formula)
