"""Labels, each with what is filled in right of it, below it, or behind its colon."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.known import ALIKE
from jixiao.documents.learning.taken import CellRole, Taken
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.words import (
    embedded,
    guessed_kind,
    is_figure,
    is_fill_in,
    is_placeholder,
    is_value,
    own_key,
)

_LONGEST_ALONE = 30


class Pairs:
    """Takes a row of labels and values."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._known, self._taken, self._rows = taker.known, taker.taken, taker.rows

    def take(self, cells: Sequence[RawCell]) -> None:
        """Labels, each with what is filled in right of it, or behind its colon."""
        is_told = bool(embedded(cells[0].text)) and not is_placeholder(cells[0].text)
        if len(cells) == 1 and self._taker.label_above(cells[0]) is not None and not is_told:
            self._taker.take_below_label(cells[0])
            return
        if len(cells) > 2 and all(cell.text and not self._may_be_told(cell) for cell in cells):
            for cell in cells:
                self._taker.label(cell)
            return
        index = self._take_group_label(cells)
        while index < len(cells):
            cell = cells[index]
            following = cells[index + 1] if index + 1 < len(cells) else None
            if not cell.text or (index and is_value(cell.text) and not embedded(cell.text)):
                self._taker.loose(cell)
                index += 1
            elif following is not None and not self._taker.by_nature and self._is_filled(cell, following):
                self._pair(cell, following)
                index += 2
            else:
                self._alone(cell, len(cells))
                index += 1

    def _may_be_told(self, cell: RawCell) -> bool:
        """Whether a cell holds what somebody filled in, or a label that something is filled in behind."""
        if self._known.key("fund_rows", cell.text) and self._taker.column_above(cell):
            return True
        return is_value(cell.text) or bool(self._known.sure("fields", cell.text)[0]) or embedded(cell.text) is not None

    def _take_group_label(self, cells: Sequence[RawCell]) -> int:
        """A label in front of pairs, all of them to be filled in (人员情况, 编制数, blank): how many cells it takes."""
        labels, values = cells[1::2], cells[2::2]
        are_pairs = len(cells) > 2 and len(labels) == len(values)
        if not are_pairs or not all(is_value(cell.text) for cell in values):
            return 0
        if any(is_value(cell.text) for cell in (cells[0], *labels)) or embedded(cells[0].text):
            return 0
        self._taker.label(cells[0])
        return 1

    def _is_filled(self, cell: RawCell, following: RawCell) -> bool:
        if self._known.is_plain(cell.text) and not self._known.key("fields", cell.text):
            return False
        if following.rows > cell.rows and self._taker.label_above(following) is not None:
            return False  # its heading stands above it, and it reaches over several labels
        if is_value(following.text):
            return True
        return not self._known.is_label(following.text) and not embedded(following.text)

    def _pair(self, cell: RawCell, following: RawCell) -> None:
        self._taker.label(cell)
        key, sureness = self._taker.pair_key(cell, cell.text)
        share = following.columns / self._taken.width
        kind = self._known.kind(key) if sureness else guessed_kind(cell.text, share)
        self._taker.field(following, key or own_key(cell.text), sureness, cell.text, kind)

    def _alone(self, cell: RawCell, count: int) -> None:
        """A label without a cell for its value: its value stands behind its colon, or it has none."""
        source, column = self._known.key("fund_rows", cell.text), self._taker.column_above(cell)
        if source and self._known.kind(column) == "amount":
            key = self._taker.free(f"{source}.{column}")
            self._taken.cells[id(cell)] = Taken(cell, CellRole.BOTH, key, ALIKE, "amount", title=cell.text)
            return
        found = embedded(cell.text)
        self._taker.by_nature |= normal(cell.text).startswith(("按收入性质", "按支出性质"))
        is_alone = count == 1 and len(cell.text) > _LONGEST_ALONE
        is_note = found is not None and is_alone and not self._taker.field_key(found[0])[1]
        if found is None or self._known.is_plain(cell.text) or is_note:
            self._taker.label(cell)
            return
        key, sureness = self._taker.pair_key(cell, found[0])
        if not sureness and found[1] and not is_figure(found[1]) and not is_fill_in(found[1]):
            self._taker.label(cell)
            return
        kind = self._known.kind(key) if key else guessed_kind(found[0], cell.columns / self._taken.width)
        self._taker.both(cell, key or own_key(found[0]), sureness, kind)
