"""Reading a workbook of ours back into a submission: by defined names only, whatever a person inserted or renamed."""

from __future__ import annotations

import os.path
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from jixiao.core.errors import UserError
from jixiao.core.package_limits import CALC, DAMAGED, WORKBOOK, OversizedFile, count_package
from jixiao.core.scoring import Profile
from jixiao.core.scoring import load as load_profile
from jixiao.core.unseen_signs import ADVICE, TURNED, seen
from jixiao.documents.workbook.calc_file import CALC_SUFFIX, CalcFileError, is_own, package_of
from jixiao.documents.workbook.layout import names
from jixiao.documents.workbook.layout.input_rules import FIRST_DATE, shows_time, sign_of_money
from jixiao.documents.workbook.loading import cells_of, load_to_the_letter
from jixiao.documents.workbook.sheets.list_sheets import COLUMNS
from jixiao.model.forms.destinations import destinations
from jixiao.model.forms.expression import calls, parse
from jixiao.model.forms.family import NUMERIC, Family, Form, Kind, Repeat
from jixiao.model.forms.field_titles import fill_year, unfilled
from jixiao.model.forms.grid import labels_of, walk_blocks, walk_cells
from jixiao.model.forms.library import load
from jixiao.model.forms.native_formulas import natively
from jixiao.model.forms.own_text_cells import is_own_text
from jixiao.model.forms.part_of_family import for_part
from jixiao.model.forms.vocabulary import vocabulary
from jixiao.model.submission.figures import formatted, is_figure_format, plain
from jixiao.model.submission.filled_levels import fill_down
from jixiao.model.submission.placing import place
from jixiao.model.submission.submission import EXPLAINED_LIST, FormData, Submission, Unplaced, row_reference
from jixiao.model.submission.typed_figures import NOT_CALCULATED, as_typed_figure, given_by_formula

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm"})
OWN_SUFFIXES = frozenset({*EXCEL_SUFFIXES, CALC_SUFFIX})
BOOK_SUFFIXES = frozenset({*OWN_SUFFIXES, ".xls", ".et"})
"""Files that are taken for workbooks; of the last two only the advice is read."""

_NOT_OURS = "只有数值的上报版也不能读，请选填报用的那一本；还没有的请用 jixiao new 新建"
_NO_FIELD = "现在的表样没有这一栏；请看该填到哪里，不用的可以删去"
_OURS_ALONE = ("assessed_", "_xlnm", "Print_", names.NUMBER, names.FORM, names.FROZEN, names.EMPTIED)
"""What names begin with whose cells hold nothing that people typed."""

MAX_BYTES = 50_000_000
MAX_ROWS = 5_000


class BookError(UserError):
    """A file that cannot be read as a workbook of ours; the message is Chinese and says what to do."""


def read_book(path: Path) -> tuple[Family, Submission]:
    """The family and the submission that a workbook holds; of a part of one, what it has of the family.

    Raises:
        BookError: not there, not a workbook, not ours, of another version, or with names or sheets deleted.
        UnknownFamily: it was made for a family that is not installed here.
    """
    family, submission, _ = read_whole_book(path)
    return family, submission


def read_whole_book(path: Path) -> tuple[Family, Submission, Any]:
    """As :func:`read_book`, and the workbook itself as openpyxl's objects, formulas as formulas, to be looked at.

    Raises:
        BookError, UnknownFamily: as :func:`read_book`.
    """
    reader = _Reader(path)
    return reader.family, reader.submission(), reader.book


@dataclass(frozen=True, slots=True)
class OlderBook:
    """A book whose family may have been corrected since, and the labels of each form as the book has them.

    ``book`` is the workbook itself as openpyxl's objects, to be looked at.
    """

    family: Family
    submission: Submission
    labels: dict[str, list[str]]
    book: Any


def read_older_book(path: Path) -> OlderBook:
    """As :func:`read_book`, of a book whose family was corrected since.

    A field that the book does not have yet is left out; what stands in one that the family has no more is in
    ``unplaced``.
    """
    reader = _Reader(path, is_forgiving=True)
    return OlderBook(reader.family, reader.submission(), reader.labels(), reader.book)


