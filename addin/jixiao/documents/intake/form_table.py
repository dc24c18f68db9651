"""A table read through a form's grid: its fields, its rows, how its labels are worded, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from decimal import Decimal
from itertools import pairwise

from jixiao.documents.intake.headings import fold_headings
from jixiao.documents.intake.labels import Spellings, normal
from jixiao.documents.intake.page_breaks import is_repeated
from jixiao.documents.intake.raw_document import RawCell, RawTable
from jixiao.documents.intake.row_alignment import FormCell, FormRow, align, form_rows, match_cells, rows_apart
from jixiao.documents.intake.table_places import cell_name, table_name
from jixiao.documents.intake.values import as_figure, in_ten_thousands, points_named
from jixiao.model.forms.family import Cell, Form
from jixiao.model.forms.field_titles import fill_year, unfilled
from jixiao.model.forms.grid import walk_blocks, walk_cells
from jixiao.model.forms.vocabulary import roles, vocabulary
from jixiao.model.submission.figures import cell_value
from jixiao.model.submission.submission import FormData, Unplaced, row_reference

SIGN_COLUMN, UNIT_COLUMN = "计算符号", "计量单位"
_APART = ("sign", "unit")
"""Columns of a form that keeps a target's sign and unit apart itself."""
_NOTHING = "/—－- \n\t\u3000"
_BLANK_ROW = re.compile(r"(?:指标\s*\d*[:：]?|[….·。]+)")
"""What a row's name says that the blank form printed and nobody filled in."""
_TOTAL_ROW = re.compile(r"(?:自评)?(?:总分|总得分|合计|总计)(?:[（(]\d{2,3}分?[)）])?")
"""What the first cell of a total says."""
_FAR = Decimal("0.75")
"""Of the total's points: rows that have less together are not all there."""
_HUNDRED = Decimal(100)
_BARE = re.compile(r"\d[\d,]*(\.\d+)?")


