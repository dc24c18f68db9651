"""Official blanks as files: Word and Excel read into the same plain blocks, with the widths of their tables."""

from __future__ import annotations

import os.path
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter, range_boundaries

from jixiao.core import xml_tree
from jixiao.core.errors import UserError
from jixiao.core.package_limits import WORKBOOK, count_package
from jixiao.documents.intake.docx_file import body_of, read_body
from jixiao.documents.intake.labels import normal
from jixiao.documents.intake.page_breaks import join_split
from jixiao.documents.intake.raw_document import RawBlock, RawCell, RawParagraph, RawTable
from jixiao.documents.intake.word_parts import complete
from jixiao.documents.learning.frames import unframed
from jixiao.documents.learning.joined_grids import join_grids
from jixiao.documents.learning.known import known
from jixiao.documents.learning.sheet_formulas import formulas_of, take_formulas
from jixiao.documents.learning.word_headings import settle_styles
from jixiao.documents.other_formats import in_current_format, is_converted
from jixiao.documents.word_package import W
from jixiao.documents.workbook.loading import load_to_the_letter

MOST_COLUMNS, MOST_ROWS = 60, 400
"""No official form of one page is wider or longer; a list of figures is."""

_MAX_BYTES, _MAX_EXPANDED = 20_000_000, 100_000_000
_TWIPS_IN_MM = 56.7
_CHARACTER_IN_MM = 1.9
"""A column's width in a sheet counts characters."""

_PAPER = 170.0
_SUFFIXES = (".docx", ".docm", ".xlsx", ".xlsm")


class BlankError(UserError):
    """A blank that no family can be learned from; the message is Chinese and says what to do."""


