"""Paper, margins, type and page numbers of a Word file, as it says them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.intake.layout import read_layout
from jixiao.model.submission.submission import PageLayout


def saved(document: Document, folder: Path) -> PageLayout | None:
    path = folder / "a.docx"
    document.save(str(path))
    return read_layout(path, read_document(path))


@pytest.fixture
def official() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37), Mm(35), Mm(28), Mm(26),
    )  # fmt: skip
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    document.add_paragraph("全年工作任务全面完成，" * 5)
    return document


def test_measures_and_type_come_from_section_and_style(official: Document, tmp_path: Path) -> None:
    found = saved(official, tmp_path)
    assert found is not None
    assert [found.width, found.height] == [Decimal("210.0"), Decimal("297.0")]
    assert [found.top, found.bottom, found.left, found.right] == [Decimal(n) for n in ("37.0", "35.0", "28.0", "26.0")]
    assert (found.font, found.size, found.has_page_numbers) == ("仿宋_GB2312", Decimal(16), False)


def test_what_a_run_says_itself_comes_before_its_style(official: Document, tmp_path: Path) -> None:
    official.add_paragraph().add_run("短").font.size = Pt(22)
    long = official.add_paragraph().add_run("本单位按要求开展绩效自评，" * 20)
    long.font.size = Pt(12)
    found = saved(official, tmp_path)
    assert found is not None
    assert (found.font, found.size) == ("仿宋_GB2312", Decimal(12))


def test_a_mixture_is_no_type(official: Document, tmp_path: Path) -> None:
    words = official.paragraphs[0].text
    official.add_paragraph().add_run(words).font.size = Pt(12)
    found = saved(official, tmp_path)
    assert found is not None
    assert found.size == 0


def test_a_field_in_a_footer_numbers_the_pages(official: Document, tmp_path: Path) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    official.sections[0].footer.paragraphs[0]._p.append(field)
    found = saved(official, tmp_path)
    assert found is not None
    assert found.has_page_numbers


def test_pages_in_landscape_are_for_tables(official: Document, tmp_path: Path) -> None:
    wide = official.add_section(WD_SECTION.NEW_PAGE)
    wide.orientation, wide.page_width, wide.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    found = saved(official, tmp_path)
    assert found is not None
    assert found.width == Decimal("210.0")
    official.sections[0].page_width = Mm(420)
    assert saved(official, tmp_path) is None


def test_a_file_without_prose_has_no_layout(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(1, 1)
    assert saved(document, tmp_path) is None
