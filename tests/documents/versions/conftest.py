"""Small Word files, as ours and as people edit them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from jixiao.documents.versions import Maker
from jixiao.documents.word_package import WordPackage
from jixiao.documents.word_templates.python_docx import closed


@pytest.fixture
def saying() -> Callable[..., Maker]:
    """A maker of documents with paragraphs and a table of one row."""

    def maker(*paragraphs: str, cells: tuple[str, ...] = ("全年预算数", "118.49")) -> Maker:
        def make() -> WordPackage:
            document = Document()
            for text in paragraphs:
                document.add_paragraph(text)
            table = document.add_table(1, len(cells))
            for cell, text in zip(table.rows[0].cells, cells, strict=True):
                cell.text = text
            return closed(document)

        return make

    return maker


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """Replace words in a file's paragraphs and cells, as a person does in Word."""

    def replace(path: Path, old: str, new: str) -> None:
        document = Document(str(path))
        cells = [cell for table in document.tables for cell in table._cells]
        for paragraph in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]:
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)
        document.save(str(path))

    return replace
