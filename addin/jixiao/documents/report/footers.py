"""The page numbers: — 1 —, at the outer edge of the sheet."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.documents.report.page_setup import NUMBER_GAP, NUMBER_LINE, UPRIGHT, WIDE, Page
from jixiao.documents.report.wordml import DRAWING, NAMESPACE, emu
from jixiao.documents.word_package import HEAD, RELATIONS, WORD_TYPE, LinkedPart

_NUMBER = (
    '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
)
_BOX_WIDTH = 8.0
"""Millimetres, for a line of 5."""

_FIRST_DRAWING = 9001
"""Drawings are numbered through the whole file: those of the pages' feet above all that a text may hold."""

_STYLES = ("Footer", "FooterEven")
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def footers_of(page: Page) -> Iterator[LinkedPart]:
    """The footers to which the sections of one kind of page refer (:mod:`jixiao.documents.report.page_setup`)."""
    for drawing, (relation, style) in enumerate(zip(page.footers or (), _STYLES, strict=True), _FIRST_DRAWING):
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_NUMBER}</w:p>'
        yield _footer(relation, paragraph if page is UPRIGHT else _turned(paragraph, drawing))


def _footer(relation: str, content: str) -> LinkedPart:
    name = f"word/{relation.removeprefix('rId')}.xml"
    text = f'{HEAD}<w:ftr xmlns:w="{NAMESPACE}">{"".join(content.splitlines())}</w:ftr>'
    return LinkedPart(relation, f"{RELATIONS}/footer", name, f"{WORD_TYPE}.footer+xml", text.encode())


def _turned(paragraph: str, drawing: int) -> str:
    """A footer that stands where it would stand if the sheet were held upright: along the left edge, turned."""
    middle = WIDE.left - NUMBER_GAP - NUMBER_LINE / 2
    lengths = (middle - _BOX_WIDTH / 2, WIDE.top, _BOX_WIDTH, WIDE.text_height)
    left, top, width, height = map(emu, lengths)
    return f"""<w:p><w:pPr><w:pStyle w:val="SectionEnd"/></w:pPr><w:r>
<mc:AlternateContent xmlns:mc="{_COMPATIBILITY}"><mc:Choice xmlns:wps="{_SHAPE}" Requires="wps"><w:drawing>
<wp:anchor xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="{drawing}" name="页码" descr="页码"/>
<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>
<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:noFill/></wps:spPr><wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx>
<wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"""
