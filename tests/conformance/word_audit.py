"""What Word calls unreadable or repairs in a document and no schema says: ids, styles, fields, grids of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from .package import Element, Fault, Package, twice

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STORIES = frozenset({"document", "hdr", "ftr", "comments", "footnotes", "endnotes"})
_STYLE_OF = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
MOST_COLUMNS, WIDTH_TOLERANCE, OLDEST_MODE = 63, 20, 15


def document_faults(path: Path) -> list[Fault]:
    """Everything that Word would refuse or repair."""
    package = Package.read(path)
    return [*package.faults(), *_Document(package).faults()]


class _Document:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.stories = {
            name: root
            for name, root in package.xml.items()
            if root.tag.startswith(W) and etree.QName(root).localname in _STORIES
        }
        styles = package.xml["word/styles.xml"]
        self.styles = list(styles.iter(f"{W}style"))
        self.kinds = {_id(style, "styleId"): _id(style, "type") for style in self.styles}

    def faults(self) -> Iterator[Fault]:
        yield from self._wrong_styles()
        yield from self._wrong_numbering()
        yield from self._wrong_ids()
        yield from self._wrong_comments()
        yield from self._wrong_settings()
        for name, root in self.stories.items():
            yield from (Fault(name, what) for what in self._wrong_story(root))
            for table in root.iter(f"{W}tbl"):
                yield from (Fault(name, what) for what in table_faults(table))

    def _all(self, tag: str) -> Iterator[Element]:
        for root in self.stories.values():
            yield from root.iter(tag)

    def _wrong_styles(self) -> Iterator[Fault]:
        part, names = "word/styles.xml", [style.find(f"{W}name") for style in self.styles]
        yield from (Fault(part, f"style id twice: {i}") for i in twice(_id(style, "styleId") for style in self.styles))
        yield from (Fault(part, f"style name twice: {n}") for n in twice(_id(n, "val").lower() for n in names))
        for style in self.styles:
            for key in ("basedOn", "next", "link"):
                other = style.find(f"{W}{key}")
                if other is not None and _id(other, "val") not in self.kinds:
                    yield Fault(part, f"{key} of no style: {_id(style, 'styleId')}")
        for stale in ("word/stylesWithEffects.xml",):
            if stale in self.package.parts:
                yield Fault(stale, "styles of an older Word beside the document's own")

    def _wrong_numbering(self) -> Iterator[Fault]:
        numbering = self.package.xml.get("word/numbering.xml")
        numbers = [] if numbering is None else [_id(each, "numId") for each in numbering.findall(f"{W}num")]
        if numbering is not None:
            lists = [_id(each, "abstractNumId") for each in numbering.findall(f"{W}abstractNum")]
            yield from (Fault("word/numbering.xml", f"id twice: {each}") for each in [*twice(numbers), *twice(lists)])
            for each in numbering.findall(f"{W}num"):
                if _id(each.find(f"{W}abstractNumId"), "val") not in lists:
                    yield Fault("word/numbering.xml", "number of no list")
        used = {_id(each, "val") for each in self._all(f"{W}numId")}
        yield from (Fault("document", f"no such numbering: {each}") for each in used - {*numbers, "0"})

    def _wrong_ids(self) -> Iterator[Fault]:
        """Drawings and bookmarks are numbered through all parts, pages' feet too."""
        drawings = [each.get("id") for each in self._all(f"{_WP}docPr")]
        yield from (Fault("document", f"docPr id twice: {each}") for each in twice(drawings))
        starts = list(self._all(f"{W}bookmarkStart"))
        ids, ends = [_id(each, "id") for each in starts], [_id(each, "id") for each in self._all(f"{W}bookmarkEnd")]
        names = [_id(each, "name") for each in starts]
        yield from (
            Fault("document", f"bookmark twice: {each}") for each in [*twice(ids), *twice(map(str.lower, names))]
        )
        if Counter(ids) != Counter(ends):
            yield Fault("document", "bookmark without its other end")
        wrong = (name for name in names if len(name) > 40 or not re.fullmatch(r"[^\W\d]\w*", name))
        yield from (Fault("document", f"illegal bookmark: {name}") for name in wrong)

    def _wrong_comments(self) -> Iterator[Fault]:
        root = self.package.xml.get("word/comments.xml")
        whole = Counter() if root is None else Counter(_id(each, "id") for each in root.iter(f"{W}comment"))
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            if Counter(_id(each, "id") for each in self._all(f"{W}{tag}")) != whole:
                yield Fault("comments", f"{tag} does not agree with the comments")

    def _wrong_settings(self) -> Iterator[Fault]:
        settings = self.package.xml["word/settings.xml"]
        for zoom in settings.iter(f"{W}zoom"):
            if zoom.get(f"{W}percent") is None:
                yield Fault("word/settings.xml", "zoom without percent")
        modes = [
            int(_id(each, "val"))
            for each in settings.iter(f"{W}compatSetting")
            if _id(each, "name") == "compatibilityMode"
        ]
        if not modes or modes[0] < OLDEST_MODE:
            yield Fault("word/settings.xml", "opens in compatibility mode")

    def _wrong_story(self, root: Element) -> Iterator[str]:
        for tag, kind in _STYLE_OF.items():
            for each in root.iter(f"{W}{tag}"):
                if self.kinds.get(_id(each, "val")) != kind:
                    yield f"no such {kind} style: {_id(each, 'val')}"
        for each in root.iter(f"{W}t"):
            if each.text and each.text != each.text.strip(" ") and each.get(_SPACE) != "preserve":
                yield f"outer blanks are lost: {each.text[:20]}"
        if etree.QName(root).localname in ("hdr", "ftr") and (not len(root) or root[-1].tag != f"{W}p"):
            yield "does not end with a paragraph"
        yield from _wrong_fields(root)
        yield from _wrong_body(root)


