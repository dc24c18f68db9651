"""The table of expenses (基础数据表): known rows, and rows that a unit names itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.headings import head_over
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN
from jixiao.documents.learning.taken import Block, CellRole, Taken
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.words import guessed_kind, own_key

_SUM = re.compile(r"(?:合计|小计|总计|总额|支出)$")


class Spending:
    """Takes rows of expenses one by one."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._known, self._taken, self._rows = taker.known, taker.taken, taker.rows
        self._after = ""
        """The key of the latest row of expenses."""
        self._open: Block | None = None

    def forget(self) -> None:
        """The table of expenses has ended."""
        self._after, self._open = "", None

    def take(self, cells: Sequence[RawCell], row: int, heads: Sequence[Taken]) -> None:
        """A row under its headings."""
        label = cells[0].text
        key, sureness = self._row_key(label)
        if key and not self._taker.has_row(key):
            self._after, self._open = key, None
            self._taker.label(cells[0])
            for cell in cells[1:]:
                head = head_over(heads, cell)
                if head is not None:
                    self._take_figure(cell, key, sureness, head, label)
            return
        self._take_item(cells, row, heads)

    def _row_key(self, label: str) -> tuple[str, str]:
        """The key of a row of expenses; that it is a sum need not be said: 三公经费合计."""
        key, sureness = self._known.sure("spending_rows", label)
        alone = _SUM.sub("", label)
        is_sum = self._known.is_total(label) or self._known.key("fund_rows", label) == "funds"
        if not key and is_sum and self._is_of_three_public():
            return "three_public", ALIKE
        return (key, sureness) if key or alone == label else (self._known.key("spending_rows", alone), ALIKE)

    def _is_of_three_public(self) -> bool:
        """Whether all rows of the table that are known are parts of 三公经费: its 合计 is their sum."""
        labels = [cells[0].text for number in range(len(self._rows)) if (cells := self._taken.content(number))]
        found = {self._known.key("spending_rows", label) for label in labels} - {""}
        return bool(found) and found <= self._known.three_public

    def _take_figure(self, cell: RawCell, row: str, sureness: str, head: Taken, label: str) -> None:
        """A figure of a known row; a column nobody knows (增减率) is the form's own."""
        key, kind = (head.key, "amount") if head.key else (own_key(head.title), guessed_kind(head.title, 0))
        self._taker.field(cell, f"{row}.{key}", sureness if head.key else UNKNOWN, f"{label}·{head.title}", kind)

    def _take_item(self, cells: Sequence[RawCell], row: int, heads: Sequence[Taken]) -> None:
        """A row that a unit names itself: one of the block behind the latest known row."""
        name = self._known.spending_list(self._after)
        if self._open is None or self._open.name != name:
            columns = [Taken(cells[0], CellRole.FIELD, "name", EXACT, title="名称")]
            columns += [_column(head) for head in heads]
            self._open = Block(name, row, row, columns)
            self._taken.blocks.append(self._open)
        self._open.last = row
        self._open.rows.append({"name": cells[0].text})
        for cell in cells:
            self._taken.cells[id(cell)] = Taken(cell, CellRole.FIELD, "name" if cell is cells[0] else "", EXACT)


def _column(head: Taken) -> Taken:
    """A column of the rows that a unit names itself."""
    if head.key:
        return Taken(head.cell, CellRole.FIELD, head.key, EXACT, "amount", title=head.title)
    return Taken(head.cell, CellRole.FIELD, own_key(head.title), UNKNOWN, guessed_kind(head.title, 0), title=head.title)
