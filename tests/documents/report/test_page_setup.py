"""The page of GB/T 9704-2012: geometry, sections, page numbers, and the order of properties that Word insists on."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from jixiao.documents.report.page_setup import COVER, UPRIGHT, WIDE, Page, Piece, in_sections
from jixiao.documents.report.styles import STYLES
from jixiao.documents.report.wordml import NAMESPACE, paragraph
from lxml import etree

R_ID = qn("r:id")
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
}
"""ECMA-376 part 1, wml.xsd: the sequences of the complex types."""


@pytest.fixture(scope="module", params=["service-center-2024", "assets-commission-2024"])
def report(request: pytest.FixtureRequest, sample_report: Callable[[str], Path]) -> Path:
    return sample_report(request.param)


def parts(path: Path, *prefixes: str) -> dict[str, etree._Element]:
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.startswith(prefixes) and name.endswith(".xml")]
        return {name: etree.fromstring(package.read(name)) for name in names}


def body(path: Path) -> etree._Element:
    return parts(path, "word/document.xml")["word/document.xml"][0]


def sections(path: Path) -> list[etree._Element]:
    return list(body(path).iter(qn("w:sectPr")))


def attributes(section: etree._Element, tag: str) -> dict[str, str]:
    return {etree.QName(key).localname: value for key, value in section.find(qn(tag)).attrib.items()}


def test_properties_stand_in_the_order_of_the_schema(report: Path) -> None:
    for name, root in parts(report, "word/document", "word/styles", "word/settings", "word/OddP", "word/Even").items():
        for kind, order in ORDERS.items():
            known = {qn(f"w:{tag}"): place for place, tag in enumerate(order.split())}
            for element in root.iter(qn(f"w:{kind}")):
                places = [known[child.tag] for child in element if isinstance(child.tag, str)]
                assert places == sorted(places), (name, kind, [child.tag for child in element])


@pytest.mark.parametrize("page", [UPRIGHT, WIDE])
def test_text_area_is_156_by_225_held_upright(page: Page) -> None:
    assert sorted((page.text_width, page.text_height)) == [156, 225]


def test_a_turned_page_is_the_same_sheet_bound_at_the_same_edge() -> None:
    """Its head lies at the binding edge (left), so each side takes the margin of the side it comes from."""
    turned = (WIDE.top, WIDE.right, WIDE.bottom, WIDE.left)
    assert turned == (UPRIGHT.left, UPRIGHT.top, UPRIGHT.right, UPRIGHT.bottom)


def test_22_lines_of_28_characters() -> None:
    (normal,) = (style for style in STYLES if style.id == "Normal")
    height, width = (length / 25.4 * 72 for length in (UPRIGHT.text_height, UPRIGHT.text_width))
    assert 22 * normal.line <= height < 23 * normal.line
    style = etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{normal.xml()}</x>')
    spacing = style.find(f".//{qn('w:rPr')}/{qn('w:spacing')}")
    character = normal.size + int(spacing.get(qn("w:val"))) / 20
    assert 28 * character <= width < 29 * character


def test_only_the_body_stands_on_the_grid() -> None:
    off_grid = {style.id for style in STYLES if "<w:snapToGrid" in style.xml()}
    assert {"TableText", "AttachmentTitle", "Title", "Chart", "Footer"} <= off_grid
    assert not off_grid & {"Normal", "ReportText", "Heading1", "Heading2", "Heading3", "Heading4", "AttachmentList"}


def test_four_levels_have_their_fonts_and_their_place_in_the_navigation() -> None:
    levels = [style for style in STYLES if style.id.startswith("Heading")]
    assert [(style.name, style.font, style.level) for style in levels] == [
        ("heading 1", "黑体", 1),
        ("heading 2", "楷体", 2),
        ("heading 3", "仿宋", 3),
        ("heading 4", "仿宋", 4),
    ]
    assert {style.size for style in levels} == {16}


# ---- sections -------------------------------------------------------------------------------------------------------


def test_cover_then_text_from_page_1_on_a_front(report: Path) -> None:
    cover, text, *_ = sections(report)
    assert cover.find(qn("w:footerReference")) is None
    assert cover.find(qn("w:pgNumType")) is None
    assert attributes(text, "w:type") == {"val": "oddPage"}
    assert attributes(text, "w:pgNumType") == {"start": "1"}


def test_page_numbers_begin_once(report: Path) -> None:
    assert len([s for s in sections(report) if s.find(qn("w:pgNumType")) is not None]) == 1


def test_forms_made_for_a_wide_page_stand_on_one(sample_report: Callable[..., Any]) -> None:
    kinds = [attributes(s, "w:pgSz") for s in sections(sample_report("assets-commission-2024"))]
    wide = {"w": "16838", "h": "11906", "orient": "landscape"}
    assert [kind == wide for kind in kinds] == [False, False, True]


def test_an_upright_report_has_no_wide_section(sample_report: Callable[..., Any]) -> None:
    assert not [s for s in sections(sample_report("service-center-2024")) if "orient" in attributes(s, "w:pgSz")]


def test_the_page_is_upright_again_behind_a_wide_form() -> None:
    pieces = [Piece(page, paragraph("ReportText", "文")) for page in (COVER, UPRIGHT, WIDE, WIDE, UPRIGHT)]
    root = etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{in_sections(pieces)}</x>')
    found = list(root.iter(qn("w:sectPr")))
    assert ["orient" in attributes(section, "w:pgSz") for section in found] == [False, False, True, False]
    assert [section.getparent().tag for section in found] == [qn("w:pPr")] * 3 + ["x"]
    assert len(root.findall(qn("w:p"))) == len(pieces)


def test_without_a_cover_the_first_page_is_page_1() -> None:
    root = etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{in_sections([Piece(WIDE, paragraph("ReportText", ""))])}</x>')
    (section,) = root.iter(qn("w:sectPr"))
    assert attributes(section, "w:pgNumType") == {"start": "1"}
    assert attributes(section, "w:type") == {"val": "nextPage"}


def test_tables_fill_their_page(sample_report: Callable[..., Any]) -> None:
    """The form of 14 columns has 225 mm, not 156."""
    width = UPRIGHT.text_width
    widths = []
    for element in body(sample_report("assets-commission-2024")).iter(qn("w:tbl")):
        columns = element.find(qn("w:tblGrid"))
        widths.append(round(sum(int(column.get(qn("w:w"))) for column in columns) / 1440 * 25.4))
    assert widths[0] == width
    assert set(widths[1:]) == {WIDE.text_width}


def test_a_table_never_ends_a_section(report: Path) -> None:
    """Word wants a paragraph there and would add one of its own, as high as a line."""
    for element in body(report).iter(qn("w:tbl")):
        assert element.getnext().tag == qn("w:p")


# ---- page numbers ---------------------------------------------------------------------------------------------------


def footers(path: Path) -> dict[tuple[str, str], etree._Element]:
    """The footers by orientation and kind of page, found as Word finds them: by their relation."""
    with zipfile.ZipFile(path) as package:
        relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {relation.get("Id"): relation.get("Target") for relation in relations}
        return {
            (attributes(section, "w:pgSz").get("orient", "portrait"), reference.get(qn("w:type"))): etree.fromstring(
                package.read(f"word/{targets[reference.get(R_ID)]}")
            )
            for section in sections(path)
            for reference in section.findall(qn("w:footerReference"))
        }


def test_odd_pages_have_their_number_at_the_right_and_even_ones_at_the_left(sample_report: Callable[..., Any]) -> None:
    found = footers(sample_report("assets-commission-2024"))
    styles = {key: root.findall(f".//{qn('w:pStyle')}")[-1].get(qn("w:val")) for key, root in found.items()}
    sides = {"default": "Footer", "even": "FooterEven"}
    assert styles == {(page, kind): sides[kind] for page in ("portrait", "landscape") for kind in sides}
    outer = {style.id: (style.align, style.left, style.right) for style in STYLES if style.id in sides.values()}
    assert outer == {"Footer": ("right", 0, 1), "FooterEven": ("left", 1, 0)}


def test_the_number_stands_between_two_dashes(sample_report: Callable[..., Any]) -> None:
    for root in footers(sample_report("assets-commission-2024")).values():
        texts = [element.text for element in root.iter(qn("w:t"))]
        assert texts == ["— ", "1", " —"]
        assert [e.get(qn("w:instr")).strip() for e in root.iter(qn("w:fldSimple"))] == ["PAGE"]


def test_word_is_told_that_odd_and_even_pages_differ(report: Path) -> None:
    (settings,) = parts(report, "word/settings.xml").values()
    assert settings.find(qn("w:evenAndOddHeaders")) is not None


def test_on_a_turned_page_the_number_is_turned_and_stands_below_the_text_of_the_upright_sheet(
    sample_report: Callable[..., Any],
) -> None:
    found = footers(sample_report("assets-commission-2024"))["landscape", "default"]
    shape, offset = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}", "{*}posOffset"
    assert found.find(f".//{shape}bodyPr").get("vert") == "vert"
    left, top = (int(found.find(f".//{{*}}position{axis}/{offset}").text) / 36_000 for axis in "HV")
    width = int(found.find(".//{*}extent").get("cx")) / 36_000
    assert left + width / 2 == pytest.approx(35 - 7 - 2.5)  # the middle of a line of 5 mm, 7 mm outside the text
    assert top == WIDE.top


# ---- rows -----------------------------------------------------------------------------------------------------------


def test_every_page_begins_with_the_form_s_name_or_the_headings_of_the_indicators(
    sample_report: Callable[..., Any],
) -> None:
    """A table that takes more than a page goes on in another one, with nothing to be seen between them."""
    seconds = 0
    for element in body(sample_report("assets-commission-2024")).iter(qn("w:tbl")):
        between = element.getprevious()
        is_second = "".join(between.itertext()) == "续表"
        marks = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in element.iter(qn("w:tr"))]
        count = 1 if is_second else 3
        assert marks == [True] * count + [False] * (len(marks) - count)
        if is_second:
            seconds += 1
            assert "三级指标" in "".join(next(element.iter(qn("w:tr"))).itertext())
            assert between.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:vanish')}") is not None
            assert element.find(qn("w:tblGrid")) is not None
    assert seconds


def test_headings_of_columns_stay_with_the_row_below_and_the_last_row_with_the_lines_below(
    sample_report: Callable[..., Any],
) -> None:
    table = list(body(sample_report("service-center-2024")).iter(qn("w:tbl")))[1]
    kept = []
    for row in table.iter(qn("w:tr")):
        marks = {p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in row.iter(qn("w:p"))}
        assert len(marks) == 1
        if marks == {True}:
            kept.append("".join(row.itertext()))
    headings = ["年度预算申请", "按收入性质分", "年度总体目标", "绩效指标一级"]
    last = ["可持续影响指", "满意度指标（", "总分1009"]  # 总分 never begins a page alone
    assert [text[:6] for text in kept] == [*headings, *last]


def test_lines_below_a_table_stay_together_down_to_the_signature(sample_report: Callable[..., Any]) -> None:
    table = list(body(sample_report("service-center-2024")).iter(qn("w:tbl")))[2]
    below = list(itertools.takewhile(lambda one: one.tag == qn("w:p"), table.itersiblings()))
    assert ["备注" in "".join(below[0].itertext()), "签" in "".join(below[-1].itertext())] == [True, True]
    kept = [one.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for one in below]
    assert kept == [True] * (len(below) - 1) + [False]
