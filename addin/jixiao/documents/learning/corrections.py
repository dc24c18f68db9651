"""对照表.xlsx: the form as it was read, each cell with what it was taken for, to be corrected in Excel."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.core.errors import UserError
from jixiao.core.files import replacing
from jixiao.core.package_limits import WORKBOOK, count_package
from jixiao.documents.intake.raw_document import RawCell
from jixiao.documents.learning.form import LearnedForm
from jixiao.documents.learning.known import ALIKE, Known, known
from jixiao.documents.learning.learned_family import PROVINCE, Learned, place
from jixiao.documents.learning.taken import CellRole, Taken

CARRIED, CONFIRMED = "去年改过", "去年核对过"
LIST, GRID, CHOICES, ABOUT = "对照", "样表", "可选", "说明"
_HEADINGS = ("位置", "样表上的字", "认作（可改）", "把握", "原来认作")
_WIDTHS = (44, 36, 40, 12, 4)
_LINE = 15.0
_GRID_WIDTH, _LONGEST = 14, 500
_SURE = {"S": "认得", "I": "估计", "": "不认得"}
_COLOURS = {"表头": "#D9D9D9", "认得": "#C6E0B4", "估计": "#FFE699", "不认得": "#F8CBAD", "空格": "#FFFFFF"}
_KEY = re.compile(r"\[([^\[\]]+)\]\s*$")
_MAX_BYTES, _MOST_ROWS = 5_000_000, 20_000
_OF_INCOME = ("initial", "budget", "spent")
"""Columns that what was received has."""

_ADVICE = (
    "这张表列出样表的每一格认作了什么。灰色是表头，绿色是认得的，黄色是估计的，红色是不认得的（照样印出来，当作这张表自己的栏目）。",
    "「对照」页的第一行是省份，读不出来的请选。",
    "请看「对照」页的黄色和红色各行：认错了的，在「认作（可改）」一栏从下拉列表里选；不用填的格子选「空格」，只是文字的选「表头」。",
    f"「把握」一栏写着「{CARRIED}」的，是去年在对照表里改过的，今年照样认；写着「{CONFIRMED}」的，去年核对时没有改。不对的照样可以改。",
    "改好后保存并关闭，再运行：jixiao family apply 这个文件",
)


class CorrectionsError(UserError):
    """A table of corrections that cannot be read back; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a cell's place, its words, what it was taken for, how sure that is."""

    place: str
    text: str
    taken_for: str
    sureness: str
    last_year: str = ""
    """What a person did about it last year, in words; "" for nothing."""

    @property
    def told_sureness(self) -> str:
        """How sure it is, or who said so."""
        return self.last_year or self.sureness


def lines_of(learned: Learned) -> list[Line]:
    """Every cell that is filled in, every column of rows that repeat, and every heading; unsure ones first."""
    lines = [line for form in learned.forms for line in _form_lines(form, _done_last_year(learned))]
    order = {"不认得": 0, "估计": 1, "认得": 2, "表头": 3, "空格": 4}
    return sorted(lines, key=lambda line: order["认得" if line.last_year == CONFIRMED else line.sureness])


def _done_last_year(learned: Learned) -> dict[str, str]:
    """Place → what a person did about it last year."""
    return dict.fromkeys(learned.confirmed, CONFIRMED) | dict.fromkeys(learned.carried, CARRIED)


def _province(learned: Learned) -> Line:
    """The first line of the list: whose forms these are."""
    return Line(PROVINCE, "", learned.province, "认得" if learned.province else "不认得")


def _form_lines(form: LearnedForm, last_year: Mapping[str, str]) -> Iterator[Line]:
    columns = {id(column.cell): column for block in form.taken.blocks for column in block.columns}
    for row in form.taken.table.rows:
        for cell in row:
            taken = form.taken.of(cell)
            column = columns.get(id(cell))
            if column is not None and form.taken.block_at(cell.row) is None:
                taken = column
            elif form.taken.block_at(cell.row) is not None:
                continue
            where = place(form.file, form.taken.table.number, form.places[id(cell)][0], form.places[id(cell)][1])
            text = cell.text or f"（{taken.title}）" * bool(taken.title)
            yield Line(where, text, _named(taken), _sure(taken), last_year.get(where, ""))


