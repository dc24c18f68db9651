"""The named styles of the manual."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle as WordStyle

SONG, HEI = "宋体", "黑体"
_LEFT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


@dataclass(frozen=True)
class Style:
    """A paragraph style. Lengths in points; colours as RRGGBB; ``tab`` in millimetres.

    Lines have an exact pitch, so that the manual keeps its pages whatever fonts a computer has; 0 for pictures.
    """

    name: str
    font: str = SONG
    size: float = 10
    line: float = 15
    before: float = 0
    after: float = 0
    align: WD_ALIGN_PARAGRAPH = _LEFT
    colour: str = "000000"
    shade: str = ""
    tab: float = 0


STYLES = (
    Style("Normal"),
    Style("Title", HEI, 18, 26),
    Style("Subtitle", size=10, line=15),
    Style("Heading 1", HEI, 12, 18, before=5, after=2),
    Style("List Bullet", after=1),
    Style("Caption", size=8, line=11, after=3, align=_CENTER, colour="595959"),
    Style("Picture", line=0, before=2, align=_CENTER),
    Style("Console", size=8.5, line=13, before=2, colour="FFFFFF", shade="262626"),
    Style("Bar", size=9, line=20, before=2, shade="FFF2CC"),
    Style("Commands", size=8.5, line=14, before=2, shade="EDEDED", tab=19),
    Style("Button", size=8.5, line=13, align=_CENTER),
)


def set_styles(word: Word) -> None:
    """Give a document the styles: its own are changed, those it lacks are added."""
    known = {style.name for style in word.styles}
    for style in STYLES:
        made = (
            word.styles[style.name]
            if style.name in known
            else word.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _set_letters(made, style)
        _set_paragraph(made, style)


def _set_letters(made: WordStyle, style: Style) -> None:
    made.font.name, made.font.size = style.font, Pt(style.size)
    made.font.color.rgb = RGBColor.from_string(style.colour)
    made.font.bold = made.font.italic = False
    fonts = made.element.rPr.rFonts
    for theme in (
        "asciiTheme",
        "hAnsiTheme",
        "eastAsiaTheme",
        "cstheme",
    ):  # a theme's font would win over the named one
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), style.font)


def _set_paragraph(made: WordStyle, style: Style) -> None:
    layout = made.paragraph_format
    layout.space_before, layout.space_after, layout.alignment = Pt(style.before), Pt(style.after), style.align
    if style.line:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.line)
    if style.tab:
        layout.tab_stops.add_tab_stop(Mm(style.tab))
    properties = made.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):  # python-docx's title has a line below it
        properties.remove(border)
    if style.shade:
        shade = OxmlElement("w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): style.shade})
        properties.insert(0, shade)
