"""A report where one may stand already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jixiao.core.files import OutputError
from jixiao.documents.versions import Status, export
from jixiao.documents.versions.status import DRAFT, FINAL

STATUS = Status(DRAFT)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "报告.docx"


@pytest.fixture
def written(target: Path, saying: Callable[..., Any]) -> Path:
    export(target, saying("第一段。"), STATUS)
    return target


def paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def test_the_first_is_written_and_nothing_else(written: Path, tmp_path: Path) -> None:
    assert paragraphs(written) == ["第一段。"]
    assert [*tmp_path.iterdir()] == [written]


def test_one_that_nobody_edited_is_replaced_and_kept(written: Path, saying: Callable[..., Any]) -> None:
    exported = export(written, saying("第二稿。"), STATUS)
    assert (exported.path, exported.edited, exported.page) == (written, None, None)
    assert paragraphs(written) == ["第二稿。"]
    assert exported.previous == written.with_stem("报告（旧稿1）")
    assert paragraphs(exported.previous) == ["第一段。"]


def test_an_edited_one_stays_and_what_changed_is_shown(
    written: Path, saying: Callable[..., Any], edit: Callable[..., Any]
) -> None:
    edit(written, "118.49", "119.50")
    before = written.read_bytes()
    exported = export(written, saying("第一段。", "新的一段。"), STATUS)
    assert written.read_bytes() == before
    assert exported.path == written.with_stem("报告（新稿1）")
    assert (exported.edited, exported.previous) == (written, None)
    assert [(change.old, change.new) for change in exported.changes] == [(None, "新的一段。"), ("119.50", "118.49")]
    assert exported.page is not None
    assert exported.page.name == "报告（新稿1）与改过的稿子的不同.html"
    assert "新的一段。" in exported.page.read_text("utf-8")


def test_every_further_one_gets_a_name_of_its_own(
    written: Path, saying: Callable[..., Any], edit: Callable[..., Any]
) -> None:
    edit(written, "第一段", "改过")
    paths = [export(written, saying("第一段。"), STATUS).path.name for _ in range(3)]
    assert paths == ["报告（新稿1）.docx", "报告（新稿2）.docx", "报告（新稿3）.docx"]


@pytest.mark.parametrize("content", [b"", b"mine", b"PK\x03\x04 damaged", b"\xd0\xcf\x11\xe0 with a password"])
def test_a_file_that_cannot_be_read_stays(target: Path, saying: Callable[..., Any], content: bytes) -> None:
    target.write_bytes(content)
    exported = export(target, saying("第一段。"), STATUS)
    assert target.read_bytes() == content
    assert (exported.edited, exported.page, exported.changes) == (target, None, ())
    assert "报告.docx" in exported.unread
    assert paragraphs(exported.path) == ["第一段。"]


def test_a_file_that_nobody_may_read_stays(
    written: Path, saying: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "locked")

    before = written.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("zipfile.ZipFile.__init__", refuse)
        patch.setattr("jixiao.documents.versions.writing._write", lambda path, *_: path.write_bytes(b"new"))
        exported = export(written, saying("第一段。"), STATUS)
    assert "独占打开" in exported.unread
    assert exported.path.read_bytes() == b"new"
    assert written.read_bytes() == before


@pytest.mark.parametrize("mark", ["~$报告.docx", ".~lock.报告.docx#"])
def test_one_that_is_open_stays_and_the_new_one_is_written_beside(
    written: Path, saying: Callable[..., Any], mark: str
) -> None:
    (written.parent / mark).touch()
    before = written.read_bytes()
    exported = export(written, saying("第二稿。"), STATUS)
    assert written.read_bytes() == before
    assert exported.edited == written
    assert paragraphs(exported.path) == ["第二稿。"]


def test_a_full_disk_leaves_everything_as_it_was(
    written: Path, tmp_path: Path, saying: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, path: str) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    before = written.read_bytes()
    monkeypatch.setattr("jixiao.documents.word_package.WordPackage.save", fail)
    with pytest.raises(OutputError, match="磁盘空间不够"):
        export(written, saying("第二稿。"), STATUS)
    assert written.read_bytes() == before
    assert [*tmp_path.iterdir()] == [written]


@pytest.mark.parametrize("name", ["没有/报告.docx", f"{'长' * 300}.docx"])
def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path, saying: Callable[..., Any], name: str) -> None:
    with pytest.raises(OutputError):
        export(tmp_path / name, saying("第一段。"), STATUS)


@pytest.mark.parametrize("word", [DRAFT, FINAL])
def test_the_properties_say_draft_or_final(target: Path, saying: Callable[..., Any], word: str) -> None:
    export(target, saying("第一段。"), Status(word))
    assert Document(str(target)).core_properties.content_status == word
