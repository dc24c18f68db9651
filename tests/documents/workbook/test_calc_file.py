"""An .ods: ours is told from others without LibreOffice, and what cannot be read is refused with what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from jixiao.documents import libreoffice
from jixiao.documents.workbook.calc_file import excel_name, is_own
from jixiao.documents.workbook.read import BookError, ForeignBook, read_book

CONTENT = (
    '<office:document-content xmlns:office="o" xmlns:table="t"><office:body><office:spreadsheet>{cells}'
    "<table:named-expressions>{names}</table:named-expressions></office:spreadsheet></office:body>"
    "</office:document-content>"
)
OURS = '<table:named-expression table:name="jixiao_family" table:expression="&quot;hunan-2024&quot;"/>'
SCRIPT = '<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD 1.0//EN" "libraries.dtd"><library:libraries/>'


def calc_file(folder: Path, content: str) -> Path:
    path = folder / "自评.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("Basic/script-lc.xml", SCRIPT)
        archive.writestr("content.xml", content)
    return path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (CONTENT.format(cells="", names=OURS), True),
        (CONTENT.format(cells="", names=OURS.replace("jixiao_family", "family")), False),
        ("jixiao_family: no XML, as where the file is locked", False),
    ],
)
def test_a_book_of_ours_is_told_by_the_name_of_its_family(tmp_path: Path, content: str, expected: bool) -> None:
    with zipfile.ZipFile(calc_file(tmp_path, content)) as archive:
        assert is_own(archive) == expected


def test_an_ods_of_ours_without_libreoffice_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda name: None)
    with pytest.raises(BookError, match=r"另存为”存成 \.xlsx") as caught:
        read_book(calc_file(tmp_path, CONTENT.format(cells="", names=OURS)))
    assert not isinstance(caught.value, ForeignBook)


def test_an_ods_of_others_is_not_given_to_libreoffice_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda name: pytest.fail("asked for"))
    with pytest.raises(ForeignBook, match="不是本程序的自评工作簿"):
        read_book(calc_file(tmp_path, CONTENT.format(cells="", names="")))


def test_it_is_counted_before_anything_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda name: pytest.fail("asked for"))
    deep = CONTENT.format(cells="<table:x>" * 200 + "</table:x>" * 200, names=OURS)
    with pytest.raises(BookError, match="层层嵌套太多"):
        read_book(calc_file(tmp_path, deep))
    with pytest.raises(BookError, match="不应有的声明"):
        read_book(calc_file(tmp_path, "<!DOCTYPE x [<!ENTITY a 'b'>]>" + CONTENT.format(cells="", names=OURS)))


@pytest.mark.parametrize(("name", "made"), [("自评.ods", "自评.xlsx"), ("自评.xlsm", "自评.xlsm")])
def test_what_is_made_of_it_is_an_excel_file(name: str, made: str) -> None:
    assert excel_name(Path(name)) == Path(made)
