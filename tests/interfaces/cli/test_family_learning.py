"""docs/新增表样.md, followed word for word: from a blank to the report."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jixiao.core import resources
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms import library
from jixiao.model.forms.library import load
from openpyxl import load_workbook

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "新增表样.md"
BLANK = "mof-project-2020/blanks/mof_project_2020.docx"
SHEET = "jiangxi-2025-对照表.xlsx"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the blank, and the shipped families where they may be added to."""
    root = tmp_path / "home"
    shutil.copytree(resources.path("workbook", "forms"), root / "workbook" / "forms")
    shipped = resources.path

    def path(*parts: str) -> Path:
        return root.joinpath(*parts) if parts[:2] == ("workbook", "forms") else shipped(*parts)

    monkeypatch.setattr(resources, "path", path)
    (tmp_path / "样表").mkdir()
    monkeypatch.chdir(tmp_path / "样表")
    shutil.copyfile(root / "workbook" / "forms" / BLANK, "样表.docx")
    library.refresh()
    yield root / "workbook" / "forms"
    monkeypatch.undo()
    library.refresh()


def commands() -> list[list[str]]:
    """The commands that the guide tells to run, in order."""
    blocks = re.findall(r"```\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.strip().split("\n")]
    return [shlex.split(line)[1:] for line in lines]


def test_the_guide_leads_from_the_blank_to_the_report(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [run(words) for words in commands()] == [0] * len(commands())
    said = capsys.readouterr().out
    assert "认得 39 处（100%）" in said
    assert "没有不同" in said
    assert load("jiangxi-2025").head.certainty == "S"
    assert Path("报告.docx").is_file()


def test_the_guides_pictures_are_there() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", GUIDE.read_text("utf-8"))
    assert len(pictures) == 2
    assert all((GUIDE.parent / picture).is_file() for picture in pictures)


def test_a_correction_is_taken_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(commands()[0]) == 0
    assert load("jiangxi-2025").head.certainty == "I"
    book = load_workbook(SHEET)
    row = next(row for row in book["对照"].iter_rows(min_row=2) if row[2].value == "主管部门 [department]")
    row[2].value = "部门（单位）名称 [unit_name]"
    book.save(SHEET)
    assert run(["family", "apply", SHEET]) == 0
    assert "改了 1 处" in capsys.readouterr().out
    form = load("jiangxi-2025").forms[0]
    keys = {cell.field for row in form.rows for cell in getattr(row, "cells", ())}
    assert "unit_name" in keys
    assert "department" not in keys


def test_a_name_that_is_taken_is_refused_and_nothing_changes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "new", "hunan-2024", "--from", "样表.docx"]) == 2
    assert "已经有表样" in capsys.readouterr().err
    assert not Path("hunan-2024-对照表.xlsx").exists()


@pytest.mark.parametrize("name", ["江西", "Jiangxi", "2025-x", "../x"])
def test_a_name_that_no_folder_can_have_is_refused(place: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["family", "new", name, "--from", "样表.docx"]) == 2
    assert "不能用" in capsys.readouterr().err


def test_a_book_that_is_no_table_of_corrections_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("别的.xlsx").write_bytes(b"PK")
    assert run(["family", "apply", "别的.xlsx"]) == 2
    assert "不是对照表" in capsys.readouterr().err


def test_check_shows_the_proof_beside_the_blank(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(commands()[0]) == 0
    capsys.readouterr()
    assert run(["family", "check", "jiangxi-2025"]) == 0
    assert "与样表逐格比对：样表上印的 40 处，全部一样" in capsys.readouterr().out
    form = place / "jiangxi-2025" / "project.yaml"
    form.write_text(form.read_text("utf-8").replace("label: 其他资金", "label: 其他的资金"), "utf-8")
    library.refresh()
    assert run(["family", "check", "jiangxi-2025"]) == 0
    assert "没有「其他资金」" in capsys.readouterr().out


def test_corrections_that_make_no_family_change_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(commands()[0]) == 0
    before = {path.name: path.read_bytes() for path in (place / "jiangxi-2025").iterdir() if path.is_file()}
    book = load_workbook(SHEET)
    row = next(row for row in book["对照"].iter_rows(min_row=2) if row[2].value == "主管部门 [department]")
    row[2].value = "实施单位 [implementer]"
    book.save(SHEET)
    assert run(["family", "apply", SHEET]) == 2
    said = capsys.readouterr().err
    assert "两个格子认作同一栏" in said
    assert "yaml" not in said
    assert {path.name: path.read_bytes() for path in (place / "jiangxi-2025").iterdir() if path.is_file()} == before
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []
