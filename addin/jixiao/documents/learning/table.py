"""Reading a blank table: which of its cells are words of the form, which are to be filled in, and with what.

Top down: indicator blocks first, by their headings; then row by row with the headings that stand above. What stands in
cells that are to be filled in is taken out and kept apart, so that a filled form is read as well as a blank one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.learning.blank import table_width
from jixiao.documents.learning.heads import Heads, lowest_heads
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN, Known
from jixiao.documents.learning.taken import Block, Role, Taken, TakenTable
from jixiao.documents.learning.words import (
    embedded,
    guessed_kind,
    is_amount,
    is_figure,
    is_fill_in,
    is_instruction,
    is_level_or_blank,
    is_placeholder,
    is_value,
    own_key,
    points_in,
)

_CORE = frozenset({"level1", "level2", "name", "target", "actual"})
_PLAINLY_INDICATORS = 4
"""Of the columns that indicators have; what else stands beside them need not be known."""

_LEVELS = ("level1", "level2")
_BY_NATURE = ("income.", "expense.")
_FUND, _SOURCE, _SPENDING, _GOAL, _MATTER, _OTHER = "fund", "source", "spending", "goal", "matter", "other"
_COLUMNS_OF = {
    _FUND: "fund_columns",
    _SOURCE: "fund_rows",
    _SPENDING: "spending_columns",
    _MATTER: "matter_columns",
}


class TableLearner:
    """Reads one table."""

    def __init__(self, table: RawTable, known: Known, is_titled: bool = True) -> None:
        self._known = known
        self._rows = table.rows
        self._is_titled = is_titled
        _fill_gaps(table)
        _join_sides(table, known)
        self._taken = TakenTable(table, table_width(table))
        self._used: Counter[str] = Counter()
        self._heads: list[Taken] = []
        self._kind = ""
        """What the headings above the row are headings of."""
        self._by_nature = False
        self._after = ""
        """The key of the latest row of expenses."""
        self._open: Block | None = None
        self._heading_rows: set[int] = set()
        self._latest: Block | None = None

    def read(self) -> TakenTable:
        """Every cell of the table."""
        self._find_indicators()
        row = 0
        while row < len(self._rows):
            block = self._taken.block_at(row)
            if block:
                if not block.name.startswith("list"):
                    self._forget()
                row = block.last + 1
                self._latest = block
            else:
                row += self._take_row(row)
        self._find_points()
        self._move_execution()
        self._tell_twins_apart()
        return self._taken

    # ---- indicator blocks -----------------------------------------------------------------------------------

    def _find_indicators(self) -> None:
        row = 0
        while row < len(self._rows):
            heads = self._indicator_heads(row)
            if heads is not None:
                row = self._take_block(heads, row)
            else:
                row += 1

    def _indicator_heads(self, row: int) -> Heads | None:
        """The lowest headings over each column of indicators; none if the row is no such heading."""
        heads = lowest_heads(self._taken, row)
        cells = heads.cells
        found = {self._column_key(heads, cell)[0] for cell in cells}
        is_plain = heads.depth > 1 or not any(cell.rows > 1 for cell in cells)
        has_numbers = any(is_figure(cell.text) for cell in cells)
        are_enough = len(found & _CORE) >= 2 and len(cells) >= 3
        return heads if are_enough and is_plain and not has_numbers and self._are_heads(cells, found) else None

    def _column_key(self, heads: Heads, cell: RawCell) -> tuple[str, str]:
        """The key of a column of indicators by its heading, and what stands above that (一级指标, 权重)."""
        group = heads.group(cell)
        whole = self._known.sure("indicator_columns", group + cell.text) if group else ("", UNKNOWN)
        if whole[0] or self._known.key("indicator_columns", group) in _LEVELS:
            return whole
        return self._known.sure("indicator_columns", cell.text)

    def _are_heads(self, heads: Sequence[RawCell], found: set[str]) -> bool:
        """Goals have headings too (预期目标, 实际完成情况); indicators have more, and their names."""
        has_name = bool(found & {"name", "level1", "level2"})
        named = [cell for cell in heads[1:] if cell.text.strip()]
        are_known = len(found & _CORE) >= _PLAINLY_INDICATORS or len(found - {""}) * 2 >= len(heads)
        return has_name and len(named) + 2 >= len(heads) and are_known

    def _take_block(self, heads: Heads, row: int) -> int:
        """Mark a block's headings and rows; the row behind it."""
        while heads.cells and not heads.cells[0].text.strip():
            del heads.cells[0]  # over the label that stands left of all rows
        first = row + heads.depth
        self._heading_rows |= set(range(row, first))
        for cell in (*heads.above, *heads.cells):
            self._label(cell)
        columns = self._block_columns(heads)
        last = self._last_of_block(heads.cells, first)
        if last < first:
            return first
        block = Block(self._block_name(row), first, last, columns)
        if not {"name", "target", "actual"} <= set(block.keys):
            block.name += "_plain"  # without all of them there is nothing to be scored
        block.rows = self._block_rows(block)
        self._taken.blocks.append(block)
        return last + 1

    def _block_columns(self, heads: Heads) -> list[Taken]:
        columns: list[Taken] = []
        used: Counter[str] = Counter()
        for cell in heads.cells:
            title = heads.group(cell) + cell.text
            is_named = bool(cell.text.strip())
            key, sureness = self._column_key(heads, cell) if is_named else self._key_further_up(cell)
            is_other = (
                used[key] or self._has_better_name(cell, key, heads.cells) or self._has_points_behind(cell, heads)
            )
            if key and is_other:
                key, sureness = "", UNKNOWN  # a second 指标值 is the unit's own column
            key = key or own_key(title)
            used[key] += 1
            key = key if used[key] == 1 else f"{key}_{used[key]}"
            columns.append(Taken(cell, Role.FIELD, key, sureness or ALIKE, self._known.kind(key), title=title))
            columns[-1].sureness = sureness
        _name_missing(columns)
        return columns

    def _has_better_name(self, cell: RawCell, key: str, heads: Sequence[RawCell]) -> bool:
        """Whether another heading means the same key and is the better known one: 评价内容 beside 指标名称."""
        others = (o.text for o in heads if o is not cell and self._known.key("indicator_columns", o.text) == key)
        rank = self._known.rank("indicator_columns", cell.text)
        return any(self._known.rank("indicator_columns", other) < rank for other in others)

    def _has_points_behind(self, cell: RawCell, heads: Heads) -> bool:
        """Whether a column of points belongs to a level, as another behind the name belongs to the indicator."""
        keys = [self._column_key(heads, other)[0] for other in heads.cells]
        place = next(number for number, other in enumerate(heads.cells) if other is cell)
        behind = keys[keys.index("name") :] if "name" in keys[place:] else []
        return keys[place] == "weight" and "weight" in behind

    def _key_further_up(self, cell: RawCell) -> tuple[str, str]:
        """The key of a column without a heading, by the word at the top of it."""
        above = (
            c for row in reversed(self._rows[: cell.row]) for c in row if (c.column, c.end) == (cell.column, cell.end)
        )
        said = next((c.text for c in above if c.text and not is_figure(c.text)), "")
        key = self._known.key("indicator_columns", said)
        return (key, ALIKE) if key else ("", UNKNOWN)

    def _block_name(self, row: int) -> str:
        said = "".join(cell.text for cell in self._taken.sides(row))
        name = "indicators_long" if any(word in said for word in ("长期", "中期", "实施期")) else "indicators"
        names = (block.name.removesuffix("_plain").rstrip("0123456789") for block in self._taken.blocks)
        count = sum(other == name for other in names)
        return name if not count else f"{name}{count + 1}"

    def _last_of_block(self, heads: Sequence[RawCell], first: int) -> int:
        last = first - 1
        for row in range(first, len(self._rows)):
            if not self._is_block_row(heads, row):
                break
            last = row
        return last

    def _is_block_row(self, heads: Sequence[RawCell], row: int) -> bool:
        cells = [*self._rows[row], *self._taken.table.covered[row]]
        own = [cell for cell in self._rows[row] if cell.end > heads[0].column]
        said = next((cell.text for cell in sorted(own, key=lambda c: c.column) if cell.text), "")
        if self._known.is_total(said) or self._indicator_heads(row) or not own:
            return False
        met = sum(any(c.column == head.column and c.end == head.end for c in cells) for head in heads)
        return met * 2 >= len(heads) or all(is_level_or_blank(cell.text) for cell in self._rows[row])

    def _block_rows(self, block: Block) -> list[dict[str, str]]:
        """What stands in a block's rows, each column's text; merged texts on every row they reach over."""
        rows: list[dict[str, str]] = []
        for number in range(block.first, block.last + 1):
            found = {}
            for column in block.columns:
                cell = self._taken.table.at(number, column.cell)
                is_level = column.key in _LEVELS
                is_own = cell is not None and column.cell.column <= cell.column < column.cell.end
                if cell is not None and is_own and (cell.row == number or is_level):
                    self._taken.cells[id(cell)] = Taken(cell, Role.FIELD, column.key, column.sureness, column.kind)
                    found[column.key] = "".join(cell.text.split("\n")).strip()
            if rows and found.get("level2") and not found.get("level1", "-"):
                found["level1"] = rows[-1]["level1"]  # said once for the rows below
            rows.append(found)
        return rows

    def _take_total(self, row: int, block: Block) -> bool:
        """Take a row of totals behind a block; whether it is one."""
        cells = self._taken.content(row)
        if not block.name.startswith("indicators") or len(cells) < 2 or not self._known.is_total(cells[0].text):
            return False
        if any(cell.text and not is_value(cell.text) for cell in cells[1:]):
            return False  # 总分 with 自评等级 beside it
        under = {column.key: column.cell for column in block.columns}
        keys = {f"total.{key}": under[key] for key in ("weight", "score") if key in under}
        self._label(cells[0])
        for cell in cells[1:]:
            key = next((key for key, head in keys.items() if cell.overlap(head) > 0), "")
            if len(cells) == 2 and not key:
                key = self._known.named("total_score")
            if key:
                self._field(cell, key, EXACT, cells[0].text, "points")
            else:
                self._taken.cells[id(cell)] = Taken(cell, Role.BLANK, value=cell.text)
        return True

    # ---- rows -----------------------------------------------------------------------------------------------

    def _take_row(self, row: int) -> int:
        """Take a row, and those below it that are headings with it; how many rows these are."""
        cells = self._taken.content(row)
        for side in self._taken.sides(row):
            if side.row == row:
                self._label(side)
        if not cells or row in self._heading_rows:
            self._forget()
            return 1
        if self._latest is not None and self._take_total(row, self._latest):
            return 1
        if self._known.counts_rows(cells[0].text) and self._heads:
            for cell in cells:
                self._label(cell)
            return 1
        heads = lowest_heads(self._taken, row)
        if self._take_heads(heads, row):
            return heads.depth
        if self._heads and self._fits_heads(cells):
            self._take_under_heads(cells, row)
            return 1
        self._forget()
        self._by_nature &= any(embedded(cell.text) for cell in cells)
        self._take_pairs(cells, row)
        return 1

    def _forget(self) -> None:
        self._heads, self._kind, self._after, self._open = [], "", "", None

    def _take_heads(self, heads: Heads, row: int) -> bool:
        cells = heads.cells
        last = row + heads.depth - 1
        kind = self._kind_of_heads(cells, last) if cells else ""
        if not kind:
            return False
        self._forget()
        for cell in heads.above:
            self._label(cell)
        self._kind = kind
        section = _COLUMNS_OF.get(kind, "fields")
        start = 0 if self._end_of_list(cells, last) > last + 1 else self._first_head(cells, kind)
        if start > 1:  # a label with its value stands before the headings: 部门名称
            self._take_pairs(cells[:start], row)
        finals = sum("决算" in cell.text for cell in cells)
        column = ""
        for index, cell in enumerate(cells):
            if index < start:
                if start == 1:
                    self._label(cell)
                continue
            if not cell.text.strip() or is_figure(cell.text):
                self._loose(cell)
                continue
            key, sureness = self._known.sure(section, cell.text)
            if kind == _SPENDING:
                key, sureness = _spending_column(cell.text, finals == 2 and not self._has_head("previous"))
            elif kind == _OTHER:
                key, sureness = self._other_head(cell.text, heads.group(cell) or column)
                column = key.partition(".")[2] if key.startswith("funds.") else column
            self._heads.append(Taken(cell, Role.LABEL, key, sureness, title=heads.group(cell) + cell.text))
            self._taken.cells[id(cell)] = self._heads[-1]
        if kind == _OTHER:
            self._take_list(last)
        return True

    def _take_list(self, row: int) -> None:
        """Rows below headings that only keep places: as many as there are things to list."""
        last = self._end_of_list([head.cell for head in self._heads], row)
        if last - row < _FEWEST_OF_LIST:
            return
        self._name_apart()
        columns = [
            Taken(head.cell, Role.FIELD, own_key(head.title), UNKNOWN, guessed_kind(head.title, 0), title=head.title)
            for head in self._heads
        ]
        number = sum(block.name.startswith("list") for block in self._taken.blocks) + 1
        self._taken.blocks.append(Block(f"list{number}", row + 1, last, columns, [{} for _ in range(last - row)]))
        for number in range(row + 1, last + 1):
            for cell in self._taken.content(number):
                self._taken.cells[id(cell)] = Taken(cell, Role.FIELD)

    def _name_apart(self) -> None:
        """No two columns of a list have one name."""
        for number, head in enumerate(self._heads):
            if any(own_key(other.title) == own_key(head.title) for other in self._heads[:number]):
                head.title += str(number + 1)

    def _end_of_list(self, heads: Sequence[RawCell], row: int) -> int:
        """The last of the rows below headings that only keep places; the headings' own if there are none."""
        while row + 1 < len(self._rows) and self._keeps_places(heads, row + 1):
            row += 1
        return row

    def _keeps_places(self, heads: Sequence[RawCell], row: int) -> bool:
        cells = self._taken.content(row)
        is_blank = all(not cell.text or is_placeholder(cell.text) for cell in cells)
        return is_blank and len(cells) == len(heads) and _alike_cells(heads, cells) == len(heads)

    def _has_head(self, key: str) -> bool:
        return any(head.key == key for head in self._heads)

    def _other_head(self, text: str, group: str = "") -> tuple[str, str]:
        """A heading over one row of values: a field, or a fund's source (中央, 合计), below 预算数 perhaps."""
        column, source = self._known.key("fund_columns", group) or group, self._known.key("fund_rows", text)
        if column and source:
            return f"{source}.{column}", ALIKE
        own = self._known.key("fund_columns", text)
        if own and column:  # the score of the funds, among their columns
            return f"funds.{own}", ALIKE
        key, sureness = self._field_key(text)
        if key:
            return key, sureness
        row = self._known.key("fund_rows", text)
        column, _ = self._known.sure("fund_columns", text)
        if row:
            return f"{row}.budget", ALIKE
        return (f"funds.{column}", ALIKE) if column else ("", UNKNOWN)

    def _first_head(self, cells: Sequence[RawCell], kind: str) -> int:
        if kind in (_SPENDING, _SOURCE):
            return 1
        if kind == _OTHER:  # a label of its own stands before the headings of its fields
            keys = [self._other_head(cell.text)[0] for cell in cells]
            return int(not keys[0] and len(keys) > 1 and all(keys[1:]))
        if kind == _MATTER:
            return next(number for number, cell in enumerate(cells) if self._known.key("matter_columns", cell.text))
        if kind != _FUND:
            return 0
        known = [bool(self._known.key("fund_columns", cell.text)) for cell in cells]
        first = known.index(True)
        if first == 2 and self._known.key("fields", cells[0].text):
            return first  # a field stands before the headings
        if first == 0 or (first > 1 and not any(not cell.text or is_value(cell.text) for cell in cells[:first])):
            return min(first, 1)  # a column nobody knows (行次) stands before the known ones
        return first if self._known.key("fields", cells[0].text) and first > 1 else 1

    def _kind_of_heads(self, cells: Sequence[RawCell], row: int) -> str:
        texts = [cell.text for cell in cells]
        labels = [text for text in texts if text.strip() and not is_figure(text)]
        if len(labels) < 2:
            return ""
        if _heads_spending(texts):
            return _SPENDING
        columns = [self._known.key("fund_columns", text) for text in texts]
        if len({key for key in columns if key}) >= 2 and self._has_rows_below(cells, row):
            return _FUND if self._has_names_below(cells, row) else _OTHER
        if self._heads_sources(cells, row):
            return _SOURCE
        if all(self._known.is_goal(text) for text in labels):
            return _GOAL
        if self._heads_matters(cells, row):
            return _MATTER
        return _OTHER if self._heads_one_row(cells, row) else ""

    def _heads_sources(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether headings are sources of funds (中央, 省级) over rows of what became of them (预算数, 执行数)."""
        sources = {self._known.key("fund_rows", cell.text) for cell in cells[1:]} - {""}
        if len(sources) < _FEWEST_OF_LIST or not self._has_rows_below(cells, row):
            return False
        below = self._taken.content(row + 1)
        return bool(self._known.key("fund_columns", below[0].text)) and all(is_value(cell.text) for cell in below[1:])

    def _heads_matters(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether headings are those of matters to be told of: 情况说明, 存在问题, below them a row for each."""
        named = sum(bool(self._known.key("matter_columns", cell.text)) for cell in cells)
        return named >= _FEWEST_OF_LIST and row + 1 < len(self._rows) and not is_value(cells[-1].text)

    def _has_rows_below(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether the next row has as many cells under the headings; 预算数：, blank, 执行数：, blank has not."""
        if any(not cell.text or is_amount(cell.text) for cell in cells[1:]):
            return False
        return row + 1 < len(self._rows) and _alike_cells(cells, self._taken.content(row + 1)) * 2 > len(cells)

    def _has_names_below(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether the rows below have a name each; funds by source (中央, 合计) have one row without."""
        first = self._taken.content(row + 1)[0]
        is_name = bool(first.text) and not is_figure(first.text) and not is_placeholder(first.text)
        return is_name or first.column < cells[0].column

    def _heads_one_row(self, cells: Sequence[RawCell], row: int) -> bool:
        """Whether all cells of a row are words of the form, over as many cells of the next to be filled in."""
        corner = next((number for number, cell in enumerate(cells) if cell.text), len(cells))
        heads = cells[corner:]
        if len(heads) < 2 or not all(cell.text and not is_value(cell.text) for cell in heads):
            return False
        if any(embedded(cell.text) for cell in heads):
            return False
        below = self._taken.content(row + 1) if row + 1 < len(self._rows) else []
        if len(below) != len(cells) or _alike_cells(cells, below) < len(cells) or self._taken.block_at(row + 1):
            return False
        if self._is_told(heads) and any(cell.text for cell in below):
            return False
        rest = below[max(corner, 1) :] if any(cell.text for cell in below[: max(corner, 1)]) else below
        is_blank = all(is_value(cell.text) for cell in rest)
        is_named = sum(bool(self._known.key("fields", cell.text)) for cell in heads) * 2 >= len(heads)
        return is_blank and (is_named or not any(cell.text and not is_value(cell.text) for cell in rest))

    def _is_told(self, cells: Sequence[RawCell]) -> bool:
        """Whether a row begins with a known label and something else behind it, that somebody filled in."""
        return bool(self._known.key("fields", cells[0].text)) and not self._known.is_label(cells[1].text)

    def _fits_heads(self, cells: Sequence[RawCell]) -> bool:
        """Whether a row's cells stand under the headings."""
        if self._taken.block_at(cells[0].row):
            return False
        heads = [head.cell for head in self._heads]
        under = sum(any(c.column == h.column and c.end == h.end for c in cells) for h in heads)
        covered = self._taken.table.covered[cells[0].row]
        under += sum(any(c.column <= h.column and c.end >= h.end for c in covered) for h in heads)
        if self._kind in (_GOAL, _OTHER) and self._known.is_label(cells[0].text) and self._kind == _GOAL:
            return False
        return under * 2 > len(heads) and len(cells) >= 2

    def _take_under_heads(self, cells: Sequence[RawCell], row: int) -> None:
        first = cells[0]
        names = list(takewhile(lambda cell: self._head_over(cell) is None, cells))
        if len(names) > 1 and not is_value(names[-1].text):
            for cell in names:
                self._label(cell)
            self._take_values(cells[len(names) :], names[-1].text, names[-1])
            return
        is_headed = any(head.cell.column == first.column for head in self._heads)
        is_numbered = is_figure(first.text) and len(cells) > 2 and cells[1].text and not is_value(cells[1].text)
        if is_headed and not is_numbered and (self._kind == _GOAL or is_value(first.text)):
            self._take_values(cells, "")
        elif self._kind == _SPENDING:
            self._take_spending(cells, row)
        elif not first.text:
            self._loose(first)
            self._take_values(cells[1:], "")
        elif is_numbered:
            self._label(first)  # the row's number stands before its name
            self._take_values(cells[2:], cells[1].text, cells[1])
        else:
            self._take_values(cells[1:], first.text, first)

    def _take_values(self, cells: Sequence[RawCell], label: str, first: RawCell | None = None) -> None:
        """A row of values under its headings; with a label before them the row has a name of its own."""
        name, sureness = self._row_key(label) if first is not None else ("", EXACT)
        if first is not None:
            self._take_row_label(first, name, sureness)
        for cell in cells:
            head = self._head_over(cell)
            if head is None or self._known.counts_rows(head.title):
                self._loose(cell)
                continue
            if first is not None and self._kind == _SOURCE:
                key, sure = f"{head.key or own_key(head.title)}.{name}", sureness if head.key else UNKNOWN
            elif first is not None and name == "funds" and "." in head.key:
                key, sure = head.key, head.sureness
            elif first is not None:
                column = head.key.rpartition(".")[2] or own_key(head.title)
                key, sure = f"{name}.{column}", sureness if head.key else UNKNOWN
            else:
                key, sure = head.key or own_key(head.title), head.sureness
            title = f"{label}·{head.title}" if label else head.title
            share = cell.columns / self._taken.width
            told_by = key if self._kind == _SOURCE else head.key
            self._field(
                cell, key, sure, title, self._known.kind(told_by) if told_by else guessed_kind(head.title, share)
            )

    def _take_row_label(self, first: RawCell, name: str, sureness: str) -> None:
        """The name of a row; one with a colon and no column for its budget holds the budget itself."""
        has_budget = any(head.key in ("budget", "initial") for head in self._heads)
        if self._kind == _FUND and not has_budget and embedded(first.text):
            self._both(first, f"{name}.budget", sureness, "amount")
            return
        self._label(first)

    def _row_key(self, label: str) -> tuple[str, str]:
        if self._kind == _SOURCE:
            key, sureness = self._known.sure("fund_columns", label)
            return (key, sureness) if key else (own_key(label), UNKNOWN)
        if self._kind == _FUND or any(head.key.startswith("funds.") for head in self._heads):
            key, sureness = self._known.sure("fund_rows", label)
            if (
                not key
                and any(word in label for word in ("总额", "合计"))
                and not self._used[self._known.named("execution_spent")]
            ):
                key, sureness = "funds", ALIKE
        else:
            key, sureness = self._known.sure("matter_rows", label) if self._kind == _MATTER else ("", UNKNOWN)
        key = key or own_key(label)
        return (key, sureness) if not self._has_row(key) else (f"{key}_{row_number(self._used, key)}", UNKNOWN)

    def _has_row(self, key: str) -> bool:
        return any(used.startswith(f"{key}.") for used in self._used)

    def _head_over(self, cell: RawCell) -> Taken | None:
        best = max(self._heads, key=lambda head: head.cell.overlap(cell), default=None)
        return best if best is not None and best.cell.overlap(cell) > 0 else None

    # ---- the table of expenses ------------------------------------------------------------------------------

    def _take_spending(self, cells: Sequence[RawCell], row: int) -> None:
        label = cells[0].text
        key, sureness = self._known.sure("spending_rows", label)
        if key and not self._has_row(key):
            self._after, self._open = key, None
            self._label(cells[0])
            for cell in cells[1:]:
                head = self._head_over(cell)
                if head is not None:
                    self._field(cell, f"{key}.{head.key}", sureness, f"{label}·{head.title}", "amount")
            return
        self._take_spending_item(cells, row)

    def _take_spending_item(self, cells: Sequence[RawCell], row: int) -> None:
        """A row that a unit names itself: one of the block behind the latest known row."""
        name = self._known.spending_list(self._after)
        if self._open is None or self._open.name != name:
            columns = [Taken(cells[0], Role.FIELD, "name", EXACT, title="名称")]
            columns += [
                Taken(head.cell, Role.FIELD, head.key, EXACT, "amount", title=head.title) for head in self._heads
            ]
            self._open = Block(name, row, row, columns)
            self._taken.blocks.append(self._open)
        self._open.last = row
        self._open.rows.append({"name": cells[0].text})
        for cell in cells:
            self._taken.cells[id(cell)] = Taken(cell, Role.FIELD, "name" if cell is cells[0] else "", EXACT)

    # ---- pairs ----------------------------------------------------------------------------------------------

    def _take_pairs(self, cells: Sequence[RawCell], row: int) -> None:
        """Labels, each with what is filled in right of it, or behind its colon."""
        if len(cells) == 1 and self._label_above(cells[0]) is not None and not embedded(cells[0].text):
            self._take_below_label(cells[0])
            return
        if len(cells) > 2 and all(cell.text and not self._may_be_told(cell) for cell in cells):
            for cell in cells:
                self._label(cell)
            return
        index = self._take_group_label(cells)
        while index < len(cells):
            cell = cells[index]
            following = cells[index + 1] if index + 1 < len(cells) else None
            if not cell.text or (index and is_value(cell.text) and not embedded(cell.text)):
                self._loose(cell)
                index += 1
            elif following is not None and not self._by_nature and self._is_filled(cell, following):
                self._pair(cell, following, row)
                index += 2
            else:
                self._alone(cell, len(cells))
                index += 1

    def _may_be_told(self, cell: RawCell) -> bool:
        """Whether a cell holds what somebody filled in, or a label that something is filled in behind."""
        return is_value(cell.text) or bool(self._known.sure("fields", cell.text)[0]) or embedded(cell.text) is not None

    def _take_group_label(self, cells: Sequence[RawCell]) -> int:
        """A label in front of pairs, all of them to be filled in (人员情况, 编制数, blank): how many cells it takes."""
        labels, values = cells[1::2], cells[2::2]
        are_pairs = len(cells) > 2 and len(labels) == len(values)
        if not are_pairs or not all(is_value(cell.text) for cell in values):
            return 0
        if any(is_value(cell.text) for cell in (cells[0], *labels)) or embedded(cells[0].text):
            return 0
        self._label(cells[0])
        return 1

    def _is_filled(self, cell: RawCell, following: RawCell) -> bool:
        if self._known.is_plain(cell.text) and not self._known.key("fields", cell.text):
            return False
        if following.rows > cell.rows and self._label_above(following) is not None:
            return False  # its heading stands above it, and it reaches over several labels
        if is_value(following.text):
            return True
        return not self._known.is_label(following.text) and not embedded(following.text)

    def _pair(self, cell: RawCell, following: RawCell, row: int) -> None:
        self._label(cell)
        key, sureness = self._pair_key(cell, cell.text)
        share = following.columns / self._taken.width
        kind = self._known.kind(key) if sureness else guessed_kind(cell.text, share)
        self._field(following, key or own_key(cell.text), sureness, cell.text, kind)

    def _pair_key(self, cell: RawCell, label: str) -> tuple[str, str]:
        source = self._known.key("fund_rows", label)
        column = self._column_above(cell)
        if source and column:
            return f"{source}.{column}", ALIKE
        key, sureness = self._field_key(label)
        if key:
            return key, sureness
        column = self._known.key("fund_columns", label)
        if column and self._is_about_funds(cell.row):
            return f"funds.{column}", ALIKE
        return (f"{source}.budget", ALIKE) if source and self._is_about_funds(cell.row) else ("", UNKNOWN)

    def _field_key(self, label: str) -> tuple[str, str]:
        key, sureness = self._known.sure("fields", label)
        return (key, sureness) if self._by_nature or not key.startswith(_BY_NATURE) else ("", UNKNOWN)

    def _is_about_funds(self, row: int) -> bool:
        said = "".join(cell.text for cell in (*self._taken.sides(row), *self._rows[row]))
        return any(word in said for word in ("资金", "预算", "经费", "万元"))

    def _column_above(self, cell: RawCell) -> str:
        """The column of the funds that a label above names: 其中：中央补助 below 预算数：."""
        for number in range(cell.row - 1, max(cell.row - 8, -1), -1):
            for above in self._rows[number]:
                if above.column == cell.column and above.end == cell.end:
                    column = self._known.key("fund_columns", above.text)
                    if column:
                        return column
        return ""

    def _alone(self, cell: RawCell, count: int) -> None:
        """A label without a cell for its value: its value stands behind its colon, or it has none."""
        source, column = self._known.key("fund_rows", cell.text), self._column_above(cell)
        if source and self._known.kind(column) == "amount":
            key = self._free(f"{source}.{column}")
            self._taken.cells[id(cell)] = Taken(cell, Role.BOTH, key, ALIKE, "amount", title=cell.text)
            return
        found = embedded(cell.text)
        self._by_nature |= normal(cell.text).startswith(("按收入性质", "按支出性质"))
        is_note = (
            found is not None and count == 1 and len(cell.text) > _LONGEST_ALONE and not self._field_key(found[0])[1]
        )
        if found is None or self._known.is_plain(cell.text) or is_note:
            self._label(cell)
            return
        key, sureness = self._pair_key(cell, found[0])
        if not sureness and found[1] and not is_figure(found[1]) and not is_fill_in(found[1]):
            self._label(cell)
            return
        kind = self._known.kind(key) if key else guessed_kind(found[0], cell.columns / self._taken.width)
        self._both(cell, key or own_key(found[0]), sureness, kind)

    # ---- taking ---------------------------------------------------------------------------------------------

    def _label(self, cell: RawCell) -> None:
        self._taken.cells[id(cell)] = Taken(cell, Role.LABEL if cell.text else Role.BLANK)

    def _loose(self, cell: RawCell) -> None:
        """A cell that no label names: blank, or words of the form."""
        is_word = bool(cell.text) and not is_value(cell.text)
        if not is_word and self._label_above(cell) is not None:
            self._take_below_label(cell)
            return
        self._taken.cells[id(cell)] = Taken(cell, Role.LABEL if is_word else Role.BLANK, value=cell.text)

    def _take_below_label(self, cell: RawCell) -> None:
        """A cell whose label stands right above it."""
        above = self._label_above(cell)
        if above is not None:
            key, sureness = self._pair_key(above, above.text)
            self._field(cell, key, sureness, above.text, self._known.kind(key))

    def _label_above(self, cell: RawCell) -> RawCell | None:
        """A known label right above a blank cell that nothing else names, if it has no value yet."""
        above = self._rows[cell.row - 1] if cell.row else []
        label = next((c for c in above if (c.column, c.end) == (cell.column, cell.end)), None)
        if label is None or self._taken.of(label).role is not Role.LABEL:
            return None
        key, _ = self._pair_key(label, label.text)
        return label if key and not self._used[key] else None

    def _field(self, cell: RawCell, key: str, sureness: str, title: str, kind: str) -> None:
        text = cell.text
        guide = text if is_instruction(text) else ""
        value = "" if guide or is_placeholder(text) else text
        if is_fill_in(value):  # a form's own words stand in texts; a figure or a date has none beside it
            kind, value = ("long_text", value) if kind in ("text", "long_text") else (kind, "")
        taken = Taken(cell, Role.FIELD, self._free(key), sureness, kind, value, guide, title)
        self._taken.cells[id(cell)] = taken

    def _both(self, cell: RawCell, key: str, sureness: str, kind: str) -> None:
        label, value = embedded(cell.text) or (cell.text, "")
        value = "" if is_placeholder(value) else value
        self._taken.cells[id(cell)] = Taken(
            cell, Role.BOTH, self._free(key), sureness, kind, value, title=label.strip("：: ")
        )

    def _free(self, key: str) -> str:
        self._used[key] += 1
        return key if self._used[key] == 1 else f"{key}_{self._used[key]}"

    def _move_execution(self) -> None:
        """Some print the points of the rate of execution on another row than that of the total amount."""
        by_key = {taken.key: taken for taken in self._taken.cells.values() if taken.role == Role.FIELD}
        own = by_key.get(self._known.named("execution_weight"))
        others = [key for key, taken in by_key.items() if key.endswith(".weight") and is_amount(taken.value)]
        if own is None or is_amount(own.value) or len(others) != 1 or others[0].startswith("total"):
            return
        row = others[0].partition(".")[0]
        for column in ("weight", "rate", "score"):
            if {f"funds.{column}", f"{row}.{column}"} <= set(by_key):
                by_key[f"funds.{column}"].key, by_key[f"{row}.{column}"].key = f"sum.{column}", f"funds.{column}"

    def _tell_twins_apart(self) -> None:
        """Of two labels that may mean one key (组织实施单位, 项目实施单位) the better known one has it."""
        by_key = {taken.key: taken for taken in self._taken.cells.values() if taken.role in (Role.FIELD, Role.BOTH)}
        for key in [key for key in by_key if f"{key}_2" in by_key and not key.startswith("total.")]:
            twins = sorted((by_key[key], by_key[f"{key}_2"]), key=lambda t: self._known.rank("fields", t.title))
            if self._has_meaning_of_its_own(key, twins, by_key):
                continue
            if normal(twins[0].title) == normal(twins[1].title) or self._known.key("fields", twins[0].title) != key:
                continue
            twins[0].key, twins[1].key = key, self._free(own_key(twins[1].title))
            twins[1].sureness = UNKNOWN

    def _has_meaning_of_its_own(self, key: str, twins: list[Taken], used: Mapping[str, Taken]) -> bool:
        """Where one of two labels means something else beside the other (部门名称 beside 单位名称), it has that key."""
        for one, other in (twins, reversed(twins)):
            meaning = self._known.twin(key, one.title)
            if meaning and meaning not in used and normal(one.title) != normal(other.title):
                one.key, other.key = self._free(meaning), key
                return True
        return False

    def _find_points(self) -> None:
        """Points of the rate of execution that only a heading prints."""
        key = self._known.named("execution_spent")
        if self._used[self._known.named("execution_weight")] or not self._used[key]:
            return
        spent = next(taken.cell for taken in self._taken.cells.values() if taken.key == key)
        heads = [cell for row in self._rows[: spent.row + 1] for cell in row if points_in(cell.text)]
        near = [cell for cell in heads if cell.row >= spent.row - 2 or cell in self._taken.sides(spent.row)]
        said = [cell for cell in near if any(word in cell.text for word in ("执行", "得分", "资金", "预算"))]
        self._taken.points = points_in(said[-1].text) if said else ""


_LONGEST_ALONE = 30
_FEWEST_OF_LIST = 2


def row_number(used: Counter[str], key: str) -> int:
    """A number for another row of that name."""
    number = 2
    while any(name.startswith(f"{key}_{number}.") for name in used):
        number += 1
    return number


def _heads_spending(texts: Sequence[str]) -> bool:
    """Whether headings are those of expenses: last year's final figures, the budget, this year's."""
    finals, budgets = (sum(word in text for text in texts) for word in ("决算", "预算"))
    return budgets > 0 and (finals > 1 or (finals > 0 and len(texts) > _FEWEST_OF_LIST and "经费" in texts[0]))


def _spending_column(label: str, is_first: bool) -> tuple[str, str]:
    if "决算" in label:
        return ("previous", EXACT) if is_first else ("final", EXACT)
    return ("budget", EXACT) if "预算" in label else ("", UNKNOWN)


def _name_missing(columns: list[Taken]) -> None:
    """An indicator has a name: where no heading says which column it is, it is the one behind the levels."""
    keys = [column.key for column in columns]
    if "name" not in keys and "level2" in keys and keys.index("level2") + 1 < len(columns):
        after = columns[keys.index("level2") + 1]
        if not after.sureness:
            after.key, after.sureness = "name", ALIKE


def _join_sides(table: RawTable, known: Known) -> None:
    """A label in the first column with blanks below it, left of rows of their own, was meant to reach over them."""
    for number, row in enumerate(table.rows):
        side = next((cell for cell in row if cell.column == 0 and cell.rows == 1 and cell.text), None)
        if side is None or len(row) < _FEWEST_BESIDE:
            continue
        heads_goals = all(known.is_goal(cell.text) for cell in row[1:] if cell.text)
        below = number + 1
        while below < len(table.rows) and _continues_side(table, side, below, heads_goals):
            blank = table.rows[below].pop(0)
            table.covered[below].append(side)
            side.rows += blank.rows
            below += 1


_FEWEST_BESIDE = 3


def _continues_side(table: RawTable, side: RawCell, number: int, heads_goals: bool) -> bool:
    cells = table.rows[number]
    if len(cells) < _FEWEST_OF_LIST or table.covered[number]:
        return False
    blank, second = cells[0], cells[1]
    is_blank = not blank.text and blank.rows == 1 and (blank.column, blank.end) == (0, side.end)
    return is_blank and (bool(second.text) or (heads_goals and number == side.row + 1))


def _alike_cells(cells: Sequence[RawCell], below: Sequence[RawCell]) -> int:
    """How many cells have one below them of the same columns."""
    places = {(cell.column, cell.end) for cell in below}
    return sum((cell.column, cell.end) in places for cell in cells)


def _fill_gaps(table: RawTable) -> None:
    """Where a row ends early or begins late, a blank cell stands."""
    width = table_width(table)
    for number, row in enumerate(table.rows):
        taken = sorted([*row, *table.covered[number]], key=lambda cell: cell.column)
        column = 0
        for cell in [*taken, RawCell(number, width, 1, "")]:
            if cell.column > column:
                row.append(RawCell(number, column, cell.column - column, ""))
            column = max(column, cell.end)
        row.sort(key=lambda cell: cell.column)
