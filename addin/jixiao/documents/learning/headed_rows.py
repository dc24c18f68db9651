"""Rows of values under headings: each value has the key of its row and its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.headings import (
    FEWEST,
    FUND,
    GOAL,
    MATTER,
    OTHER,
    SOURCE,
    SPENDING,
    HeadingReader,
    head_over,
    middle_of_two_sides,
    spending_column,
    tell_columns_apart,
)
from jixiao.documents.learning.heads import Heads
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN, Known
from jixiao.documents.learning.pairs import Pairs
from jixiao.documents.learning.spending import Spending
from jixiao.documents.learning.taken import Block, CellRole, Taken
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.words import embedded, guessed_kind, is_figure, is_placeholder, is_value, own_key

_COLUMNS_OF = {FUND: "fund_columns", SOURCE: "fund_rows", SPENDING: "spending_columns", MATTER: "matter_columns"}


class HeadedRows:
    """Takes headings and the rows under them; the headings hold until a row does not fit."""

    def __init__(self, taker: Taker, pairs: Pairs) -> None:
        self._taker, self._pairs = taker, pairs
        self._known, self._taken, self._rows = taker.known, taker.taken, taker.rows
        self._headings, self._spending = HeadingReader(taker), Spending(taker)
        self._heads: list[Taken] = []
        self._kind = ""
        """What the headings above the row are headings of."""

        self._second: RawCell | None = None
        """Where two tables stand side by side: the heading that the second begins with."""

        self._is_income = False
        """Whether the first of two tables side by side lists what was received."""

        self._rows_of_funds: set[str] = set()

    @property
    def has_heads(self) -> bool:
        """Whether headings stand above the row at hand."""
        return bool(self._heads)

    def forget(self) -> None:
        """No heading holds any more."""
        self._heads, self._kind, self._second = [], "", None
        self._spending.forget()

    def take_heads(self, heads: Heads, row: int) -> bool:
        """Take headings that begin in a row; whether they are such."""
        cells = self._without_corner(heads.cells)
        last = row + heads.depth - 1
        middle = middle_of_two_sides([cell.text for cell in cells])
        kind = self._headings.kind(cells[:middle] if middle else cells, last) if cells else ""
        if not kind:
            return False
        self.forget()
        for cell in heads.above:
            self._taker.label(cell)
        self._kind = FUND if middle else kind
        if middle:
            self._take_sides(cells, middle, heads)
            return True
        if self._take_items(cells, heads, last):
            return True
        start = 0 if self._headings.end_of_list(cells, last) > last + 1 else self._headings.first(cells, kind)
        self._take_before(cells[:start])
        self._take_each(cells[start:], heads)
        if kind == OTHER:
            self._take_list(last, self._headings.end_of_list([head.cell for head in self._heads], last))
        return True

    def _take_items(self, cells: Sequence[RawCell], heads: Heads, row: int) -> bool:
        """Take headings over rows that a unit names itself, with the money spent on each; whether they are such."""
        last = self._headings.end_of_items(cells, row)
        if last > row:
            self._kind = OTHER
            self._take_each(cells, heads)
            self._take_list(row, last)
        return last > row

    def _take_sides(self, cells: Sequence[RawCell], middle: int, heads: Heads) -> None:
        """Two tables side by side, 收入 and 支出, each with the same headings."""
        self._second = cells[middle]
        self._is_income = self._known.is_income(cells[0].text)
        for side in (cells[:middle], cells[middle:]):
            self._taker.label(side[0])
            self._take_each(side[1:], heads)

    def _take_before(self, cells: Sequence[RawCell]) -> None:
        """What stands before the headings: their corner, or a label with its value (部门名称)."""
        if len(cells) > 1:
            self._pairs.take(cells)
        elif cells:
            self._taker.label(cells[0])

    def _take_each(self, cells: Sequence[RawCell], heads: Heads) -> None:
        """The headings themselves, each with what it means."""
        finals = sum("决算" in cell.text for cell in cells)
        column, taken = "", []
        for cell in cells:
            if not cell.text.strip() or is_figure(cell.text):
                self._taker.loose(cell)
                continue
            key, sureness = self._known.sure(_COLUMNS_OF.get(self._kind, "fields"), cell.text)
            if self._kind == SPENDING:
                key, sureness = spending_column(cell.text, finals == 2 and not self._has_head("previous"), self._known)
            elif self._kind == OTHER:
                key, sureness = self._headings.key_alone(cell.text, heads.group(cell) or column)
                column = key.partition(".")[2] if key.startswith("funds.") else column
            elif not key and self._kind in (FUND, MATTER):
                key, sureness = self._known.fund_column(cell.text)  # 上年结转, and points among matters
            taken.append(Taken(cell, CellRole.LABEL, key, sureness, title=heads.group(cell) + cell.text))
            self._heads.append(taken[-1])
            self._taken.cells[id(cell)] = taken[-1]
        tell_columns_apart(taken, self._known)
        keys = {head.key for head in taken}
        if self._kind == OTHER and keys >= {self._known.named(f"execution_{part}") for part in ("budget", "spent")}:
            self._taker.give_up_pairs(keys)

    def _without_corner(self, cells: Sequence[RawCell]) -> Sequence[RawCell]:
        """Headings with one blank before them at most: the corner over a row's labels may be in pieces."""
        while len(cells) > FEWEST and not cells[0].text and not cells[1].text:
            self._taker.label(cells[0])
            cells = cells[1:]
        return cells

    def fits(self, cells: Sequence[RawCell]) -> bool:
        """Whether a row's cells stand under the headings."""
        if self._taken.block_at(cells[0].row):
            return False
        if self._is_behind_list(cells):
            return False
        heads = [head.cell for head in self._heads]
        under = sum(any(c.column == h.column and c.end == h.end for c in cells) for h in heads)
        covered = self._taken.table.covered[cells[0].row]
        under += sum(any(c.column <= h.column and c.end >= h.end for c in covered) for h in heads)
        if self._kind in (GOAL, OTHER) and self._known.is_label(cells[0].text) and self._kind == GOAL:
            return False
        return under * 2 > len(heads) and len(cells) >= 2

    def _is_behind_list(self, cells: Sequence[RawCell]) -> bool:
        """Whether a row with labels of its own stands behind a list; a row of totals belongs to it."""
        above = self._taken.block_at(cells[0].row - 1)
        labels = [cell.text for cell in cells if cell.text and not is_value(cell.text)]
        is_list = above is not None and above.name.startswith("list")
        return is_list and len(labels) > 1 and not any(map(self._known.is_total, labels))

    def take(self, cells: Sequence[RawCell], row: int) -> None:
        """A row under the headings at hand."""
        if self._second is not None:
            self._take_side([cell for cell in cells if cell.column < self._second.column], self._is_income)
            self._take_side([cell for cell in cells if cell.column >= self._second.column], False)
            return
        first = cells[0]
        names = list(takewhile(lambda cell: head_over(self._heads, cell) is None, cells))
        if len(names) > 1 and not is_value(names[-1].text):
            for cell in names:
                self._taker.label(cell)
            self._take_values(cells[len(names) :], names[-1].text, names[-1])
            return
        is_headed = any(head.cell.column == first.column for head in self._heads)
        is_named = len(cells) > 2 and bool(cells[1].text) and not is_value(cells[1].text)
        is_sum = not first.text and is_named and self._known.is_total(cells[1].text)
        is_numbered = is_named and (is_figure(first.text) or is_sum)
        if is_headed and not is_numbered and (self._kind == GOAL or is_value(first.text)):
            self._take_values(cells, "")
        elif self._kind == SPENDING:
            self._spending.take(cells, row, self._heads)
        elif is_numbered:
            self._taker.label(first)  # the row's number, or its blank, stands before its name
            self._take_values(cells[2:], cells[1].text, cells[1])
        elif not first.text:
            self._taker.loose(first)
            self._take_values(cells[1:], "")
        else:
            self._take_values(cells[1:], first.text, first)

    def _take_side(self, cells: Sequence[RawCell], is_income: bool) -> None:
        """A row of one of two tables side by side; what was received is no row of the funds."""
        if not cells or is_value(cells[0].text):
            for cell in cells:
                self._taker.loose(cell)
        elif is_income:
            self._taker.label(cells[0])
            name, sureness = self._known.sure("income_rows", cells[0].text)
            self._take_row(cells[1:], cells[0].text, name or own_key(cells[0].text), sureness)
        else:
            self._take_values(cells[1:], cells[0].text, cells[0])

    def _take_list(self, row: int, last: int) -> None:
        """The rows below headings down to the last: as many as there are things to list."""
        if last - row < FEWEST:
            return
        self._name_apart()
        columns = list(list_columns(self._heads, self._known))
        rows = [_said_under(columns, self._taken.content(number)) for number in range(row + 1, last + 1)]
        number = sum(block.name.startswith("list") for block in self._taken.blocks) + 1
        self._taken.blocks.append(Block(f"list{number}", row + 1, last, columns, rows))
        for number in range(row + 1, last + 1):
            for cell in self._taken.content(number):
                self._taken.cells[id(cell)] = Taken(cell, CellRole.FIELD)

    def _name_apart(self) -> None:
        """No two columns of a list have one name."""
        for number, head in enumerate(self._heads):
            if any(own_key(other.title) == own_key(head.title) for other in self._heads[:number]):
                head.title += str(number + 1)

    def _has_head(self, key: str) -> bool:
        return any(head.key == key for head in self._heads)

    def _take_values(self, cells: Sequence[RawCell], label: str, first: RawCell | None = None) -> None:
        """A row of values under its headings; with a label before them the row has a name of its own."""
        name, sureness = self._row_key(label) if first is not None else ("", EXACT)
        if first is not None:
            self._take_row_label(first, name, sureness)
        self._take_row(cells, label, name, sureness)

    def _take_row(self, cells: Sequence[RawCell], label: str, name: str, sureness: str) -> None:
        """The values of a row; ``name`` is its key, "" for a row that has no name."""
        for cell in cells:
            head = head_over(self._heads, cell)
            if head is None or self._known.counts_rows(head.title):
                self._taker.loose(cell)
                continue
            key, sure = self._value_key(head, name, sureness, label)
            title = f"{label}·{head.title}" if label else head.title
            told_by = key if self._kind == SOURCE else head.key
            kind = self._known.kind(told_by) if told_by else guessed_kind(head.title, cell.columns / self._taken.width)
            self._taker.field(cell, key, sure, title, kind)

    def _value_key(self, head: Taken, name: str, sureness: str, label: str) -> tuple[str, str]:
        """The key of a value by its heading and its row; in the row of all (合计) the heading says it alone."""
        is_all = name == "funds" or (self._kind == OTHER and self._known.is_total(label))
        if not name or (is_all and "." in head.key and self._kind != SOURCE):
            return head.key or own_key(head.title), head.sureness
        if self._kind == SOURCE:
            return f"{head.key or own_key(head.title)}.{name}", sureness if head.key else UNKNOWN
        column = self._column(head)
        return f"{name}.{column or own_key(head.title)}", sureness if column else UNKNOWN

    def _column(self, head: Taken) -> str:
        """What a heading's column is called in its rows' keys; a field's own name (项目概况) is none of a column."""
        is_field = self._kind == OTHER and "." not in head.key
        return "" if is_field else head.key.rpartition(".")[2]

    def _take_row_label(self, first: RawCell, name: str, sureness: str) -> None:
        """The name of a row; one with a colon and no column for its budget holds the budget itself."""
        has_budget = any(head.key in ("budget", "initial") for head in self._heads)
        if self._kind == FUND and not has_budget and embedded(first.text):
            self._taker.both(first, f"{name}.budget", sureness, "amount")
            return
        self._taker.label(first)

    def _row_key(self, label: str) -> tuple[str, str]:
        if self._kind == SOURCE:
            key, sureness = self._known.sure("fund_columns", label)
            return (key, sureness) if key else (own_key(label), UNKNOWN)
        if self._kind == FUND or any(head.key.startswith("funds.") for head in self._heads):
            key, sureness = self._known.source(label)
            if not key and self._known.may_be_all(label) and not self._taker.has_row("funds"):
                key, sureness = "funds", ALIKE
            if not key and self._known.is_income(label):
                key, sureness = self._known.sure("income_rows", label)
        else:
            key, sureness = self._known.sure("matter_rows", label) if self._kind == MATTER else ("", UNKNOWN)
        key = key or own_key(label)
        if self._kind == FUND and key not in self._rows_of_funds:
            self._taker.give_up(key)
        self._rows_of_funds.add(key)
        if not self._taker.has_row(key):
            return key, sureness
        return f"{key}_{_row_number(self._taker.used, key)}", UNKNOWN


def _said_under(columns: Sequence[Taken], cells: Sequence[RawCell]) -> dict[str, str]:
    """What a row of a list says in each column."""
    return {
        column.key: cell.text for column, cell in zip(columns, cells, strict=False) if not is_placeholder(cell.text)
    }


def list_columns(heads: Sequence[Taken], known: Known) -> Iterator[Taken]:
    """The columns of a list; where one is the name of what is listed, the others may be known too."""
    keys = [known.key("lists", head.title) for head in heads]
    has_name = "name" in keys
    used: set[str] = set()
    for head, key in zip(heads, keys, strict=True):
        key = (key or known.key("fund_columns", head.title)) if has_name else ""
        key, sureness = (key, EXACT) if key and key not in used else (own_key(head.title), UNKNOWN)
        used.add(key)
        kind = known.kind(key) if sureness else guessed_kind(head.title, 0)
        yield Taken(head.cell, CellRole.FIELD, key, sureness, kind, title=head.title)


def _row_number(used: Counter[str], key: str) -> int:
    """A number for another row of that name."""
    number = 2
    while any(name.startswith(f"{key}_{number}.") for name in used):
        number += 1
    return number