def _sure(taken: Taken) -> str:
    if taken.key and taken.role is not CellRole.LABEL:
        return _SURE[taken.sureness]
    return "空格" if taken.role is CellRole.BLANK else "表头"


def _named(taken: Taken) -> str:
    """What a cell was taken for, in words, with the key."""
    if not taken.key or taken.role is CellRole.LABEL:
        return taken.role.value
    name = known().name(taken.key) if taken.sureness else ""
    return f"{name or taken.title or taken.key} [{taken.key}]"


# ---- writing ------------------------------------------------------------------------------------------------


def write_corrections(learned: Learned, target: Path) -> None:
    """Write the table of corrections of a family that was just learned."""
    with replacing(target) as temporary:
        book = Workbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False})
        styles = {name: book.add_format(_look(colour)) for name, colour in _COLOURS.items()}
        choices = _choices(known())
        _write_list(book.add_worksheet(LIST), [_province(learned), *lines_of(learned)], styles, len(choices))
        for number, form in enumerate(learned.forms, 1):
            _write_grid(book.add_worksheet(f"{GRID}{number}"), form, styles)
        _write_choices(book.add_worksheet(CHOICES), choices)
        _write_about(book.add_worksheet(ABOUT), learned)
        book.close()


def _look(colour: str) -> dict[str, object]:
    return {"bg_color": colour, "border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体"}


def _write_list(sheet: Worksheet, lines: list[Line], styles: Mapping[str, object], count: int) -> None:
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, heading, styles["表头"])
        sheet.set_column(column, column, width, None, {"hidden": column == len(_HEADINGS) - 1})
    for row, line in enumerate(lines, 1):
        texts = (line.place, line.text[:200], line.taken_for, line.told_sureness, line.taken_for)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, styles[line.sureness])
        sheet.set_row(row, _LINE * max(_lines(text, width) for text, width in zip(texts, _WIDTHS[:4], strict=False)))
    source = f"={CHOICES}!$A$1:$A${count}"
    sheet.data_validation(1, 2, 1, 2, {"validate": "list", "source": known().provinces})
    if lines[1:]:
        sheet.data_validation(2, 2, len(lines), 2, {"validate": "list", "source": source, "error_type": "information"})
    _fit(sheet)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), 3)


