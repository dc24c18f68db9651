"""A table read through a form's grid: its fields, its rows, how its labels are worded, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from jixiao.forms.grid import walk_blocks
from jixiao.forms.model import Cell, Form
from jixiao.forms.titles import fill_year
from jixiao.intake.align import FormCell, FormRow, align, form_rows, match_cells
from jixiao.intake.labels import Vocabulary
from jixiao.intake.raw import RawCell, RawTable
from jixiao.submission.model import FormData, Unplaced, row_reference


class TableReader:
    """Reads one table as one form."""

    def __init__(self, table: RawTable, form: Form, vocabulary: Vocabulary, year: int) -> None:
        self._table = table
        self._form = form
        self._vocabulary = vocabulary
        self._year = year
        self._rows = form_rows(form)
        self._anchors = align(table, self._rows, vocabulary)
        self._columns: dict[str, RawCell] = {}
        """Field's key (or block and key) → the printed heading it stands under."""
        self._used: set[int] = set()
        self.data = FormData(form.id, sheet=f"第{table.number + 1}个表（{form.attachment}）")
        self.unplaced: list[Unplaced] = []

    @property
    def labels_met(self) -> int:
        """How many rows of the form were recognised by their labels."""
        return len(self._anchors)

    def read(self) -> FormData:
        """Read every row; what remains is listed in ``unplaced``."""
        for block in walk_blocks(self._form.rows):
            self.data.rows[block.repeat] = []
        previous_printed, previous_row = -1, -1
        for printed, row in [*sorted(self._anchors.items()), (len(self._table.rows), len(self._rows))]:
            self._read_between(range(previous_printed + 1, printed), range(previous_row + 1, row))
            if printed < len(self._table.rows):
                self._read_anchor(printed, row)
            previous_printed, previous_row = printed, row
        self._clean_rows()
        self._list_unplaced()
        return self.data

    # ---- rows with labels -----------------------------------------------------------------------------------

    def _read_anchor(self, printed: int, row: int) -> None:
        labels, gaps = match_cells(self._table.rows[printed], self._rows[row], self._vocabulary)
        for index, cell in labels.items():
            self._read_label(self._rows[row].cells[index], cell, row)
        for form_cells, cells in gaps:
            self._read_values(form_cells, cells, row)

    def _read_label(self, form_cell: FormCell, printed: RawCell, row: int) -> None:
        self._used.add(id(printed))
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

    def _note_wording(self, label: str, printed: str) -> None:
        if printed != fill_year(label, self._year):
            self.data.wording.setdefault(label, printed)

    def _read_values(self, form_cells: Sequence[FormCell], cells: Sequence[RawCell], row: int) -> None:
        """Values between two labels: by their headings where the counts differ, else in order."""
        fields = [c for c in form_cells if c.cell.field]
        if len(form_cells) == len(cells):
            pairs = list(zip(form_cells, cells, strict=True))
        else:
            pairs = [(f, c) for f in fields if (c := self._under(self._rows[row], f.cell, cells)) is not None]
        if not pairs and len(fields) == 1 and cells:
            pairs = [(fields[0], cells[0])]
        for form_cell, cell in pairs:
            if form_cell.cell.field:
                self._keep(self.data.fields, form_cell.cell, cell.text, cell, form_cell.cell.field)

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
        block = next((self._rows[r] for r in rows if self._rows[r].block), None)
        for row in rows:
            if not self._rows[row].block and not self._rows[row].labels and remaining:
                number = remaining.pop(0)
                self._read_values(self._rows[row].cells, self._table.rows[number], row)
        if block:
            for number in remaining:
                self._read_block_row(block, number)

    def _fields_alone(self, rows: range) -> bool:
        return any(not self._rows[r].block and not self._rows[r].labels for r in rows)

    def _is_blank(self, number: int) -> bool:
        return not any(cell.text for cell in self._table.rows[number])

    def _read_block_row(self, block: FormRow, number: int) -> None:
        values: dict[str, str] = {}
        rows = self.data.rows[block.block]
        for form_cell in block.cells:
            cell = self._cell_of(block, form_cell.cell, number)
            if cell is not None:
                reference = row_reference(block.block, len(rows), form_cell.cell.field)
                self._keep(values, form_cell.cell, cell.text, cell, reference)
        rows.append(values)

    def _cell_of(self, block: FormRow, cell: Cell, number: int) -> RawCell | None:
        """The printed cell of a block's column in a row: under its heading, else by its place in the row."""
        heading = self._columns.get(_column_key(block, cell))
        return self._table.at(number, heading) if heading else None

    def _clean_rows(self) -> None:
        """Merged texts are said once: a blank below them means the same; rows that say nothing are page breaks."""
        for block in walk_blocks(self._form.rows):
            merged = [cell.field for cell in block.cells if cell.merge]
            rows = self.data.rows[block.repeat]
            for above, row in pairwise(rows):
                for key in merged:
                    if not row.get(key) and above.get(key):
                        row[key] = above[key]

    # ---- values ---------------------------------------------------------------------------------------------

    def _keep(self, target: dict[str, str], cell: Cell, text: str, printed: RawCell, reference: str) -> None:
        """A printed value as text; a blank is kept where a formula would otherwise stand."""
        self._used.add(id(printed))
        self.data.places[reference] = f"第{printed.row + 1}行第{printed.column + 1}列"
        value = text if cell.kind == "long_text" else "".join(text.split("\n")).strip()
        if value or cell.formula:
            target[cell.field] = value

    def _list_unplaced(self) -> None:
        for row in self._table.rows:
            for cell in row:
                if cell.text and id(cell) not in self._used:
                    where = f"第{self._table.number + 1}个表 第{cell.row + 1}行第{cell.column + 1}列"
                    advice = f"请看它属于{self._form.attachment}的哪一格，手工填入"
                    self.unplaced.append(Unplaced(where, cell.text, advice))


def _column_key(row: FormRow, cell: Cell) -> str:
    return f"{row.block}.{cell.field}" if row.block else cell.field
