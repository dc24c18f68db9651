"""What people added to a workbook of ours: whatever is in it and not in the book built of what it says.

The book is compared with one built anew from its own submission, cell by cell. Programs write the same book in other
ways, so only what a person sees is compared: texts, formulas typed as figures, comments, colours, own sheets, pictures,
headers and footers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.cell import coordinate_to_tuple, rows_from_range
from openpyxl.worksheet.worksheet import Worksheet

from jixiao.core.files import private_folder
from jixiao.core.functions import FUNCTIONS
from jixiao.core.functions.results import PROBLEM_SIGN, Outcome
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.editing.drawings import Drawing, beyond, drawings_on, other_pictures, pictures_in_cells
from jixiao.documents.workbook.editing.saved_parts import SavedParts
from jixiao.documents.workbook.layout.notes import AUTHOR
from jixiao.documents.workbook.loading import cells_of, load_to_the_letter
from jixiao.documents.workbook.macros.hidden_sheets import SETTINGS_SHEET, TEXTS_SHEET
from jixiao.documents.workbook.read import open_for_reading
from jixiao.documents.workbook.sheets.list_sheets import LISTS
from jixiao.model.forms.family import Family
from jixiao.model.forms.sheet_titles import CHECKS, HOME, OPTIONS, REPORT_TEXT, UNPLACED
from jixiao.model.submission.submission import FormData, Submission

_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\(")
_CALLED = {name.upper() for name in FUNCTIONS}
_MADE_BY = re.compile(r"jixiao \d+(\.\d+)+$")
"""What the first page's footer says, of whatever version."""
_NO_FILL = ("00000000", "FFFFFFFF", "00FFFFFF")
_COMMENT_MARKS = (AUTHOR,)
_WPS_PICTURE = "DISPIMG("
"""How WPS writes a picture that it keeps in a cell."""
_SAME_LAYOUT = 0.5
"""Share of a sheet's texts that stand where this version writes them."""
_HOME_OF_0_1_0 = frozenset(
    {
        "报告日期",
        "报告正文",
        "已填",
        "应填",
        "错误和提醒",
        "暂不能判断",
        "校验",
        "全部校验结果",
        "整体支出得分构成",
        "浅黄色格子由您填写；浅绿色格子自动计算，确需改写时可以直接输入；其余格子不用动。",
    }
)
"""Words of 首页 as the released version 0.1.0 wrote it; by them it is known, and what else stands there is people's."""
_EARLIER = {
    HOME: re.compile(r"^=(?:N|ROUND\(SUMIF)\("),
    OPTIONS: re.compile(r"\{(?:previous_)?year\}"),
    REPORT_TEXT: re.compile("没有的写“无”"),
    CHECKS: re.compile("^随填写即时变化"),
}
"""What earlier versions wrote and this one puts otherwise: points on 首页, labels with signs for the year, advice."""

_OUR_SIGNS = (*(outcome.value for outcome in Outcome), PROBLEM_SIGN)
_ANOTHER_VERSION = "这一页是以前的版本做的，您在这一页上写的字认不出来，请自己看一看"


class What(StrEnum):
    """Kinds of additions, as people call them."""

    NOTE = "旁注"
    FORMULA = "自己写的公式"
    LABEL = "改过的文字"
    COMMENT = "批注"
    COLOUR = "颜色"
    SHEET = "自己加的工作表"
    PICTURE = "图片"
    SHAPE = "文本框、图形"
    CHART = "图表"
    FOOTER = "页眉页脚"


@dataclass(frozen=True)
class Addition:
    """Something a person added: kind, sheet, cell (empty for what has none), and what it says.

    ``form`` counts the forms whose sheet it is on; -1 for other sheets. ``value`` is what a cell holds, or which of the
    sheet's drawings it is; ``row`` is where the cell's row stands in a book built anew; ``mark`` tells a picture from
    others.
    """

    what: What
    sheet: str
    cell: str = ""
    text: str = ""
    form: int = -1
    value: Any = None
    row: int = 0
    mark: str = ""

    def told(self) -> str:
        """What and where, in one line."""
        place = f"{self.sheet} {self.cell}".strip()
        return f"{place}：{self.what}" + (f"「{_shortened(self.text)}」" if self.text else "")