class TableReader:
    """Reads one table as one form."""

    def __init__(self, table: RawTable, form: Form, vocabulary: Spellings, year: int) -> None:
        self._table = table
        self._form = form
        self._vocabulary = vocabulary
        self._year = year
        self._rows = form_rows(form)
        self._folded = fold_headings(table, self._has_two_rows)
        self._anchors = align(table, self._rows, vocabulary)
        self._apart = rows_apart(table, self._rows, self._anchors, vocabulary)
        self._columns: dict[str, RawCell] = {}
        """Field's key (or block and key) → the printed heading it stands under."""
        self._used: set[int] = set()
        self._labels: set[tuple[int, str]] = set()
        """Labels met, by column: taken apart, a merged label may stand on every row."""
        self._in_yuan = False
        self.data = FormData(form.id, sheet=table_name(table.number, form.attachment))
        self.unplaced: list[Unplaced] = []

    def read(self) -> FormData:
        """Read every row; what remains is listed in ``unplaced``."""
        for block in walk_blocks(self._form.rows):
            self.data.rows[block.repeat] = []
        for printed, row in self._apart.items():
            self._read_apart(printed, row)
        previous_printed, previous_row = -1, -1
        for printed, row in [*sorted(self._anchors.items()), (len(self._table.rows), len(self._rows))]:
            self._read_between(range(previous_printed + 1, printed), range(previous_row + 1, row))
            if printed < len(self._table.rows):
                self._read_anchor(printed, row)
            previous_printed, previous_row = printed, row
        self._take_total_row()
        self._take_execution_points()
        self._clean_rows()
        self._list_unplaced()
        self.data.is_cut = self._is_cut()
        return self.data

    def _take_total_row(self) -> None:
        """总分 whose cells stand apart is read as one more row: its points and its score are the form's."""
        block = self._form.helper_block
        rows = self.data.rows.get(block, [])
        if not rows or rows[-1].get(roles().name) or not _TOTAL_ROW.fullmatch(rows[-1].get(roles().level1, "").strip()):
            return
        row = rows.pop()
        known = {cell.field for _, cell in walk_cells(self._form.rows)}
        for column, key in ((roles().weight, roles().total_weight), (roles().score, roles().total_score)):
            place = self.data.places.pop(row_reference(block, len(rows), column), "")
            if key in known and row.get(column) and not self.data.fields.get(key):
                self.data.fields[key] = row.pop(column)
                self.data.places |= {key: place} if place else {}
        left = "；".join(value for value in row.values() if value)
        if set(row) & {roles().weight, roles().score}:
            self.unplaced.append(Unplaced(f"{self.data.sheet} 总分", left, "表样里没有总分的位置，总分由各项得分相加"))

    def _has_two_rows(self, upper: Sequence[RawCell], lower: Sequence[RawCell]) -> bool:
        """Whether the form prints these headings in two rows itself."""
        deep = {self._vocabulary.key(cell.text) for cell in upper if cell.rows > 1}
        said = {self._vocabulary.key(cell.text) for cell in lower}
        rows = ({self._vocabulary.key(label) for label in row.labels} for row in self._rows)
        return any(said <= labels and not deep & labels for labels in rows)

    def _is_cut(self) -> bool:
        """Whether the table ends before its total and its points are not all there, or most of them are missing."""
        rows = self.data.rows.get(self._form.helper_block, [])
        points = [value for row in rows if (value := _number(row.get(roles().weight, ""))) is not None]
        total = _number(self.data.fields.get(roles().total_weight, ""))
        is_ended = bool(total is not None or self.data.fields.get(roles().total_score))
        if not points:
            return False
        given = sum(points, _number(self.data.fields.get(roles().execution_weight, "")) or Decimal(0))
        return given < (_FAR * (total or _HUNDRED) if is_ended else _HUNDRED)

    # ---- rows with labels -----------------------------------------------------------------------------------

    def _read_anchor(self, printed: int, row: int) -> None:
        labels, gaps = match_cells(self._table.rows[printed], self._rows[row], self._vocabulary, self._year)
        for index, cell in labels.items():
            self._read_label(self._rows[row].cells[index], cell, row)
        for form_cells, cells in gaps:
            self._read_prose(form_cells, cells)
            self._read_values(form_cells, cells, row)
        if self._holds_fields_alone(row + 1) and printed + 1 in self._anchors:
            self._read_values_beside(gaps, row + 1)

    def _read_values_beside(self, gaps: Sequence[tuple[list[FormCell], list[RawCell]]], row: int) -> None:
        """Values that stand beside their headings, in one row with them, and not below."""
        cells = [cell for _, found in gaps for cell in found if cell.text and id(cell) not in self._used]
        if cells:
            self._read_values(self._rows[row].cells, cells, row)

    def _read_apart(self, printed: int, row: int) -> None:
        """A row that stands elsewhere than the form has it, and the values below its headings."""
        self._read_anchor(printed, row)
        if row + 1 < len(self._rows) and self._holds_fields_alone(row + 1) and self._stands_apart(printed + 1):
            self._read_values(self._rows[row + 1].cells, self._table.rows[printed + 1], row + 1)

    def _stands_apart(self, printed: int) -> bool:
        """Whether a row belongs to one that stands elsewhere than the form has it."""
        is_below = printed - 1 in self._apart and self._holds_fields_alone(self._apart[printed - 1] + 1)
        is_row = printed < len(self._table.rows) and printed not in self._anchors
        return printed in self._apart or (is_below and is_row)

    def _holds_fields_alone(self, row: int) -> bool:
        return row < len(self._rows) and not self._rows[row].block and not self._rows[row].labels

    def _read_label(self, form_cell: FormCell, printed: RawCell, row: int) -> None:
        self._used.add(id(printed))
        self._labels.add((printed.column, normal(printed.text)))
        cell, text = form_cell.cell, printed.text
        if cell.field:
            end = self._vocabulary.prefix(text, cell.label)
            self._keep(self.data.fields, cell, text[end:].strip(), printed, cell.field)
            text = text[:end]  # its spaces are part of the unit's own look
        else:
            text = "".join(text.split("\n")).strip()
            self._note_column(form_cell, printed, row)
        self._note_wording(cell.label, text)

    def _note_column(self, heading: FormCell, printed: RawCell, row: int) -> None:
        """The form's fields below a heading stand below the printed heading too."""
        for below in self._rows[row + 1 :]:
            for form_cell in below.cells:
                if form_cell.column != heading.column:
                    continue
                if form_cell.cell.label and not form_cell.cell.field:
                    return  # the next heading of this column
                self._columns[_column_key(below, form_cell.cell)] = printed

    def use_yuan(self, printed: str) -> None:
        """From here on amounts are printed in 元; they are kept in 万元, as the form asks."""
        if not any(cell.kind == "amount" for _, cell in walk_cells(self._form.rows)):
            return  # the form itself is in 元
        self._in_yuan = True
        where = table_name(self._table.number)
        self.unplaced.append(Unplaced(where, printed, "原表的金额按元填写，读入时已换算成万元，请核对"))

    def _note_wording(self, label: str, printed: str) -> None:
        if "万元" in label and "元" in printed and "万" not in printed:
            self.use_yuan(printed)
            return
        if printed != fill_year(label, self._year):
            self.data.wording.setdefault(label, unfilled(printed, self._year))

    def _read_prose(self, form_cells: Sequence[FormCell], cells: Sequence[RawCell]) -> None:
        """What this county says where the form's own words are an example."""
        for form_cell, printed in zip(form_cells, cells, strict=False):
            if form_cell.cell.prose and printed.text:
                self._used.add(id(printed))
                self._note_wording(form_cell.cell.label, "".join(printed.text.split("\n")).strip())

    def _read_values(self, form_cells: Sequence[FormCell], cells: Sequence[RawCell], row: int) -> None:
        """Values between two labels: under their headings; where the headings do not tell, in order."""
        fields = [c.cell for c in form_cells if c.cell.field]
        headed = [f for f in fields if _column_key(self._rows[row], f) in self._columns]
        in_order = [(f.cell, c) for f, c in zip(form_cells, cells, strict=False) if f.cell.field]
        is_alike = len(form_cells) == len(cells)
        pairs = in_order
        if not is_alike or len(headed) * 2 >= len(fields):
            pairs, left = self._by_heading(fields, cells, self._rows[row])
            fitting = [(f, c) for f, c in left if _stands_between(fields, f, c, pairs)]
            # 总分 reaches farther than the headings say: its figures stand in order all the same
            pairs = in_order if is_alike and len(fitting) < len(left) else pairs + fitting
        for cell, printed in pairs:
            self._keep(self.data.fields, cell, printed.text, printed, cell.field)

    def _by_heading(
        self, fields: list[Cell], cells: Sequence[RawCell], row: FormRow
    ) -> tuple[list[tuple[Cell, RawCell]], list[tuple[Cell, RawCell]]]:
        """Fields with the cells under their headings; and those left over on each side, which may belong together."""
        pairs = [(f, c) for f in fields if (c := self._under(row, f, cells)) is not None]
        found, used = {f.field for f, _ in pairs}, {id(c) for _, c in pairs}
        fields = [f for f in fields if f.field not in found]
        free = [c for c in cells if id(c) not in used and (c.text or not pairs) and not self._is_headed_otherwise(c)]
        is_told = len(free) <= len(fields) or not pairs
        return pairs, list(zip(fields, free, strict=False)) if is_told else []

    def _is_headed_otherwise(self, cell: RawCell) -> bool:
        """Whether a cell stands below a heading that was folded away: 其他资金 under 预算数, beside its 总额."""
        return any(cell.row > heading.row and cell.overlap(heading) > 0 for heading in self._folded)

    def _under(self, row: FormRow, cell: Cell, printed: Sequence[RawCell]) -> RawCell | None:
        heading = self._columns.get(_column_key(row, cell))
        if heading is None:
            return None
        best = max(printed, key=heading.overlap, default=None)
        return best if best is not None and best.overlap(heading) > 0 else None

    # ---- rows between ---------------------------------------------------------------------------------------

    def _read_between(self, printed: range, rows: range) -> None:
        """First the form's rows that hold fields alone, one printed row each; the rest are rows of the block."""
        remaining = [r for r in printed if not self._is_blank(r) or self._fields_alone(rows)]
        remaining = [r for r in remaining if not self._stands_apart(r) and not self._repeats_headings(r)]
        block = next((self._rows[r] for r in rows if self._rows[r].block), None)
        for row in rows:
            if self._holds_fields_alone(row) and self._is_headed(row) and remaining:
                number = remaining.pop(0)
                self._read_values(self._rows[row].cells, self._table.rows[number], row)
        if block:
            for number in remaining:
                self._read_beside(block, number)
                self._read_block_row(block, number)

    def _read_beside(self, block: FormRow, number: int) -> None:
        """The labels left of a block stand in its first row, or, taken apart, in any."""
        for form_cell in block.beside:
            for printed in self._table.rows[number]:
                if self._vocabulary.same(printed.text, form_cell.cell.label):
                    self._used.add(id(printed))
                    self._note_wording(form_cell.cell.label, "".join(printed.text.split("\n")).strip())

    def _fields_alone(self, rows: range) -> bool:
        return any(map(self._holds_fields_alone, rows))

    def _is_headed(self, row: int) -> bool:
        """Whether headings above a row of fields were found: what else stands there may be anything."""
        is_below = row - 1 in self._anchors.values()
        return is_below or any(_column_key(self._rows[row], c.cell) in self._columns for c in self._rows[row].cells)

    def _repeats_headings(self, number: int) -> bool:
        """Whether a row prints headings once more, as some do at the top of each page."""
        return any(row < number and is_repeated(self._table, number, row) for row in self._anchors)

    def _is_blank(self, number: int) -> bool:
        return not any(cell.text for cell in self._table.rows[number])

    def _is_unfilled(self, block: FormRow, number: int) -> bool:
        """Whether a row of indicators is the blank form's own: 指标2, …… and nothing else."""
        keys = {form_cell.cell.field: form_cell.cell for form_cell in block.cells}
        if roles().weight not in keys:
            return False
        printed = {key: self._cell_of(block, cell, number) for key, cell in keys.items()}
        if printed.get(roles().name) is not None and printed[roles().name] is printed[roles().weight]:
            return True  # a line over the whole width is a title between rows
        names = [cell for cell in [printed.get(roles().name)] if cell is not None]
        others = (roles().weight, roles().target, roles().actual, roles().score, roles().reason)
        rest = [printed[key] for key in others if key in printed]
        is_blank = not any(cell.text.strip(_NOTHING) for cell in rest if cell is not None and cell.row == number)
        if not (is_blank and names and all(_BLANK_ROW.fullmatch(bare_text(cell.text)) for cell in names)):
            return False
        self._used |= {id(cell) for cell in printed.values() if cell is not None and cell.row == number}
        return True

    def _read_block_row(self, block: FormRow, number: int) -> None:
        if self._is_unfilled(block, number):
            return
        values: dict[str, str] = {}
        rows = self.data.rows[block.block]
        for form_cell in block.cells:
            cell = self._cell_of(block, form_cell.cell, number)
            if cell is not None:
                reference = row_reference(block.block, len(rows), form_cell.cell.field)
                self._keep(values, form_cell.cell, cell.text, cell, reference)
        self._complete_target(values, block, number)
        self._take_points_named(values, block)
        rows.append(values)

    def _take_points_named(self, values: dict[str, str], block: FormRow) -> None:
        """Where no column has the points, they stand behind the indicator's name: 培训人次（10分）."""
        is_asked = any(form_cell.cell.field == roles().weight for form_cell in block.cells)
        points = points_named(values.get(roles().name, ""))
        if is_asked and points and f"{block.block}.{roles().weight}" not in self._columns:
            values[roles().weight] = points

    def _take_execution_points(self) -> None:
        """The points of the rate of execution may stand in a heading: 得分（20分*执行率）.

        A form that prints no score for it gives none; a formula must not.
        """
        heading = self._columns.get(roles().execution_score)
        points = points_named(heading.text) if heading else ""
        if points and roles().execution_weight not in self._columns:
            self.data.fields.setdefault(roles().execution_weight, points)
        if heading is None and roles().spent in self.data.fields:
            self.data.fields.setdefault(roles().execution_score, "")

    def _complete_target(self, values: dict[str, str], block: FormRow, number: int) -> None:
        """Some counties print a target's sign and unit in columns of their own: put it together again."""
        heading = self._columns.get(f"{block.block}.{roles().target}")
        if heading is None or any(form_cell.cell.field in _APART for form_cell in block.cells):
            return
        sign, unit = (self._beside(heading, label, number) for label in (SIGN_COLUMN, UNIT_COLUMN))
        if values.get(roles().target):
            is_figure = values[roles().target][0].isdecimal()
            values[roles().target] = sign + values[roles().target] + unit if is_figure else values[roles().target]
        if unit and _BARE.fullmatch(values.get(roles().actual, "")):
            values[roles().actual] += unit

    def _beside(self, heading: RawCell, label: str, number: int) -> str:
        """A row's text in another column of the same heading row, by that column's heading."""
        column = next((c for c in self._table.rows[heading.row] if self._vocabulary.equal(c.text, label)), None)
        cell = self._table.at(number, column) if column else None
        if column is None or cell is None:
            return ""
        self._used |= {id(column), id(cell)}
        return cell.text

    def _cell_of(self, block: FormRow, cell: Cell, number: int) -> RawCell | None:
        """The printed cell of a block's column in a row: under its heading, else by its place in the row."""
        heading = self._columns.get(_column_key(block, cell))
        return self._table.at(number, heading) if heading else None

    def _clean_rows(self) -> None:
        """Merged texts are said once: a blank below them means the same."""
        for block in walk_blocks(self._form.rows):
            merged = [cell.field for cell in block.cells if cell.merge]
            rows = self.data.rows[block.repeat]
            for above, row in pairwise(rows):
                for key in merged:
                    if not row.get(key) and above.get(key):
                        row[key] = above[key]
                    if row.get(key) != above.get(key):
                        break  # below another 一级指标 a blank 二级指标 is not the one above it

    # ---- values ---------------------------------------------------------------------------------------------

    def _keep(self, target: dict[str, str], cell: Cell, text: str, printed: RawCell, reference: str) -> None:
        """A printed value as text; a blank is kept where a formula would otherwise stand."""
        self._used.add(id(printed))
        self.data.places[reference] = cell_name(printed.row, printed.column)
        value = text if cell.kind == "long_text" else "".join(text.split("\n")).strip()
        value = as_figure(value, cell.kind)
        if self._in_yuan and cell.kind == "amount":
            value = in_ten_thousands(value)
        if value or cell.formula:
            target[cell.field] = value

    def _list_unplaced(self) -> None:
        labels = {self._vocabulary.key(cell.label) for _, cell in walk_cells(self._form.rows) if cell.label}
        labels |= {self._vocabulary.key(title) for title in self._block_titles()}
        for row in (*self._table.rows, self._folded):
            left = [c for c in row if c.text and id(c) not in self._used and not self._is_label(c, labels)]
            self.data.skipped_rows |= len(left) == sum(bool(c.text) for c in row) and any(map(_is_amount, left))
            for cell in left:
                where = f"{table_name(self._table.number)} {cell_name(cell.row, cell.column)}"
                advice = f"请看它属于{self._form.attachment}的哪一格，手工填入"
                self.unplaced.append(Unplaced(where, cell.text, advice))

    def _block_titles(self) -> list[str]:
        """What the blocks of the form are called: others print it beside the rows, where the form itself may not."""
        words = vocabulary().blocks
        return [words[block.repeat].title for block in walk_blocks(self._form.rows) if block.repeat in words]

    def _is_label(self, cell: RawCell, labels: Set[str]) -> bool:
        """Whether a cell says a label of the form: met in its row, or standing where the form has none."""
        return (cell.column, normal(cell.text)) in self._labels or self._vocabulary.key(cell.text) in labels


def _number(text: str) -> Decimal | None:
    value = cell_value(text, "amount")
    return value if isinstance(value, Decimal) else None


def bare_text(text: str) -> str:
    """A cell's text without spaces and line breaks."""
    return "".join(text.split())


def _is_amount(cell: RawCell) -> bool:
    """Whether a cell holds a figure other than 0."""
    value = cell_value(cell.text, "amount")
    return isinstance(value, Decimal) and value != 0


def _stands_between(fields: Sequence[Cell], field: Cell, cell: RawCell, pairs: Sequence[tuple[Cell, RawCell]]) -> bool:
    """Whether a cell without a known heading stands where the field should, behind and before its neighbours."""
    place = fields.index(field)
    return all((fields.index(other) < place) == (beside.column < cell.column) for other, beside in pairs)


def _column_key(row: FormRow, cell: Cell) -> str:
    return f"{row.block}.{cell.field}" if row.block else cell.field
