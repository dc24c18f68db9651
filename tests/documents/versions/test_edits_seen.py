"""An edit in any part of a report counts as an edit, and what has no place yet counts as open."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Pt, RGBColor
from jixiao.documents.intake.docx_file import body_of
from jixiao.documents.report import open_fields
from jixiao.documents.versions.fingerprint import fingerprint_of, is_unedited, margins_of, stamp
from jixiao.documents.word_templates.python_docx import closed
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import Submission
from jixiao.model.submission.submission import Unplaced


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def edit_header(document: DocumentObject) -> None:
    document.sections[0].header.paragraphs[0].text = "内部资料"


def edit_footer(document: DocumentObject) -> None:
    document.sections[0].footer.paragraphs[0].text = "领导已阅"


def add_picture(document: DocumentObject) -> None:
    document.paragraphs[0].add_run().add_picture(BytesIO(png()))


def add_equation(document: DocumentObject) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    document.paragraphs[0]._p.append(parse_xml(f'<m:oMath xmlns:m="{math}"><m:r><m:t>x=1</m:t></m:r></m:oMath>'))


def add_sign(document: DocumentObject) -> None:
    sign = f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    document.paragraphs[0]._p.append(parse_xml(sign))


def make_bold(document: DocumentObject) -> None:
    document.paragraphs[0].runs[0].bold = True


def make_red(document: DocumentObject) -> None:
    document.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 0, 0)


def make_larger(document: DocumentObject) -> None:
    document.paragraphs[0].runs[0].font.size = Pt(20)


def add_field(document: DocumentObject) -> None:
    document.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" DATE "/>'))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    document = Document()
    document.add_paragraph("正文")
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    package = closed(document)
    stamp(package, fingerprint_of(package.body, margins_of(package)))
    package.save(tmp_path / "报告.docx")
    return tmp_path / "报告.docx"


def test_a_file_that_was_only_saved_again_is_not_edited(report: Path) -> None:
    Document(str(report)).save(str(report))
    assert is_unedited(report, body_of(report))


def test_programs_may_cut_runs_elsewhere_and_say_that_nothing_is_special(report: Path) -> None:
    document = Document(str(report))
    make_bold(document)
    document.save(str(report))
    before = fingerprint_of(body_of(report))
    paragraph = document.paragraphs[0]
    paragraph.runs[0].text = "正"
    paragraph.add_run("文").bold = True
    paragraph.runs[1].italic = False
    document.save(str(report))
    assert fingerprint_of(body_of(report)) == before


@pytest.mark.parametrize(
    "edit", [edit_header, edit_footer, add_picture, add_equation, add_sign, make_bold, make_red, make_larger, add_field]
)
def test_an_edit_in_any_part_is_seen(edit: Callable[[DocumentObject], None], report: Path) -> None:
    document = Document(str(report))
    edit(document)
    document.save(str(report))
    assert not is_unedited(report, body_of(report))


def test_what_has_no_place_yet_is_open(quyuan: Submission, family: Family) -> None:
    before = open_fields(evaluate(family, quyuan))
    quyuan.unplaced = [Unplaced("第 3 页", "一句话", "请放好"), Unplaced("第 4 页", "又一句", "请放好")]
    (new,) = [field for field in open_fields(evaluate(family, quyuan)) if field not in before]
    assert (new.name, new.where) == ("待处理的内容（2 处）", "待处理")
