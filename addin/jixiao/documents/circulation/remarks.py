"""A reviewer's remarks in a copy that came back: comments on cells or in Word, and lists with a column for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_from_string, coordinate_to_tuple

from jixiao.core.errors import UserError
from jixiao.documents.circulation.split import form_keys
from jixiao.documents.intake.docx_file import opened_package, parse_part
from jixiao.documents.word_package import W
from jixiao.documents.workbook.build import sheet_titles
from jixiao.documents.workbook.layout.addresses import Addresses
from jixiao.documents.workbook.layout.raster import FIRST_ROW
from jixiao.documents.workbook.loading import cells_of
from jixiao.documents.workbook.read import open_for_reading
from jixiao.documents.workbook.sheets.list_sheets import REMARKS
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission

_COLUMNS = ("审核意见", "情况说明", "意见", "修改意见")
"""Headings of a column with remarks, the most certain first."""
_PLACES = ("表", "工作表", "单元格", "格子", "位置", "在哪里", "栏目", "校验内容", "问题")
_HEAD_ROWS, _MOST_ROWS, _MOST_COLUMNS, _MOST_QUOTED = 6, 2000, 200, 40
_COMMENTS = "word/comments.xml"
_MAX_BYTES = 20_000_000


class NoRemarks(UserError):
    """A file in which nobody has remarked anything."""


@dataclass(frozen=True)
class Remark:
    """What somebody wrote, where, and in which file; ``cell`` is empty where that is no cell."""

    sheet: str
    cell: str
    text: str
    author: str
    file: str

    def row(self, answer: str = "") -> tuple[str, ...]:
        """As a row of the list on 校验."""
        return self.sheet, self.cell, self.text, answer, self.author, self.file


def add_remarks(submission: Submission, remarks: Sequence[Remark]) -> int:
    """Put them on the list of a submission; those that are there already keep their answers.

    Returns:
        How many are new.
    """
    rows = submission.lists.setdefault(REMARKS, [])
    known = {row[:3] for row in rows}
    new = [remark.row() for remark in remarks if remark.row()[:3] not in known]
    rows += list(dict.fromkeys(new))
    submission.lists = {key: each for key, each in submission.lists.items() if each}
    return len(new)


def remarks_in(path: Path, family: Family, whole: Submission, copied: Submission | None) -> list[Remark]:
    """The remarks in a copy.

    Args:
        path: the copy: a workbook of ours, a 上报版, a list of findings, or a report.
        family: the whole workbook's family.
        whole: what the whole workbook says.
        copied: what the copy says, if it is a workbook of ours.

    Raises:
        NoRemarks: there are none.
        BookError: it is a workbook that cannot be opened.
        DocumentError: it is a document that cannot be opened.
    """
    if path.suffix.lower() == ".docx":
        found = list(_in_document(path))
    else:
        found = list(_in_workbook(path, family, whole, copied))
    if not found:
        what = "" if copied or path.suffix.lower() == ".docx" else "不是这个工作簿分出去的，也不是它的副本；"
        raise NoRemarks(f"「{path.name}」{what}里面没有批注，也没有“审核意见”“情况说明”一栏，没有可以读的内容")
    return found


# ---- workbooks ------------------------------------------------------------------------------------------------------


def _in_workbook(path: Path, family: Family, whole: Submission, copied: Submission | None) -> Iterator[Remark]:
    places = _copied_places(whole, copied) if copied else _final_places(family, whole)
    for sheet in open_for_reading(path).worksheets:
        for cell in cells_of(sheet):
            if cell.comment and str(cell.comment.text).strip():
                title, place = places(sheet.title, cell.coordinate)
                yield Remark(title, place, str(cell.comment.text).strip(), str(cell.comment.author or ""), path.name)
        if copied is None:
            yield from _in_list(sheet, path.name)


def _in_list(sheet: Any, file: str) -> Iterator[Remark]:
    """Rows of a list with a column of remarks; where they stand is told by its other columns."""
    last_row, last_column = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
    rows = list(sheet.iter_rows(max_row=last_row, max_col=last_column, values_only=True))
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        headings = [str(value or "").strip() for value in row]
        wanted = next((headings.index(name) for name in _COLUMNS if name in headings), None)
        if wanted is None:
            continue
        known = [column for column, name in enumerate(headings) if name in _PLACES and column != wanted]
        for entry in rows[number + 1 :]:
            text = str(entry[wanted] or "").strip()
            if text:
                where = [str(entry[column]) for column in known if entry[column]]
                yield Remark(where[0] if where else sheet.title, "", "：".join([*where[1:], text]), "", file)
        return


def _copied_places(whole: Submission, copied: Submission) -> Any:
    """Leads from a copy's cell to the whole's, by what stands there: rows may have come in since."""
    keys = dict(zip(form_keys(whole), whole.forms, strict=True))
    by_sheet = {data.sheet: (key, data) for key, data in zip(form_keys(copied), copied.forms, strict=True)}

    def place(sheet: str, cell: str) -> tuple[str, str]:
        key, theirs = by_sheet.get(sheet, ("", None))
        mine = keys.get(key)
        if theirs is None or mine is None:
            return sheet, cell
        reference = next((name for name, at in theirs.places.items() if at == cell), "")
        return mine.sheet or sheet, mine.places.get(reference, cell)

    return place


def _final_places(family: Family, whole: Submission) -> Any:
    """Leads from a cell of a 上报版, whose rows follow each other, to the workbook's."""
    evaluation = evaluate(family, whole)
    pairs = zip(sheet_titles(evaluation), evaluation.forms, whole.forms, strict=True)
    known = {title: (Addresses(title, values), data.sheet or title) for title, values, data in pairs}

    def place(sheet: str, cell: str) -> tuple[str, str]:
        if sheet not in known:
            return sheet, cell
        at, title = known[sheet]
        row = _row_in_book(at, coordinate_to_tuple(cell)[0] - 1)
        return title, f"{coordinate_from_string(cell)[0]}{row + 1}"

    return place