@dataclass(slots=True)
class BlankFile:
    """A file's blocks in order, its tables' column widths in millimetres, and what in it could not be read."""

    name: str
    blocks: list[RawBlock] = field(default_factory=list)
    widths: dict[int, list[float]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def tables(self) -> list[RawTable]:
        """The tables alone."""
        return [block for block in self.blocks if isinstance(block, RawTable)]

    @property
    def paragraphs(self) -> list[str]:
        """The texts outside the tables."""
        return [block.text for block in self.blocks if isinstance(block, RawParagraph)]


def read_blank(path: Path) -> BlankFile:
    """A blank form.

    Raises:
        BlankError: a kind of file, or a size, that no form has.
        DocumentError: a Word file that cannot be read, or an older file and no LibreOffice to convert it.
    """
    if not is_converted(path):
        if os.path.isfile(path) and path.suffix.lower() not in _SUFFIXES:
            raise BlankError(f"「{path.name}」不是 Word 或 Excel 样表，学不了。请用空白样表的 .docx 或 .xlsx 文件")
        return _read(path, path.name)
    with in_current_format(path) as made:
        return _read(made, path.name)


def _read(path: Path, name: str) -> BlankFile:
    blank = _from_sheets(path, name) if path.suffix.lower() in (".xlsx", ".xlsm") else _from_word(path, name)
    blank.blocks = list(unframed(blank.blocks))
    if not blank.blocks:
        raise BlankError(f"「{name}」{_nothing_read(blank)}")
    for table in blank.tables:
        _refuse_size(table, name)
    _mend_braces(blank)
    return blank


def _nothing_read(blank: BlankFile) -> str:
    """Why nothing could be read, and what to do."""
    said = "".join(blank.remarks)
    if "隐藏的工作表" in said:
        return "里有字的工作表是隐藏的，没有读。请在 Excel 里取消隐藏，保存再学"
    drawn = (("文本框", "里的字都在文本框里，读不出来"), ("图片", "里只有图片，表格读不出来"), ("图表", "里只有图表"))
    why = next((told for word, told in drawn if word in said), "里没有文字，也没有表格")
    return f"{why}。请向发文单位要可编辑的 Word 或 Excel 样表"


def _mend_braces(blank: BlankFile) -> None:
    """Braces mean something in a family's data: printed ones become those of Chinese print."""
    for cell in (cell for table in blank.tables for row in table.rows for cell in row):
        cell.text = cell.text.translate(_BRACES)
    blank.blocks = [
        replace(block, text=block.text.translate(_BRACES)) if isinstance(block, RawParagraph) else block
        for block in blank.blocks
    ]


_BRACES = str.maketrans("{}", "｛｝")


def _refuse_size(table: RawTable, name: str) -> None:
    width = max((cell.end for row in table.rows for cell in row), default=0)
    if width > MOST_COLUMNS or len(table.rows) > MOST_ROWS:
        raise BlankError(
            f"「{name}」第 {table.number + 1} 个表有 {len(table.rows)} 行、{width} 列，不像一张表样"
            f"（最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列）。请只留下要填的表再试"
        )


# ---- Word ---------------------------------------------------------------------------------------------------


def _from_word(path: Path, name: str) -> BlankFile:
    body = body_of(path)
    blank = BlankFile(name)
    if next(body.iter(f"{W}txbxContent"), None) is not None:
        blank.remarks.append(_TEXT_BOXES)
    if next(xml_tree.elements(body, f"{W}drawing", f"{W}pict"), None) is not None:
        blank.remarks.append(_PICTURES)
    grids = [_grid(table) for table in body.iter(f"{W}tbl")]
    if any(next(cell.iter(f"{W}tbl"), None) is not None for cell in body.iter(f"{W}tc")):
        blank.remarks.append("有的表套在另一张表的格子里，已按单独的表读入")
    xml_tree.remove([*body.iter(f"{W}txbxContent")], xml_tree.parents(body))
    _leave_out_hidden(body)
    settle_styles(body, path)
    document = complete(read_body(body), path)
    # a cell's nested table is met inside it, in the same order as the elements
    told = {id(table): grid for table in document.tables if (grid := _told(grids, table))}
    join_split(document, _goes_on)
    join_grids(document, told, _is_second_part)
    blank.blocks = document.blocks
    blank.widths = {table.number: told.get(id(table)) or _even(table) for table in blank.tables}
    return blank


def _leave_out_hidden(body: Any) -> None:
    """Take away runs of text that nobody sees."""
    marks = ((run, run.find(f"{W}rPr/{W}vanish")) for run in body.iter(f"{W}r"))
    hidden = [run for run, mark in marks if mark is not None and mark.get(f"{W}val", "1") not in ("0", "false")]
    if hidden:
        xml_tree.remove(hidden, xml_tree.parents(body))


def _goes_on(first: RawTable, second: RawTable) -> bool:
    """Whether a table right behind another is its second part, and as wide."""
    return table_width(first) == table_width(second) and _is_second_part(first, second)


def _is_second_part(first: RawTable, second: RawTable) -> bool:
    """Whether a table right behind another begins neither as it did nor anew."""
    if not first.rows or not second.rows or not first.rows[0] or not second.rows[0]:
        return False
    above, head = first.rows[0][0], second.rows[0][0]
    is_title = head.columns == table_width(second)
    begins = known().key("fields", head.text) in known().begins_form
    return not is_title and not begins and normal(above.text) != normal(head.text)


def _grid(table: Any) -> list[float]:
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    return [int(value) / _TWIPS_IN_MM for column in columns if (value := column.get(f"{W}w", "")).isdecimal()]


def _told(grids: list[list[float]], table: RawTable) -> list[float]:
    """The widths that a table says its columns have; none where it does not say all."""
    grid = grids[table.number] if table.number < len(grids) else []
    return grid if len(grid) == table_width(table) and all(grid) else []


def _even(table: RawTable) -> list[float]:
    width = table_width(table)
    return [_PAPER / max(width, 1)] * width


def table_width(table: RawTable) -> int:
    """Grid columns of a table."""
    cells = [cell for row in table.rows for cell in row]
    return max((cell.end for cell in cells), default=0)


# ---- Excel --------------------------------------------------------------------------------------------------


def _from_sheets(path: Path, name: str) -> BlankFile:
    blank = BlankFile(name)
    sheets = _workbook(path, data_only=False).worksheets
    with_formulas = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    for sheet in with_formulas:
        _refuse_sheet_size(sheet, name)  # before anything goes through its cells
    formulas = {sheet.title: formulas_of(sheet) for sheet in with_formulas}
    blank.remarks += _drawn(path)
    for sheet in _workbook(path).worksheets:
        if sheet.sheet_state != "visible":
            blank.remarks.append(f"隐藏的工作表「{sheet.title}」没有读入，要用的话请先取消隐藏")
        elif sheet.max_row and sheet.max_column:
            _take_sheet(sheet, blank, formulas[sheet.title])
            _tell_hidden(sheet, blank)
            _tell_uncalculated(sheet, blank, formulas[sheet.title])
    return blank


_PICTURES = "图片没有读入"
_TEXT_BOXES = "文本框里的字没有读入，请把要用的字移到文本框外面"


def _drawn(path: Path) -> Iterator[str]:
    """What stands on a workbook's sheets and is not read."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        drawings = [archive.read(name) for name in names if name.startswith("xl/drawings/drawing")]
    if any(name.startswith("xl/media/") for name in names):
        yield _PICTURES
    if any(name.startswith(("xl/charts/", "xl/chartsheets/")) for name in names):
        yield "图表没有读入"
    if any(_WORDS_IN_BOX.search(drawing) for drawing in drawings):
        yield _TEXT_BOXES


_WORDS_IN_BOX = re.compile(rb"<a:t>[^<]")


def _refuse_sheet_size(sheet: Any, name: str) -> None:
    if sheet.max_column > MOST_COLUMNS * 4 or sheet.max_row > MOST_ROWS * 5:
        raise BlankError(
            f"「{name}」的「{sheet.title}」有 {sheet.max_row} 行、{sheet.max_column} 列，不像一张表样。"
            "表外如有多余的内容或格式，请选中多余的行和列删除，再试"
        )


def _tell_uncalculated(sheet: Any, blank: BlankFile, formulas: dict[tuple[int, int], str]) -> None:
    """Formulas that say nothing, because no program has calculated them since they were written."""
    for (row, column), formula in formulas.items():
        cell = sheet.cell(row + 1, column + 1)
        if cell.value is None and _says_words(formula):
            told = "是公式，没有算出结果，没有读入。请在 Excel 里打开，保存一次再学"
            blank.remarks.append(f"工作表「{sheet.title}」的 {cell.coordinate} {told}")


def _says_words(formula: str) -> bool:
    """Whether a formula may give words of the form: it has some in quotes, or takes another cell's as they are."""
    return bool(_WORDS_IN.search(formula))


_WORDS_IN = re.compile(r'"[^"]*[\u4e00-\u9fff]|^=[$A-Za-z\d!\'\u4e00-\u9fff]+$')


def _tell_hidden(sheet: Any, blank: BlankFile) -> None:
    parts = (("行", sheet.row_dimensions), ("列", sheet.column_dimensions))
    hidden = "和".join(word for word, lines in parts if any(line.hidden for line in list(lines.values())))
    if hidden:
        blank.remarks.append(f"工作表「{sheet.title}」有隐藏的{hidden}，也读入了；不要的请删去再学")


def read_form_sheet(path: Path, title: str, width: int) -> RawTable:
    """The ruled part of what a sheet of ours prints, as many columns of it as the form has."""
    blank, sheet = BlankFile(path.name), _workbook(path)[title]
    _clear_around(sheet)
    _take_sheet(sheet, blank)
    table = blank.tables[0]
    table.rows = [[cell for cell in row if cell.column < width] for row in table.rows]
    return table


def _clear_around(sheet: Any) -> None:
    """Leave nothing in the rows above and below a sheet's print area."""
    _, first, _, last = range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))
    for row in sheet.iter_rows():
        for cell in row if not first <= row[0].row <= last else ():
            cell.border = Border()
            if not isinstance(cell, MergedCell):
                cell.value = None


