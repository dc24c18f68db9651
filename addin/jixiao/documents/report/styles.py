"""The named styles of a report, after GB/T 9704-2012 《党政机关公文格式》.

Numbers of the standard have their clause beside them; numbers without one are ours. 小标宋 and the other fonts are only
named here: the reader's machine supplies them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jixiao.documents.report.wordml import twips

_LINE = 28.9
"""5.2.3: 22 lines on 225 mm are 28.99 pt each; with 29 pt only 21 fit."""

_NARROWED = -5
"""5.2.3: 28 characters of 16 pt are 448 pt, the line is 442 pt: each gives up a quarter of a point (in twips)."""

_BODY, _SONG, _HEI, _KAI, _TITLE = "仿宋", "宋体", "黑体", "楷体", "方正小标宋简体"
_SIZE_2, _SMALL_2, _SIZE_3, _SIZE_4, _SIZE_5 = 22.0, 18.0, 16.0, 14.0, 10.5
"""字号 in points: 二号, 小二, 三号, 四号, 五号."""


TABLE_SIZE, TABLE_LINE = _SIZE_5, 13.0
"""Of the text in tables, points. A fixed pitch: rows are as high with a substitute font as with the right one."""

SMALL_TABLE_SIZE, SMALL_TABLE_LINE = 9.0, 10.0
"""The same (小五) of a table that fits its page only so."""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A named style. Sizes and distances are in points, indents in characters.

    ``line`` is the fixed line pitch, 0 lets lines be as high as their text. ``level`` is the level in the navigation
    and in a contents field. ``with_next`` keeps the paragraph on the page of the next one; with a ``level`` or a
    ``next`` style it always is. ``breaks_words``: a long word or address may be broken, so that no column grows.
    """

    id: str
    name: str
    font: str = _BODY
    size: float = _SIZE_3
    align: Literal["both", "center", "left", "right"] = "both"
    line: float = _LINE
    first_line: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    level: int = 0
    new_page: bool = False
    with_next: bool = False
    breaks_words: bool = False
    next: str = ""

    def xml(self) -> str:
        """The style as it stands in styles.xml."""
        # Word's own styles bear English names in the file, whatever language shows them
        custom = "" if self.name.isascii() else ' w:customStyle="1"'
        default, based = (' w:default="1"', "") if self.id == "Normal" else ("", '<w:basedOn w:val="Normal"/>')
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        return (
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f"{based}{following}<w:qFormat/><w:pPr>{''.join(self._paragraph())}</w:pPr><w:rPr>{self._letters()}</w:rPr></w:style>"
        )

    def _paragraph(self) -> Iterator[str]:
        """Paragraph properties, in the order the schema wants."""
        if self.level or self.next or self.with_next:
            yield "<w:keepNext/>"
        if self.new_page:
            yield "<w:pageBreakBefore/>"
        # a page of the standard is filled to its last line
        yield '<w:widowControl w:val="0"/>'
        if self.breaks_words:
            yield '<w:wordWrap w:val="0"/>'
        if self.line != _LINE:  # only the body's lines stand on the page's grid
            yield '<w:snapToGrid w:val="0"/>'
        line = f'w:line="{round(self.line * 20)}" w:lineRule="exact"' if self.line else 'w:line="240" w:lineRule="auto"'
        yield f'<w:spacing w:before="{round(self.before * 20)}" w:after="{round(self.after * 20)}" {line}/>'
        yield self._indent()
        # distances are meant between blocks of a style, not between its own paragraphs
        yield "<w:contextualSpacing/>"
        yield f'<w:jc w:val="{self.align}"/>'
        if self.level:
            yield f'<w:outlineLvl w:val="{self.level - 1}"/>'

    def _indent(self) -> str:
        """Indents in characters, for Word, and in twips, for programs that do not count characters."""
        first = "firstLine" if self.first_line >= 0 else "hanging"
        sizes = (("left", self.left), ("right", self.right), (first, abs(self.first_line)))
        attributes = (
            f'w:{name}Chars="{round(chars * 100)}" w:{name}="{round(chars * self.size * 20)}"' for name, chars in sizes
        )
        return f"<w:ind {' '.join(attributes)}/>"

    def _letters(self) -> str:
        """The font for every script: were digits and “” in a Latin font, Chinese quotation marks would shrink."""
        fonts = " ".join(f'w:{script}="{self.font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
        size, spacing = round(self.size * 2), _NARROWED if self.size == _SIZE_3 else 0
        return (
            f'<w:rFonts w:hint="eastAsia" {fonts}/><w:spacing w:val="{spacing}"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        )


STYLES = (
    # 5.2.2, 5.2.3: 三号仿宋, first line indented by two characters (7.3.3)
    ParagraphStyle("Normal", "Normal"),
    ParagraphStyle("ReportText", "报告正文", first_line=2),
    # 7.3.2: 二号小标宋, centred
    ParagraphStyle(
        "Title", "Title", _TITLE, _SIZE_2, "center", 36, after=_LINE, level=1, new_page=True, next="ReportText"
    ),
    # 7.3.3: 一、黑体，（一）楷体，1.和（1）仿宋
    ParagraphStyle("Heading1", "heading 1", _HEI, first_line=2, level=1, next="ReportText"),
    ParagraphStyle("Heading2", "heading 2", _KAI, first_line=2, level=2, next="ReportText"),
    ParagraphStyle("Heading3", "heading 3", first_line=2, level=3, next="ReportText"),
    ParagraphStyle("Heading4", "heading 4", first_line=2, level=4, next="ReportText"),
    ParagraphStyle("CoverTitle", "封面标题", _TITLE, 26, "center", 44, before=110, after=210),
    ParagraphStyle("CoverLine", "封面信息", size=_SIZE_4, align="center", line=36),
    # 7.3.4: one line under the text, indented by two characters; further names stand under the first
    ParagraphStyle("AttachmentList", "附件说明", first_line=-3, left=5, before=_LINE, with_next=True),
    # 7.3.5: the unit above the date, both at the right; the date leaves four characters free. The seal covers both
    ParagraphStyle("Signature", "署名", align="right", right=2, before=2 * _LINE, next="SignatureDate"),
    ParagraphStyle("SignatureDate", "成文日期", align="right", right=4),
    # a fixed pitch would cut what stands in the line
    ParagraphStyle("Chart", "图", align="center", line=0, before=6, after=6),
    # 7.4: 三号黑体 at the top of a new page, the title on the third line
    ParagraphStyle("AttachmentNumber", "附件序号", _HEI, align="left", new_page=True, next="AttachmentTitle"),
    ParagraphStyle(
        "AttachmentTitle", "附件标题", _TITLE, _SMALL_2, "center", 30, before=6, after=8, level=1, next="TableText"
    ),
    ParagraphStyle("TableText", "表格文字", size=TABLE_SIZE, align="center", line=TABLE_LINE, breaks_words=True),
    ParagraphStyle(
        "TableTextLeft", "表格文字（左）", size=TABLE_SIZE, align="left", line=TABLE_LINE, breaks_words=True
    ),
    ParagraphStyle(
        "TableTextSmall", "表格小字", size=SMALL_TABLE_SIZE, align="center", line=SMALL_TABLE_LINE, breaks_words=True
    ),
    ParagraphStyle(
        "TableTextLeftSmall",
        "表格小字（左）",
        size=SMALL_TABLE_SIZE,
        align="left",
        line=SMALL_TABLE_LINE,
        breaks_words=True,
    ),
    ParagraphStyle("TableNote", "表外文字", size=_SIZE_5, align="left", line=18, before=4, after=4),
    # the paragraph that must stand behind a table, as low as can be
    ParagraphStyle("SectionEnd", "分节", size=1, line=1),
    # 7.5: 四号半角宋体, one character from the outer edge
    ParagraphStyle("Footer", "footer", _SONG, _SIZE_4, "right", 0, right=1),
    ParagraphStyle("FooterEven", "页码（双页）", _SONG, _SIZE_4, "left", 0, left=1),
)

_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "".join(
    f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>'
    for side, width in (("top", 0.3), ("left", 0.7), ("bottom", 0.3), ("right", 0.7))
)
"""The narrowest column of the forms (分值, 9 mm) must hold two characters."""

DEFAULTS = """<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>
</w:rPrDefault><w:pPrDefault/></w:docDefaults>"""

BUILT_IN = f"""<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Placeholder"><w:name w:val="待填"/><w:qFormat/></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="AttachmentTable"><w:name w:val="附件表格"/>
<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{_RULES}</w:tblBorders><w:tblCellMar>
{_MARGINS}</w:tblCellMar></w:tblPr>
<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>"""
