"""Numbers that Word counts, footnotes and text boxes are read as what a person sees."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.intake.raw_document import RawParagraph
from jixiao.documents.intake.word_parts import chinese, complete

from .word import docx

W = nsdecls("w")
LEVELS = [("chineseCountingThousand", "%1、"), ("decimal", "（%2）"), ("decimal", "%2.%3")]


def numbered(path: Path, paragraphs: list[tuple[str, int | None]]) -> Path:
    """A Word file whose paragraphs stand in one list of three levels; ``None``: in no list."""
    document = python_docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in paragraphs:
        paragraph = document.add_paragraph(text)
        if level is not None:
            number = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    document.save(str(path))
    return path


def lines(path: Path) -> list[str]:
    return [block.text for block in complete(read_document(path), path).blocks if isinstance(block, RawParagraph)]


def test_automatic_numbers_are_counted_by_level(tmp_path: Path) -> None:
    listed: list[tuple[str, int | None]] = [
        ("基本情况", 0), ("资金", 1), ("到位", 2), ("使用", 2), ("管理", 1), ("正文。", None),
    ]  # fmt: skip
    path = numbered(tmp_path / "a.docx", [*listed, ("绩效情况", 0), ("产出", 1)])
    first = ["一、基本情况", "（1）资金", "1.1到位", "1.2使用", "（2）管理", "正文。"]
    assert lines(path) == [*first, "二、绩效情况", "（1）产出"]


def test_a_file_without_lists_is_read_as_it_stands(tmp_path: Path) -> None:
    assert lines(docx(tmp_path / "a.docx", "一、基本情况", "正文。")) == ["一、基本情况", "正文。"]


def test_a_footnote_stands_behind_its_paragraph(tmp_path: Path) -> None:
    reference = '<w:p><w:r><w:t>支出5万元。</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
    path = docx(tmp_path / "a.docx", reference, "下一段。")
    note = '<w:footnote w:id="3"><w:p><w:r><w:t>含上年结转1万元。</w:t></w:r></w:p></w:footnote>'
    line = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{line}{note}</w:footnotes>")
    assert lines(path) == ["支出5万元。", "注：含上年结转1万元。", "下一段。"]


def test_a_footnote_of_a_cell_stands_behind_its_table(tmp_path: Path) -> None:
    cell = '<w:tc><w:p><w:r><w:t>5</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p></w:tc>'
    table = f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>支出</w:t></w:r></w:p></w:tc>{cell}</w:tr></w:tbl>"
    path = docx(tmp_path / "a.docx", "支出表", table, "下一段。")
    note = '<w:footnote w:id="3"><w:p><w:r><w:t>含上年结转1万元。</w:t></w:r></w:p></w:footnote>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{note}</w:footnotes>")
    assert lines(path) == ["支出表", "注：含上年结转1万元。", "下一段。"]


def test_a_text_box_is_a_paragraph_of_its_own(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里的话。</w:t></w:r></w:p></w:txbxContent>"
    path = docx(
        tmp_path / "a.docx", f"<w:p><w:r><w:t>旁边</w:t></w:r><w:r>{box}</w:r><w:r><w:t>的话。</w:t></w:r></w:p>"
    )
    assert lines(path) == ["旁边的话。", "框里的话。"]


@pytest.mark.parametrize(("number", "expected"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_chinese_numbers(number: int, expected: str) -> None:
    assert chinese(number) == expected