def _wrong_fields(root: Element) -> Iterator[str]:
    depth = 0
    for each in root.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(_id(each, "fldCharType"), 0)
        if depth < 0:
            yield "field ends before it begins"
            depth = 0
    if depth:
        yield "field without an end"


def _wrong_body(root: Element) -> Iterator[str]:
    body = root.find(f"{W}body")
    if body is None:
        return
    if body[-1].tag != f"{W}sectPr":
        yield "body does not end with its section"
    if len(body) > 1 and body[-2].tag == f"{W}tbl":
        yield "a table comes last: Word adds a paragraph, perhaps a page"
    for section in root.iter(f"{W}sectPr"):
        references = [
            (e.tag, _id(e, "type")) for e in section if e.tag in (f"{W}headerReference", f"{W}footerReference")
        ]
        if twice(references):
            yield "two headers or footers of one type"
        size = section.find(f"{W}pgSz")
        if size is not None:
            wide = int(_id(size, "w")) > int(_id(size, "h"))
            if wide != (_id(size, "orient") == "landscape"):
                yield "orientation contradicts the page's size"


def table_faults(table: Element) -> Iterator[str]:
    """Every row fills the grid, and what is merged downwards goes on from something of the same width."""
    grid = table.find(f"{W}tblGrid")
    if grid is None or not table.findall(f"{W}tr"):
        yield "table without a grid or without rows"
        return
    widths = [int(_id(column, "w")) for column in grid]
    if len(widths) > MOST_COLUMNS:
        yield f"more than {MOST_COLUMNS} columns"
    above: dict[int, int] = {}
    for number, row in enumerate(table.findall(f"{W}tr")):
        at, merged = _skipped(row, "gridBefore"), {}
        for cell in row.findall(f"{W}tc"):
            span, downwards = _span(cell), _merged_downwards(cell)
            yield from _wrong_cell(cell, sum(widths[at : at + span]))
            if downwards == "continue" and above.get(at) != span:
                yield f"row {number}: merged downwards from nothing"
            if downwards:
                merged[at] = span
            at += span
        if at + _skipped(row, "gridAfter") != len(widths):
            yield f"row {number}: spans {at}, the grid has {len(widths)}"
        above = merged


def _wrong_cell(cell: Element, width: int) -> Iterator[str]:
    own = cell.find(f"{W}tcPr/{W}tcW")
    if own is None:
        yield "cell without a width"
    elif _id(own, "type") == "dxa" and abs(int(float(_id(own, "w"))) - width) > WIDTH_TOLERANCE:
        yield f"cell of width {_id(own, 'w')} on columns of {width}"
    content = [each for each in cell if each.tag != f"{W}tcPr"]
    if not content or content[-1].tag != f"{W}p":
        yield "cell does not end with a paragraph"


def _span(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(_id(span, "val"))


def _merged_downwards(cell: Element) -> str:
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if merged is None else merged.get(f"{W}val") or "continue"


def _skipped(row: Element, key: str) -> int:
    found = row.find(f"{W}trPr/{W}{key}")
    return 0 if found is None else int(_id(found, "val"))


def _id(element: Element, key: str) -> str:
    return str(element.get(f"{W}{key}"))