def additions(path: Path, family: Family, submission: Submission, beside: Path, opened: Any = None) -> list[Addition]:
    """What people added to a saved workbook.

    Args:
        path: the workbook.
        family: its family.
        submission: what was read from it.
        beside: a folder in which a book may lie for a moment.
        opened: the workbook as :func:`open_for_reading` gives it, where it was opened already.
    """
    with private_folder(beside) as folder:
        plain = folder / "plain.xlsx"
        build(family, submission, plain)
        ours, ours_as_parts = _opened(plain), SavedParts(plain)
    theirs, theirs_as_parts = opened or open_for_reading(path), SavedParts(path)
    pairs = _paired(theirs.sheetnames, ours.sheetnames, submission)
    found: list[Addition] = []
    said = {"".join(text.split()) for text in _said(family, submission)}
    for title, own, form in pairs:
        data = submission.forms[form] if form >= 0 else None
        drawn = _drawn((theirs_as_parts, title), (ours_as_parts, own))
        found += _Sheets(theirs[title], ours[own], form, data, said, drawn).additions()
    known = {title for title, _, _ in pairs} | {UNPLACED, SETTINGS_SHEET, TEXTS_SHEET}
    known |= {spec.title for spec in LISTS.values()}
    found += [Addition(What.SHEET, title) for title in theirs.sheetnames if title not in known]
    return found


def _opened(own: Path) -> Any:
    """A book that was built just now, which holds no more than any book."""
    with own.open("rb") as file:
        return load_to_the_letter(file, results=False)


def _said(family: Family, submission: Submission) -> Iterator[str]:
    """What a sheet that the program writes may repeat: the unit's own words and the forms' titles."""
    yield from (submission.unit, submission.report_date, submission.preparer, submission.phone, family.head.title)
    yield from _HOME_OF_0_1_0
    for form in family.forms:
        yield form.title.replace("{year}", str(submission.year)).removeprefix(f"{submission.year}年度")
    for data in submission.forms:
        yield data.sheet
        yield from data.fields.values()
        yield from (text for rows in data.rows.values() for row in rows for text in row.values())


def _paired(theirs: list[str], ours: list[str], submission: Submission) -> list[tuple[str, str, int]]:
    """The sheets that are in both books, with the form on each: forms may have been renamed."""
    forms = [data.sheet for data in submission.forms]
    titles = ours[1 : 1 + len(forms)]
    pairs = [(title, own, index) for index, (title, own) in enumerate(zip(forms, titles, strict=True))]
    others = [title for title in theirs if title in ours and title not in forms and title != UNPLACED]
    return pairs + [(title, title, -1) for title in others]


@dataclass(frozen=True)
class _Drawn:
    """What is drawn on a sheet beyond what was built, the cells that hold a picture, and pictures that no cell has."""

    shapes: list[Drawing]
    cells: set[str]
    others: list[str]


def _drawn(theirs: tuple[SavedParts, str], ours: tuple[SavedParts, str]) -> _Drawn:
    """Of a sheet as it is and as it was built, each told by its book and its title."""
    (package, title), (built, own) = theirs, ours
    part = package.sheets()[title]
    shapes = beyond(drawings_on(package, part), drawings_on(built, built.sheets()[own]))
    return _Drawn(list(shapes), pictures_in_cells(package, part), list(other_pictures(package, part)))


