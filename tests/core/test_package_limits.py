"""Packages are counted before anything is built of them; what asks for too much is refused in constant memory."""

from __future__ import annotations

import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from jixiao.core.package_limits import DOCUMENT, WORKBOOK, OversizedFile, PackageLimits, count_package

SHEET = '<worksheet xmlns="x">{}</worksheet>'


def packed(path: Path, **parts: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return path


def counted(path: Path, limits: PackageLimits = WORKBOOK) -> None:
    with zipfile.ZipFile(path) as archive:
        count_package(archive, path.name, limits)


def merged(*areas: str) -> str:
    return SHEET.format("".join(f'<mergeCell ref="{area}"/>' for area in areas))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (merged("A1:XFD1048576"), "合并的单元格或链接太多"),
        (merged("A1:CV1000", "A1001:CV2100"), "合并的单元格或链接太多"),
        (merged("没有这样的区域"), "合并的单元格或链接太多"),
        (SHEET.format('<hyperlink ref="A1:XFD1048576"/>'), "合并的单元格或链接太多"),
        (SHEET.format('<x:c xmlns:x="y"/>' * 400_001), "单元格太多"),
        (SHEET.format("<definedName/>" * 30_001), "名称太多"),
        (SHEET.format("<v/>" * 1_000_001), "内容太多"),
        (f'<a b="{"x" * 1_000_001}"/>', "一个属性的文字太多"),
        (SHEET.format('<row r="99999999999"/>'), "行号是 99999999999，没有这样的行"),
        (SHEET.format('<row r="-5"/>'), "行号是 -5，没有这样的行"),
        (SHEET.format('<row r="1"><c r="A0"/></row>'), "位置是 A0，没有这样的格"),
        (SHEET.format('<row r="1"><c r="没有"/></row>'), "位置是 没有，没有这样的格"),
        ("<a>" * 200 + "</a>" * 200, "层层嵌套太多"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "声明"),
        ('<?xml version="1.0" encoding="GBK"?><a/>', "声明"),
        (SHEET.format("<v/>" * 1_000_001).encode("utf-16"), "内容太多"),
    ],
)
def test_what_asks_for_too_much_is_refused(content: str | bytes, told: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "自评.xlsx", sheet1=content)
    with pytest.raises(OversizedFile, match=told) as caught:
        counted(path)
    assert "自评.xlsx" in str(caught.value)


def test_a_package_that_was_counted_is_counted_again_under_other_limits_and_once_it_has_changed(tmp_path: Path) -> None:
    path = packed(tmp_path / "自评.xlsx", sheet1=SHEET.format("<v/>" * 100))
    counted(path)
    counted(path)
    with pytest.raises(OversizedFile, match="内容太多"):
        counted(path, replace(WORKBOOK, elements=99))
    packed(path, sheet1=merged("A1:XFD1048576"))
    for _ in range(2):
        with pytest.raises(OversizedFile, match="合并的单元格或链接太多"):
            counted(path)


def test_a_report_of_more_words_than_anybody_reads_is_refused(tmp_path: Path) -> None:
    long = packed(tmp_path / "自评.docx", document="<p>" + "支出一万元。" * 500_001 + "</p>")
    with pytest.raises(OversizedFile, match="文字太多（超过 3000000）"):
        counted(long, DOCUMENT)


def test_counting_takes_little_memory_however_much_there_is(tmp_path: Path) -> None:
    path = packed(tmp_path / "自评.xlsx", sheet1=SHEET.format('<row r="1"><c r="A1"/></row>' * 50_000))
    tracemalloc.start()
    try:
        counted(path)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_a_part_is_counted_whatever_it_is_called(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/media/photo.png", merged("A1:XFD1048576"))
    with pytest.raises(OversizedFile):
        counted(tmp_path / "a.xlsx")


def test_all_parts_together_are_counted(tmp_path: Path) -> None:
    half = SHEET.format("<c/>" * 250_000)
    counted(packed(tmp_path / "one.xlsx", a=half))
    with pytest.raises(OversizedFile, match="单元格太多"):
        counted(packed(tmp_path / "two.xlsx", a=half, b=half))


def test_pictures_and_broken_parts_are_left_to_their_readers(tmp_path: Path) -> None:
    counted(packed(tmp_path / "a.xlsx", picture=bytes(range(256)) * 100, broken="<a><b></a>", empty="", one="<a/>"))


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (PackageLimits(parts=1, unpacked=10_000, xml_part=10_000, elements=100), "2 个部件"),
        (PackageLimits(parts=9, unpacked=100, xml_part=10_000, elements=100), "展开后太大"),
        (PackageLimits(parts=9, unpacked=10_000, xml_part=100, elements=100), "展开后太大"),
    ],
)
def test_the_directory_alone_tells_of_size(limits: PackageLimits, told: str, tmp_path: Path) -> None:
    with pytest.raises(OversizedFile, match=told):
        counted(packed(tmp_path / "a.xlsx", a="<a>" + " " * 200 + "</a>", b="<a/>"), limits)


def test_our_own_books_and_reports_are_far_from_the_limits(quyuan_book: Path) -> None:
    counted(quyuan_book)
    tenth = PackageLimits(
        500, 30_000_000, 6_000_000, 100_000, cells=20_000, each={k: v // 10 for k, v in WORKBOOK.each.items()}
    )
    counted(quyuan_book, tenth)
    assert DOCUMENT.elements > 10 * 41_000


def test_more_merged_areas_than_any_book_has_are_not_opened(tmp_path: Path) -> None:
    with pytest.raises(OversizedFile, match="合并的单元格太多（超过 30000）"):
        counted(packed(tmp_path / "a.xlsx", a=SHEET.format('<mergeCell ref="A1:B1"/>' * 30_001)))
