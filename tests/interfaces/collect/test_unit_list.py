"""The list of units is read as bureaus write it; one that is none is told."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from jixiao.core.errors import UserError
from jixiao.interfaces.cli.entry import run
from jixiao.interfaces.collect.unit_list import read_unit_list
from openpyxl import Workbook

UNITS = ("某某县甲局", "某某县乙中心")
SHEET = "xl/worksheets/sheet1.xml"


def saved(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "rows",
    [
        [["单位名称"], [UNITS[0]], [UNITS[1]]],
        [["某某县2024年应报单位名单"], ["序号", "预算单位", "备注"], [1, UNITS[0], "一级"], [2, UNITS[1], None]],
        [[1, UNITS[0]], [2, UNITS[1]], [None, UNITS[1]]],
        [[UNITS[0]], [None], [f" {UNITS[1]}\n"]],
    ],
    ids=["headed", "titled and numbered", "numbered", "names alone"],
)
def test_names_are_found_as_bureaus_write_them(rows: list[list[object]], tmp_path: Path) -> None:
    assert read_unit_list(saved(tmp_path / "名单.xlsx", rows)) == UNITS


def test_a_sheet_of_notes_before_the_list_has_no_names(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book = Workbook()
    book.active.append(["请于3月底前报送"])
    for row in (["序号", "单位名称"], [1, UNITS[0]], [2, UNITS[1]]):
        (book["名单"] if "名单" in book.sheetnames else book.create_sheet("名单")).append(row)
    book.save(path)
    assert read_unit_list(path) == UNITS


def altered(path: Path, before: str, after: str) -> None:
    """Write a workbook's sheet anew with one of its texts replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(before.encode(), after.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("</sheetDat>", "打不开"),
        ('</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "合并的单元格"),
    ],
    ids=["damaged", "everything merged"],
)
def test_a_list_that_cannot_be_read_is_told(
    after: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(tmp_path / "名单.xlsx", [[UNITS[0]]])
    altered(path, "</sheetData>", after)
    assert run(["collect", str(tmp_path), "-o", str(tmp_path / "结果"), "--expect", str(path)]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "结果").exists()


def test_an_empty_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有单位名称"):
        read_unit_list(saved(tmp_path / "名单.xlsx", [["序号", "单位名称"], [1, None]]))
