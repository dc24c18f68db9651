"""Whether a file still says what was written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jixiao.documents.intake.docx_file import DocumentError, body_of
from jixiao.documents.versions.fingerprint import NAME, fingerprint_of, is_unedited, stamp
from jixiao.documents.word_package import WordPackage
from lxml import etree

OTHER = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="文号"><vt:lpwstr>甲〔2025〕1号</vt:lpwstr></property>'
    "</Properties>"
)


@pytest.fixture
def ours(tmp_path: Path, saying: Callable[..., Any]) -> Path:
    path = tmp_path / "报告.docx"
    saying("第一段。", "第二段。")().save(str(path))
    mark(path)
    return path


def mark(path: Path) -> None:
    with path.open("rb") as file:
        document = WordPackage.read(file)
    stamp(document, fingerprint_of(document.body))
    document.save(path)


def unedited(path: Path) -> bool:
    return is_unedited(path, body_of(path))


def replace_part(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for part, data in (parts | {name: content}).items():
            package.writestr(part, data)


def test_ours_is_known_and_a_strangers_is_not(ours: Path, tmp_path: Path, saying: Callable[..., Any]) -> None:
    assert unedited(ours)
    saying("第一段。")().save(str(tmp_path / "别人的.docx"))
    assert not unedited(tmp_path / "别人的.docx")


@pytest.mark.parametrize(("old", "new"), [("第一段", "第1段"), ("118.49", "118.50"), ("118.49", ""), ("。", "")])
def test_any_change_of_the_text_is_seen(ours: Path, edit: Callable[..., Any], old: str, new: str) -> None:
    edit(ours, old, new)
    assert not unedited(ours)


def test_a_figure_in_another_cell_is_a_change(ours: Path) -> None:
    document = Document(str(ours))
    left, right = document.tables[0].rows[0].cells
    left.text, right.text = "全年预算数118.49", ""
    document.save(str(ours))
    assert not unedited(ours)


def test_white_space_is_none(ours: Path, edit: Callable[..., Any]) -> None:
    document = Document(str(ours))
    document.paragraphs[1].insert_paragraph_before("")
    document.save(str(ours))
    edit(ours, "第二段", "　第 二 段")
    assert unedited(ours)


def test_a_comment_is_an_edit(ours: Path) -> None:
    document = Document(str(ours))
    document.add_comment(document.paragraphs[0].runs, "请再核对")
    document.save(str(ours))
    assert not unedited(ours)


def test_other_properties_stay_and_an_older_fingerprint_goes(ours: Path) -> None:
    replace_part(ours, "docProps/custom.xml", OTHER.encode())
    assert not unedited(ours)
    mark(ours)
    mark(ours)
    assert unedited(ours)
    with zipfile.ZipFile(ours) as package:
        root = etree.fromstring(package.read("docProps/custom.xml"))
    assert [item.get("name") for item in root] == ["文号", NAME]
    assert [item.get("pid") for item in root] == ["2", "3"]


@pytest.mark.parametrize("content", [b"", b"<not xml", b"<a/>"])
def test_properties_that_cannot_be_read_are_no_fingerprint(ours: Path, content: bytes) -> None:
    replace_part(ours, "docProps/custom.xml", content)
    assert not unedited(ours)


def test_declarations_in_any_part_refuse_the_file(ours: Path) -> None:
    replace_part(ours, "docProps/custom.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(DocumentError, match="声明"):
        unedited(ours)