def _workbook(path: Path, data_only: bool = True) -> Any:
    if not os.path.isfile(path):
        raise BlankError(f"没有文件「{path}」，请检查文件名和文件夹")
    try:
        with zipfile.ZipFile(path) as archive:
            if path.stat().st_size > _MAX_BYTES or sum(i.file_size for i in archive.infolist()) > _MAX_EXPANDED:
                raise BlankError(f"「{path.name}」太大，不像一份空白样表")
            count_package(archive, path.name, WORKBOOK)
        with path.open("rb") as file:
            return load_to_the_letter(file, results=data_only, borders=True)
    except UserError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise BlankError(f"「{path.name}」打不开，文件可能已损坏或加了密码。请在 Excel 里另存一份再试") from error


def _take_sheet(sheet: Any, blank: BlankFile, formulas: dict[tuple[int, int], str] | None = None) -> None:
    """A sheet: rows of one text before and behind the ruled part are paragraphs, what is between is the table."""
    rows = _sheet_rows(sheet)
    take_formulas(rows, formulas or {})
    used = [number for number, row in enumerate(rows) if any(cell.text for cell in row)]
    if not used:
        return
    if _is_prose(sheet, rows):
        blank.blocks += [line for number in used for line in _lines(rows[number])]
        return
    width = len(_columns(sheet, rows))
    spans = [*_tables(sheet, rows, _table_rows(sheet, rows, used, width))]
    _leave_out_beside(sheet, blank, rows, spans)
    number = used[0]
    for span in spans:
        for line in range(number, span.start):
            blank.blocks += _lines(rows[line])
        for columns in _side_by_side(sheet, rows[span.start : span.stop]):
            blank.blocks.append(RawParagraph(""))  # tables side by side are not one behind the other
            _add_table(blank, sheet, rows, _rows_of(sheet, rows, span, columns), columns)
        number = span.stop
    for line in range(number, used[-1] + 1):
        blank.blocks += _lines(rows[line])


