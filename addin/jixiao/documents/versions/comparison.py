"""What differs between two Word files: paragraphs, rows and cells, each with its place."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from jixiao.documents.intake.raw_document import RawBlock, RawCell, RawDocument, RawParagraph, RawTable
from jixiao.documents.intake.table_places import cell_name, table_name
from jixiao.documents.versions.alignment import aligned
from jixiao.documents.versions.text_differences import FigureChange, Piece, figure_changes, pieces

_HEADING = re.compile(r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]).{1,40}|附件\d+(?:-\d+)?")
_ATTACHMENT = re.compile(r"附件\d+(?:-\d+)?")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
CHANGED, ADDED, REMOVED = "改动", "新稿里多出", "新稿里没有"
_START = "封面和开头"
_BLANK_ROW = "（空行）"

_Row: TypeAlias = list[RawCell]


@dataclass(frozen=True)
class Change:
    """A paragraph, row, cell or table that differs; ``None`` where one side has no such thing."""

    where: str
    old: str | None
    new: str | None

    @property
    def kind(self) -> str:
        """What happened, as people are told."""
        return ADDED if self.old is None else REMOVED if self.new is None else CHANGED

    @cached_property
    def pieces(self) -> list[Piece]:
        """Both texts in one."""
        return pieces(self.old or "", self.new or "")

    @cached_property
    def figures(self) -> list[FigureChange]:
        """The figures that changed; none for what came or went as a whole."""
        return [] if self.old is None or self.new is None else figure_changes(self.old, self.new)


def compare(old: RawDocument, new: RawDocument) -> list[Change]:
    """What differs, in the order of the documents; white space is layout."""
    place, changes = _START, list[Change]()
    for before, after in aligned(old.blocks, new.blocks, _key, _text):
        standing = after or before
        if isinstance(standing, RawParagraph) and _HEADING.fullmatch(standing.text.strip()):
            place = standing.text.strip()
        changes += _block_changes(before, after, place)
    return changes


def _block_changes(before: RawBlock | None, after: RawBlock | None, place: str) -> Iterator[Change]:
    if isinstance(before, RawTable) and isinstance(after, RawTable):
        name = _table_place(after, place)
        for old, new in aligned(before.rows, after.rows, _row_key, _row_text):
            yield from _row_changes(old, new, after if new is not None else before, name)
    elif before is None or after is None or _key(before) != _key(after):
        standing = after or before
        where = _table_place(standing, place) if isinstance(standing, RawTable) else place
        yield Change(where, _whole(before), _whole(after))


def _row_changes(old: _Row | None, new: _Row | None, table: RawTable, name: str) -> Iterator[Change]:
    if old is None or new is None:
        row = new or old
        where = f"{name} 第{row[0].row + 1}行" if row else name
        yield Change(where, _whole_row(old), _whole_row(new))
        return
    pairs = zip(old, new, strict=True) if len(old) == len(new) else aligned(old, new, _cell_key, _cell_text)
    for before, after in pairs:
        standing = after or before
        if standing and (before is None or after is None or _cell_key(before) != _cell_key(after)):
            where = f"{name} {cell_name(standing.row, standing.column)}{_label(table, standing)}"
            yield Change(where, before.text if before else None, after.text if after else None)


def _label(table: RawTable, cell: RawCell) -> str:
    """The words nearest to the left of a cell, which tell what its row is about."""
    left = (c for c in (*table.rows[cell.row], *table.covered[cell.row]) if c.column < cell.column)
    words = [c for c in left if _WORDS.search(c.text)]
    return f"（{' '.join(max(words, key=lambda c: c.column).text.split())}）" if words else ""


def _table_place(table: RawTable, place: str) -> str:
    return place if _ATTACHMENT.fullmatch(place) else table_name(table.number)


# ---- what two things have in common ---------------------------------------------------------------------------------


def _key(block: RawBlock) -> Hashable:
    return tuple(map(_row_key, block.rows)) if isinstance(block, RawTable) else _words(block.text)


def _text(block: RawBlock) -> str:
    return "\n".join(map(_row_text, block.rows)) if isinstance(block, RawTable) else block.text


def _row_key(row: _Row) -> Hashable:
    return tuple(map(_cell_key, row))


def _row_text(row: _Row) -> str:
    return " ｜ ".join(cell.text for cell in row)


def _cell_key(cell: RawCell) -> Hashable:
    return _words(cell.text)


def _cell_text(cell: RawCell) -> str:
    return cell.text


def _words(text: str) -> str:
    return "".join(text.split())


# ---- what came or went as a whole -----------------------------------------------------------------------------------


def _whole(block: RawBlock | None) -> str | None:
    if isinstance(block, RawTable):
        return "\n".join(filter(None, map(_whole_row, block.rows)))
    return block.text.strip() if block else None


def _whole_row(row: _Row | None) -> str | None:
    return None if row is None else " ｜ ".join(cell.text for cell in row if cell.text) or _BLANK_ROW
