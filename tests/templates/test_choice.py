"""Which template a report is written with."""

from __future__ import annotations

from docx import Document
from jixiao.templates import BESIDE, report_writer, template_beside, told_template


def test_a_template_beside_the_workbook_is_found(tmp_path):
    book = tmp_path / "自评.xlsx"
    assert template_beside(book) is None
    (tmp_path / BESIDE).mkdir()
    assert template_beside(book) is None
    (tmp_path / BESIDE).rmdir()
    (tmp_path / BESIDE).write_bytes(b"x")
    assert template_beside(book) == tmp_path / BESIDE


def test_the_writer_writes_with_the_template_or_without(make, sample, tmp_path):
    report_writer(sample, make("只有{{ unit }}"))(tmp_path / "a.docx")
    report_writer(sample, None)(tmp_path / "b.docx")
    assert [p.text for p in Document(str(tmp_path / "a.docx")).paragraphs] == [f"只有{sample.submission.unit}"]
    assert len(Document(str(tmp_path / "b.docx")).tables) == 3


def test_charts_can_be_left_out(make, sample, tmp_path):
    path = make("{{p sections.overall.performance }}")
    report_writer(sample, path)(tmp_path / "a.docx")
    report_writer(sample, path, charts=False)(tmp_path / "b.docx")
    charts = [len(Document(str(tmp_path / name)).inline_shapes) for name in ("a.docx", "b.docx")]
    assert charts == [1, 0]


def test_it_is_told(tmp_path):
    assert str(tmp_path) in told_template(tmp_path)
    assert told_template(None) == ""