def _side_by_side(sheet: Any, rows: list[list[RawCell]]) -> list[range]:
    """The columns of each table in these rows: between two that stand side by side nothing is in a column."""
    seen = sorted((cell.column, cell.end) for row in rows for cell in row if cell.text or _is_ruled(sheet, cell))
    parts: list[range] = []
    for first, end in seen:
        if parts and first <= parts[-1].stop:
            parts[-1] = range(parts[-1].start, max(parts[-1].stop, end))
        else:
            parts.append(range(first, end))
    are_ruled = any(_is_ruled(sheet, cell) for row in rows for cell in row)
    return parts if are_ruled else [range(parts[0].start, parts[-1].stop)]


def _leave_out_beside(sheet: Any, blank: BlankFile, rows: list[list[RawCell]], spans: list[range]) -> None:
    """Take the words out that stand beside ruled tables and are no table: what a chart is drawn from, notes."""
    above = 0
    for span in spans:
        inside = rows[span.start : span.stop]
        ruled = {cell.column for row in inside for cell in row if _is_ruled(sheet, cell)}
        others = [part for part in _side_by_side(sheet, inside) if ruled and not ruled & {*part}]
        for cell in (cell for row in rows[above : span.stop] for cell in row):
            cell.text = "" if any(cell.column in part for part in others) else cell.text
        for part in others:
            where = f"表格旁边（{get_column_letter(part.start + 1)} 列起）的字没有读入"
            blank.remarks.append(f"工作表「{sheet.title}」{where}")
        above = span.stop


def _rows_of(sheet: Any, rows: list[list[RawCell]], span: range, columns: range) -> range:
    """The rows of a table that anything stands in."""
    seen = [n for n in span if any(c.column in columns and (c.text or _is_ruled(sheet, c)) for c in rows[n])]
    return range(seen[0], seen[-1] + 1)


def _columns(sheet: Any, rows: list[list[RawCell]]) -> range:
    """The columns that anything stands in."""
    seen = [cell for row in rows for cell in row if cell.text or _is_ruled(sheet, cell)]
    return range(min(cell.column for cell in seen), max(cell.end for cell in seen))


def _is_prose(sheet: Any, rows: list[list[RawCell]]) -> bool:
    """Whether a sheet has lines of text and no table: 填表说明."""
    is_ruled = any(_is_ruled(sheet, cell) for row in rows for cell in row)
    return not is_ruled and all(sum(bool(cell.text) for cell in row) <= 1 for row in rows)


