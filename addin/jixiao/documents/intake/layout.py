"""How a Word file's pages look: paper, margins, the type of its body, page numbers.

Only what the file itself says: a font that a theme chooses is not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.documents.intake.docx_file import opened_package, parse_part
from jixiao.documents.intake.raw_document import RawDocument, RawParagraph
from jixiao.documents.word_package import W
from jixiao.model.submission.submission import PageLayout

_STYLES = "word/styles.xml"
_FOOTER = re.compile(r"word/footer\d*\.xml")
_PAGE = b"PAGE"
_LARGEST_PART = 5_000_000
_TWIPS_TO_MM = Decimal("25.4") / 1440
_SIDES = ("top", "bottom", "left", "right")


def read_layout(path: Path, document: RawDocument) -> PageLayout | None:
    """The pages on which the prose stands.

    Args:
        path: the .docx.
        document: what was read of it.

    Returns:
        The layout of the first section in portrait; ``None`` where the file has none.

    Raises:
        DocumentError: the file cannot be read.
    """
    paragraphs = [block for block in document.blocks if isinstance(block, RawParagraph)]
    section = _section(document.body) if paragraphs else None
    if section is None:
        return None
    parts = _parts(path)
    styles = _Styles(parse_part(parts.pop(_STYLES), path) if _STYLES in parts else None)
    font, size = _usual(paragraphs, styles)
    return PageLayout(
        **_measures(section),
        font=font,
        size=size,
        has_page_numbers=any(_PAGE in content for content in parts.values()),
    )


def _section(body: Any) -> Any:
    """The first section whose page is higher than wide."""
    for section in body.iter(f"{W}sectPr"):
        size = section.find(f"{W}pgSz")
        if size is not None and section.find(f"{W}pgMar") is not None and _mm(size, "h") >= _mm(size, "w"):
            return section
    return None


def _measures(section: Any) -> dict[str, Decimal]:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    sides = {side: abs(_mm(margins, side)) for side in _SIDES}
    return {"width": _mm(size, "w"), "height": _mm(size, "h"), **sides}


def _mm(element: Any, name: str) -> Decimal:
    value = element.get(W + name, "")
    return (Decimal(value) * _TWIPS_TO_MM).quantize(Decimal("0.1")) if re.fullmatch(r"-?\d{1,6}", value) else Decimal(0)


def _parts(path: Path) -> dict[str, bytes]:
    """The styles and the footers; a part that is larger than any honest one is left out."""
    with opened_package(path) as archive:
        wanted = (i for i in archive.infolist() if i.filename == _STYLES or _FOOTER.fullmatch(i.filename))
        return {i.filename: archive.read(i) for i in wanted if i.file_size <= _LARGEST_PART}


def _usual(paragraphs: list[RawParagraph], styles: _Styles) -> tuple[str, Decimal]:
    """The font and size in which more than half of the text is set; nothing where there is none."""
    fonts: Counter[str] = Counter()
    sizes: Counter[Decimal] = Counter()
    for paragraph in paragraphs:
        for run in paragraph.element.iter(f"{W}r"):
            length = sum(len(text.text or "") for text in run.iter(f"{W}t"))
            font, size = styles.type_of(run, paragraph.element)
            fonts[font] += length
            sizes[size] += length
    return _most(fonts, ""), _most(sizes, Decimal(0))


def _most(counted: Counter[Any], none: Any) -> Any:
    value, count = max(counted.items(), key=lambda item: item[1], default=(none, 0))
    return value if count * 2 > counted.total() else none


class _Styles:
    """The type that styles give to runs: what a run says itself comes first, then its paragraph's style."""

    def __init__(self, root: Any) -> None:
        known = [] if root is None else root.findall(f"{W}style")
        self._by_id = {style.get(f"{W}styleId"): style for style in known}
        self._default = next((s for s in known if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default")), None)
        self._whole = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault")
        self._of_style: dict[str, list[Any]] = {}

    def type_of(self, run: Any, paragraph: Any) -> tuple[str, Decimal]:
        """The Chinese font, empty if none is named, and the size in points, 0 if none is."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = named.get(f"{W}val", "") if named is not None else ""
        if style not in self._of_style:
            self._of_style[style] = list(self._inherited(style))
        properties = [run.find(f"{W}rPr"), *self._of_style[style]]
        font, size = _first(properties, "rFonts", "eastAsia"), _first(properties, "sz", "val")
        return font, Decimal(size) / 2 if size.isdecimal() else Decimal(0)

    def _inherited(self, style_id: str) -> Iterator[Any]:
        """The properties of a style, of those it is based on, and of the whole document."""
        style, seen = self._by_id.get(style_id, self._default), set[str]()
        while style is not None and style.get(f"{W}styleId") not in seen:
            seen.add(style.get(f"{W}styleId"))
            yield style.find(f"{W}rPr")
            based = style.find(f"{W}basedOn")
            style = self._by_id.get(based.get(f"{W}val")) if based is not None else None
        if self._whole is not None:
            yield self._whole.find(f"{W}rPr")


def _first(properties: list[Any], tag: str, attribute: str) -> str:
    found = (p.find(W + tag) for p in properties if p is not None)
    return next((value for e in found if e is not None and (value := e.get(W + attribute))), "")
