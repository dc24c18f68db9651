"""A table of contents typed by hand: it says the headings of an outline before the outline does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawBlock, RawParagraph

_TITLE = frozenset({"目录", "目次"})
_PAGE = re.compile(r"(?:[\t\u3000 ]+|[.…·．。]{2,}|-{3,})[\t\u3000 .…·]*[-—(（]?\s*\d{1,3}\s*[-—)）]?\s*$")
"""A page's number behind what leads to it."""


def without_contents(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """Blocks without the lines below 目录 that name a page, or that the outline says again."""
    is_inside = False
    for number, block in enumerate(blocks):
        if isinstance(block, RawParagraph) and normal(block.text) in _TITLE:
            is_inside = True
            continue
        is_inside = is_inside and isinstance(block, RawParagraph) and _is_entry(block.text, blocks[number + 1 :])
        if not is_inside:
            yield block


def _is_entry(text: str, rest: Sequence[RawBlock]) -> bool:
    said = "".join(text.split())
    again = ("".join(block.text.split()) for block in rest if isinstance(block, RawParagraph))
    return not said or _PAGE.search(text) is not None or said in again
