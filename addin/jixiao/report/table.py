"""A filled form as a Word table, from the same layout that builds the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise

from jixiao.evaluate import FormValues
from jixiao.forms.grid import Placed, lay_out, lay_out_lines
from jixiao.forms.model import RowData
from jixiao.report.styles import TEXT_WIDTH
from jixiao.report.wordml import open_paragraph, paragraph, run, twips
from jixiao.submission.wording import worded

_ROOM = "　" * 5
"""Room to write by hand behind a label whose field is empty."""

_ROW = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(5.7)}" w:hRule="atLeast"/></w:trPr>'
"""附件1 has 29 rows and more: this height, with the cells' margins, keeps it on one page."""


def table(values: FormValues) -> str:
    """The table of a form."""
    columns = values.form.columns
    share = min(1.0, TEXT_WIDTH / sum(columns))  # a form made for a wider page is narrowed to this one
    edges = [twips(position * share) for position in accumulate(columns, initial=0.0)]
    rows = "".join(f"{_ROW}{''.join(cells)}</w:tr>" for cells in _rows(values, edges))
    return f"<w:tbl>{_head(edges)}{rows}</w:tbl>"


def lines(values: FormValues, items: Sequence[RowData]) -> Iterator[str]:
    """The lines above or below a table: each row of them one paragraph."""
    layout = lay_out_lines(items, len(values.form.columns))
    for row in range(layout.height):
        pieces = (_piece(values, placed) for placed in layout.cells if placed.row == row)
        yield paragraph("TableNote", "　".join(filter(None, pieces)))


def _piece(values: FormValues, placed: Placed) -> str:
    text = _text(values, placed)
    is_empty = placed.key and not values.printed(placed.key)
    return text + _ROOM if is_empty else text


def _text(values: FormValues, placed: Placed) -> str:
    """What a cell prints: its label, its value, or one behind the other."""
    label = worded(values.data, placed.label, values.schema.year) if placed.label else ""
    return label + values.printed(placed.key, placed.block, placed.index) if placed.key else label


def _head(edges: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    return (
        f'<w:tblPr><w:tblStyle w:val="AttachmentTable"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _rows(values: FormValues, edges: Sequence[int]) -> Iterator[list[str]]:
    """The cells of each row from left to right; under a merged cell stands one that continues it."""
    layout = lay_out(values.form, values.data.rows)
    rows: list[list[tuple[int, str]]] = [[] for _ in range(layout.height)]
    for placed in layout.cells:
        width = edges[placed.column + placed.columns] - edges[placed.column]
        for row in range(placed.row, placed.row + placed.rows):
            rows[row].append((placed.column, _cell(values, placed, width, row)))
    for cells in rows:
        yield [cell for _, cell in sorted(cells)]


def _cell(values: FormValues, placed: Placed, width: int, row: int) -> str:
    style = "TableTextLeft" if placed.cell.align == "left" else "TableText"
    if row > placed.row:
        return f"{_open_cell(width, placed.columns, '<w:vMerge/>', style)}</w:p></w:tc>"
    merge = '<w:vMerge w:val="restart"/>' if placed.rows > 1 else ""
    return f"{_open_cell(width, placed.columns, merge, style)}{run(_text(values, placed))}</w:p></w:tc>"


@cache
def _open_cell(width: int, columns: int, merge: str, style: str) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>{open_paragraph(style)}'