def _fit(sheet: Worksheet) -> None:
    """One page wide, for those who print it."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_grid(sheet: Worksheet, form: LearnedForm, styles: Mapping[str, object]) -> None:
    """The table as it stands in the blank, coloured; what a cell was taken for stands in it."""
    _fit(sheet)
    sheet.set_column(0, form.taken.width - 1, _GRID_WIDTH)
    for row in form.taken.table.rows:
        for cell in row:
            area = (cell.row, cell.column, cell.row + cell.rows - 1, cell.end - 1)
            style = styles[_colour(form, cell)]
            if cell.rows * cell.columns > 1:
                sheet.merge_range(*area, "", style)
            sheet.write_string(cell.row, cell.column, _shown(form, cell), style)
        needed = [_lines(_shown(form, cell), _GRID_WIDTH * cell.columns) for cell in row if cell.rows == 1]
        if row:
            sheet.set_row(row[0].row, _LINE * max(needed, default=1))


def _colour(form: LearnedForm, cell: RawCell) -> str:
    return "认得" if form.taken.block_at(cell.row) is not None else _sure(form.taken.of(cell))


def _shown(form: LearnedForm, cell: RawCell) -> str:
    """A cell's text, and behind an arrow what it was taken for; a row says its name once, at its beginning."""
    taken = form.taken.of(cell)
    if form.taken.block_at(cell.row) is not None or taken.role is not CellRole.FIELD:
        return cell.text[:_LONGEST]
    guessed = known().name(taken.key) if taken.sureness == ALIKE else ""
    name = (guessed or taken.title).rpartition("·")[2] or taken.key
    return f"{cell.text}\n→{name}".strip()[:_LONGEST]


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a cell of so many narrow characters."""
    return sum(2 * len(line) // width + 1 for line in text.split("\n"))


def _choices(words: Known) -> list[str]:
    """What a cell may be taken for, in words."""
    choices = [CellRole.LABEL.value, CellRole.BLANK.value]
    choices += [f"{words.title('fields', key)} [{key}]" for key in words.keys("fields")]
    for rows, columns in (("fund_rows", "fund_columns"), ("spending_rows", "spending_columns")):
        for row in words.keys(rows):
            titles = ((column, words.title(columns, column)) for column in words.keys(columns))
            choices += [f"{words.title(rows, row)}·{title} [{row}.{column}]" for column, title in titles]
    for row, column in product(words.keys("income_rows"), _OF_INCOME):
        title = f"{words.title('income_rows', row)}·{words.title('fund_columns', column)}"
        choices.append(f"收入·{title} [{row}.{column}]")
    return choices + [
        f"指标·{words.title('indicator_columns', key)} [{key}]" for key in words.keys("indicator_columns")
    ]


def _write_choices(sheet: Worksheet, choices: list[str]) -> None:
    for row, choice in enumerate(choices):
        sheet.write_string(row, 0, choice)
    sheet.set_column(0, 0, 50)


def _write_about(sheet: Worksheet, learned: Learned) -> None:
    sheet.set_column(0, 0, 100)
    texts = (*_ADVICE, f"表样：{learned.title}", *(f"请留意：{remark}" for remark in learned.remarks))
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
    sheet.write_string(len(texts), 0, json.dumps({"family": learned.id}))


# ---- reading ------------------------------------------------------------------------------------------------


def read_corrections(path: Path) -> tuple[str, dict[str, str]]:
    """The family's name, and place → what a person changed it to.

    Raises:
        CorrectionsError: no such file, none of ours, or a choice that is none.
    """
    if not path.is_file():
        raise CorrectionsError(f"没有文件「{path}」，请检查文件名和文件夹")
    if path.stat().st_size > _MAX_BYTES:
        raise CorrectionsError(f"「{path.name}」太大，不像对照表")
    try:
        with zipfile.ZipFile(path) as archive:
            count_package(archive, path.name, WORKBOOK)
        book = load_workbook(path, read_only=True, data_only=True)
        family = _family_of(book)
        rows = list(book[LIST].iter_rows(min_row=2, max_row=_MOST_ROWS, max_col=5, values_only=True))
    except UserError:
        raise
    except Exception as error:  # whatever a file that is none of ours makes openpyxl raise
        raise CorrectionsError(f"「{path.name}」不是对照表，或已损坏。请用 jixiao family new 写出的那一份") from error
    return family, dict(_changed(rows, path.name))


def _family_of(book: object) -> str:
    texts = [str(row[0]) for row in book[ABOUT].iter_rows(max_col=1, values_only=True) if row[0]]  # type: ignore[index]
    for text in texts:
        if text.startswith("{"):
            return str(json.loads(text)["family"])
    raise KeyError(ABOUT)


def _changed(rows: list[tuple[object, ...]], name: str) -> Iterator[tuple[str, str]]:
    for number, (where, _, said, _, before) in enumerate(rows, 2):
        if not where or (said or "") == (before or ""):
            continue
        line = f"「{name}」的「{LIST}」页第 {number} 行"
        yield str(where), (_province_chosen if where == PROVINCE else _choice)(str(said or ""), line)


def _province_chosen(said: str, where: str) -> str:
    found = known().province(said)
    if not found:
        raise CorrectionsError(f"{where}：「{said[:40]}」不是省份，请从下拉列表里选")
    return found


def _choice(said: str, where: str) -> str:
    if said.strip() in (CellRole.LABEL.value, CellRole.BLANK.value):
        return said.strip()
    match = _KEY.search(said)
    if match is None:
        raise CorrectionsError(f"{where}：「{said[:40]}」不在可选的里面，请从下拉列表里选")
    return match[1]
