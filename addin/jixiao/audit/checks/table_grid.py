"""A printed table as labels, headings and figures, whatever form it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache

from jixiao.core.quantity import Amount, printed_precision, read_figure
from jixiao.model.submission.printed_table import PrintedCell, PrintedTable

MOST_COLUMNS = 64
"""More are no table that people read."""

_LONGEST_FIGURE = 24
_FIGURE = re.compile(r"[-+]?(?:\d[\d,]*|\d{1,3}(?:，\d{3})+)(?:\.\d+)?(?:%|[\u4e00-\u9fff㎡]{1,4})?")
_YEAR = re.compile(r"(?:19|20)\d\d年|\d{1,2}月")
_UNIT = re.compile(r"(?:单位)?[（(:：]?(?:单位[:：])?(?P<unit>万元|亿元|千元|元|%|人|人次|个|亩|公里|平方米)[)）]?\s*$")
_UNIT_IN_BRACKETS = re.compile(r"[（(](?:单位[:：])?(?P<unit>万元|亿元|千元|元|%|人次|人|户|个|亩|公里|平方米)[)）]$")
_UNIT_ABOVE = re.compile(r"单位\s*[:：]\s*(?P<unit>万元|亿元|千元|元)")
_HEAD = re.compile(
    r"数|额|率|比|值|分|预算|决算|执行|支出|收入|金额|资金|上年|本年|年初|合计|小计|项目|增减|指标|完成|原因|备注|序号|行次|内容|名称"
)
_NO_SPACE = re.compile(r"\s+")
_COUNTING = re.compile(r"行次|序号|列次|编号|年份|科目|编码|邮编|电话|凭证|(?:经济|功能)分类$|(?:^|·)[类款项]$")
_LEVELS = frozenset("类款项")
"""Headings over the pieces of a budget's code."""
_LONGEST_HEADING = 40
_FEWEST_BELOW = 2
"""Figures in the row below by which words are known as headings even where most are names; in the first row, all."""
_TEN, _HALF = Decimal(10), Decimal("0.5")
_SIGNS = frozenset({"", "-", "—", "——", "/", "\\", "－", "…", "……", "*"})


