"""Blank forms made for tests: a table is written as lines of cells, with marks for what is merged.

``>`` continues the cell on its left, ``^`` the cell above.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

LEFT, ABOVE = ">", "^"

PROJECT = """
项目名称||>|>|>|>|>|>
主管部门||>|>|实施单位||>|>
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|年度资金总额：||||10||
^|其中：当年财政拨款||||—||—
^|上年结转资金||||—||—
^|其他资金||||—||—
年度总体目标|预期目标|>|>|实际完成情况|>|>|>
^||>|>||>|>|>
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
产出指标（50分）|数量指标||||||
^|质量指标||||||
^|时效指标||||||
^|成本指标||||||
效益指标（30分）|社会效益指标||||||
^|可持续影响指标||||||
满意度指标（10分）|服务对象满意度指标||||||
总分|>|>|>|>|100||
"""

TRANSFER = """
转移支付（项目）名称||>|>|>|>|>
中央主管部门||>|>|>|>|>
地方主管部门||>|>|资金使用单位||>
资金投入情况（万元）||>|全年预算数（A）|全年执行数（B）|预算执行率（B/A×100%）|>
^|年度资金总额：|>||||>
^|其中：中央财政资金|>||||>
^|地方财政资金|>||||>
^|粮食风险基金|>||||>
资金管理情况||>|情况说明|>|存在问题和改进措施|>
^|分配科学性|>||>||>
^|下达及时性|>||>||>
总体目标完成情况|总体目标|>|>|全年实际完成情况|>|>
^||>|>||>|>
绩效指标|一级指标|二级指标|三级指标|指标值|全年实际完成值|未完成原因和改进措施
^|产出指标|数量指标||||
^|^|质量指标||||
^|效益指标|社会效益指标||||
说明||>|>|>|>|>
"""

TWO_ROWS_OF_HEADINGS = """
项目名称||>|>|>|>|>|>|>|>
项目资金（元）||>|年初预算数|全年预算数|全年执行数|分值|执行率|得分|>
^|年度资金总额|>||||10|||>
绩效指标|>|>|年度指标值|>|>|实际完成值|分值|得分|偏差原因分析及改进措施
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|^|^|^|^
产出指标|数量指标||||||||
^|质量指标||||||||
效益指标|社会效益指标||||||||
其他需要说明事项||>|>|>|>|>|>|>|>
总分|>|>|>|>|>|>|100||
"""

EXECUTION_20 = """
项目名称||>|>|>|>|>
项目属性|1、持续性项目 □　　2、新增性项目 □|>|>|>|>|>
预算执行情况（万元）（20分）||>|预算数（A）|执行数（B）|执行率（B/A）|得分（20分*执行率）
^|年度财政资金总额|>||||
年度绩效目标1（80分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
^|产出指标|数量指标||||
^|^|质量指标||||
^|效益指标|社会效益指标||||
总分|>|>|>|>|>|
偏差大或目标未完成原因分析||>|>|>|>|>
"""


def grid(text: str) -> list[list[str]]:
    """A table's lines as cells."""
    return [line.split("|") for line in text.strip("\n").split("\n")]


_COLUMN = 1200
"""A column's width in twentieths of a point; without one, other programs put cells elsewhere."""


class Listed(NamedTuple):
    """A paragraph whose number Word counts: its text without the number, and its level from 1."""

    text: str
    level: int


class Bold(NamedTuple):
    """A paragraph in bold."""

    text: str


_LISTS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
"""How the levels of a list are numbered."""

Block = str | Listed | Bold | Sequence[Sequence[str]]


def write_docx(target: Path, *blocks: Block) -> Path:
    """A Word file: texts are paragraphs, lists of lines are tables."""
    document = Document()
    if any(isinstance(block, Listed) for block in blocks):
        _add_list(document)
    for block in blocks:
        if isinstance(block, Listed):
            _number(document.add_paragraph(block.text), block.level)
        elif isinstance(block, Bold):
            document.add_paragraph().add_run(block.text).bold = True
        elif isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    document.save(str(target))
    return target


def _add_list(document: DocumentObject) -> None:
    """A list of the four levels, by the number 77."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(_LISTS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _number(paragraph: Paragraph, level: int) -> None:
    properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))


def _add_table(document: DocumentObject, rows: Sequence[Sequence[str]]) -> None:
    """A table as Word writes it; python-docx merges a cell at a time and takes seconds for a form."""
    cells = {start: (start, end) for start, end in _areas(rows)}
    lines = []
    for row in range(len(rows)):
        here = [((top, left), end) for (top, left), end in cells.values() if top <= row <= end[0]]
        lines.append("".join(_cell(rows, row, start, end) for start, end in sorted(here, key=lambda area: area[0][1])))
    grid = f'<w:gridCol w:w="{_COLUMN}"/>' * len(rows[0])
    body = "".join(f"<w:tr>{line}</w:tr>" for line in lines)
    xml = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _cell(rows: Sequence[Sequence[str]], row: int, start: tuple[int, int], end: tuple[int, int]) -> str:
    (top, left), (bottom, right) = start, end
    merged = f'<w:vMerge w:val="{"restart" if row == top else "continue"}"/>' if bottom > top else ""
    span = right - left + 1
    properties = f'<w:tcPr><w:tcW w:w="{span * _COLUMN}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>'
    text = escape(rows[top][left]) if row == top else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in text.split("\n"))
    return f"<w:tc>{properties}<w:p><w:r>{lines}</w:r></w:p></w:tc>"


def write_xlsx(target: Path, *blocks: Block) -> Path:
    """A workbook of one sheet: texts stand on rows merged over the form's width, lists of lines are ruled tables."""
    book = Workbook()
    sheet = book.active
    width = max((len(block[0]) for block in blocks if not isinstance(block, (str, Listed, Bold))), default=1)
    row = 1
    for block in blocks:
        if isinstance(block, (str, Listed, Bold)):
            sheet.cell(row, 1, (block if isinstance(block, str) else block.text) or None)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
            row += 1
        else:
            _rule_table(sheet, block, row)
            row += len(block)
    book.save(target)
    return target


def _rule_table(sheet: Worksheet, rows: Sequence[Sequence[str]], first: int) -> None:
    side = Side(style="thin")
    for (top, left), (bottom, right) in _areas(rows):
        for row in range(first + top, first + bottom + 1):
            for column in range(left + 1, right + 2):
                sheet.cell(row, column).border = Border(left=side, right=side, top=side, bottom=side)
        sheet.cell(first + top, left + 1, rows[top][left] or None)
        if (top, left) != (bottom, right):
            sheet.merge_cells(
                start_row=first + top, start_column=left + 1, end_row=first + bottom, end_column=right + 1
            )


def _areas(rows: Sequence[Sequence[str]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The first and last cell of every cell, merged or not."""
    areas = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == ABOVE:
                bottom += 1
            areas.append(((top, left), (bottom, right)))
    return areas
