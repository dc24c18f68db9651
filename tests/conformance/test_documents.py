"""Word opens every document of ours without a repair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jixiao.interfaces.bundle.manual import write_manual
from jixiao.interfaces.cli.entry import run

from .conftest import FILLED, SAMPLES
from .schemas import FOLDER, schema_faults
from .word_audit import document_faults

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_report_needs_no_repair(filled: Callable[[str], tuple[Path, Path]], sample: str) -> None:
    assert document_faults(filled(sample)[1]) == []


def test_a_report_in_parts_needs_no_repair(filled: Callable[[str], tuple[Path, Path]], tmp_path: Path) -> None:
    assert run(["report", str(filled(FILLED)[0]), "-o", str(tmp_path / "报告.docx"), "--split"]) == 0
    files = sorted(tmp_path.rglob("*.docx"))
    assert len(files) > 2
    assert [fault for file in files for fault in document_faults(file)] == []


def test_a_report_by_template_needs_no_repair(filled: Callable[[str], tuple[Path, Path]], tmp_path: Path) -> None:
    template, report = tmp_path / "模板.docx", tmp_path / "报告.docx"
    assert run(["template", "new", "--family", "hunan-2024", "--output", str(template)]) == 0
    assert run(["report", str(filled(FILLED)[0]), "-o", str(report), "--template", str(template)]) == 0
    assert document_faults(template) == []
    assert document_faults(report) == []


def test_an_annotated_report_needs_no_repair(filled: Callable[[str], tuple[Path, Path]], tmp_path: Path) -> None:
    annotated = tmp_path / "批注.docx"
    assert run(["check", str(filled(FILLED)[1]), "--annotate", str(annotated)]) in (0, 1)
    assert document_faults(annotated) == []


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_the_templates_need_no_repair(template: Path) -> None:
    assert document_faults(template) == []
    assert not FOLDER.is_dir() or list(schema_faults(template)) == []


def test_the_manual_needs_no_repair(tmp_path: Path) -> None:
    write_manual(tmp_path / "使用手册.docx")
    assert document_faults(tmp_path / "使用手册.docx") == []
    assert not FOLDER.is_dir() or list(schema_faults(tmp_path / "使用手册.docx")) == []
