"""Headings that only Word's styles tell, and the table of contents that repeats them."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from jixiao.documents.learning import learn

TITLE = "部门整体支出绩效自评报告"
HEADINGS = (("部门基本情况", 1), ("主要职能", 2), ("机构设置", 2), ("预算执行情况", 1), ("存在问题", 1))
NUMBERED = (("一、部门基本情况", 1), ("（一）主要职能", 2), ("（二）机构设置", 2), ("二、存在问题", 1))


def styled(document: DocumentObject, name: str, style_id: str, based_on: str = "") -> str:
    """A paragraph style by its name, with another id as WPS gives; the name it is asked for by."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(style.element.nsmap["w"].join(("{", "}styleId")), style_id)
    if based_on:
        style.base_style = document.styles[based_on]
    return name


def learned_headings(document: DocumentObject, folder: Path) -> list[tuple[str, int]]:
    document.save(str(folder / "提纲.docx"))
    report = learn("learned", [folder / "提纲.docx"]).report
    assert report is not None
    assert len(report["reports"]) == 1
    return [(section["heading"], section["level"]) for section in report["reports"][0]["sections"]]


@pytest.mark.parametrize("name", ["标题 {}", "Heading {}", "标题{}"])
def test_a_style_is_a_heading_by_its_name_whatever_its_id(name: str, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(TITLE)
    for level in (1, 2):
        known = [style.name for style in document.styles]
        if name.format(level) not in known:
            styled(document, name.format(level), str(level + 1))
    for text, level in HEADINGS:
        document.add_paragraph(text, style=name.format(level))
        document.add_paragraph("按要求写明。")
    assert learned_headings(document, tmp_path) == list(HEADINGS)


def test_lines_in_bold_are_headings_below_those_with_numbers_but_not_who_wrote_them(tmp_path: Path) -> None:
    document = Document()
    for text in (
        TITLE,
        "一、部门情况",
        "*职责情况",
        "写明职责。",
        "*经费情况",
        "写明经费。",
        "二、问题",
        "无。",
        "*某某县某某局",
    ):
        document.add_paragraph().add_run(text.lstrip("*")).bold = text[0] == "*"
    assert learned_headings(document, tmp_path) == [
        ("一、部门情况", 1),
        ("职责情况", 2),
        ("经费情况", 2),
        ("二、问题", 1),
    ]


def test_a_style_made_from_a_heading_is_one(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(TITLE)
    styled(document, "公文一级", "a1", "Heading 1")
    styled(document, "公文二级", "a2", "Heading 2")
    for text, level in HEADINGS:
        document.add_paragraph(text, style=("公文一级", "公文二级")[level - 1])
    assert learned_headings(document, tmp_path) == list(HEADINGS)


@pytest.mark.parametrize("name", ["toc {}", "目录 {}"])
def test_a_table_of_contents_word_made_is_no_outline(name: str, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("目录")
    for level in (1, 2):
        styled(document, name.format(level), f"t{level}")
    for number, (text, level) in enumerate(NUMBERED, 1):
        document.add_paragraph(f"{text}\t{number}", style=name.format(level))
    for text, _ in NUMBERED:
        document.add_paragraph(text)
    assert learned_headings(document, tmp_path) == list(NUMBERED)


@pytest.mark.parametrize("mark", ["\t{}", "……………{}", "...........{}", "  {}", "\t- {} -", ""])
def test_a_table_of_contents_typed_by_hand_is_none_either(mark: str, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("目  录")
    for number, (text, _) in enumerate(NUMBERED, 1):
        document.add_paragraph(text + mark.format(number))
    for text, _ in NUMBERED:
        document.add_paragraph(text)
        document.add_paragraph("写明做了什么。")
    assert learned_headings(document, tmp_path) == list(NUMBERED)


def test_a_table_of_contents_in_a_box_of_words_own_is_none(tmp_path: Path) -> None:
    """Word puts the contents it makes into a structured document tag."""
    document = Document()
    document.add_paragraph(TITLE)
    lines = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="t1"/></w:pPr><w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r>'
        f"<w:r><w:t>{number}</w:t></w:r></w:p>"
        for number, (text, _) in enumerate(NUMBERED, 1)
    )
    styled(document, "toc 1", "t1")
    box = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p>{lines}</w:sdtContent></w:sdt>"
    document.element.body.insert_element_before(parse_xml(box), "w:sectPr")
    for text, _ in NUMBERED:
        document.add_paragraph(text)
    assert learned_headings(document, tmp_path) == list(NUMBERED)
