"""Figures as Word's own charts, which a person can restyle and whose figures open in Excel.

A chart is the same DrawingML in a workbook and in a document: XlsxWriter, which draws 首页's, draws these too, each in
a workbook of its own. That workbook goes into the document as the figures behind the chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter import Workbook

from jixiao.documents.report.wordml import DRAWING, emu, open_paragraph
from jixiao.documents.word_package import RELATIONS, LinkedPart
from jixiao.model.evaluation import Evaluation
from jixiao.model.evaluation.chart_figures import BARS, Bars, Series
from jixiao.model.forms.family import Section

_WIDTH, _LEAST_HEIGHT, _BAR_HEIGHT, _MOST_HEIGHT = 150, 28, 6, 205
"""Millimetres; the tallest leaves a line of the page for the heading above it."""

_SHEET = "数据"
_FONT = "仿宋"
_PRINT_SETTINGS = re.compile(r"<c:printSettings>.*</c:printSettings>")
_LETTERS_AND_FIGURES = (
    f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1050"><a:latin typeface="{_FONT}"/>'
    f'<a:ea typeface="{_FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
)
"""The font and the workbook, where a sheet's chart has its print settings."""

_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LABELS = '<c:showVal val="1"/>'
_ONLY_VALUES = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
"""What is left unsaid in a sheet is shown in a document."""


def chart_paragraphs(evaluation: Evaluation, section: Section) -> Iterator[str]:
    """The charts that belong into a section, each a paragraph; those whose figures are not all there are left out."""
    for name in section.charts:
        bars = BARS[name](evaluation)
        if bars:
            yield f"{open_paragraph('Chart')}<w:r>{_inline(name, bars)}</w:r></w:p>"


def charts_of(evaluation: Evaluation, content: str) -> Iterator[LinkedPart]:
    """The charts that a document's content refers to."""
    for name, figures in BARS.items():
        bars = figures(evaluation) if _relation(name) in content else None
        if bars:
            yield _linked(name, bars)


def _relation(name: str) -> str:
    return f"rId{name.capitalize()}Chart"


def _inline(name: str, bars: Bars) -> str:
    height = min(_LEAST_HEIGHT + _BAR_HEIGHT * len(bars.categories) * len(bars.series), _MOST_HEIGHT)
    return (
        f'<w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(_WIDTH)}" cy="{emu(height)}"/>'
        f'<wp:docPr id="{list(BARS).index(name) + 1}" name="{bars.title}" descr="{bars.description}"/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/chart">'
        f'<c:chart xmlns:c="{DRAWING}/chart" xmlns:r="{RELATIONS}" r:id="{_relation(name)}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _linked(name: str, bars: Bars) -> LinkedPart:
    """A chart with the workbook of its figures."""
    number, content = list(BARS).index(name) + 1, _workbook(bars)
    figures = f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    workbook = LinkedPart("rId1", f"{RELATIONS}/package", figures, _SHEET_TYPE, content)
    chart = f"word/charts/chart{number}.xml"
    return LinkedPart(_relation(name), f"{RELATIONS}/chart", chart, _DRAWING_TYPE, _chart(content), (workbook,))


def _chart(workbook: bytes) -> bytes:
    """The chart of a workbook as a part of a document."""
    with ZipFile(BytesIO(workbook)) as package:
        drawing = package.read("xl/charts/chart1.xml").decode()
    drawing = drawing.replace('"en-US"', '"zh-CN"').replace(_LABELS, _ONLY_VALUES)
    return _PRINT_SETTINGS.sub(_LETTERS_AND_FIGURES, drawing).encode()


def _workbook(bars: Bars) -> bytes:
    """A workbook of the figures; their chart lies on a sheet of its own, which is not hidden: reports are published."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_SHEET)
        sheet.set_column(0, 0, 40)
        sheet.write_column(1, 0, bars.categories)
        for column, series in enumerate(bars.series, start=1):
            sheet.write_string(0, column, series.name)
            sheet.write_column(1, column, list(map(float, series.values)))
        book.add_worksheet("图").insert_chart(0, 0, _drawing(book, bars))
    return content.getvalue()


def _drawing(book: Workbook, bars: Bars) -> object:
    chart = book.add_chart({"type": "bar"})
    for column, series in enumerate(bars.series, start=1):
        chart.add_series(_series(series, column, len(bars.categories)))
    chart.set_title({"name": bars.title, "name_font": {"size": 12, "bold": False}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"position": "bottom", "none": len(bars.series) == 1})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _series(series: Series, column: int, last: int) -> dict[str, object]:
    """Bars of one colour, whose figures stand in a column down to the last row."""
    return {
        "name": [_SHEET, 0, column],
        "categories": [_SHEET, 1, 0, last, 0],
        "values": [_SHEET, 1, column, last, column],
        "fill": {"color": series.colour},
        "data_labels": {"value": True},
        "gap": 60,
    }
