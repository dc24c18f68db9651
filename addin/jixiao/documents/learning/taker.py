"""Taking cells for what they are: labels, room to be filled in, or both; and the keys of what is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from itertools import takewhile

from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.learning.blank import table_width
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN, Known
from jixiao.documents.learning.taken import CellRole, Taken, TakenTable
from jixiao.documents.learning.words import (
    embedded,
    is_figure,
    is_fill_in,
    is_instruction,
    is_placeholder,
    is_value,
    own_key,
)

_INCOME, _EXPENSE = "income.", "expense."


class Taker:
    """What was taken so far of one table, and which keys are used."""

    def __init__(self, table: RawTable, known: Known) -> None:
        self.known = known
        self.rows = table.rows
        self.taken = TakenTable(table, table_width(table))
        self.used: Counter[str] = Counter()
        self.by_nature = False
        """Whether the rows at hand list income or expenses by their nature."""
        self._lists_expenses = any("支出合计" in cell.text for row in table.rows for cell in row)

    def label(self, cell: RawCell) -> None:
        """The form's own words, or a blank that nothing names."""
        self.taken.cells[id(cell)] = Taken(cell, CellRole.LABEL if cell.text else CellRole.BLANK)

    def field(self, cell: RawCell, key: str, sureness: str, title: str, kind: str) -> None:
        """A cell that is filled in."""
        text = cell.text
        guide = text if is_instruction(text) else ""
        value = "" if guide or is_placeholder(text) else text
        if is_fill_in(text) and (chosen := self.known.chosen(text)):
            key, sureness = chosen, ALIKE
        if is_fill_in(value):  # a form's own words stand in texts; a figure or a date has none beside it
            kind, value = ("long_text", value) if kind in ("text", "long_text") else (kind, "")
        taken = Taken(cell, CellRole.FIELD, self.free(key), sureness, kind, value, guide, title)
        self.taken.cells[id(cell)] = taken

    def both(self, cell: RawCell, key: str, sureness: str, kind: str) -> None:
        """A label with what is filled in behind it."""
        label, value = embedded(cell.text) or (cell.text, "")
        value = "" if is_placeholder(value) else value
        self.taken.cells[id(cell)] = Taken(
            cell, CellRole.BOTH, self.free(key), sureness, kind, value, title=label.strip("：: ")
        )

    def loose(self, cell: RawCell) -> None:
        """A cell that no label names: blank, or words of the form."""
        is_word = bool(cell.text) and (not is_value(cell.text) or self._numbers_row(cell))
        if not is_word and self.label_above(cell) is not None:
            self.take_below_label(cell)
            return
        self.taken.cells[id(cell)] = Taken(cell, CellRole.LABEL if is_word else CellRole.BLANK, value=cell.text)

    def _numbers_row(self, cell: RawCell) -> bool:
        """Whether a figure is the number that the form gives a row, below 行次."""
        above = (c for row in self.rows[: cell.row] for c in row if (c.column, c.end) == (cell.column, cell.end))
        return is_figure(cell.text) and any(self.known.counts_rows(c.text) for c in above)

    def take_below_label(self, cell: RawCell) -> None:
        """A cell whose label stands right above it."""
        above = self.label_above(cell)
        if above is not None:
            key, sureness = self.pair_key(above, above.text)
            self.field(cell, key, sureness, above.text, self.known.kind(key))

    def label_above(self, cell: RawCell) -> RawCell | None:
        """A known label right above a blank cell that nothing else names, if it has no value yet."""
        above = self.rows[cell.row - 1] if cell.row else []
        label = next((c for c in above if (c.column, c.end) == (cell.column, cell.end)), None)
        if label is None or self.taken.of(label).role is not CellRole.LABEL:
            return None
        key, _ = self.pair_key(label, label.text)
        return label if key and not self.used[key] else None

    def pair_key(self, cell: RawCell, label: str) -> tuple[str, str]:
        """The key of a label beside a cell, and how sure it is."""
        received = self._received_key(cell, label)
        if received:
            return received, ALIKE
        source = "" if self._is_received(cell) else self.known.key("fund_rows", label)
        column = self.column_above(cell)
        if source and column and not self._is_by_nature(label):
            return f"{source}.{column}", ALIKE
        key, sureness = self.field_key(label)
        if key:
            return key, sureness
        column, _ = self.known.sure("fund_columns", label)
        if column and self.is_about_funds(cell.row):
            return f"{self.source_before(cell) or 'funds'}.{column}", ALIKE
        return (f"{source}.budget", ALIKE) if source and self.is_about_funds(cell.row) else ("", UNKNOWN)

    def field_key(self, label: str) -> tuple[str, str]:
        """The key of a label, and how sure it is."""
        key, sureness = self.known.sure("fields", label)
        is_shared = key.startswith(_INCOME) and self.known.sure("fund_rows", label)[1] == EXACT
        return ("", UNKNOWN) if is_shared and not (self.by_nature or self._lists_expenses) else (key, sureness)

    def _is_by_nature(self, label: str) -> bool:
        """Whether a label means expenses of one nature: 项目支出."""
        return self.known.key("fields", label).startswith(_EXPENSE)

    def _received_key(self, cell: RawCell, label: str) -> str:
        """The key of what was received: the sum of it, or a part below the sum."""
        row = self.known.key("income_rows", label)
        is_received = not self.by_nature and (self._is_received(cell) or self._is_of_income(cell))
        return f"{row}.budget" if row and is_received else ""

    def _is_received(self, cell: RawCell) -> bool:
        """Whether a label stands below the sum of what was received, as a part of it."""
        above = (
            c for row in reversed(self.rows[: cell.row]) for c in row if (c.column, c.end) == (cell.column, cell.end)
        )
        labels = takewhile(lambda c: c.text and self.taken.of(c).role is CellRole.LABEL, above)
        return any(self._is_of_income(c) for c in labels)

    def _is_of_income(self, label: RawCell) -> bool:
        """Whether a label is the sum of what was received: 收入合计, or 预算收入 with 预算支出 beside it."""
        beside = any("支出" in other.text for other in self.rows[label.row] if other is not label)
        is_source = bool(self.known.key("fund_rows", label.text))
        return self.known.is_income(label.text) and (self.known.sums(label.text) or (beside and not is_source))

    def is_about_funds(self, row: int) -> bool:
        """Whether a row, or what stands left of it, speaks of money."""
        said = "".join(cell.text for cell in (*self.taken.sides(row), *self.rows[row]))
        return any(word in said for word in ("资金", "预算", "经费", "万元"))

    def source_before(self, cell: RawCell) -> str:
        """The source of funds that the pairs left of a label are about: 执行率 behind 中央资金 is that of its row."""
        before = (self.taken.of(other) for other in reversed(self.rows[cell.row]) if other.column < cell.column)
        rows = self.known.keys("fund_rows")
        return next((row for taken in before if (row := taken.key.partition(".")[0]) in rows), "")

    def column_above(self, cell: RawCell) -> str:
        """The column of the funds that a label above names: 其中：中央补助 below 预算数：."""
        for number in range(cell.row - 1, max(cell.row - 8, -1), -1):
            for above in self.rows[number]:
                if above.column == cell.column and above.end == cell.end:
                    column = self.known.key("fund_columns", above.text)
                    if column:
                        return column
        return ""

    def free(self, key: str) -> str:
        """A key, numbered where the form has it already."""
        self.used[key] += 1
        return key if self.used[key] == 1 else f"{key}_{self.used[key]}"

    def give_up(self, row: str) -> None:
        """Pairs that were guessed to be about a row of funds (下达资金总额) are not, where a table has that row."""
        for taken in self.taken.cells.values():
            if taken.role is CellRole.FIELD and taken.sureness == ALIKE and taken.key.startswith(f"{row}."):
                self.used[taken.key] -= 1
                taken.key, taken.sureness = self.free(own_key(taken.title)), UNKNOWN
        self.used += Counter()

    def give_up_pairs(self, keys: Set[str]) -> None:
        """Pairs that were guessed to have a key have it not, where headings have all of them."""
        for taken in self.taken.cells.values():
            if taken.role is CellRole.FIELD and taken.sureness == ALIKE and taken.key in keys:
                del self.used[taken.key]
                taken.key, taken.sureness = self.free(own_key(taken.title)), UNKNOWN

    def has_row(self, key: str) -> bool:
        """Whether a row of that name was taken."""
        return any(used.startswith(f"{key}.") for used in self.used)
