"""What is drawn on a sheet: pictures, shapes with words, charts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openpyxl.utils.cell import get_column_letter

from jixiao.documents.workbook.editing.saved_parts import RELATIONS, SavedParts, local_name, main, number_in

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_CELL_WITH_PICTURE = re.compile(rb'<c r="([A-Z]+\d+)"[^>]* vm="')
_LAST_COLUMN = 16_383
"""Counted from 0, as drawings count."""
_RICH_DATA = "xl/richData/rdrichvalue.xml"


class Drawn(StrEnum):
    """Kinds of what is drawn."""

    PICTURE = "图片"
    SHAPE = "文本框、图形"
    CHART = "图表"


_KINDS = {"pic": Drawn.PICTURE, "sp": Drawn.SHAPE, "grpSp": Drawn.SHAPE, "cxnSp": Drawn.SHAPE,
          "graphicFrame": Drawn.CHART, "contentPart": Drawn.SHAPE}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """Something drawn: its kind, the cell it begins in (empty for one at a place of the page), its words or name.

    ``number`` says which of the sheet's drawings it is, ``mark`` tells a picture from others.
    """

    kind: Drawn
    cell: str
    text: str
    number: int
    mark: str


def drawings_on(package: SavedParts, sheet: str) -> list[Drawing]:
    """Everything drawn on a sheet; buttons, which stand aside from the rest in the file, are left out.

    Args:
        package: the book.
        sheet: the sheet's part.
    """
    part = package.target(sheet, "drawing")
    found = []
    for number, anchor in enumerate(package.peek(part).findall("*") if part in package else ()):
        shape = next((each for each in anchor.iter("*") if local_name(each) in _KINDS), None)
        if local_name(anchor) in _ANCHORS and shape is not None:
            kind = _KINDS[local_name(shape)]
            mark = _mark(package, part, anchor) if kind is Drawn.PICTURE else ""  # programs write charts in own ways
            found.append(Drawing(kind, _cell(anchor), _words(shape), number, mark))
    return found


def beyond(theirs: Iterable[Drawing], ours: Iterable[Drawing]) -> Iterator[Drawing]:
    """What is drawn more on a sheet than on another: of each kind those that stand elsewhere, if they are more."""
    known = Counter((one.kind, one.cell) for one in ours)
    left = Counter(one.kind for one in theirs) - Counter(kind for kind, _ in known.elements())
    for one in theirs:
        if known[one.kind, one.cell]:
            known[one.kind, one.cell] -= 1
        elif left[one.kind]:
            left[one.kind] -= 1
            yield one


def pictures_in_cells(package: SavedParts, sheet: str) -> set[str]:
    """The cells of a sheet that Excel keeps a picture in."""
    if _RICH_DATA not in package:
        return set()
    return {found.decode() for found in _CELL_WITH_PICTURE.findall(package.content(sheet))}


def _cell(anchor: Any) -> str:
    start = anchor.find(f"{{{XDR}}}from")
    if start is None:
        return ""
    column, row = (number_in(start.findtext(f"{{{XDR}}}{name}")) for name in ("col", "row"))
    return f"{get_column_letter(min(column, _LAST_COLUMN) + 1)}{row + 1}"


def _words(shape: Any) -> str:
    """What is written in it, or how its maker described or named it."""
    said = "".join(each.text or "" for each in shape.iter(f"{{{A}}}t")).strip()
    named = next(shape.iter(f"{{{XDR}}}cNvPr"), None)
    return said or (str(named.get("descr") or named.get("name") or "") if named is not None else "")


def _mark(package: SavedParts, part: str, anchor: Any) -> str:
    """The content of the parts it leads to, in short."""
    targets = {item.get("Id"): item for item in package.relations(part)}
    used = [value for each in anchor.iter("*") for key, value in each.attrib.items() if RELATIONS in key]
    digest = hashlib.sha256()
    for item in (targets[number] for number in used if number in targets):
        path = package.path(part, item)
        digest.update(package.content(path) if path in package else item.get("Target").encode())
    return digest.hexdigest()[:16]


def other_pictures(package: SavedParts, sheet: str) -> Iterator[str]:
    """Pictures that stand in no cell: behind the sheet, in its header or footer."""
    root = package.peek(sheet)
    if root.find(main("picture")) is not None:
        yield "工作表的背景图片"
    if root.find(main("legacyDrawingHF")) is not None:
        yield "页眉页脚里的图片"
