"""The manual's drawings: pictures of the product, and what stands on a screen that cannot be photographed here."""

from __future__ import annotations

from typing import Literal, TypeAlias

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jixiao.core import resources
from jixiao.documents.workbook.macros import commands
from jixiao.documents.workbook.macros.ribbon import title
from jixiao.model.forms.strict_model import StrictModel

Container: TypeAlias = Word | _Cell
_MARKED = "FFE699"
_SIDES = 4
"""Millimetres left free beside a picture."""

_OUTLINE = f'<a:ln {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="A6A6A6"/></a:solidFill></a:ln>'
"""A thin grey line around a picture; ``w`` counts English Metric Units, 12700 to a point."""


class Drawing(StrictModel):
    """What is drawn.

    ``picture``: the ``file`` in ``docs/manual``, as wide as its place or ``height`` millimetres high. ``console``,
    ``bar``, ``commands``: the ``lines``, shaded; in a line of commands a tab parts the two columns. ``ribbon``: the
    commands of the ribbon. ``mark`` is the button that the text speaks of.
    """

    kind: Literal["picture", "console", "bar", "commands", "ribbon"]
    caption: str
    file: str = ""
    height: float = 0
    lines: tuple[str, ...] = ()
    mark: str = ""


def draw(place: Container, drawing: Drawing, width: float) -> None:
    """Draw, with the caption below.

    Args:
        place: the document, or a cell of it.
        drawing: what.
        width: of the place, millimetres.
    """
    if drawing.kind == "picture":
        _picture(place, drawing, width)
    elif drawing.kind == "ribbon":
        _ribbon(place, drawing, width)
    else:
        _lines(place, drawing)
    paragraph(place, drawing.caption, "Caption")


def paragraph(place: Container, text: str, style: str) -> Paragraph:
    """A paragraph; a cell has one already, which must be its first."""
    first = place.paragraphs[0] if isinstance(place, _Cell) else None
    made = place.add_paragraph() if first is None or first.runs else first
    made.style = style
    made.add_run(text)
    return made


def grid(place: Container, rows: int, widths: tuple[float, ...], style: str | None = None) -> Table:
    """A table of fixed column widths, millimetres."""
    table = place.add_table(rows, len(widths))
    table.style, table.autofit, table.alignment = style, False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _picture(place: Container, drawing: Drawing, width: float) -> None:
    run = paragraph(place, "", "Picture").runs[0]
    source = str(resources.path("docs", "manual", drawing.file))
    height, wide = (Mm(drawing.height), None) if drawing.height else (None, Mm(width - _SIDES))
    run.add_picture(source, wide, height)
    for shape in run._r.iter(qn("pic:spPr")):
        shape.append(parse_xml(_OUTLINE))


def _lines(place: Container, drawing: Drawing) -> None:
    made = paragraph(place, "\n".join(drawing.lines), drawing.kind.title())
    if drawing.mark:
        _frame(made.add_run(f"  {drawing.mark}  "))


def _ribbon(place: Container, drawing: Drawing, width: float) -> None:
    labels = [command.label for command in commands()]
    table = grid(place, 2, (width / len(labels),) * len(labels), "Table Grid")
    tab = table.rows[0].cells[0].merge(table.rows[0].cells[-1])
    paragraph(tab, f"文件　开始　［{title()}］　插入　页面布局　公式　数据　审阅　视图", "Normal")
    for cell, label in zip(table.rows[1].cells, labels, strict=True):
        paragraph(cell, label, "Button")
        if label == drawing.mark:
            cell._tc.get_or_add_tcPr().append(_shade(_MARKED))


def _frame(run: Run) -> None:
    border = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:space"): "0", qn("w:color"): "7F7F7F"}
    run._r.get_or_add_rPr().append(OxmlElement("w:bdr", border))


def _shade(colour: str) -> BaseOxmlElement:
    return OxmlElement("w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): colour})
