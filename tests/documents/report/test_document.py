"""The file: its styles, its page, and that it is written whole or not at all."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Never

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Mm
from jixiao.core.files import OutputError, keep_previous
from jixiao.documents.report import write_report
from jixiao.documents.report.styles import STYLES
from jixiao.documents.word_package import WordPackage
from jixiao.model.evaluation import evaluate
from jixiao.model.evaluation.evaluation import Evaluation
from jixiao.model.forms.family import Family
from jixiao.model.submission.submission import Submission
from lxml import etree

from ...narrowing import present

FONTS = {
    "Heading 1": "黑体",
    "Heading 2": "楷体",
    "Title": "方正小标宋简体",
    "报告正文": "仿宋",
    "表格文字": "仿宋",
    "附件序号": "黑体",
    "Footer": "宋体",
}


@pytest.fixture
def document(sample_report: Callable[[str], Path]) -> WordFile:
    return docx.Document(str(sample_report("service-center-2024")))


@pytest.fixture
def evaluation(family: Family, empty: Submission) -> Evaluation:
    return evaluate(family, empty)


@pytest.mark.parametrize(("style", "font"), FONTS.items())
def test_styles_have_eastern_fonts(document: WordFile, style: str, font: str) -> None:
    fonts = document.styles[style].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi")} == {font}


def test_every_style_used_is_defined_and_none_is_formatted_by_hand(document: WordFile) -> None:
    body = document.element.body
    used = {e.get(qn("w:val")) for tag in ("w:pStyle", "w:tblStyle") for e in body.iter(qn(tag))}
    assert used <= {style.style_id for style in document.styles}
    assert not [p for p in body.iter(qn("w:rPr")) if p.find(qn("w:highlight")) is None]


def test_every_style_defined_is_used_or_the_base(document: WordFile) -> None:
    used = {e.get(qn("w:val")) for e in document.element.body.iter(qn("w:pStyle"))}
    elsewhere = {"Footer", "FooterEven", "Heading3", "Heading4", "SectionEnd"}
    assert {style.id for style in STYLES} - used == {"Normal"} | elsewhere


def test_body_text_is_size_3_on_a_fixed_pitch_indented_by_two_characters(document: WordFile) -> None:
    style = document.styles["报告正文"]
    assert style.font.size.pt == 16
    assert style.paragraph_format.line_spacing.pt == pytest.approx(28.9)
    assert style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_page_is_a4_with_the_standards_margins(document: WordFile) -> None:
    section = document.sections[0]
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    for length, millimetres in zip(lengths, (210, 297, 37, 35, 28, 26), strict=True):
        assert abs(present(length) - Mm(millimetres)) < Mm(0.02)


def test_properties_name_the_report_and_no_person(document: WordFile) -> None:
    properties = document.core_properties
    assert properties.title == "2024年度某某市某某区国有资产服务中心部门整体支出绩效自评报告"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


def test_parts_are_well_formed_and_ids_are_not_used_twice(sample_report: Callable[..., Any]) -> None:
    with zipfile.ZipFile(sample_report("service-center-2024")) as package:
        assert package.testzip() is None
        assert len(set(package.namelist())) == len(package.namelist())
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(name))
                ids = [e.get(key) for e in root.iter("*") for key in ("Id", "id", qn("w:id"), qn("w:styleId"))]
                found = [i for i in ids if i]
                assert len(found) == len(set(found)), name


def test_no_trace_of_this_machine_or_of_the_empty_template(sample_report: Callable[..., Any]) -> None:
    with zipfile.ZipFile(sample_report("service-center-2024")) as package:
        names = package.namelist()
        content = b"".join(package.read(name) for name in names).decode("utf-8", "replace")
    assert not re.search(r"/home|/root|/tmp|python-docx", content)
    assert not [name for name in names if "thumbnail" in name or "stylesWithEffects" in name]


def test_an_existing_file_is_replaced(evaluation: Evaluation, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"old")
    write_report(evaluation, target)
    assert docx.Document(str(target)).tables
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_leaves_the_old_file(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: WordPackage, path: Path) -> Never:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    target = tmp_path / "report.docx"
    target.write_bytes(b"old")
    monkeypatch.setattr("jixiao.documents.word_package.WordPackage.save", fail)
    with pytest.raises(OutputError, match="磁盘空间不够"):
        write_report(evaluation, target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("mark", ["~$report.docx", ".~lock.report.docx#"])
def test_a_file_open_elsewhere_is_refused_and_stays(evaluation: Evaluation, tmp_path: Path, mark: str) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"old")
    (tmp_path / mark).touch()
    with pytest.raises(OutputError, match="打开"):
        write_report(evaluation, target)
    assert target.read_bytes() == b"old"


def test_a_missing_folder_is_named(evaluation: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="没有文件夹"):
        write_report(evaluation, tmp_path / "没有" / "report.docx")


def test_the_previous_report_can_be_kept(evaluation: Evaluation, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"old")
    kept = keep_previous(target, lambda path: write_report(evaluation, path))
    assert kept is not None
    assert kept.read_bytes() == b"old"
    assert docx.Document(str(target)).tables


def test_the_same_submission_gives_the_same_document(evaluation: Evaluation, tmp_path: Path) -> None:
    write_report(evaluation, tmp_path / "a.docx")
    write_report(evaluation, tmp_path / "b.docx")
    first, second = (zipfile.ZipFile(tmp_path / name).read("word/document.xml") for name in ("a.docx", "b.docx"))
    assert first == second