def open_for_reading(path: Path, *, results: bool = False) -> Any:
    """A workbook as openpyxl's objects; what asks for too much is refused.

    Args:
        path: the workbook.
        results: stored results instead of formulas.

    Raises:
        BookError: not there, not a workbook, damaged, or with more in it than any workbook has.
    """
    return _open(path, results=results)


class ForeignBook(BookError):
    """A workbook, but none of ours."""


_Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class ShownSheet:
    """A sheet of any workbook: its cells as they are shown, and what is merged.

    Merged areas are first row, first column, last row, last column, from 0. A hidden sheet has no rows here.
    """

    title: str
    rows: list[list[str]]
    merged: list[_Area]
    is_hidden: bool
    is_whole: bool
    """Whether nothing stands beyond the rows and columns that are read."""


def shown_sheets(path: Path) -> Iterator[ShownSheet]:
    """The sheets of any workbook in which something stands.

    Raises:
        BookError: not there, not a workbook, damaged, or with more in it than any workbook has.
    """
    for sheet in _open(path, results=True).worksheets:
        written = [cell for cell in cells_of(sheet) if cell.value is not None]
        if not written:
            continue
        if sheet.sheet_state != "visible":
            yield ShownSheet(sheet.title, [], [], is_hidden=True, is_whole=False)
            continue
        rows = _shown_rows(written)
        merged = [
            (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
        ]
        is_whole = all(cell.row <= _MOST_SHOWN_ROWS and cell.column <= _MOST_SHOWN_COLUMNS for cell in written)
        yield ShownSheet(sheet.title, rows, merged, is_hidden=False, is_whole=is_whole)


_MOST_SHOWN_ROWS, _MOST_SHOWN_COLUMNS = 5_000, 256
"""As far as a sheet that is no book of ours is read."""


def _shown_rows(written: Sequence[Any]) -> list[list[str]]:
    """The rows of a sheet as far as anything is written; a cell in the far corner is left out with its surroundings."""
    last_row = max((cell.row for cell in written if cell.row <= _MOST_SHOWN_ROWS), default=1)
    last_column = max((cell.column for cell in written if cell.column <= _MOST_SHOWN_COLUMNS), default=1)
    rows = [[""] * last_column for _ in range(last_row)]
    for cell in written:
        if cell.row <= last_row and cell.column <= last_column:
            rows[cell.row - 1][cell.column - 1] = _as_displayed(cell.value, _pattern(cell), "text")
    return rows


class _Reader:
    """One open workbook; the second, with stored results, is opened only if a person typed formulas of their own."""

    def __init__(self, path: Path, *, is_forgiving: bool = False) -> None:
        self._path = path
        self._is_forgiving = is_forgiving
        self._homeless: list[Unplaced] = []
        self._signs: dict[tuple[str, str], str] = {}
        """The signs of money that figures are shown with, by sheet and cell."""
        self.book = _open(path, results=False)
        self._stored: Any = None
        version = self._constant(names.VERSION)
        if version != names.BOOK_VERSION:
            raise BookError(
                f"「{path.name}」是别的版本的自评工作簿（版本 {version}，本程序读版本 {names.BOOK_VERSION}），"
                "请用同一版本的程序打开，或重新生成工作簿"
            )
        self.family = load(self._constant(names.FAMILY))
        self._part = self._told(names.PART)
        if self._part:
            self.family = for_part(self.family, self._sections())
        self._profile = load_profile(self.family.head.id)

    def submission(self) -> Submission:
        year = self._named(names.YEAR)
        if not isinstance(year.value, int):
            raise BookError(f"首页的评价年度不是年份：「{year.value}」，请填四位数字，如 2024")
        unit = _text(self._named(names.UNIT).value)
        wording = self._wording()
        forms = [self._form(sheet, form, wording) for sheet, form in self._form_sheets()]
        date = _text(self._named(names.REPORT_DATE).value)
        submission = Submission(self.family.head.id, unit, year.value, forms, self._texts(), date)
        self._put_in_place(submission)
        submission.unplaced += self._homeless
        submission.part, submission.made, submission.lists = self._part, self._told(names.MADE), self._lists()
        submission.replaced, submission.choices = self._replaced(), self._choices()
        submission.preparer, submission.phone = map(self._optional, (names.PREPARER, names.PHONE))
        submission.text_places = {key: (cell.parent.title, cell.coordinate) for key, cell in self._text_cells()}
        return submission

    # ---- names ----------------------------------------------------------------------------------------------

    def _constant(self, name: str) -> str:
        defined = self.book.defined_names.get(name)
        if defined is None:
            raise ForeignBook(f"「{self._path.name}」不是本程序的自评工作簿。{_NOT_OURS}")
        return str(defined.attr_text).strip('="')

    def _told(self, name: str) -> str:
        """What a constant says that not every book has."""
        defined = self.book.defined_names.get(name)
        return str(defined.attr_text).removeprefix("=").strip('"').replace('""', '"') if defined else ""

    def _sections(self) -> set[str]:
        """The sections of the reports, as ``report.section``, that the book has a cell for."""
        reports = self.family.outline.reports
        keys = ((report.id, section.key) for report in reports for section in report.sections)
        return {".".join(key) for key in keys if names.text_name(*key) in self.book.defined_names}

    def _named(self, name: str) -> Cell:
        defined = self.book.defined_names.get(name)
        target = _Target.parse(str(defined.attr_text)) if defined else None
        if target is None or target.sheet not in self.book.sheetnames:
            raise BookError(
                f"工作簿里的名称「{name}」不见了：所在的工作表或行可能被删除。请撤销删除，或从备份中恢复这个文件"
            )
        return self.book[target.sheet].cell(target.top, target.left)

    def _form_sheets(self) -> Iterator[tuple[Worksheet, Form]]:
        found: set[str] = set()
        for sheet in self.book.worksheets:
            mark = sheet.defined_names.get(names.FORM)
            if mark is not None:
                form_id = str(mark.attr_text).strip('="')
                form = next((f for f in self.family.forms if f.id == form_id), None)
                if form is None and self._is_forgiving:
                    self._homeless += self._left_over(sheet, set())
                    continue
                if form is None:
                    raise BookError(
                        f"工作表「{sheet.title}」是附件「{form_id}」，但表样里没有它。请从备份中恢复这个文件"
                    )
                found.add(form_id)
                yield sheet, form
        known = self.labels() if self._is_forgiving else None
        needed = (
            form
            for form in self.family.forms
            if not (form.repeated or form.optional or self._part or (known is not None and form.id not in known))
        )
        missing = [form.sheet for form in needed if form.id not in found]
        if missing:
            raise BookError(f"工作簿里少了工作表「{'」「'.join(missing)}」，可能被删除。请撤销删除，或从备份中恢复")

    # ---- forms ----------------------------------------------------------------------------------------------

    def _form(self, sheet: Worksheet, form: Form, wording: dict[str, dict[str, str]]) -> FormData:
        data = FormData(form.id, sheet=sheet.title, wording=wording.get(form.id, {}))
        targets = _targets(sheet)
        for block, cell in walk_cells(form.all_rows):
            if cell.field and not block:
                self._read_field(_Slot(sheet, form, data), targets, cell.field, cell.kind, cell.formula)
        for repeat in walk_blocks(form.rows):
            self._read_block(_Slot(sheet, form, data), targets, repeat)
        data.frozen = _frozen(data, targets)
        data.money = {
            key: sign for key, place in data.places.items() if (sign := self._signs.get((sheet.title, place)))
        }
        data.number = int(number.strip('="')) if (number := _own_constant(sheet, names.NUMBER)) else 0
        if self._is_forgiving:
            self._homeless += self._left_over(sheet, set(data.places.values()))
        return data

    def _left_over(self, sheet: Worksheet, read: set[str]) -> Iterator[Unplaced]:
        """What stands in named cells of a form that nothing was read from, for the family has no such field."""
        for name, target in _targets(sheet).items():
            if name.startswith(_OURS_ALONE) or name.endswith("_filled"):
                continue
            for row in sheet.iter_rows(target.top, min(target.bottom, sheet.max_row), target.left, target.left):
                if row[0].coordinate not in read and row[0].data_type != "f" and (text := _text(row[0].value)):
                    yield Unplaced(f"{sheet.title} {row[0].coordinate}", text, _NO_FIELD)

    def _read_field(self, slot: _Slot, targets: dict[str, _Target], key: str, kind: Kind, own: str) -> None:
        target = targets.get(names.field_name(key))
        if target is None and (self._is_forgiving or is_own_text(key)):  # older books have no cells for these
            return
        if target is None:
            raise BookError(
                f"工作表「{slot.sheet.title}」里的单元格名称「{names.field_name(key)}」不见了，"
                "它所在的行可能被删除。请撤销删除，或从备份中恢复这个文件"
            )
        cell = slot.sheet.cell(target.top, target.left)
        slot.data.places[key] = cell.coordinate
        self._keep(slot.data.fields, key, cell, kind, own)

    def _read_block(self, slot: _Slot, targets: dict[str, _Target], repeat: Repeat) -> None:
        columns = list(_columns(slot.form, repeat))
        if self._is_forgiving:
            columns = [item for item in columns if names.column_name(repeat.repeat, item[0]) in targets]
        if not columns:
            return
        missing = [name for key, _, _ in columns if (name := names.column_name(repeat.repeat, key)) not in targets]
        if missing:
            raise BookError(
                f"工作表「{slot.sheet.title}」里的名称「{missing[0]}」不见了，它所在的列或行可能被删除。"
                "请撤销删除，或从备份中恢复这个文件"
            )
        first_target = targets[names.column_name(repeat.repeat, columns[0][0])]
        top, bottom = first_target.top + 1, first_target.bottom - 1  # the boundary rows hold nothing
        if bottom - top > MAX_ROWS:
            count = bottom - top + 1
            raise BookError(f"工作表「{slot.sheet.title}」的行数太多（{count} 行），请删去多余的行，或从备份中恢复")
        rows = slot.data.rows.setdefault(repeat.repeat, [])
        for number in range(top, bottom + 1):
            row: dict[str, str] = {}
            for key, kind, own in columns:
                cell = slot.sheet.cell(number, targets[names.column_name(repeat.repeat, key)].left)
                slot.data.places[row_reference(repeat.repeat, len(rows), key)] = cell.coordinate
                self._keep(row, key, cell, kind, own)
            rows.append(row)
        merged = {
            cell.field: targets.get(names.column_name(repeat.repeat, cell.field)) for cell in repeat.cells if cell.merge
        }
        fill_down(rows, list(merged), _lost(slot.sheet, top, merged))

    def _keep(self, target: dict[str, str], key: str, cell: Cell, kind: Kind, own: str) -> None:
        """What a cell says: in a field with a formula of its own only what was typed over it, a blank included."""
        value = cell.value
        if cell.data_type == "f":
            formula = value.text if isinstance(value, ArrayFormula) else value
            if own and _is_ours(str(formula), (own, *vocabulary().earlier(key)), self._profile):
                return
            value = self._result(cell, str(formula))
            value = given_by_formula(value, kind) if isinstance(value, str) else value
        if kind in NUMERIC and isinstance(value, int | float) and (sign := sign_of_money(_pattern(cell))):
            self._signs[cell.parent.title, cell.coordinate] = sign
        text = as_typed_figure(_as_displayed(value, _pattern(cell), kind), kind)
        self._note_turned(cell, text)
        if text or own:
            target[key] = text

    def _note_turned(self, cell: Cell, text: str) -> None:
        """Say of a cell that something unseen in it turned what was shown."""
        if TURNED in text and TURNED not in str(cell.value):
            self._homeless.append(Unplaced(f"{cell.parent.title} {cell.coordinate}", text[:60], ADVICE))

    def _result(self, cell: Cell, formula: str) -> Any:
        """The stored result of a formula that a person typed, an error among them; what it is where there is none."""
        if self._stored is None:
            self._stored = _open(self._path, results=True)
        value = self._stored[cell.parent.title][cell.coordinate].value
        return f"{NOT_CALCULATED}{formula}" if value is None else value

    # ---- texts and wording ----------------------------------------------------------------------------------

    def _texts(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for reference, cell in self._text_cells():
            report, _, section = reference.partition(".")
            if text := _text(cell.value):
                found.setdefault(report, {})[section] = text
                self._note_turned(cell, text)
        return found

    def _text_cells(self) -> Iterator[tuple[str, Cell]]:
        """The cell of each section's text, by ``report.section``."""
        for report in self.family.outline.reports:
            for section in report.sections:
                name = names.text_name(report.id, section.key)
                if not self._is_forgiving or name in self.book.defined_names:
                    yield f"{report.id}.{section.key}", self._named(name)

    def _replaced(self) -> dict[str, set[str]]:
        """The sections whose text a person put in the place of the sentences."""
        found: dict[str, set[str]] = {}
        for report in self.family.outline.reports:
            for section in report.sections:
                if self._optional(names.use_name(report.id, section.key)) == names.REPLACE:
                    found.setdefault(report.id, set()).add(section.key)
        return found

    def _choices(self) -> dict[str, str]:
        """The words chosen for sentences; a book made before there was such a choice has none."""
        chosen = {key: self._optional(names.choice_name(key)) for key in self.family.outline.choices}
        return {key: " ".join(text.split()) for key, text in chosen.items() if text.strip()}

    def _optional(self, name: str) -> str:
        return _text(self._named(name).value) if name in self.book.defined_names else ""

    def _unplaced(self) -> Iterator[tuple[Unplaced, str, str]]:
        """What a person has not yet put in its place, with the place that was chosen and its cell.

        Whoever deletes the sheet is done with it; in older books nothing can be chosen.
        """
        defined = self.book.defined_names.get(names.UNPLACED)
        target = _Target.parse(str(defined.attr_text)) if defined else None
        if target is None or target.sheet not in self.book.sheetnames:
            return
        columns = target.right - target.left + 1
        for number, row in enumerate(self._area(target, columns), start=target.top):
            where, text, *chosen, advice = map(_text, row)
            if where or text or advice:
                yield Unplaced(where, text, advice), chosen[0] if chosen else "", f"A{number}"

    def _put_in_place(self, submission: Submission) -> None:
        """What a person chose a place for is read there; the rest goes on waiting."""
        by_id = {form.id: form for form in self.family.forms}
        forms = [(data.sheet, by_id[data.form]) for data in submission.forms]
        places = destinations(self.family, forms, submission.year)
        for item, chosen, cell in self._unplaced():
            if chosen in places:
                place(submission, places[chosen], item.text)
                submission.placed[cell] = places[chosen]
            else:
                submission.unplaced.append(item)

    def _lists(self) -> dict[str, list[tuple[str, ...]]]:
        """What goes with the book: the lists whose sheets are still there."""
        found = {}
        for key, columns in COLUMNS.items():
            defined = self.book.defined_names.get(names.list_name(key))
            target = _Target.parse(str(defined.attr_text)) if defined else None
            if target is not None and target.sheet in self.book.sheetnames:
                rows = self._area(target, columns)
                found[key] = [tuple(map(_text, row)) for row in rows if any(row)]
        return found | self._explained()

    def _explained(self) -> dict[str, list[tuple[str, ...]]]:
        """What the unit says of failures; a book made before there was a column for it has none."""
        defined = self.book.defined_names.get(names.EXPLAINED)
        target = _Target.parse(str(defined.attr_text)) if defined else None
        if target is None or target.sheet not in self.book.sheetnames:
            return {}
        rows = [tuple(map(_text, row)) for row in self._area(target, target.right - target.left + 1)]
        said = [(row[0], *row[2:4], row[-1]) for row in rows if row[-1]]
        return {EXPLAINED_LIST: said} if said else {}

    def _area(self, target: _Target, columns: int) -> Iterator[tuple[Any, ...]]:
        """The rows of an area as far as anything stands in the sheet, that many columns wide."""
        sheet = self.book[target.sheet]
        bottom, right = min(target.bottom, sheet.max_row), target.left + columns - 1
        return sheet.iter_rows(target.top, bottom, target.left, right, values_only=True)  # type: ignore[no-any-return]

    def labels(self) -> dict[str, list[str]]:
        """The labels of each form, as the family had them when the book was made."""
        found: dict[str, list[str]] = {}
        for form, label, _ in self._worded_labels():
            found.setdefault(form.id, []).append(label)
        return found

    def _wording(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for form, label, worded in self._worded_labels():
            if worded:
                found.setdefault(form.id, {})[label] = worded
        return found

    def _worded_labels(self) -> Iterator[tuple[Form, str, str]]:
        """Each form's labels and how the unit words them; the sheet shows both with their year."""
        defined = self.book.defined_names.get(names.WORDING)
        target = _Target.parse(str(defined.attr_text)) if defined else None
        if target is None or target.sheet not in self.book.sheetnames or target.right - target.left != 2:
            raise BookError("工作簿里少了工作表「选项」，可能被删除。请撤销删除，或从备份中恢复")
        year = self._named(names.YEAR).value
        forms = {form.attachment: form for form in self.family.forms}
        shown = {form.id: {fill_year(label, year): label for label in labels_of(form)} for form in forms.values()}
        for attachment, label, worded in self._area(target, columns=3):
            if attachment in forms and label:
                form, text = forms[attachment], str(label)
                yield form, shown[form.id].get(text, unfilled(text, year)), unfilled(str(worded or ""), year)


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a form is read from and into."""

    sheet: Worksheet
    form: Form
    data: FormData = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Target:
    """What a defined name points at; rows and columns count from 1."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int

    @staticmethod
    def parse(text: str) -> _Target | None:
        match = _REFERENCE.fullmatch(text)
        if not match:
            return None
        sheet = (match["quoted"] or match["plain"]).replace("''", "'")
        try:
            left, top, right, bottom = range_boundaries(match["area"])
        except ValueError:  # a column that no sheet has
            return None
        is_real = 1 <= left <= right <= _MOST_COLUMNS and 1 <= top <= bottom <= _MOST_ROWS
        return _Target(sheet, left, top, right, bottom) if is_real else None


_REFERENCE = re.compile(
    r"=?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!"
    r"(?P<area>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)"
)
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def _open(path: Path, *, results: bool) -> Any:
    _refuse_other_files(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep when saving; nothing is saved here
            with package_of(path) as file:  # openpyxl leaves a damaged file open
                return load_to_the_letter(file, results=results)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise on a damaged file
        raise BookError(f"「{path.name}」打不开，文件可能已损坏。请用 Excel 或 WPS 打开另存一份再试") from error


def _refuse_other_files(path: Path) -> None:
    if not os.path.isfile(path):  # Path.is_file raises on a name that is too long
        raise BookError(f"没有文件「{path}」，请检查文件名和文件夹")
    if path.suffix.lower() not in OWN_SUFFIXES:
        raise BookError(f"「{path.name}」不是 .xlsx 或 .xlsm 工作簿。旧的 .xls、WPS 的 .et 请先另存为 .xlsx")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BookError(f"「{path.name}」太大，不像自评工作簿，没有打开")
        with zipfile.ZipFile(path) as archive:
            is_calc = path.suffix.lower() == CALC_SUFFIX
            count_package(archive, path.name, CALC if is_calc else WORKBOOK)
            if is_calc and not is_own(archive):
                raise ForeignBook(f"「{path.name}」不是本程序的自评工作簿。{_NOT_OURS}")
        if is_calc:
            with package_of(path) as made, zipfile.ZipFile(made) as archive:
                count_package(archive, path.name, WORKBOOK)
    except (OversizedFile, CalcFileError) as error:
        raise BookError(str(error)) from error
    except PermissionError as error:
        raise BookError(f"读不了「{path.name}」：没有权限，或它正被别的程序独占打开，请关闭后再试") from error
    except DAMAGED as error:
        raise BookError(
            f"「{path.name}」不是 Excel 工作簿，或文件已损坏、加了密码。请另存为不加密的 .xlsx 再试"
        ) from error


def _own_constant(sheet: Worksheet, name: str) -> str:
    defined = sheet.defined_names.get(name)
    return str(defined.attr_text) if defined else ""


def _targets(sheet: Worksheet) -> dict[str, _Target]:
    """The sheet's own names that point at cells; a name whose cells were deleted is left out."""
    parsed = ((name, _Target.parse(str(defined.attr_text))) for name, defined in sheet.defined_names.items())
    return {name: target for name, target in parsed if target}


def _frozen(data: FormData, targets: dict[str, _Target]) -> set[str]:
    """The references whose cells a name marks as frozen."""
    areas = [target for name, target in targets.items() if name.startswith(f"{names.FROZEN}_")]
    cells = {(row, area.left) for area in areas for row in range(area.top, min(area.bottom, area.top + MAX_ROWS) + 1)}
    return {key for key, place in data.places.items() if coordinate_to_tuple(place) in cells} if cells else set()


def _lost(sheet: Worksheet, top: int, merged: Mapping[str, _Target | None]) -> set[tuple[int, str]]:
    """The rows of a block, and their columns, at which a merged cell begins that says nothing."""
    columns = {target.left: key for key, target in merged.items() if target}
    return {
        (area.min_row - top, columns[area.min_col])
        for area in sheet.merged_cells.ranges
        if area.min_col in columns and area.size["rows"] > 1 and not _text(sheet.cell(area.min_row, area.min_col).value)
    }


def _columns(form: Form, repeat: Repeat) -> Iterator[tuple[str, Kind, str]]:
    """A block's columns: key, kind, its formula or nothing; helper columns among them."""
    for cell in repeat.cells:
        yield cell.field, cell.kind, cell.formula
    if repeat.repeat == form.helper_block:
        for helper in form.helpers:
            yield helper.field, helper.kind, helper.formula


def _is_ours(formula: str, own: tuple[str, ...], profile: Profile) -> bool:
    """Whether a cell still holds the form's formula, or an earlier version's, and not one that a person typed over it.

    Told by the functions it calls, for addresses move and Calc writes our names with a prefix; a formula that calls
    none is told by the book's own names. Older books hold it as the form writes it, without its native part.
    """
    called = {name.rpartition(".")[2] for name in _CALLED.findall(formula.upper())}
    expected = _expected_calls(own, profile)
    return called in expected if expected[0] else "jixiao_" in formula


@lru_cache(maxsize=2_000)
def _expected_calls(own: tuple[str, ...], profile: Profile) -> list[frozenset[str]]:
    """The functions that each of a form's formulas calls, and those of the first one's native part."""
    return [frozenset(calls(node)) for node in (*map(parse, own), natively(parse(own[0]), profile))]


_CALLED = re.compile(r"([A-Z_][A-Z0-9_.]*)\(")


def _text(value: Any) -> str:
    """A text without what is unseen in it; a line break of Word's is a line break."""
    return seen(_CONTROL.sub("", ("" if value is None else str(value)).replace("\v", "\n")))


_CONTROL = re.compile("[\x00-\x08\x0c-\x1f\ufffe\uffff]")


def _as_displayed(value: Any, pattern: str, kind: Kind) -> str:
    """A cell's value as it is seen there."""
    if kind in NUMERIC and _is_number_shown_as_date(value, pattern):
        value, pattern = to_excel(value), "General"
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, int | float):
        return _date(value) or _text(value).strip() if kind in NUMERIC else _date(value) or _text(value)
    number = Decimal(f"{value:.15g}")  # as many digits as a spreadsheet shows: 0.1+0.2 is 0.3
    if is_figure_format(pattern):
        return formatted(number, pattern)
    return formatted(number, _shortest(number)) if kind == "percent" or pattern.endswith("%") else plain(number)


def _pattern(cell: Cell) -> str:
    """A cell's number format; none where the file's list of formats was cut short."""
    try:
        return str(cell.number_format)
    except IndexError:
        return "General"


def _shortest(number: Decimal) -> str:
    digits = len(plain(number * 100).partition(".")[2])
    return "0" + ("." + "0" * digits if digits else "") + "%"


def _is_number_shown_as_date(value: Any, pattern: str) -> bool:
    """Whether a number was typed where a date had left its format; 12:30 in the format of a time is one."""
    if isinstance(value, time):
        return not shows_time(pattern)
    return isinstance(value, datetime) and bool(to_excel(value) < FIRST_DATE)


def _date(value: Any) -> str:
    """A date that Excel made of what was typed, as 2025-03-20; a time as 12:30."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else ""
