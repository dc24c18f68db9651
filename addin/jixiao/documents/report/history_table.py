"""历年对比 as a small table below a section's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.documents.report.page_setup import UPRIGHT
from jixiao.documents.report.wordml import paragraph, twips
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.yearly_figures import yearly_rows
from jixiao.model.forms.family import Section

_FIRST = 0.3
"""The share of the page's width that the figures' names take."""


def history_paragraphs(evaluation: Evaluation, section: Section) -> Iterator[str]:
    """The table, if the section asks for one and there are earlier files; a line keeps it from what follows."""
    rows = yearly_rows(evaluation, section.years) if evaluation.earlier else []
    if rows:
        yield _table(rows)
        yield paragraph("TableText", "")


def _table(rows: Sequence[Sequence[str]]) -> str:
    first = twips(UPRIGHT.text_width * _FIRST)
    others = len(rows[0]) - 1
    widths = [first, *[(twips(UPRIGHT.text_width) - first) // others] * others]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = (
        f'<w:tblPr><w:tblStyle w:val="AttachmentTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    return (
        f"<w:tbl>{head}{''.join(_row(row, widths, is_heading=not number) for number, row in enumerate(rows))}</w:tbl>"
    )


def _row(row: Sequence[str], widths: Sequence[int], *, is_heading: bool) -> str:
    """A row that stays on one page; the headings stand again on the next."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph('TableText', text)}</w:tc>"
        for text, width in zip(row, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_heading else ''}</w:trPr>{cells}</w:tr>"
