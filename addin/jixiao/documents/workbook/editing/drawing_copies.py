"""Something drawn on a sheet, put on the sheet of another book with all that it leads to."""

from __future__ import annotations

from jixiao.documents.workbook.editing.drawings import XDR, A
from jixiao.documents.workbook.editing.package import Package
from jixiao.documents.workbook.editing.saved_parts import number_in
from jixiao.documents.workbook.editing.sheet import Sheet
from jixiao.documents.workbook.editing.transplant import Transplant

_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMPTY = f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"/>'


def put_drawing(transplant: Transplant, source: str, number: int, sheet: Sheet, down: int) -> None:
    """Put something drawn on a sheet of the source on one of the target.

    Args:
        transplant: from the one book to the other.
        source: the source's sheet.
        number: which of its drawings.
        sheet: the target's sheet.
        down: by how many rows it moves down.
    """
    package = transplant.target
    mine, theirs = _drawing_part(package, sheet), transplant.source.target(source, "drawing")
    root = package.xml(mine)
    anchor = transplant.anchored(theirs, mine, transplant.source.peek(theirs).findall("*")[number])
    for row in anchor.iter(f"{{{XDR}}}row"):
        row.text = str(max(0, number_in(row.text) + down))
    numbers = [number_in(each.get("id")) for each in root.iter(f"{{{XDR}}}cNvPr")]
    for free, each in enumerate(anchor.iter(f"{{{XDR}}}cNvPr"), max(numbers, default=1) + 1):
        each.set("id", str(free))
    root.append(anchor)


def _drawing_part(package: Package, sheet: Sheet) -> str:
    part = package.target(sheet.part, "drawing")
    if not part:
        part = package.free("xl/drawings/drawing{}.xml")
        package.add(part, _EMPTY.encode(), _DRAWING_TYPE)
        sheet.lead("drawing", package.relate(sheet.part, "drawing", part))
    return part