class _Sheets:
    """A sheet as it is and as it was built."""

    def __init__(
        self, theirs: Worksheet, ours: Worksheet, form: int, data: FormData | None, said: set[str], drawn: _Drawn
    ) -> None:
        self._theirs = theirs
        self._drawn = drawn
        self._said = said
        self._ours = ours
        self._form = form
        self._fields = set(data.places.values()) if data else set()
        self._fields |= {
            str(target.attr_text).rpartition("!")[2].replace("$", "")
            for name, target in theirs.defined_names.items()
            if name.startswith("assessed_")  # our estimates, which a button writes anew
        }
        self._own_rows = _Rows(data, ours) if data else None
        cells = cells_of(ours)
        self._words = {"".join(str(cell.value).split()) for cell in cells if isinstance(cell.value, str)}
        if form < 0:  # lists of checks name the sheets, and a project's sheet is called otherwise by each version
            self._words |= {"".join(title.split()) for title in theirs.parent.sheetnames}
        self._formulas = {str(cell.value) for cell in cells if cell.data_type == "f"} if form < 0 else set()
        """Formulas that the program writes on a sheet of its own, wherever they stand: rows move between versions."""
        self._colours = {_fill(cell) for cell in cells}
        areas = ours.array_formulae.values()
        self._calculated = {place for area in areas for places in rows_from_range(area) for place in places}
        """The cells of our matrix formulas, of which the file says in the first one only that they are calculated."""
        spans = ((span.min, span.max) for span in theirs.column_dimensions.values() if span.hidden)
        self._hidden = [range(first, last + 1) for first, last in spans if first and last]

    def additions(self) -> Iterator[Addition]:
        """All of the sheet."""
        yield from self._footers()
        yield from self._drawings()
        if self._form < 0 and self._is_of_another_version():
            if self._is_of_0_1_0():
                yield from self._notes_on_older()
            elif self._theirs.title == HOME:  # on the others nobody has a place to write
                yield Addition(What.NOTE, self._theirs.title, "", _ANOTHER_VERSION)
            return
        for cell in cells_of(self._theirs):
            if not isinstance(cell, MergedCell):
                yield from self._of_cell(cell)

    def _is_of_another_version(self) -> bool:
        """Whether a sheet that the program alone writes is laid out as no sheet of this version."""
        words = [cell for cell in cells_of(self._ours) if cell.data_type == "s"]
        kept = [cell for cell in words if self._theirs[cell.coordinate].value == cell.value]
        return len(kept) < _SAME_LAYOUT * len(words)

    def _is_of_0_1_0(self) -> bool:
        """Whether it is 首页 as that version wrote it."""
        words = {cell.value for cell in cells_of(self._theirs) if cell.data_type == "s"}
        return self._theirs.title == HOME and words >= _HOME_OF_0_1_0

    def _notes_on_older(self) -> Iterator[Addition]:
        """What an older 首页 says that neither version wrote there, nor the unit elsewhere."""
        for cell in (cell for cell in cells_of(self._theirs) if cell.data_type == "s"):
            if "".join(str(cell.value).split()) not in self._words | self._said:
                yield self._addition(What.NOTE, cell, str(cell.value), cell.value)

    def _of_cell(self, cell: Cell) -> Iterator[Addition]:
        number = self._own_rows.own(cell.row) if self._own_rows else cell.row
        own = self._ours.cell(number, cell.column)
        if cell.comment and not str(cell.comment.text).startswith(_COMMENT_MARKS) and cell.comment.author != AUTHOR:
            yield self._addition(What.COMMENT, cell, str(cell.comment.text), str(cell.comment.author or ""))
        if (what := self._kind(cell, own)) is not None:
            yield self._addition(what, cell, str(cell.value), cell.value)
        colour = _fill(cell)
        if colour and colour not in self._colours:
            yield self._addition(What.COLOUR, cell, "", colour)

    def _kind(self, cell: Cell, own: Any) -> What | None:
        """What a cell's content is, beside the one that was built there; ``None`` where it is ours or a figure."""
        value, before = cell.value, own.value
        if cell.coordinate in self._drawn.cells or (cell.data_type == "f" and _WPS_PICTURE in str(value)):
            return What.PICTURE
        is_calculated = own.data_type == "f" or own.coordinate in self._calculated
        earlier = _EARLIER.get(self._theirs.title)
        is_told = is_calculated or (earlier is not None and bool(earlier.search(str(value))))
        is_told = is_told or self._is_calculated_behind(cell)
        if value is None or is_told or self._is_ours(str(value), cell.data_type):
            return None
        if cell.data_type == "f":
            return What.FORMULA if cell.coordinate in self._fields else What.NOTE
        if cell.coordinate in self._fields or isinstance(own, MergedCell):
            return None
        if before is None or (isinstance(before, str) and not before.strip()):
            return None if self._form < 0 and not isinstance(value, str) else What.NOTE
        is_reworded = isinstance(before, str) and isinstance(value, str) and value.split() != before.split()
        return What.LABEL if is_reworded else None

    def _is_ours(self, text: str, data_type: str) -> bool:
        """Whether the book says it somewhere on that sheet, or calculates it: columns move from version to version."""
        if data_type == "f":
            is_called = bool(_CALLED & {name.upper() for name in _NAME.findall(text)})
            return is_called or "jixiao_" in text or text in self._formulas
        return not text.strip() or "".join(text.split()) in self._words

    def _is_calculated_behind(self, cell: Cell) -> bool:
        """Whether a hidden column holds what earlier versions calculated there; people hide columns too."""
        if cell.data_type != "f" or not any(cell.column in columns for columns in self._hidden):
            return False
        return self._form < 0 or any(sign in str(cell.value) for sign in _OUR_SIGNS)

    def _addition(self, what: What, cell: Cell, text: str, value: Any) -> Addition:
        row = self._own_rows.own(cell.row) if self._own_rows else cell.row
        return Addition(what, self._theirs.title, cell.coordinate, text, self._form, value, row)

    def _drawings(self) -> Iterator[Addition]:
        title = self._theirs.title
        for one in self._drawn.shapes:
            row = coordinate_to_tuple(one.cell)[0] if one.cell else 0
            row = self._own_rows.own(row) if self._own_rows and row else row
            yield Addition(What(one.kind), title, one.cell, one.text, self._form, one.number, row, one.mark)
        yield from (Addition(What.PICTURE, title, "", told, self._form) for told in self._drawn.others)

    def _footers(self) -> Iterator[Addition]:
        for name in ("oddHeader", "oddFooter"):
            for side in ("left", "center", "right"):
                theirs = getattr(getattr(self._theirs, name), side).text or ""
                ours = getattr(getattr(self._ours, name), side).text or ""
                is_ours = "".join(theirs.split()) == "".join(ours.split()) or _MADE_BY.search(theirs)
                if theirs.strip() and not is_ours:
                    yield Addition(What.FOOTER, self._theirs.title, "", theirs, self._form, (name, side))


