"""Word 97 files that end with a table are read with it; what is no such file is left as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jixiao.documents.intake import read_report
from jixiao.documents.intake.docx_file import read_document
from jixiao.documents.libreoffice import converted, find_program
from jixiao.documents.other_formats import read_any
from jixiao.documents.other_formats.word97 import mended

from ..intake.word import Cell, Row, docx

pytestmark = pytest.mark.skipif(find_program("soffice") is None, reason="LibreOffice is not installed")

TABLE: list[Row] = [
    ["项目名称", Cell("道路养护", 3)],
    ["资金（万元）", "预算数", "执行数", "执行率"],
    [Cell("合计", merge="restart"), "120", "60", "50%"],
    [Cell("", merge="continue"), "80", "40", "50%"],
    *[[f"第{number}项", str(number), "0.5", ""] for number in range(60)],
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A Word file that ends with a table, and the same as LibreOffice writes it for Word 97."""
    folder = tmp_path_factory.mktemp("word97")
    new = docx(folder / "表.docx", "2022年度项目支出绩效自评表", TABLE)
    with converted(new, "doc") as made:
        shutil.copyfile(made, folder / "表.doc")
    return new, folder / "表.doc"


def test_the_table_at_the_end_is_read_cell_by_cell(files: tuple[Path, Path], tmp_path: Path) -> None:
    new, old = files
    expected, content = read_report(new).submission.tables, old.read_bytes()
    assert read_any(old).submission.tables[0].cells == expected[0].cells
    shutil.copyfile(old, tmp_path / "表.wps")
    assert read_any(tmp_path / "表.wps").submission.tables[0].cells == expected[0].cells
    assert old.read_bytes() == content


def test_only_what_lacks_its_last_mark_is_mended_and_once(files: tuple[Path, Path], tmp_path: Path) -> None:
    whole = mended(files[1].read_bytes())
    assert whole != files[1].read_bytes()
    assert len(whole) == files[1].stat().st_size
    assert mended(whole) == whole
    with converted(docx(tmp_path / "文.docx", TABLE, "表下有字。"), "doc") as made:
        assert mended(made.read_bytes()) == made.read_bytes()


@settings(max_examples=60, deadline=None)
@given(where=st.floats(0, 1), said=st.binary(min_size=1, max_size=64), cut=st.floats(0, 1))
def test_a_damaged_file_is_mended_or_left_and_never_fails(
    files: tuple[Path, Path], where: float, said: bytes, cut: float
) -> None:
    content = bytearray(files[1].read_bytes())
    start = int(where * (len(content) - len(said)))
    content[start : start + len(said)] = said
    damaged = bytes(content)[: int(cut * len(content)) if cut < 0.5 else None]
    assert len(mended(damaged)) == len(damaged)
    assert mended(said) == said


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_numbers_that_word_counts_and_merged_cells_survive(tmp_path: Path, kind: str) -> None:
    numbered = '<w:p><w:pPr><w:pStyle w:val="ListNumber"/></w:pPr><w:r><w:t>经费支出12万元。</w:t></w:r></w:p>'
    new = docx(tmp_path / "文.docx", "一、支出情况", numbered, TABLE)
    with converted(new, kind) as made:
        shutil.copyfile(made, tmp_path / f"文.{kind}")
    with converted(tmp_path / f"文.{kind}", "docx") as made:
        assert made.is_file()
    (table,) = read_any(tmp_path / f"文.{kind}").submission.tables
    assert table.cells == read_report(new).submission.tables[0].cells
    assert len(read_document(new).tables) == 1
