"""The findings as a list in a spreadsheet: one row each, to filter, sort and hand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jixiao.audit.checks import Finding
from jixiao.audit.checks.findings import SEVERITY, SEVERITY_COLOURS
from jixiao.audit.presentation.results import NOT_JUDGED, Review, shortened, summary
from jixiao.core.files import replacing
from jixiao.core.text_width import lines_needed
from jixiao.model.forms.sheet_titles import EXPLANATION

_HEADINGS = (
    "级别",
    "编号",
    "附件",
    "表",
    "单元格",
    "位置",
    "校验内容",
    "哪里不对",
    "数字",
    "怎么办",
    "依据",
    EXPLANATION,
)
_WIDTHS = (7, 7, 22, 18, 14, 28, 24, 50, 14, 40, 36, 30)
_UNJUDGED = ("编号", "附件", "位置", "校验内容", "为什么不能判断")
_UNJUDGED_WIDTHS = (7, 24, 30, 40, 50)
_OF_FILES, _OF_FILES_WIDTHS = ("文件", "结果"), (36, 90)
_LONGEST = 16_000
"""A cell takes 32 767 characters; rare ones count two."""

_LINE, _HIGHEST = 13.5, 400


Rows = list[tuple[str, Sequence[str]]]
"""The rows of a list, each with the level whose colour it has."""


@dataclass(frozen=True)
class ListedFile:
    """What a list says of one file, as plain values; ``told``: its counts, or why it could not be read."""

    file: str
    told: str
    wrong: Rows = field(default_factory=list)
    unjudged: Rows = field(default_factory=list)


def listed(review: Review) -> ListedFile:
    """What a list says of a file."""
    wrong: Rows = [(finding.severity, _row(review, finding)) for finding in review.failed]
    open_questions = [finding for findings in review.unjudged.values() for finding in findings]
    rows: Rows = [("", _unjudged_row(review, finding)) for finding in open_questions]
    return ListedFile(review.file, summary(review.findings), wrong, rows)


def write_listing(review: Review, target: Path) -> None:
    """Write the list of one file; an existing file is replaced only when the new one is whole.

    Raises:
        OutputError: the file cannot be written.
    """
    of_file = listed(review)
    with _begun(target) as (book, looks):
        _write(book.add_worksheet("不符"), looks, (_HEADINGS, _WIDTHS), of_file.wrong, of_file.told)
        _write(book.add_worksheet(NOT_JUDGED), looks, (_UNJUDGED, _UNJUDGED_WIDTHS), of_file.unjudged, "")


def write_listings(files: Sequence[ListedFile], target: Path) -> None:
    """Write one list of many files: what became of each, and the rows of all with the file's name in front.

    Raises:
        OutputError: the file cannot be written.
    """
    count = f"共 {len(files)} 个文件"
    with _begun(target) as (book, looks):
        rows: Rows = [("", (each.file, each.told)) for each in files]
        _write(book.add_worksheet("文件"), looks, (_OF_FILES, _OF_FILES_WIDTHS), rows, count)
        for title, headings, widths, kind in (
            ("不符", _HEADINGS, _WIDTHS, "wrong"), (NOT_JUDGED, _UNJUDGED, _UNJUDGED_WIDTHS, "unjudged"),
        ):  # fmt: skip
            rows = [(level, (each.file, *row)) for each in files for level, row in getattr(each, kind)]
            columns = (_OF_FILES[0], *headings), (_OF_FILES_WIDTHS[0], *widths)
            _write(book.add_worksheet(title), looks, columns, rows, count)


@contextmanager
def _begun(target: Path) -> Iterator[tuple[Workbook, dict[str, Format]]]:
    with replacing(target) as temporary:
        book = Workbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
        looks = {name: book.add_format({**_CELL, "bg_color": colour}) for name, colour in SEVERITY_COLOURS.items()}
        yield book, looks | {"": book.add_format(_CELL), "heading": book.add_format(_HEADING)}
        book.close()


_CELL = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
_HEADING = {**_CELL, "bold": True, "bg_color": "#F0F0F0"}


def _row(review: Review, finding: Finding) -> tuple[str, ...]:
    return (
        SEVERITY[finding.severity], finding.check, review.group_of(finding), finding.sheet, finding.cell,
        finding.where, finding.title, finding.message, "、".join(finding.figures), finding.action, finding.source,
        finding.explained,
    )  # fmt: skip


def _unjudged_row(review: Review, finding: Finding) -> tuple[str, ...]:
    return finding.check, review.group_of(finding), finding.where, finding.title, finding.message


def _write(
    sheet: Worksheet,
    looks: dict[str, Format],
    columns: tuple[Sequence[str], Sequence[int]],
    rows: Iterable[tuple[str, Sequence[str]]],
    note: str,
) -> None:
    """One list: its note, its headings, its rows, the first cell in the colour of the row's level."""
    headings, widths = columns
    sheet.write_string(0, 0, _fitting(note) or "以下各项数据没有填全或缺少依据，校验程序没有下结论")
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, heading, looks["heading"])
    last = 1
    for last, (severity, texts) in enumerate(rows, 2):
        lines = max(lines_needed(text, width - 1) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(last, min(_HIGHEST, 6 + _LINE * lines))
        for column, text in enumerate(texts):
            sheet.write_string(last, column, _fitting(text), looks[severity if column == 0 else ""])
    sheet.autofilter(1, 0, last, len(headings) - 1)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _fitting(text: str) -> str:
    return shortened(text, _LONGEST)