class _Rows:
    """Which row of the built sheet is a row of the sheet as it is: people insert rows, and fields move down."""

    def __init__(self, data: FormData, ours: Worksheet) -> None:
        own = {name: target.attr_text for name, target in ours.defined_names.items()}
        pairs = sorted(_known_rows(data.places, own))
        self._starts = [theirs for theirs, _ in pairs]
        self._moves = [mine - theirs for theirs, mine in pairs]

    def own(self, row: int) -> int:
        """The built sheet's row."""
        index = bisect_right(self._starts, row) - 1
        return max(1, row + (self._moves[index] if index >= 0 else 0))


def _known_rows(places: Mapping[str, str], own: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """The rows of fields in both sheets."""
    for key, place in places.items():
        target = own.get(key.replace(".", "_"))
        if target and "[" not in key:
            address = str(target).rpartition("!")[2].replace("$", "").split(":")[0]
            yield coordinate_to_tuple(place)[0], coordinate_to_tuple(address)[0]


def _fill(cell: Any) -> str:
    """The colour of a cell that is filled with one, as RRGGBB."""
    try:
        fill = cell.fill
    except (IndexError, AttributeError):  # a merged cell, or a list of formats that was cut short
        return ""
    if fill is None or fill.fill_type != "solid" or fill.fgColor.type != "rgb" or fill.fgColor.rgb in _NO_FILL:
        return ""
    return str(fill.fgColor.rgb)[-6:].upper()


def places_in(old: Submission, new: Submission) -> dict[int, int]:
    """Which form of a submission is which of another that was made from it, by kind and order."""
    kinds = [Counter(data.form for data in new.forms[: index + 1]) for index in range(len(new.forms))]
    numbered = {(data.form, kinds[index][data.form]): index for index, data in enumerate(new.forms)}
    seen: Counter[str] = Counter()
    found = {}
    for index, data in enumerate(old.forms):
        seen[data.form] += 1
        if (data.form, seen[data.form]) in numbered:
            found[index] = numbered[data.form, seen[data.form]]
    return found


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:40] + "…"