def _lines(row: list[RawCell]) -> Iterator[RawParagraph]:
    text = "    ".join(cell.text for cell in row if cell.text)
    if text:
        yield RawParagraph(text)


def _tables(sheet: Any, rows: list[list[RawCell]], span: range) -> Iterator[range]:
    """The tables among these rows of a sheet: between two stands a title that is not ruled."""
    ruled = [number for number in span if any(_is_ruled(sheet, cell) for cell in rows[number])]
    start = span.start
    for above, below in pairwise(ruled):
        if any(_is_one_text(rows[number]) for number in range(above + 1, below)):
            yield range(start, above + 1)
            start = below
    yield range(start, span.stop)


def _is_one_text(row: list[RawCell]) -> bool:
    return sum(bool(cell.text) for cell in row) == 1


def _table_rows(sheet: Any, rows: list[list[RawCell]], used: list[int], width: int) -> range:
    """The rows of the table, or of all tables: ruled rows if any are ruled, else from the first row of two texts on."""
    ruled = [number for number, row in enumerate(rows) if any(_is_ruled(sheet, cell) for cell in row)]
    if ruled:
        return range(ruled[0], ruled[-1] + 1)
    several = [n for n in used if sum(bool(cell.text) for cell in rows[n]) > 1] or used
    first = several[0]
    while first < used[-1] and any(cell.columns == width for cell in rows[first] if cell.text):
        first += 1
    return range(first, used[-1] + 1)


def _is_ruled(sheet: Any, cell: RawCell) -> bool:
    border = sheet.cell(cell.row + 1, cell.column + 1).border
    sides = (border.left, border.right, border.top, border.bottom)
    return sum(bool(side and side.style) for side in sides) > 2


def _sheet_rows(sheet: Any) -> list[list[RawCell]]:
    merged, hidden = _merges(sheet)
    rows: list[list[RawCell]] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS * 4))):
        rows.append([])
        for cell in cells:
            if (cell.row, cell.column) in hidden:
                continue
            span = merged.get((cell.row, cell.column))
            columns, deep = (span.size["columns"], span.size["rows"]) if span else (1, 1)
            text = "" if cell.value is None else str(cell.value).strip()
            rows[-1].append(RawCell(number, cell.column - 1, columns, text, deep))
    return rows


def _merges(sheet: Any) -> tuple[dict[tuple[int, int], Any], set[tuple[int, int]]]:
    """The merged ranges by their first cells, and the cells they hide; of two that overlap the larger."""
    merged: dict[tuple[int, int], Any] = {}
    hidden: set[tuple[int, int]] = set()
    for span in sorted(sheet.merged_cells.ranges, key=lambda r: -r.size["rows"] * r.size["columns"]):
        cells = set(span.cells)
        if not cells & (hidden | set(merged)):
            merged[span.min_row, span.min_col] = span
            hidden |= cells - {(span.min_row, span.min_col)}
    return merged, hidden


def _add_table(blank: BlankFile, sheet: Any, rows: list[list[RawCell]], span: range, columns: range) -> None:
    """The table that stands in these rows and columns of a sheet."""
    table = RawTable(number=len(blank.tables))
    table.rows, table.covered = [[] for _ in span], [[] for _ in span]
    for number in span:
        for cell in rows[number]:
            if cell.column not in columns:
                continue
            cell.row, cell.column = number - span.start, cell.column - columns.start
            cell.columns = min(cell.columns, len(columns) - cell.column)
            cell.rows = min(cell.rows, len(span) - cell.row)
            table.rows[cell.row].append(cell)
            for below in range(cell.row + 1, cell.row + cell.rows):
                table.covered[below].append(cell)
    blank.blocks.append(table)
    letters = (sheet.column_dimensions[get_column_letter(column + 1)].width or 8.43 for column in columns)
    blank.widths[table.number] = [max(characters, 1) * _CHARACTER_IN_MM for characters in letters]
