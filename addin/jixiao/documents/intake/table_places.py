"""How a place in a Word file is called, and back: ``第2个表（附件2）`` and ``第5行第3列``.

Tables are numbered as they begin in the document, a nested one after the one it stands in; rows and columns as in
the table's grid, so that a cell over two columns moves what stands behind it by two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TABLE = re.compile(r"第([1-9]\d{0,5})个表(?:（.*）)?", re.DOTALL)
_CELL = re.compile(r"(?:第([1-9]\d{0,5})个表 )?第([1-9]\d{0,5})行第([1-9]\d{0,5})列")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table, or one of its cells; all count from 0, ``row`` and ``column`` are -1 for the table as a whole."""

    table: int
    row: int = -1
    column: int = -1


def table_name(number: int, attachment: str = "") -> str:
    """How a table is called; ``number`` counts from 0."""
    return f"第{number + 1}个表" + (f"（{attachment}）" if attachment else "")


def cell_name(row: int, column: int) -> str:
    """How a cell is called; both count from 0."""
    return f"第{row + 1}行第{column + 1}列"


def cell_of_part(number: int, cell: str) -> str:
    """How a cell is called that stands in a form's second table, and not in the one the form is called by."""
    return f"{table_name(number)} {cell}"


def find_place(sheet: str, cell: str) -> TablePlace | None:
    """The place that :func:`table_name` and :func:`cell_name` made these from; ``None`` if they did not."""
    table, where = _TABLE.fullmatch(sheet), _CELL.fullmatch(cell)
    if not table:
        return None
    number = int((where and where[1]) or table[1]) - 1
    return TablePlace(number, int(where[2]) - 1, int(where[3]) - 1) if where else TablePlace(number)