def _row_in_book(at: Addresses, row: int) -> int:
    """A row of the final sheet in the workbook's; both count from 0."""
    first = FIRST_ROW + at.above.height
    if row < first:
        return row
    if row < first + at.layout.height:
        return at.raster.rows[row - first]
    return at.raster.last + 1 + row - first - at.layout.height


# ---- documents ------------------------------------------------------------------------------------------------------


def _in_document(path: Path) -> Iterator[Remark]:
    """Word's comments, each with the words it is about."""
    with opened_package(path) as package:
        if _COMMENTS not in package.namelist():
            return
        with package.open(_COMMENTS) as part:
            comments = parse_part(part.read(_MAX_BYTES), path)
        with package.open("word/document.xml") as part:
            quotes = _quotes(parse_part(part.read(_MAX_BYTES), path))
    for comment in comments.iter(f"{W}comment"):
        text = "\n".join(filter(None, (_text(paragraph) for paragraph in comment.iter(f"{W}p"))))
        if text.strip():
            quote = quotes.get(comment.get(f"{W}id"), "").strip()[:_MOST_QUOTED]
            said = f"“{quote}”：{text.strip()}" if quote else text.strip()
            yield Remark("报告", "", said, comment.get(f"{W}author") or "", path.name)


def _quotes(root: Any) -> dict[str, str]:
    """The words between the marks of each comment, by its number."""
    open_now: set[str] = set()
    found: dict[str, str] = {}
    for element in root.iter():
        number = element.get(f"{W}id") or ""
        if element.tag == f"{W}commentRangeStart":
            open_now.add(number)
        elif element.tag == f"{W}commentRangeEnd":
            open_now.discard(number)
        elif element.tag == f"{W}t":
            for each in open_now:
                found[each] = found.get(each, "") + (element.text or "")
    return found


def _text(paragraph: Any) -> str:
    return "".join(element.text or "" for element in paragraph.iter(f"{W}t"))