def bare(text: str) -> str:
    """A text without its spaces and line breaks."""
    return _NO_SPACE.sub("", text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of one column: its label, and the figure, if there is one that can be read.

    ``is_blank`` says that nothing is written; neither that nor a figure: something that is no figure.
    """

    row: int
    label: str
    cell: PrintedCell
    amount: Amount | None
    is_blank: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One column below one run of headings, its rows in order."""

    number: int
    heading: str
    entries: tuple[Entry, ...]
    start: int
    by_row: Mapping[int, Entry]


class Grid:
    """A table's cells by place, and what stands over and beside them."""

    def __init__(self, table: PrintedTable) -> None:
        self.table = table
        self.name, self.form, self.above = table.name, table.form, table.above
        self._at: dict[tuple[int, int], PrintedCell] = {}
        self.height = self.width = 0
        for cell in table.cells:
            end = min(cell.column + cell.columns, MOST_COLUMNS)
            self.height = max(self.height, cell.row + cell.rows)
            self.width = max(self.width, end)
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, end):
                    self._at[row, column] = cell

    def written(self, cell: PrintedCell, text: str) -> Grid:
        """The table with one cell written otherwise."""
        cells = tuple(replace(one, text=text) if one is cell else one for one in self.table.cells)
        return Grid(replace(self.table, cells=cells))

    def at(self, row: int, column: int) -> PrintedCell | None:
        """The cell that covers a place."""
        return self._at.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What stands at a place, without spaces."""
        cell = self.at(row, column)
        return bare(cell.text) if cell else ""

    def row_cells(self, row: int) -> list[PrintedCell]:
        """The cells of a row from left to right, each once."""
        return list(dict.fromkeys(c for column in range(self.width) if (c := self.at(row, column)) is not None))

    @cached_property
    def unit_above(self) -> str:
        """The unit of money that the lines above the table say."""
        said = _UNIT_ABOVE.findall(self.above)
        return str(said[-1]) if said else ""

    def adds_up(self, whole: Amount, parts: Sequence[Amount]) -> bool:
        """Whether parts can be the whole; money printed without decimals was rounded, unless it is round anyway."""
        whole_ones = [not amount.digits and not amount.unit for amount in (whole, *parts)]
        is_rounded = all(whole_ones) if self.unit_above != printed_precision.MONEY else any(whole_ones)
        is_round = all(amount.value % _TEN == 0 for amount in (whole, *parts))
        is_free = bool(self.unit_above) and is_rounded and not is_round
        return printed_precision.adds_up(whole, parts, _HALF if is_free else Decimal(0))

    @cached_property
    def heading_rows(self) -> frozenset[int]:
        """The rows that say what stands below them."""
        return frozenset(row for row in range(self.height) if self._is_heading(row))

    def _is_heading(self, row: int) -> bool:
        texts = [bare(cell.text) for cell in self.row_cells(row)]
        said = [text for text in texts if text not in _SIGNS]
        if any(text.startswith("其中") for text in said) and not self._names_parts_of_columns(row, said):
            return False
        if len(said) < 2 or any(figure_of(text) for text in said):
            return False
        heads = sum(text in _LEVELS or (len(text) <= _LONGEST_HEADING and bool(_HEAD.search(text))) for text in said)
        is_above = (heads > 0 or row == 0) and self._figures(row + 1) >= _FEWEST_BELOW
        return heads * 2 >= len(said) or is_above

    def _names_parts_of_columns(self, row: int, said: Sequence[str]) -> bool:
        """项目 | 合计 | 其中：基本支出 | 项目支出, above figures: such a row is no part of the one above it."""
        is_above = self._figures(row + 1) >= _FEWEST_BELOW or (row + 1 < self.height and self._is_heading(row + 1))
        return len(said) > _FEWEST_BELOW and not said[0].startswith("其中") and is_above

    def _figures(self, row: int) -> int:
        return sum(figure_of(bare(cell.text)) is not None for cell in self.row_cells(row))

    @cached_property
    def columns(self) -> list[Column]:
        """Every column of figures under each run of headings."""
        return [column for number in range(1, self.width) for column in self._columns(number)]

    def _columns(self, number: int) -> Iterator[Column]:
        heading, entries, start = "", list[Entry](), 0
        for row in range(self.height):
            if row in self.heading_rows:
                yield from _column(number, heading, entries, start)
                heading = self._heading(row, number)
                entries, start = [], row + 1
            elif (entry := self._entry(row, number)) is not None:
                entries.append(entry)
        yield from _column(number, heading, entries, start)

    def _heading(self, row: int, column: int) -> str:
        first = row
        while first - 1 in self.heading_rows:
            first -= 1
        cells = dict.fromkeys(c for r in range(first, row + 1) if (c := self.at(r, column)) is not None)
        return "·".join(text for c in cells if (text := bare(c.text)[:_LONGEST_HEADING]) not in _SIGNS)

    def _entry(self, row: int, column: int) -> Entry | None:
        cell = self.at(row, column)
        if cell is None or cell.column != column or (cell.row != row):
            return None
        label = self._label(row, column)
        if _COUNTING.fullmatch(label):  # a row that numbers the columns
            return None
        text = bare(cell.text)
        return Entry(row, label, cell, figure_of(text), text in _SIGNS) if label else None

    def _label(self, row: int, column: int) -> str:
        """The nearest words to the left in the same row that begin in it."""
        for left in range(column - 1, -1, -1):
            cell = self.at(row, left)
            if cell is None or cell.row != row:
                continue
            text = bare(cell.text)
            if text not in _SIGNS and figure_of(text) is None:
                return text
        return ""

    def unit_beside(self, heading: str, entry: Entry) -> str:
        """The unit that is printed with a figure or in the brackets of its heading, as messages say it."""
        said = _UNIT_IN_BRACKETS.search(heading)
        own = entry.amount.unit if entry.amount is not None else ""
        return own or (said["unit"] if said else "")

    def unit(self, heading: str, entry: Entry) -> str:
        """The unit of a figure: printed with it, in its heading or label, or above the table."""
        if entry.amount is not None and entry.amount.unit:
            return entry.amount.unit
        for text in (heading, entry.label):
            if said := _UNIT.search(text):
                return said["unit"]
        return self.unit_above


def _column(number: int, heading: str, entries: list[Entry], start: int) -> Iterator[Column]:
    if not _COUNTING.search(heading) and any(entry.amount for entry in entries):
        yield Column(number, heading, tuple(entries), start, {entry.row: entry for entry in entries})


@lru_cache(maxsize=20_000)
def figure_of(text: str) -> Amount | None:
    """The one figure that a cell's text is; a year or a month is none, nor is what it begins: 2022年决算."""
    if len(text) > _LONGEST_FIGURE or not _FIGURE.fullmatch(text) or _YEAR.match(text):
        return None
    amount = read_figure(text)
    return replace(amount, text=text) if isinstance(amount, Amount) else None
