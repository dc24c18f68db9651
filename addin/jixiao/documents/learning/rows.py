"""A table that was read, as the rows of a form: nested labels, plain and repeated rows, as ``family.Form`` has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.known import Known
from jixiao.documents.learning.sheet_formulas import is_circular
from jixiao.documents.learning.taken import Block, CellRole, Taken, TakenTable
from jixiao.documents.learning.words import embedded, is_amount, is_figure, is_placeholder
from jixiao.model.forms.expression import names, parse
from jixiao.model.forms.family_check import GLOBALS
from jixiao.model.forms.field_titles import unfilled

RowsData = list[dict[str, Any]]

_BLANK_YEAR = re.compile(r"(?:^|(?<=[（(：\s]))(?:20)?[ \u3000_×xX]{2,}年(?!\s*[初末终中月])|^年(?=决算|预算数|实际)")
_TITLE_YEAR = re.compile(
    r"^[ \u3000_×xX]*年(?![初末终中])|(?<=[（(])[ \u3000_×xX]*年(?=度?[）)])|[ \u3000_×xX]{2,}年(?=度)"
)
_FILLER = re.compile(r"(?:[×xX＊*]{2,}|某某?)(?=部门|单位|项目|市|县|区|局)")
"""What a title prints for a name: XX部门."""

_GAP_IN_YEAR = re.compile(r"(?<=\d{4})\s+(?=年)")
_AGAIN = re.compile(r"_\d+$")
_LINES = re.compile(r"\s*\n\s*")
_GAPS = re.compile(r"\s{2,}")
_MERGED = ("level1", "level2")
_SCORE = 'IF(ISNUMBER(points),points,"")'


class RowsBuilder:
    """Builds the rows of one table."""

    def __init__(self, taken: TakenTable, known: Known, year: int) -> None:
        self._taken = taken
        self._known = known
        self._year = year
        self._reached: dict[int, int] = {}
        """How many rows each cell takes where it begins: never more than the label on its left."""
        self._keys = {cell.key for cell in taken.cells.values() if cell.key and cell.role is not CellRole.LABEL}
        columns = {f"{block.name}.{key}" for block in taken.blocks for key in block.keys}
        self._names = self._keys | columns | GLOBALS
        self._split_narrow()

    def rows(self) -> RowsData:
        """The form's rows."""
        return self._build(0, len(self._taken.table.rows), 0)

    @property
    def width(self) -> int:
        """Columns of the grid; one more for each narrow cell that holds a label and what is filled in."""
        return self._taken.width

    def _split_narrow(self) -> None:
        """A cell with a label and a field takes two columns of the grid."""
        while True:
            cells = self._taken.cells.values()
            narrow = next((t.cell for t in cells if t.role is CellRole.BOTH and t.cell.columns < 2), None)
            if narrow is None:
                return
            self._widen(narrow.column)

    def _widen(self, column: int) -> None:
        for row in self._taken.table.rows:
            for cell in row:
                if cell.column <= column < cell.end:
                    cell.columns += 1
                elif cell.column > column:
                    cell.column += 1
        self._taken.width += 1

    def _build(self, first: int, end: int, column: int) -> RowsData:
        rows: RowsData = []
        row = first
        while row < end:
            block = self._taken.block_at(row)
            side = self._side_at(row, column, end)
            if side is not None and (block is None or side.end <= self._left(block)):
                last = min(max(side.row + side.rows, row + 1), end)
                last = max(last, self._block_end(last - 1, end))
                rows.append({"side": self._side_cell(side), "rows": self._build(row, last, side.end)})
                row = last
            elif block is not None:
                last = min(block.last + 1, end)
                rows.append(self._beside(block, row, column))
                row = last
            else:
                rows.append({"cells": self._cells(row, column, end)})
                row += 1
        return rows

    def _left(self, block: Block) -> int:
        return min(column.cell.column for column in block.columns)

    def _block_end(self, row: int, end: int) -> int:
        block = self._taken.block_at(row)
        return min(block.last + 1, end) if block else row + 1

    def _side_at(self, row: int, column: int, end: int) -> RawCell | None:
        """The cell that begins in a row at a column and reaches over several rows."""
        cell = next((c for c in self._taken.table.rows[row] if c.column == column), None)
        if cell is None or cell.rows < 2 or cell.end == self._taken.width:
            return None
        return cell if min(cell.row + cell.rows, end) > row + 1 else None

    def _side_cell(self, cell: RawCell) -> dict[str, Any]:
        return self._cell(self._taken.of(cell))

    def _beside(self, block: Block, row: int, column: int) -> dict[str, Any]:
        repeat = self._repeat(block)
        left = self._left(block)
        if left <= column:
            return repeat
        cells = [*self._taken.table.rows[row], *self._taken.table.covered[row]]
        label = next((c.text for c in cells if c.column == column and c.text), "")
        return {"side": {"label": self._words(label), "span": left - column}, "rows": [repeat]}

    def _repeat(self, block: Block) -> dict[str, Any]:
        columns = sorted(block.columns, key=lambda c: c.cell.column)
        cells = []
        for number, column in enumerate(columns):
            end = columns[number + 1].cell.column if number + 1 < len(columns) else self._taken.width
            cell = self._field(column, column.key, column.kind)
            cell["span"] = end - column.cell.column
            if column.key in _MERGED and block.name.startswith("indicators"):
                cell["merge"] = True
            if block.name == "indicators":
                cell |= self._indicator_extras(column.key, block)
            cells.append(cell)
        return {"repeat": block.name, "cells": cells}

    def _indicator_extras(self, key: str, block: Block) -> dict[str, Any]:
        can_score = {"weight", "target", "actual", "score"} <= set(block.keys)
        extras: dict[str, dict[str, Any]] = {
            "name": {"align": "left"},
            "reason": {"align": "left"},
            "actual": {"choices": "grades"},
            "rule": {"choices": "rules"},
        }
        if can_score:
            extras["score"] = {"formula": _SCORE}
        return extras.get(key, {})

    def _cells(self, row: int, column: int, end: int) -> list[dict[str, Any]]:
        """A row's cells from a column on; where a cell from above reaches in, its place is kept."""
        cells: list[dict[str, Any]] = []
        here = [*self._taken.table.rows[row], *self._taken.table.covered[row]]
        position = column
        for cell in sorted((c for c in here if c.column >= column), key=lambda c: c.column):
            if cell.column < position:
                continue
            if cell.column > position:
                cells.append({"label": "", "span": cell.column - position})
            position = cell.end
            reach = self._reached.setdefault(id(cell), self._reach(cell, end))
            if cell.row == row:
                made = self._cell(self._taken.of(cell))
                cells.append({**made, "rows": reach} if reach > 1 else made)
            elif row < cell.row + reach:
                cells.append({"covered": True, "span": cell.columns})
            else:
                cells.append({"label": "", "span": cell.columns})
        if position < self._taken.width:
            cells.append({"label": "", "span": self._taken.width - position})
        return cells

    def _reach(self, cell: RawCell, end: int) -> int:
        """How far down a cell may reach: never into repeated rows, nor out of the rows it stands among."""
        block = self._taken.block_at(cell.row)
        if block is not None:  # what repeated rows begin with ends with them
            return block.last + 1 - cell.row
        last = cell.row + 1
        while last < min(cell.row + cell.rows, end) and self._taken.block_at(last) is None:
            last += 1
        return last - cell.row

    def _cell(self, taken: Taken) -> dict[str, Any]:
        cell: dict[str, Any] = {}
        span: int | list[int] = taken.cell.columns
        if taken.role is CellRole.FIELD:
            cell = self._field(taken, taken.key, taken.kind)
        elif taken.role is CellRole.BOTH:
            label = taken.cell.text.strip()
            label = label[: len(label) - len(taken.value)].strip() if taken.value else label
            cell = {"label": self._words(_before_colon(label)), **self._field(taken, taken.key, taken.kind)}
            half = max(1, taken.cell.columns // 2)
            span, cell["align"] = [half, taken.cell.columns - half], "left"
        else:
            text = "" if taken.role is CellRole.BLANK and is_figure(taken.cell.text) else taken.cell.text
            label = self._words(text)
            is_previous = taken.key == "previous" and text.startswith("年")
            cell = {"label": label.replace("{year}", "{previous_year}") if is_previous else label}
            if len(text) > _LONG:
                cell["align"] = "left"
        return {**cell, "span": span} if span != 1 else cell

    def _field(self, taken: Taken, key: str, kind: str) -> dict[str, Any]:
        cell: dict[str, Any] = {"field": key}
        if kind != "text":
            cell["kind"] = kind
        if kind == "long_text":
            cell["align"] = "left"
        if self._known.is_kept(key):
            cell["carry"] = "keep"
        if taken.help:
            cell["help"] = taken.help
        is_dashed = is_figure(taken.value) and not is_amount(taken.value)  # a form's own dash says that nothing stands
        return {**cell, **({} if is_dashed else self._formula(key) or self._sum(taken))}

    def _sum(self, taken: Taken) -> dict[str, Any]:
        """What the blank's own formula adds up, where all of that is filled in or reckoned on the form."""
        names = dict.fromkeys(self._name_of(self._taken.of(cell)) for cell in taken.cell.sums)
        if not names or not all(names) or is_circular(taken.cell):
            return {}
        said = ",".join(names)
        return {"formula": f'IF(COUNT({said})=0,"",ROUND(SUM({said}),6))'}

    def _name_of(self, part: Taken) -> str:
        """What a figure is called in formulas, "" for what is none."""
        block = self._taken.block_at(part.cell.row)
        name = f"{block.name}.{part.key}" if block else part.key
        is_figure = part.role is CellRole.FIELD and part.kind in _ADDED and re.fullmatch(r"[a-z_0-9.]+", name)
        return name if is_figure else ""

    def _formula(self, key: str) -> dict[str, Any]:
        """The first way to reckon a key for which the form has all that it needs."""
        first = _AGAIN.sub("", key)
        if first != key and first in self._keys and self._known.formulas(first):
            return {"formula": first}
        points = self._taken.points
        ways = (way.replace("{points}", points) for way in self._known.formulas(key) if points or "{points}" not in way)
        fitting = next((way for way in ways if set(names(parse(way))) <= self._names), "")
        return {"formula": fitting} if fitting else self._carried(key)

    def _carried(self, key: str) -> dict[str, Any]:
        """Last year's final figures are this year's previous ones."""
        row, _, column = key.rpartition(".")
        return {"carry": f"{row}.final" if row else "final"} if column == "previous" else {}

    def _words(self, text: str) -> str:
        return year_words(text, self._year)


_LONG = 40
_ADDED = ("amount", "yuan", "points", "count")
"""Kinds of fields that are added up."""


def year_words(text: str, year: int) -> str:
    """A printed text that will be right next year too: its year, or the blank for it, becomes the form's year."""
    said = unfilled(_GAP_IN_YEAR.sub("", _LINES.sub("", text.strip())), year)
    return _BLANK_YEAR.sub("{year}年", said)


def title_words(text: str, year: int) -> str:
    """A title that will be right next year too; the gaps that it leaves for names are closed."""
    own = unfilled(_GAP_IN_YEAR.sub("", text.strip()), year).replace("{previous_year}", "{year}")  # it names its own
    said = _TITLE_YEAR.sub("{year}年", own)
    return _GAPS.sub("", _FILLER.sub("", said))


def _before_colon(label: str) -> str:
    """A label without what only keeps a place behind its colon; 其中：财政资金 is all label."""
    found = embedded(label)
    if found is not None and found[1] and not is_placeholder(found[1]):
        return label
    end = max(label.rfind("："), label.rfind(":"))
    return label[: end + 1] if end >= 0 else label


def default_rows(block: Block, is_filled: bool, known: Known) -> list[dict[str, str]]:
    """What the repeated rows start with: the form's own words; of a filled form only its levels."""
    keep = (
        ("level1", "level2") if is_filled else ("level1", "level2", "name", "weight", "basis", "target", "sign", "unit")
    )
    rows = [
        {key: text for key, text in row.items() if key in keep and text and not is_placeholder(text)}
        for row in block.rows
    ]
    is_told = any(row.get("level2") or row.get("name") for row in rows)
    rows = [row for row in rows if not is_told or row.get("level2") or row.get("name")]
    if is_filled:
        rows = list({tuple(sorted(row.items())): row for row in rows}.values())
    return rows or [{}]


def shown_rows(rows: Sequence[dict[str, Any]]) -> int:
    """How many rows a form has, each block counted as one."""
    return sum(shown_rows(row["rows"]) if "side" in row else 1 for row in rows)
