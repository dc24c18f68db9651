"""Tables that only frame the outline of a report: read as the paragraphs they frame."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.documents.intake.raw_document import RawBlock, RawParagraph, RawTable
from jixiao.documents.learning.heading_numbers import CHAPTER, IN_BRACKETS, style_of

_MOST_COLUMNS, _FEWEST_HEADINGS = 3, 3


def unframed(blocks: list[RawBlock]) -> Iterator[RawBlock]:
    """Blocks with the lines of framing tables in the place of these."""
    for block in blocks:
        if isinstance(block, RawTable) and _is_frame(block):
            yield from (RawParagraph(line) for line in _lines(block))
        else:
            yield block


def _lines(table: RawTable) -> list[str]:
    return [line.strip() for row in table.rows for cell in row for line in cell.text.split("\n") if line.strip()]


def _is_frame(table: RawTable) -> bool:
    """Whether a table has no room for what is filled in, and its words are mostly numbered headings."""
    cells = [cell for row in table.rows for cell in row]
    if not cells or not all(cell.text for cell in cells) or max(cell.end for cell in cells) > _MOST_COLUMNS:
        return False
    ways = [style_of(line) for line in _lines(table)]
    headings = [way for way in ways if 0 < way <= IN_BRACKETS]
    return len(headings) >= _FEWEST_HEADINGS and ways.count(0) <= len(ways) / 2 and min(headings) <= CHAPTER
