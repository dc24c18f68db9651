"""A filled form as a Word table, from the same layout that builds the sheet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise

from jixiao.core.text_width import text_width
from jixiao.documents.report.column_widths import NORMAL, Print, fitted, printed
from jixiao.documents.report.page_setup import PAGES
from jixiao.documents.report.styles import TABLE_LINE, TABLE_SIZE
from jixiao.documents.report.wordml import open_paragraph, paragraph, run, twips
from jixiao.model.evaluation import FormValues
from jixiao.model.evaluation.left_blank import AT_HOME, home_field
from jixiao.model.forms.family import RowData
from jixiao.model.forms.grid import Layout, Placed, lay_out_lines
from jixiao.model.submission.placeholders import placeholder
from jixiao.model.submission.unit_labels import worded

_ROOM = "　" * 5
"""Room to write by hand behind a label whose field is empty."""

GOES_ON = "续表"
_BETWEEN = (
    '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/><w:rPr><w:vanish/></w:rPr></w:pPr>'
    f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{GOES_ON}</w:t></w:r></w:p>"
)
"""Hidden, with its mark, so that the tables stand as one."""

_MERGED, _CONTINUED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_STYLES = {"center": "TableText", "left": "TableTextLeft", "inner": "TableTextLeft"}

_HEAD, _NOTE, _NOTE_LINE = 22.0, 2.9, 6.4
"""Millimetres of an attachment's number and title, around a line above or below its table, and of
each of its lines."""

_TALLEST = 300.0
"""Points: a row whose text needs more may be split between two pages; moved as a whole it would leave half a page."""


def table(values: FormValues) -> str:
    """The table of a form; one that takes more than a page, so that further pages begin with the right headings.

    Word repeats only rows from a table's first on: from the headings of the indicators on it is a table of its own.
    Nothing is seen between the two; what stands there says that the table goes on, for programs that read it.
    """
    edges, size, fits = _edges(values)
    second = 0 if fits else _headings(values)
    rows = list(_rows(values, edges, size, second))
    parts = (rows[:second], rows[second:]) if second else (rows,)
    return _BETWEEN.join(f"<w:tbl>{_head(edges)}{''.join(part)}</w:tbl>" for part in parts)


def _headings(values: FormValues) -> int:
    """The row with the headings of the indicators, if the table can be cut above it; else 0."""
    layout, block = values.layout, values.form.helper_block
    row = layout.blocks[block][0] - 1 if block in layout.blocks else 0
    is_merged = any(placed.row < row < placed.row + placed.rows for placed in layout.cells)
    return 0 if is_merged or row < values.form.repeated_rows else row


def lines(values: FormValues, items: Sequence[RowData]) -> Iterator[str]:
    """The lines above or below a table, each row of them one paragraph; a signature never begins a page alone."""
    texts = _line_texts(values, items)
    for number, text in enumerate(texts, 1):
        yield paragraph("TableNote", text, with_next=number < len(texts))


def _line_texts(values: FormValues, items: Sequence[RowData]) -> list[str]:
    layout = lay_out_lines(items, len(values.form.columns))
    rows = ([line_text(values, placed) for placed in layout.cells if placed.row == row] for row in range(layout.height))
    return ["　".join(filter(None, pieces)) for pieces in rows]


def line_text(values: FormValues, placed: Placed) -> str:
    """What a cell of a line prints: behind the label of an empty field there is room to write."""
    text = cell_text(values, placed)
    is_empty = placed.key and not values.form.asks(placed.cell) and not values.printed(placed.key)
    return text + _ROOM if is_empty else text


def cell_text(values: FormValues, placed: Placed) -> str:
    """What a cell prints: its label, its value, or one behind the other; a mark where a value must be and is not."""
    label = worded(values.data, placed.label, values.schema.year) if placed.label else ""
    if not placed.key:
        return label
    if values.lacks(placed.cell, placed.block, placed.index):
        title = f"{placed.block}.{placed.key}" if placed.block else placed.key
        return label + placeholder(AT_HOME.get(home_field(placed.cell)) or values.schema.titles[title])
    return label + values.printed(placed.key, placed.block, placed.index)


def _edges(values: FormValues) -> tuple[list[int], Print, bool]:
    """Where the columns begin and the last one ends, the letters, and whether one page holds it all.

    A form for a wider page is narrowed.
    """
    form = values.form
    page = PAGES[form.orientation]
    share = min(1.0, page.text_width / math.fsum(form.columns))
    cells = [
        printed(placed.row, placed.column, placed.columns, cell_text(values, placed))
        for placed in values.layout.cells
        if placed.rows == 1
    ]
    room = page.text_height - _HEAD - math.fsum(_note_heights(values, page.text_width))
    widths, size, fits = fitted([width * share for width in form.columns], cells, room)
    return [twips(position) for position in accumulate(widths, initial=0.0)], size, fits


def _note_heights(values: FormValues, width: float) -> Iterator[float]:
    """How tall the lines above and below a table are."""
    for text in (*_line_texts(values, values.form.above), *_line_texts(values, values.form.below)):
        yield _NOTE + _NOTE_LINE * max(1, math.ceil(text_width(text) * NORMAL.half_width / width))


def _head(edges: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    return (
        f'<w:tblPr><w:tblStyle w:val="AttachmentTable"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def _rows(values: FormValues, edges: Sequence[int], size: Print, second: int) -> Iterator[str]:
    """The rows, their cells from left to right; under a merged cell stands one that continues it.

    ``second`` is the row of the second part's headings, 0 where there is none.
    """
    layout = values.layout
    staying = _staying(layout)
    rows: list[list[tuple[int, str]]] = [[] for _ in range(layout.height)]
    tall = set()
    for placed in (cell for cell in layout.cells if cell.rows):  # a label beside an empty block has no row
        width = edges[placed.column + placed.columns] - edges[placed.column]
        text = cell_text(values, placed)
        if _is_tall(text, width):
            tall.add(placed.row)
        for row, cell in enumerate(_cells(placed, width, text, (staying, size)), placed.row):
            rows[row].append((placed.column, cell))
    for row, cells in enumerate(rows):
        start = _open_row(row not in tall, row < values.form.repeated_rows or row == second > 0, size)
        yield f"{start}{''.join([cell for _, cell in sorted(cells)])}</w:tr>"


def _cells(placed: Placed, width: int, text: str, look: tuple[set[int], Print]) -> Iterator[str]:
    """A cell, then those that continue it in the rows it is merged with."""
    staying, size = look
    style, merge = _STYLES[placed.cell.align] + size.suffix, _MERGED if placed.rows > 1 else ""
    for row in range(placed.row, placed.row + placed.rows):
        start = _open_cell(width, placed.columns, merge, style, row in staying)
        yield f"{start}{run(text)}</w:p></w:tc>"
        merge, text = _CONTINUED, ""


def _staying(layout: Layout) -> set[int]:
    """Rows that stay with what follows: headings of columns with a row, the last rows with the lines below.

    The last one is 总分, which never begins a page alone.
    """
    filled = {placed.row for placed in layout.cells if placed.key}
    return {row for row in range(layout.height) if row not in filled} | {*range(layout.height - 3, layout.height)}


def _is_tall(text: str, width: int) -> bool:
    """Whether a text is likely to be higher than a row should be, in a cell of that many twips."""
    return len(text) * TABLE_SIZE * TABLE_LINE > _TALLEST * width / 20


@cache
def _open_row(whole: bool, repeated: bool, size: Print) -> str:
    """A row's beginning; Word repeats rows only from the first row on."""
    height = f'<w:trHeight w:val="{twips(size.least_row)}" w:hRule="atLeast"/>'
    marks = f"{'<w:cantSplit/>' if whole else ''}{height}{'<w:tblHeader/>' if repeated else ''}"
    return f"<w:tr><w:trPr>{marks}</w:trPr>"


@cache
def _open_cell(width: int, columns: int, merge: str, style: str, with_next: bool) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>'
    return cell + open_paragraph(style, with_next)
