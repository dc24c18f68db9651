"""A template may be any file: it is opened within bounds, and nothing in it acts or leads elsewhere."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx.document import Document as DocumentObject
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from jixiao.documents.intake import DocumentError
from jixiao.documents.word_package import RELATIONS
from jixiao.documents.word_templates import check_template, open_template, template_file
from jixiao.model.forms.family import Family

from .conftest import Make, Messages

MAIN = "word/document.xml"


def changed(source: Path, parts: dict[str, bytes | None]) -> Path:
    """A copy of a file with other parts (``None``: without them)."""
    target = source.with_name("改.docx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = parts.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name] or b"")
    return target


def text_of(source: Path, name: str = MAIN) -> bytes:
    with zipfile.ZipFile(source) as package:
        return package.read(name)


def test_a_zip_bomb_is_not_unpacked(make: Make) -> None:
    with pytest.raises(DocumentError, match="展开后太大"):
        open_template(changed(make("x"), {MAIN: b" " * (template_file.MAX_XML + 1)}))


def test_many_large_parts_are_not_unpacked(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_file, "MAX_UNPACKED", 10_000)
    with pytest.raises(DocumentError, match="展开后太大"):
        open_template(make("x"))


def test_an_external_entity_is_not_read(make: Make, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("机密")
    source = make("{{ unit }}")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'.encode()
    text = text_of(source)
    hostile = text.replace(b"?>", b"?>" + entity, 1).replace(b"{{ unit }}", b"&x;")
    with pytest.raises(DocumentError, match=r"声明|损坏"):
        open_template(changed(source, {MAIN: hostile}))


def test_entities_that_multiply_are_not_read_in_any_part(make: Make) -> None:
    source = make("x")
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    styles = text_of(source, "word/styles.xml").replace(b"?>", b"?>" + bomb, 1)
    with pytest.raises(DocumentError, match=r"声明|损坏"):
        open_template(changed(source, {"word/styles.xml": styles}))


def test_deep_nesting_is_refused(make: Make) -> None:
    source = make("x")
    deep = b"<w:sdt><w:sdtContent>" * 5_000 + b"</w:sdtContent></w:sdt>" * 5_000
    with pytest.raises(DocumentError):
        open_template(changed(source, {MAIN: text_of(source).replace(b"<w:sectPr", deep + b"<w:sectPr", 1)}))


@pytest.mark.parametrize("name", [MAIN, "[Content_Types].xml", "_rels/.rels"])
def test_a_missing_part_is_told(make: Make, name: str) -> None:
    with pytest.raises(DocumentError, match="请"):
        open_template(changed(make("{{ unit }}"), {name: None}))


def test_properties_that_are_none_are_told(make: Make) -> None:
    with pytest.raises(DocumentError, match="格式特殊"):
        open_template(changed(make("x"), {"docProps/core.xml": b"<a/>"}))


def test_a_text_without_a_page_is_told(make: Make) -> None:
    source = make("x")
    text = text_of(source)
    start, end = text.index(b"<w:sectPr"), text.index(b"</w:sectPr>") + len(b"</w:sectPr>")
    with pytest.raises(DocumentError, match="格式特殊"):
        open_template(changed(source, {MAIN: text[:start] + text[end:]}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b""), ("a.docx", b"PK\x03\x04"), ("a.docx", b"%PDF-1.7"), ("a.docx", b"\xd0\xcf\x11\xe0"),
        ("a.doc", b"x"), ("a.pdf", b"x"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=name):
        open_template(tmp_path / name)


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有文件"):
        open_template(tmp_path / "没有.docx")


def test_a_document_with_macros_is_no_template(make: Make) -> None:
    source = make("x")
    types = text_of(source, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(DocumentError, match="带宏"):
        open_template(changed(source, {"[Content_Types].xml": types}))


@pytest.mark.parametrize(
    ("kind", "told"),
    [("vbaProject", "含有宏"), ("oleObject", "嵌入的对象"), ("aFChunk", "嵌入的文件"), ("frame", "“frame”一类内容")],
)
def test_what_acts_is_refused(make: Make, messages: Messages, kind: str, told: str) -> None:
    def add(document: DocumentObject) -> None:
        part = Part(PackURI("/word/other.bin"), "application/octet-stream", b"x", document.part.package)
        document.part.relate_to(part, f"{RELATIONS}/{kind}")

    (message,) = messages(make("{{ unit }}", change=add))
    assert told in message


@pytest.mark.parametrize(
    ("kind", "address", "is_refused"),
    [
        ("image", "http://example.org/x.png", True),
        ("oleObject", "file:///c:/x", True),
        ("hyperlink", r"\\server\share\x.docx", True),
        ("hyperlink", "javascript:alert(1)", True),
        ("hyperlink", "https://example.org/", False),
        ("hyperlink", "mailto:x@example.org", False),
    ],
)
def test_what_lies_elsewhere_is_refused(
    make: Make, messages: Messages, kind: str, address: str, is_refused: bool
) -> None:
    path = make("{{ unit }}", change=lambda d: d.part.relate_to(address, f"{RELATIONS}/{kind}", is_external=True))
    assert bool(messages(path)) is is_refused


@pytest.mark.parametrize(
    "field", ["INCLUDETEXT c:/x", "DDEAUTO excel x", " includepicture http://x", "LINK Excel.Sheet"]
)
def test_fields_that_fetch_something_are_refused(make: Make, messages: Messages, field: str) -> None:
    def add(document: DocumentObject) -> None:
        for piece in (field[:3], field[3:]):
            words = OxmlElement("w:instrText")
            words.text = piece
            document.paragraphs[0].add_run()._r.append(words)

    (message,) = messages(make("x", change=add))
    assert field.split()[0].upper() in message


@pytest.mark.parametrize("field", ["PAGE", 'TOC \\o "1-2" \\h', "LINKED", "SEQ 图"])
def test_other_fields_stay(make: Make, messages: Messages, field: str) -> None:
    def add(document: DocumentObject) -> None:
        document.paragraphs[0]._p.append(OxmlElement("w:fldSimple", attrs={qn("w:instr"): field}))

    assert messages(make("{{ unit }}", change=add)) == []


def test_tracked_changes_are_refused(make: Make, messages: Messages) -> None:
    def track(document: DocumentObject) -> None:
        paragraph = document.paragraphs[0]
        deleted = OxmlElement("w:del")
        paragraph._p.append(deleted)
        deleted.append(paragraph.runs[0]._r)

    assert "修订" in messages(make("{{ unti }}", change=track))[0]


def test_an_attached_word_template_is_told(make: Make, family: Family) -> None:
    address = "file:///C:/Users/someone/x.dotx"

    def attach(document: DocumentObject) -> None:
        document.part._settings_part.relate_to(address, template_file.ATTACHED, is_external=True)

    checked = check_template(open_template(make("{{ unit }}", change=attach)), family)
    assert checked.faults == ()
    assert any(address in hint for hint in checked.hints)


def test_a_part_that_is_there_twice_is_refused(make: Make) -> None:
    source = make("x")
    with zipfile.ZipFile(source, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(MAIN, b"<x/>")
    with pytest.raises(DocumentError, match="重名"):
        open_template(source)
