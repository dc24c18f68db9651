"""Templates made of a few paragraphs, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from jixiao.core import resources
from jixiao.documents.report.document import new_document
from jixiao.documents.report.page_setup import COVER
from jixiao.documents.word_templates import check_template, open_template, write_from_template
from jixiao.documents.word_templates.python_docx import opened
from jixiao.model.evaluation import Evaluation, evaluate
from jixiao.model.forms.family import Family
from jixiao.model.submission import read_sample

Change = Callable[[DocumentObject], object]
Messages = Callable[[Path], list[str]]


class Make(Protocol):
    """What the fixture ``make`` is."""

    def __call__(self, *blocks: str | Sequence[Sequence[str]], change: Change = ...) -> Path: ...


class Render(Protocol):
    """What the fixture ``render`` is."""

    def __call__(self, path: Path, evaluation: Evaluation = ...) -> DocumentObject: ...


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A template of these paragraphs and tables (lists of rows); ``change`` may do more to it."""

    def made(*blocks: str | Sequence[Sequence[str]], change: Change = lambda document: None) -> Path:
        document = opened(new_document("", COVER.section()))
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
            else:
                table = document.add_table(len(block), len(block[0]))
                for row, texts in zip(table.rows, block, strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        cell.text = text
        change(document)
        document.save(str(tmp_path / "模板.docx"))
        return tmp_path / "模板.docx"

    return made


@pytest.fixture
def messages(family: Family) -> Messages:
    """What is wrong with a template, fault by fault."""
    return lambda path: [str(fault) for fault in check_template(open_template(path), family).faults]


@pytest.fixture
def sample(family: Family) -> Evaluation:
    return evaluate(family, read_sample(resources.path("workbook", "samples", "service-center-2024.yaml")))


@pytest.fixture
def render(sample: Evaluation, tmp_path: Path) -> Render:
    """A template with the figures of a sample, opened again."""

    def rendered(path: Path, evaluation: Evaluation = sample) -> DocumentObject:
        target = tmp_path / "报告.docx"
        write_from_template(evaluation, path, target)
        return Document(str(target))

    return rendered
