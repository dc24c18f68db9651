"""Ready pieces in templates that Word has saved: other style ids, lost styles, other pages, sections of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from jixiao.core import resources
from jixiao.documents.word_templates import starting_template
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import read_sample

from ...narrowing import present
from .conftest import Make, Render


@pytest.fixture
def wide() -> Evaluation:
    """A unit whose project forms stand on turned pages, two of them."""
    submission = read_sample(resources.path("workbook", "samples", "assets-commission-2024.yaml"))
    (overall,), projects = submission.of("overall"), list(submission.of("project"))
    submission.forms = [overall, *projects[:2]]
    return evaluate(load("xinjiang-2024"), submission)


def renamed(document: DocumentObject) -> None:
    """What Word does to ids when it saves; names stay."""
    ids = {style.style_id: f"a{number}" for number, style in enumerate(document.styles)}
    footers = (r.target_part.element for r in document.part.rels.values() if r.reltype.endswith("/footer"))
    parts = [document.styles.element, document.element, *footers]
    for part in parts:
        for element in part.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"), qn("w:basedOn"), qn("w:next")):
            element.set(qn("w:val"), ids[element.get(qn("w:val"))])
    for style in document.styles.element.findall(qn("w:style")):
        style.set(qn("w:styleId"), ids[style.get(qn("w:styleId"))])


def style_names(document: DocumentObject) -> list[str]:
    body = document.element.body
    names = {style.style_id: style.name for style in document.styles}
    return [names[e.get(qn("w:val"))] for e in body.iter(qn("w:pStyle"), qn("w:tblStyle"), qn("w:rStyle"))]


def saved(document: DocumentObject, tmp_path: Path) -> Path:
    document.save(str(tmp_path / "模板.docx"))
    return tmp_path / "模板.docx"


def pages(document: DocumentObject) -> list[tuple[object, ...]]:
    """Orientation, width and height of each section's page, and its left margin; millimetres."""
    return [
        (s.orientation, *(round(present(length).mm) for length in (s.page_width, s.page_height, s.left_margin)))
        for s in document.sections
    ]


@pytest.mark.parametrize("family_id", ["hunan-2024", "xinjiang-2024"])
def test_styles_are_found_by_name_when_word_has_given_them_other_ids(
    render: Render, tmp_path: Path, family_id: str, sample: Evaluation, wide: Evaluation
) -> None:
    evaluation = {"hunan-2024": sample, "xinjiang-2024": wide}[family_id]
    path = saved(starting_template(load(family_id)), tmp_path)
    expected = style_names(render(path, evaluation))
    document = Document(str(path))
    renamed(document)
    assert style_names(render(saved(document, tmp_path), evaluation)) == expected


def test_styles_that_a_template_lacks_are_added_and_its_own_stay(make: Make, render: Render) -> None:
    def strip(document: DocumentObject) -> None:
        for style in list(document.styles.element.findall(qn("w:style"))):
            if style.get(qn("w:styleId")) in ("AttachmentTitle", "TableText", "AttachmentTable"):
                style.getparent().remove(style)
        document.styles["报告正文"].font.size = Pt(9)
        document.styles["报告正文"].element.set(qn("w:styleId"), "TableText")  # an id of ours for something else

    document = render(make("{{p attachments.base }}", change=strip))
    assert {"附件标题", "表格文字", "附件表格"} <= set(style_names(document))
    assert document.styles["报告正文"].font.size == Pt(9)
    assert len({style.style_id for style in document.styles}) == len(document.styles)
    assert len([s for s in document.styles.element.findall(qn("w:style")) if s.get(qn("w:default"))]) == 4


def test_a_document_from_elsewhere_can_be_a_template(render: Render, tmp_path: Path, sample: Evaluation) -> None:
    document = Document()
    document.add_paragraph("{{ unit }}")
    document.add_paragraph("{{p sections.overall.duties }}")
    document.add_paragraph("{{p attachments }}")
    found = render(saved(document, tmp_path))
    assert found.paragraphs[0].text == sample.submission.unit
    assert len(found.tables) == 3
    assert "报告正文" in style_names(found)


# ---- turned pages ---------------------------------------------------------------------------------------------------


def test_wide_forms_stand_on_turned_pages_and_the_rest_on_the_templates(
    make: Make, render: Render, wide: Evaluation
) -> None:
    def page(document: DocumentObject) -> None:
        section = document.sections[0]
        section.page_width, section.page_height, section.left_margin = Mm(200), Mm(290), Mm(31)

    document = render(make("前", "{{p attachments }}", "后", change=page), wide)
    own = (WD_ORIENT.PORTRAIT, 200, 290, 31)
    assert pages(document) == [own, (WD_ORIENT.LANDSCAPE, 297, 210, 35), own]
    assert document.paragraphs[-1].text == "后"


def test_a_document_that_ends_with_turned_pages_has_no_empty_page_behind(
    make: Make, render: Render, wide: Evaluation
) -> None:
    document = render(make("前", "{{p attachments }}"), wide)
    assert [orientation for orientation, *_ in pages(document)] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert document.element.body[-1].tag == qn("w:sectPr")
    assert document.element.body[-2].find(f".//{qn('w:sectPr')}") is None


def test_page_numbers_run_on_and_turned_pages_have_their_footers(make: Make, render: Render, wide: Evaluation) -> None:
    def number(document: DocumentObject) -> None:
        properties = document.element.body.sectPr
        properties.append(properties.makeelement(qn("w:pgNumType"), {qn("w:start"): "5", qn("w:fmt"): "decimal"}))
        document.sections[0].different_first_page_header_footer = True

    document = render(make("前", "{{p attachments }}", "后", change=number), wide)
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in document.sections]
    assert starts == ["5", None, None]
    assert [s.different_first_page_header_footer for s in document.sections] == [True, False, False]
    assert "PAGE" in document.sections[1].footer._element.xml


def test_only_turned_pages(make: Make, render: Render, wide: Evaluation) -> None:
    document = render(make("{{p attachments.project }}"), wide)
    assert [orientation for orientation, *_ in pages(document)] == [WD_ORIENT.LANDSCAPE]
    assert len(document.tables) == 4  # each in two parts


def test_upright_forms_need_no_sections(make: Make, render: Render) -> None:
    assert len(render(make("前", "{{p attachments }}", "后")).sections) == 1


def test_nothing_of_our_own_marks_is_left(make: Make, render: Render, wide: Evaluation) -> None:
    document = render(make("{{p attachments.project }}", "间", "{{p attachments }}", "后"), wide)
    assert all(not section.get("turn") for section in document.element.iter(qn("w:sectPr")))
    assert len(document.sections) == 4


# ---- section breaks in paragraphs that vanish -----------------------------------------------------------------------


def test_a_section_break_in_a_mark_stays(make: Make, render: Render) -> None:
    def breaks(document: DocumentObject) -> None:
        for paragraph in list(document.paragraphs):
            if paragraph.text.startswith("{"):
                paragraph._p.get_or_add_pPr().append(document.element.body.sectPr.clone())

    path = make(
        "甲", "{%p if projects %}", "乙", "{%p endif %}", "丙", "{{p sections.overall.duties }}", "丁", change=breaks
    )
    document = render(path)
    assert len(document.sections) == 4
    sections: list[list[str]] = [[]]
    for paragraph in document.paragraphs:
        sections[-1] += [paragraph.text] if paragraph.text else []
        if paragraph._p.find(f".//{qn('w:sectPr')}") is not None:
            sections.append([])
    assert [texts[:1] for texts in sections] == [["甲"], ["乙"], ["丙"], ["丁"]]
