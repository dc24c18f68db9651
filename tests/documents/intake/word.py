"""Small Word files for tests: paragraphs, tables with merged cells, or any XML, in the least package."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from jixiao.documents.report.wordml import NAMESPACE, run

MAIN = "word/document.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
)


@dataclass(frozen=True)
class Cell:
    """A ``w:tc``: its text (each line a paragraph), the grid columns it covers, ``restart`` or ``continue``."""

    text: str = ""
    span: int = 1
    merge: str = ""


Row: TypeAlias = Sequence["Cell | str"]
Block: TypeAlias = "str | Sequence[Row]"
"""A paragraph's text, raw XML (begins with ``<w:``), or a table."""


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(value: Cell | str) -> str:
    of = value if isinstance(value, Cell) else Cell(value)
    span = f'<w:gridSpan w:val="{of.span}"/>' if of.span > 1 else ""
    merge = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[of.merge]
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{''.join(map(paragraph, of.text.split(chr(10))))}</w:tc>"


def row(cells: Row, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(map(cell, cells))}</w:tr>"


def table(rows: Sequence[Row]) -> str:
    return f"<w:tbl>{''.join(map(row, rows))}</w:tbl>"


def document(*blocks: Block) -> str:
    """The main part."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{NAMESPACE}" {_OTHERS}><w:body>{"".join(map(_block, blocks))}</w:body></w:document>'
    )


def _block(block: Block) -> str:
    if isinstance(block, str):
        return block if re.match(r"<[a-z]+:", block) else paragraph(block)
    return table(block)


def package(path: Path, main: str | bytes, *, name: str = MAIN, others: dict[str, str | bytes] | None = None) -> Path:
    """A Word file with this main part, and other parts."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{name}" ContentType="{_MAIN_TYPE}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="{name}"/></Relationships>'
        ),
        name: main,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in {**parts, **(others or {})}.items():
            archive.writestr(part, content)
    return path


def docx(path: Path, *blocks: Block) -> Path:
    """A Word file of paragraphs and tables."""
    return package(path, document(*blocks))
