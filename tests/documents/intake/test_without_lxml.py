"""Python's own parser reads of every published file what lxml reads, so a page without lxml misses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from jixiao.core import xml_tree
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.intake.raw_document import RawParagraph, RawTable
from jixiao.documents.intake.word_parts import complete
from lxml import etree

SHARED = Path(__file__).parents[3].parent / "shared"
PUBLISHED = [path for folder in ("seeds", "strangers") for path in sorted((SHARED / folder).glob("*.docx"))]


def told(path: Path) -> list[object]:
    """Everything that is read of a file, place by place."""
    return [plain(block) for block in complete(read_document(path), path).blocks]


def plain(block: RawParagraph | RawTable) -> object:
    if isinstance(block, RawParagraph):
        return block.text
    return [[(c.row, c.column, c.columns, c.rows, c.text) for c in cells] for cells in block.rows]


@pytest.mark.skipif(not PUBLISHED, reason="the published files are not on this machine")
@pytest.mark.parametrize(
    "paths", [pytest.param(PUBLISHED[::8], id="some"), pytest.param(PUBLISHED, id="all", marks=pytest.mark.long)]
)
def test_published_files_are_read_alike(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [told(path) for path in paths]
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True, huge_tree=True)
    parsed: list[int] = []

    def by_lxml(content: bytes) -> object:
        parsed.append(len(content))
        return etree.fromstring(content, parser)

    monkeypatch.setattr(xml_tree, "parse", by_lxml)
    assert [told(path) for path in paths] == ours
    assert len(parsed) >= len(paths)
