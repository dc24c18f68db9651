"""Blocks of indicators: found by their headings, whatever the order of the columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.heads import Heads, lowest_heads
from jixiao.documents.learning.known import ALIKE, EXACT, UNKNOWN, Known
from jixiao.documents.learning.taken import Block, CellRole, Taken
from jixiao.documents.learning.taker import Taker
from jixiao.documents.learning.tidying import insert_row
from jixiao.documents.learning.words import is_amount, is_figure, is_level_or_blank, is_value, own_key

_CORE = frozenset({"level1", "level2", "name", "target", "actual"})
_PLAINLY_INDICATORS = 4
"""Of the columns that indicators have; what else stands beside them need not be known."""

_MEASURED, _JUDGED = frozenset({"target", "actual"}), frozenset({"completion", "reason", "score", "weight"})
_FEWEST_LISTED = 5
_TOTALS = ("weight", "score")

_LEVELS = ("level1", "level2")
_NAMES = frozenset({*_LEVELS, "name"})
_PLAINLY_NAMED = 2
"""一级指标 beside 二级指标 heads nothing else."""


class Indicators:
    """Finds the blocks of a table, and takes the row of totals behind them."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._known, self._taken, self._rows = taker.known, taker.taken, taker.rows
        self.heading_rows: set[int] = set()

    def find(self) -> None:
        """Take all blocks of the table."""
        row = 0
        while row < len(self._rows):
            heads = self._indicator_heads(row)
            if heads is not None:
                row = self._take_block(heads, row)
            else:
                row += 1

    def take_total(self, row: int, block: Block) -> bool:
        """Take a row of totals behind a block; whether it is one."""
        cells = self._taken.content(row)
        if not block.name.startswith("indicators") or len(cells) < 2 or not self._known.is_total(cells[0].text):
            return False
        if any(cell.text and not is_value(cell.text) for cell in cells[1:]):
            return False  # 总分 with 自评等级 beside it
        under = {column.key: column.cell for column in block.columns}
        keys = {f"total.{key}": under[key] for key in _TOTALS if key in under}
        self._taker.label(cells[0])
        for cell in cells[1:]:
            key = next((key for key, head in keys.items() if cell.overlap(head) > 0), "")
            if len(cells) == 2 and not key:
                key = self._known.named("total_score")
            elif not key and is_amount(cell.text) and len(keys) < len(_TOTALS):
                key = self._known.named("total_weight")  # the points of all, though no column has those of each
            if key:
                self._taker.field(cell, key, EXACT, cells[0].text, "points")
            else:
                self._taken.cells[id(cell)] = Taken(cell, CellRole.BLANK, value=cell.text)
        return True

    def _indicator_heads(self, row: int) -> Heads | None:
        """The lowest headings over each column of indicators; none if the row is no such heading."""
        heads = lowest_heads(self._taken, row)
        cells = heads.cells
        found = {self._column_key(heads, cell)[0] for cell in cells}
        is_plain = heads.depth > 1 or not any(cell.rows > 1 for cell in cells)
        has_numbers = any(is_figure(cell.text) for cell in cells)
        are_enough = len(found & _CORE) >= 2 and len(cells) >= 3
        are_heads = self._are_heads(cells, found) or self._goals_listed(heads) is not None
        return heads if are_enough and is_plain and not has_numbers and are_heads else None

    def _goals_listed(self, heads: Heads) -> RawCell | None:
        """The heading of goals that are listed by number, with what was planned, what was reached and how far."""
        cells = heads.cells
        if len(cells) < _FEWEST_LISTED or not self._known.counts_rows(cells[0].text):
            return None
        found = {self._column_key(heads, cell)[0] for cell in cells[2:]}
        is_listed = found >= _MEASURED and found & _JUDGED and not found & _NAMES
        return cells[1] if is_listed and self._known.is_goal(cells[1].text) else None

    def _column_key(self, heads: Heads, cell: RawCell) -> tuple[str, str]:
        """The key of a column of indicators by its heading, and what stands above that (一级指标, 权重)."""
        group = heads.group(cell)
        whole = self._known.sure("indicator_columns", group + cell.text) if group else ("", UNKNOWN)
        own = self._known.sure("indicator_columns", cell.text)
        if whole[1] == EXACT or self._known.key("indicator_columns", group) in _LEVELS:
            return whole
        return own if own[1] == EXACT or not whole[0] else whole  # 分值 below 自评 is no 自评分

    def _are_heads(self, heads: Sequence[RawCell], found: set[str]) -> bool:
        """Goals have headings too (预期目标, 实际完成情况); indicators have more, and their names."""
        has_name = bool(found & {"name", "level1", "level2"})
        named = [cell for cell in heads[1:] if cell.text.strip()]
        are_named = len(found & _NAMES) >= _PLAINLY_NAMED or len(found & _CORE) >= _PLAINLY_INDICATORS
        are_known = are_named or len(found - {""}) * 2 >= len(heads)
        return has_name and len(named) + 2 >= len(heads) and are_known

    def _take_block(self, heads: Heads, row: int) -> int:
        """Mark a block's headings and rows; the row behind it."""
        while heads.cells and not heads.cells[0].text.strip():
            del heads.cells[0]  # over the label that stands left of all rows
        first = row + heads.depth
        self.heading_rows |= set(range(row, first))
        for cell in (*heads.above, *heads.cells):
            self._taker.label(cell)
        columns = self._block_columns(heads)
        last = self._last_of_block(heads.cells, first)
        if last < first:  # the blank has no rows for what stands under its headings
            insert_row(self._taken.table, first, heads.cells)
            last = first
        block = Block(self._block_name(row), first, last, columns)
        if not {"name", "target", "actual"} <= set(block.keys):
            block.name += "_plain"  # without all of them there is nothing to be scored
        block.rows = self._block_rows(block)
        self._taken.blocks.append(block)
        return last + 1

    def _block_columns(self, heads: Heads) -> list[Taken]:
        columns: list[Taken] = []
        used: Counter[str] = Counter()
        goals = self._goals_listed(heads)
        for cell in heads.cells:
            title = heads.group(cell) + cell.text
            is_named = bool(cell.text.strip())
            key, sureness = self._column_key(heads, cell) if is_named else self._key_further_up(cell)
            if cell is goals:
                key, sureness = "name", ALIKE
            is_other = (
                used[key] or self._has_better_name(cell, key, heads.cells) or self._has_points_behind(cell, heads)
            )
            if key and is_other:
                key, sureness = self._second_key(key, columns)  # a second 指标值 is the unit's own column
            key = key or own_key(title)
            used[key] += 1
            key = key if used[key] == 1 else f"{key}_{used[key]}"
            columns.append(Taken(cell, CellRole.FIELD, key, sureness or ALIKE, self._known.kind(key), title=title))
            columns[-1].sureness = sureness
        _name_missing(columns, self._known)
        return columns

    def _second_key(self, key: str, before: Sequence[Taken]) -> tuple[str, str]:
        """What another column of a meaning is: the points of the level before it, or what the data says."""
        level = before[-1].key if before else ""
        if len(before) == 1 and not before[0].sureness:
            level = _LEVELS[0]  # no heading names the first of them
        if key == "weight" and level in _LEVELS:
            return f"{level}_{key}", ALIKE
        second = self._known.second_columns.get(key, "")
        return (second, ALIKE) if second and all(column.key != second for column in before) else ("", UNKNOWN)

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
        name = "indicators_long" if any(word in said for word in self._known.long_term) else "indicators"
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
        if met < len(heads) and self._known.key("fields", said):
            return False  # 自评得分, 自评等级 with their values, as it happens below the columns
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
                    self._taken.cells[id(cell)] = Taken(cell, CellRole.FIELD, column.key, column.sureness, column.kind)
                    found[column.key] = "".join(cell.text.split("\n")).strip()
            if rows and found.get("level2") and not found.get("level1", "-"):
                found["level1"] = rows[-1]["level1"]  # said once for the rows below
            rows.append(found)
        return rows


def _name_missing(columns: list[Taken], known: Known) -> None:
    """What no heading names: the column before the second level is the first, the one behind the levels the name."""
    keys = [column.key for column in columns]
    is_free = not columns[0].sureness and not known.counts_rows(columns[0].title)
    if is_free and "level1" not in keys and "level2" in keys[1:]:
        columns[0].key, columns[0].sureness = "level1", ALIKE
    if "name" not in keys and "level2" in keys and keys.index("level2") + 1 < len(columns):
        after = columns[keys.index("level2") + 1]
        if not after.sureness or after.key in known.second_columns.values():
            after.key, after.sureness = "name", ALIKE
