"""Cell formats of one saved workbook given to another: font, fill, border, number format, conditional formats."""

from __future__ import annotations

import copy
from typing import Any

from jixiao.documents.workbook.editing.package import STYLES, Package
from jixiao.documents.workbook.editing.saved_parts import main, number_in

_PIECES = (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))
_FIRST_OWN_FORMAT = 164
_BEHIND_FORMATS = ("tableStyles", "colors", "extLst")


class StyleCopies:
    """Leads from the numbers of a source's formats to those of a target, which gets what it does not have."""

    def __init__(self, source: Package, target: Package) -> None:
        self._theirs = source.peek(STYLES)
        self._ours = target.xml(STYLES)
        self._done: dict[tuple[str, int], int] = {}

    def cell(self, number: int) -> int:
        """A cell format's number in the target."""
        return self._once("cellXfs", number, self._format)

    def conditional(self, number: int) -> int:
        """A conditional format's number in the target."""
        return self._once("dxfs", number, copy.deepcopy)

    def _once(self, group: str, number: int, made: Any) -> int:
        if (group, number) not in self._done:
            known = self._theirs.find(main(group))
            has = known is not None and number < len(known)
            self._done[group, number] = self._added(group, made(known[number])) if has else 0
        return self._done[group, number]

    def _format(self, theirs: Any) -> Any:
        new = copy.deepcopy(theirs)
        for group, name in _PIECES:
            new.set(name, str(self._once(group, number_in(theirs.get(name)), copy.deepcopy)))
        number = number_in(theirs.get("numFmtId"))
        if number >= _FIRST_OWN_FORMAT:
            new.set("numFmtId", str(self._number_format(number)))
        new.set("xfId", "0")
        return new

    def _number_format(self, number: int) -> int:
        formats = self._theirs.find(main("numFmts"))
        code = next((f.get("formatCode") for f in formats if f.get("numFmtId") == str(number)), "General")
        ours = self._group("numFmts")
        known = {item.get("formatCode"): number_in(item.get("numFmtId")) for item in ours}
        if code not in known:
            known[code] = max([_FIRST_OWN_FORMAT - 1, *known.values()]) + 1
            self._added("numFmts", ours.makeelement(main("numFmt"), numFmtId=str(known[code]), formatCode=code))
        return known[code]

    def _added(self, group: str, element: Any) -> int:
        items = self._group(group)
        items.append(element)
        items.set("count", str(len(items)))
        return len(items) - 1

    def _group(self, name: str) -> Any:
        """A group of formats of the target, put in where the format wants it."""
        found = self._ours.find(main(name))
        if found is None:
            found = self._ours.makeelement(main(name))
            followers = {main(each) for each in _BEHIND_FORMATS}
            behind = next((child for child in self._ours if child.tag in followers), None)
            if name == "numFmts":
                self._ours.insert(0, found)
            elif behind is None:
                self._ours.append(found)
            else:
                behind.addprevious(found)
        return found
