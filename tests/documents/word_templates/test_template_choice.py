"""Which template a report is written with."""

from __future__ import annotations

from pathlib import Path

from jixiao.documents.word_templates import BESIDE, chosen_report, template_beside, template_message
from jixiao.documents.word_templates.python_docx import opened
from jixiao.model.evaluation import Evaluation

from .conftest import Make


def test_a_template_beside_the_workbook_is_found(tmp_path: Path) -> None:
    book = tmp_path / "自评.xlsx"
    assert template_beside(book) is None
    (tmp_path / BESIDE).mkdir()
    assert template_beside(book) is None
    (tmp_path / BESIDE).rmdir()
    (tmp_path / BESIDE).write_bytes(b"x")
    assert template_beside(book) == tmp_path / BESIDE


def test_the_report_is_made_with_the_template_or_without(make: Make, sample: Evaluation) -> None:
    templated, plain = (opened(chosen_report(sample, path)) for path in (make("只有{{ unit }}"), None))
    assert [p.text for p in templated.paragraphs] == [f"只有{sample.submission.unit}"]
    assert len(plain.tables) == 3


def test_charts_can_be_left_out(make: Make, sample: Evaluation) -> None:
    path = make("{{p sections.overall.performance }}")
    charts = [len(opened(chosen_report(sample, path, charts)).inline_shapes) for charts in (True, False)]
    assert charts == [1, 0]


def test_it_is_told(tmp_path: Path) -> None:
    assert str(tmp_path) in template_message(tmp_path)
    assert template_message(None) == ""
