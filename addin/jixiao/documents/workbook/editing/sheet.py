"""One sheet of a saved workbook: its cells, comments and colours changed where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree
from openpyxl.utils.cell import (
    column_index_from_string,
    coordinate_from_string,
    coordinate_to_tuple,
    get_column_letter,
)

from jixiao.core.functions.results import BLANK_RESULT
from jixiao.documents.workbook.editing.package import STYLES, Package
from jixiao.documents.workbook.editing.saved_parts import MAIN, RELATIONS, main, number_in
from jixiao.documents.workbook.escapes import escaped

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_COMMENTS = ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_AFTER_FOOTERS = ("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
                  "legacyDrawing", *_AFTER_COMMENTS)  # fmt: skip
_FOLLOWERS = {"drawing": ("legacyDrawing", *_AFTER_COMMENTS), "legacyDrawing": _AFTER_COMMENTS}
"""Elements of a sheet that stand behind others, in the order the format demands."""

_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:240pt;height:{height}pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class Sheet:
    """A sheet's part."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self.part = part
        self._root = package.xml(part)
        self._data = self._root.find(main("sheetData"))
        _number(self._rows)

    @property
    def _rows(self) -> Iterable[Any]:
        return () if self._data is None else self._data.iterchildren(main("row"))  # a chart's sheet has no cells

    # ---- cells -------------------------------------------------------------------------------------------------------

    def is_free(self, address: str) -> bool:
        """Whether nothing stands in a cell."""
        cell = self._found(address)
        return cell is None or not len(cell)

    @property
    def last_row(self) -> int:
        """The number of the last row that is there; 0 if there is none."""
        return max((int(row.get("r")) for row in self._rows), default=0)

    def say(self, address: str, words: str) -> None:
        """Put a text into a cell, whatever it begins with; the cell's format stays."""
        cell = self._cell(address)
        _clear(cell)
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
        text.text = escaped(words)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def set(self, address: str, value: Any) -> None:
        """Put a value into a cell, a formula if it begins with ``=``; the cell's format stays."""
        if isinstance(value, str) and not value.startswith("="):
            self.say(address, value)
            return
        cell = self._cell(address)
        if isinstance(value, str):
            self._set_formula(cell, value[1:])
            return
        _clear(cell)
        if value is not None:
            if isinstance(value, bool):
                cell.set("t", "b")
            etree.SubElement(cell, main("v")).text = str(int(value) if isinstance(value, bool) else value)

    def settle(self, address: str) -> bool:
        """Leave a formula's stored result in its place; a result that shows nothing leaves the cell blank.

        Returns:
            Whether there was one.
        """
        cell = self._found(address)
        formula = cell.find(main("f")) if cell is not None else None
        result = cell.find(main("v")) if cell is not None else None
        if formula is None or result is None or formula.get("t") in ("shared", "array", "dataTable"):
            return False
        cell.remove(formula)
        if (result.text or "") in ("", BLANK_RESULT):
            _clear(cell)
        return True

    def colour(self, address: str, colour: str) -> None:
        """Fill a cell with a colour (RRGGBB)."""
        cell = self._cell(address)
        cell.set("s", str(_filled_style(self._package, number_in(cell.get("s")), colour)))

    def _set_formula(self, cell: Any, formula: str) -> None:
        """The stored result stays: whoever typed the formula typed it for that figure."""
        for element in cell.findall(main("f")):
            cell.remove(element)
        element = cell.makeelement(main("f"))
        element.text = formula
        cell.insert(0, element)

    def _found(self, address: str) -> Any:
        row = coordinate_to_tuple(address)[0]
        for element in self._rows:
            if element.get("r") == str(row):
                return next((cell for cell in element if cell.get("r") == address), None)
        return None

    def _cell(self, address: str) -> Any:
        """The cell, put in where it is not there."""
        found = self._found(address)
        if found is not None:
            return found
        row, column = coordinate_to_tuple(address)
        place = self._row(row)
        before = sum(_column(cell) < column for cell in place)
        cell = place.makeelement(main("c"), r=address)
        place.insert(before, cell)
        place.attrib.pop("spans", None)
        return cell

    def _row(self, number: int) -> Any:
        before = 0
        for row in self._rows:
            if int(row.get("r")) == number:
                return row
            before += int(row.get("r")) < number
        row = self._data.makeelement(main("row"), r=str(number))
        self._data.insert(before, row)
        return row

    # ---- headers and footers, comments -------------------------------------------------------------------------------

    def set_footer(self, name: str, side: str, text: str) -> None:
        """Put a text into the page's header or footer, left, middle or right."""
        element = self._root.find(main("headerFooter"))
        if element is None:
            element = self._root.makeelement(main("headerFooter"))
            self._insert(element, _AFTER_FOOTERS)
        found = element.find(main(name))
        if found is None:
            found = element.makeelement(main(name))
            element.insert(0 if name == "oddHeader" else len(element.findall(main("oddHeader"))), found)
        found.text = f"{found.text or ''}&{side[0].upper()}{text.replace('&', '&&')}"

    def comment(self, address: str, text: str, author: str) -> None:
        """Put a comment on a cell, behind what a comment there says already."""
        comments, shapes = self._comment_parts()
        root = self._package.xml(comments)
        items = root.find(main("commentList"))
        standing = next((item for item in items if item.get("ref") == address), None)
        if standing is not None:
            _say(standing.find(main("text")), f"\n\n{author}：\n{text}")
            return
        item = etree.SubElement(items, main("comment"), ref=address, authorId=str(_author(root, author)))
        _say(etree.SubElement(item, main("text")), text)
        self._add_shape(shapes, address, text)

    def _add_shape(self, part: str, address: str, text: str) -> None:
        row, column = coordinate_to_tuple(address)
        content = self._package.content(part).decode()
        number = 20_000 + content.count("<v:shape ")
        height = min(400, 30 + 14 * (len(text) // 18 + text.count("\n") + 1))
        shape = _SHAPE.format(number=number, row=row - 1, column=column - 1, height=height)
        head, _, tail = content.rpartition("</xml>")
        self._package.put(part, f"{head}{shape}</xml>{tail}".encode())

    def _comment_parts(self) -> tuple[str, str]:
        """The parts of the sheet's comments and of their boxes, made where there are none."""
        comments = self._package.target(self.part, "comments")
        shapes = self._package.target(self.part, "vmlDrawing")
        if not comments:
            comments = self._package.free("xl/comments{}.xml")
            empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
            self._package.add(comments, empty.encode(), _COMMENTS_TYPE)
            self._package.relate(self.part, "comments", comments)
        if not shapes:
            shapes = self._package.free("xl/drawings/vmlDrawing{}.vml")
            self._package.put(shapes, _SHAPES.format(number=len(shapes)).encode())
            self._package.add_extension("vml", _VML_TYPE)
            self.lead("legacyDrawing", self._package.relate(self.part, "vmlDrawing", shapes))
        return comments, shapes

    def lead(self, name: str, number: str) -> None:
        """Say which relation leads to the sheet's drawing (``drawing``) or to its comments' boxes."""
        element = self._root.makeelement(main(name))
        element.set(f"{{{RELATIONS}}}id", number)
        self._insert(element, _FOLLOWERS[name])

    def _insert(self, element: Any, followers: tuple[str, ...]) -> None:
        """Put an element in front of those that stand behind it."""
        names = {main(name) for name in followers}
        place = next((child for child in self._root if child.tag in names), None)
        if place is None:
            self._root.append(element)
        else:
            place.addprevious(element)


def _say(text: Any, words: str) -> None:
    """Add words to a comment's text, as a run of their own: what stands there keeps its look."""
    run = etree.SubElement(etree.SubElement(text, main("r")), main("t"))
    run.text = words
    run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _clear(cell: Any) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def _number(rows: Iterable[Any]) -> None:
    """Write down where rows and cells stand that leave it unsaid: behind the one before."""
    number = 0
    for row in rows:
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        column = 0
        for cell in row.iterchildren(main("c")):
            column = _column(cell) if cell.get("r") else column + 1
            cell.set("r", cell.get("r") or f"{get_column_letter(column)}{number}")


def _column(cell: Any) -> int:
    return int(column_index_from_string(coordinate_from_string(cell.get("r"))[0]))


def _author(root: Any, name: str) -> int:
    authors = root.find(main("authors"))
    names: list[str] = [author.text or "" for author in authors]
    if name not in names:
        etree.SubElement(authors, main("author")).text = name
        names.append(name)
    return int(names.index(name))


def _filled_style(package: Package, style: int, colour: str) -> int:
    """The number of a cell format like another, filled with a colour."""
    styles = package.xml(STYLES)
    fills, formats = styles.find(main("fills")), styles.find(main("cellXfs"))
    fill = etree.SubElement(etree.SubElement(fills, main("fill")), main("patternFill"), patternType="solid")
    etree.SubElement(fill, main("fgColor"), rgb=f"FF{colour}")
    etree.SubElement(fill, main("bgColor"), indexed="64")
    base = formats[style] if style < len(formats) else formats[0]
    new = etree.fromstring(etree.tostring(base))
    new.set("fillId", str(len(fills) - 1))
    new.set("applyFill", "1")
    formats.append(new)
    fills.set("count", str(len(fills)))
    formats.set("count", str(len(formats)))
    return len(formats) - 1
