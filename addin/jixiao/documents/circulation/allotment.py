"""Who fills in what, as a list that a person writes: a workbook with a row for each form and each section."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlsxwriter import Workbook

from jixiao.core.files import creating
from jixiao.documents.circulation.split import Share, SplitError
from jixiao.documents.workbook.layout.styles import Styles
from jixiao.documents.workbook.read import open_for_reading
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission

_HEADINGS = ("谁填（同一个人写一样的名字，不分出去的空着）", "表或正文", "内容", "编号（不要改）")
_WIDTHS = (30, 28, 50, 30)
_MOST_ROWS = 2000


def write_allotment(family: Family, submission: Submission, target: Path) -> None:
    """Write the list with nobody in it yet.

    Raises:
        OutputError: it cannot be written.
    """
    with creating(target) as temporary:
        book = Workbook(str(temporary), {"in_memory": True})
        styles, sheet = Styles(book), book.add_worksheet("分工")
        for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, styles.get("grid heading"))
        for row, texts in enumerate(_rows(family, submission), 1):
            for column, text in enumerate(texts):
                look = "grid left" if column else "grid input left"
                sheet.write_string(row, column, text, styles.get(look, "@"))
        sheet.freeze_panes(1, 0)
        book.close()


def read_allotment(path: Path, family: Family, submission: Submission) -> list[Share]:
    """The shares that a list names, in its order.

    Raises:
        BookError: it cannot be opened.
        SplitError: it names nobody, or something that the workbook does not have.
    """
    known = {row[3]: row[1] for row in _rows(family, submission)}
    forms: dict[str, list[int]] = {}
    sections: dict[str, list[str]] = {}
    for number, who, code in _read(path):
        if code not in known:
            raise SplitError(
                f"「{path.name}」第 {number} 行的编号「{code}」在工作簿里没有。请用这个工作簿重新生成分工表"
            )
        kind, _, rest = code.partition(":")
        forms.setdefault(who, []), sections.setdefault(who, [])
        if kind == "form":
            forms[who].append(int(rest) - 1)
        else:
            sections[who].append(rest)
    if not forms:
        raise SplitError(f"「{path.name}」里还没有写谁填。请在第一列写上名字（人或股室）再试")
    return [Share(who, tuple(forms[who]), tuple(sections[who])) for who in forms]


def _rows(family: Family, submission: Submission) -> Iterator[tuple[str, str, str, str]]:
    for index, data in enumerate(submission.forms, 1):
        form = family.form(data.form)
        yield "", data.sheet, data.fields.get(form.name_field, "") or form.title.replace("{year}", ""), f"form:{index}"
    for report in family.outline.reports:
        for section in report.sections:
            yield "", f"正文 {section.heading}", section.guidance, f"text:{report.id}.{section.key}"


def _read(path: Path) -> Iterator[tuple[int, str, str]]:
    """Rows with somebody in them: their number, who, and what."""
    sheet = open_for_reading(path).worksheets[0]
    for number, row in enumerate(sheet.iter_rows(2, min(sheet.max_row, _MOST_ROWS), 1, 4, values_only=True), 2):
        who = " ".join(str(row[0] or "").split())
        if who:
            yield number, who, str(row[3] or "").strip()
