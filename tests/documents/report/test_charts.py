"""Charts: native ones with their figures behind them, where the outline places them, and only if they are wanted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from jixiao.documents.intake import read_report
from jixiao.documents.report import write_report
from jixiao.documents.workbook.sheets import home_sheet
from jixiao.model.evaluation.chart_figures import BARS, POSSIBLE, REACHED
from jixiao.model.forms.library import families, load
from jixiao.model.submission.submission import Submission
from lxml import etree

from ...narrowing import present
from .conftest import sample

WRITTEN = tuple(name for name in families() if not load(name).head.learned)
"""The families whose samples, outlines and charts were written for them."""


C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ORDER = """date1904 lang roundedCorners AlternateContent style clrMapOvr pivotFmts protection chart spPr txPr
externalData printSettings userShapes"""
"""ECMA-376 part 1, dml-chart.xsd: CT_ChartSpace."""

_LABELS = "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize"


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(name)


@pytest.fixture(scope="module")
def chart(sample_report: Callable[..., Any]) -> etree._Element:
    return etree.fromstring(part(sample_report("service-center-2024"), "word/charts/chart1.xml"))


def cached(element: etree._Element) -> list[str]:
    return [value.text for value in element.iter(f"{C}v")]


def test_the_chart_shows_points_by_level(chart: Any) -> None:
    weights, scores = chart.iter(f"{C}ser")
    assert cached(weights.find(f"{C}tx")) == ["分值"]
    assert cached(weights.find(f"{C}val")) == ["10", "40", "40", "10"]
    assert cached(scores.find(f"{C}val")) == ["10", "40", "39", "10"]
    assert cached(scores.find(f"{C}cat"))[0] == "预算执行率"


def test_its_parts_stand_in_the_order_of_the_schema(chart: Any) -> None:
    for element, order in [(chart, _ORDER), *((labels, _LABELS) for labels in chart.iter(f"{C}dLbls"))]:
        places = [order.split().index(etree.QName(child).localname) for child in element]
        assert places == sorted(places)


def test_only_values_are_written_at_the_bars(chart: Any) -> None:
    for labels in chart.iter(f"{C}dLbls"):
        shown = {etree.QName(child).localname for child in labels if child.get("val") == "1"}
        assert shown == {"showVal"}
        assert len(labels) == 6


def test_colours_are_those_of_the_workbooks_first_sheet(chart: Any) -> None:
    colours = [fill.get("val") for fill in chart.iter(f"{A}srgbClr")]
    assert [f"#{colour}" for colour in colours] == [POSSIBLE, REACHED]
    assert {vars(home_sheet)[name] for name in ("POSSIBLE", "REACHED")} == {POSSIBLE, REACHED}


def test_letters_are_chinese_ones(chart: Any) -> None:
    assert chart.find(f"{C}txPr//{A}ea").get("typeface") == "仿宋"
    assert "en-US" not in etree.tostring(chart).decode()


def test_its_figures_open_in_excel(sample_report: Callable[..., Any], chart: Any) -> None:
    """The cells that the chart refers to hold what it shows."""
    path = sample_report("service-center-2024")
    relations = etree.fromstring(part(path, "word/charts/_rels/chart1.xml.rels"))
    relation = {r.get("Id"): r.get("Target") for r in relations}[chart.find(f"{C}externalData").get(qn("r:id"))]
    book = openpyxl.load_workbook(io.BytesIO(part(path, f"word/{relation.removeprefix('../')}")))
    for reference in chart.iter(f"{C}f"):
        sheet, cells = reference.text.split("!")
        found = book[sheet][cells.replace("$", "")]
        rows = found if isinstance(found, tuple) else ((found,),)
        assert [str(cell.value) for row in rows for cell in row] == cached(reference.getparent())


def drawings(document: WordFile) -> list[tuple[str, str, str]]:
    """Style, description and name of each chart's paragraph."""
    return [
        (present(p.style).name, found.get("descr"), found.get("name"))
        for p in document.paragraphs
        for found in p._p.iter(qn("wp:docPr"))
    ]


def test_it_stands_in_its_section_in_a_line_as_high_as_it_is(sample_report: Callable[..., Any]) -> None:
    document = docx.Document(str(sample_report("service-center-2024")))
    assert drawings(document) == [("图", "整体支出按一级指标的分值和得分", "整体支出绩效自评得分")]
    assert document.styles["图"].paragraph_format.line_spacing == 1
    texts = [p.text if not list(p._p.iter(qn("w:drawing"))) else "（图）" for p in document.paragraphs]
    at = texts.index("（图）")
    assert max(i for i, text in enumerate(texts[:at]) if text.startswith("六、")) < at
    assert texts[at + 1].startswith("（一）部门整体支出绩效目标")


def test_offices_that_publish_plain_text_leave_charts_out(tmp_path: Path) -> None:
    write_report(sample("service-center-2024"), tmp_path / "报告.docx", charts=False)
    assert drawings(docx.Document(str(tmp_path / "报告.docx"))) == []
    assert not [n for n in zipfile.ZipFile(tmp_path / "报告.docx").namelist() if "chart" in n or "embed" in n]


def test_a_chart_without_figures_leaves_no_part(report: Callable[..., Any], empty: Submission, tmp_path: Path) -> None:
    assert drawings(report(empty)) == []
    assert not [n for n in zipfile.ZipFile(tmp_path / "自评报告.docx").namelist() if "chart" in n or "embed" in n]


def test_charts_are_no_text_to_intake(tmp_path: Path) -> None:
    evaluation = sample("assets-commission-2024")
    texts = []
    for charts in (True, False):
        write_report(evaluation, tmp_path / "报告.docx", charts)
        texts.append(read_report(tmp_path / "报告.docx").submission.texts)
    assert texts[0] == texts[1]


@pytest.mark.parametrize("family_id", WRITTEN)
def test_every_family_places_each_chart_once(family_id: str) -> None:
    outline = load(family_id).outline
    placed = [name for report in outline.reports for section in report.sections for name in section.charts]
    assert sorted(placed) == sorted(BARS)
