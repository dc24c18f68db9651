"""The page numbers: — 1 —, at the outer edge of the sheet."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.parser import parse_xml
from docx.parts.document import DocumentPart
from docx.parts.hdrftr import FooterPart

from jixiao.documents.report.page_setup import NUMBER_GAP, NUMBER_LINE, UPRIGHT, WIDE, Page
from jixiao.documents.report.wordml import DRAWING, NAMESPACE, emu

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


def add_footers(part: DocumentPart) -> None:
    """Give a document the footers that the sections of :mod:`jixiao.documents.report.page_setup` refer to."""
    part.settings.odd_and_even_pages_header_footer = True
    for page in (UPRIGHT, WIDE):
        add_footers_of(page, part)


def add_footers_of(page: Page, part: DocumentPart) -> None:
    """Give a document the footers of one kind of page."""
    for drawing, (relation, style) in enumerate(zip(page.footers or (), _STYLES, strict=True), _FIRST_DRAWING):
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_NUMBER}</w:p>'
        _add(part, relation, paragraph if page is UPRIGHT else _turned(paragraph, drawing))


def _add(part: DocumentPart, relation: str, content: str) -> None:
    name = PackURI(f"/word/{relation.removeprefix('rId')}.xml")
    element = parse_xml(f'<w:ftr xmlns:w="{NAMESPACE}">{content}</w:ftr>')
    footer = FooterPart(name, CONTENT_TYPE.WML_FOOTER, element, part.package)
    part.rels.add_relationship(RELATIONSHIP_TYPE.FOOTER, footer, relation)


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
