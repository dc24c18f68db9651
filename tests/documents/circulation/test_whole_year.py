"""A unit's year, as files and by the commands: 18 projects, six people, merged, upgraded, reported, published."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.documents.circulation.leftovers import left_in
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.list_sheets import KEEP, TAKE
from jixiao.interfaces.cli.entry import run
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission
from openpyxl.worksheet.worksheet import Worksheet

from .test_merge import PEOPLE, emptied, filled

__all__ = ["filled"]
pytestmark = pytest.mark.long  # some forty workbooks of nineteen forms are built and read
NOTE = "已与国库核对"


def test_eighteen_projects_filled_by_six(
    filled: Submission, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _handed_out(filled, tmp_path)
    typed = 0
    for number, who in enumerate(PEOPLE):
        typed += _filled_in(folder / f"{who}.xlsx", filled, number)
    whole, parts = folder / "自评（总表）.xlsx", [str(folder / f"{who}.xlsx") for who in PEOPLE]
    merged = tmp_path / "合并.xlsx"
    assert run(["merge", str(whole), *parts, "-o", str(merged)]) == 0
    assert f"合并进来 {typed} 格" in capsys.readouterr().out
    after = read_book(merged)[1]
    assert _projects(after) == _projects(filled)
    assert _notes(merged) == len(PEOPLE)
    own = [title for title in openpyxl.load_workbook(merged, read_only=True).sheetnames if title.startswith("底稿")]
    assert own == ["底稿", *(f"底稿（{who}）" for who in PEOPLE[1:])]

    for who in PEOPLE:  # a second round: everybody corrects one figure that stands in the whole already
        _corrected(folder / f"{who}.xlsx")
    again = tmp_path / "再合并.xlsx"
    assert run(["merge", str(merged), *parts, "-o", str(again)]) == 1
    assert "有 6 处工作簿里填的和送来的不一样" in capsys.readouterr().out
    rows = read_book(again)[1].lists["disagreements"]
    assert [row[6] for row in rows] == list(PEOPLE)
    assert _projects(read_book(again)[1]) == _projects(filled)
    book = openpyxl.load_workbook(again)
    for line, choice in enumerate([TAKE] * 4 + [KEEP] * 2, 3):
        book["合并分歧"][f"H{line}"] = choice
    book.save(again)
    chosen = tmp_path / "选定.xlsx"
    assert run(["merge", str(again), "-o", str(chosen)]) == 0
    assert "采用送来的 4 处，保留工作簿的 2 处" in capsys.readouterr().out
    assert len(_differing(_projects(read_book(chosen)[1]), _projects(filled))) == 4

    older = _as_if_older(chosen, tmp_path / "旧版.xlsx")
    upgraded = tmp_path / "新版.xlsx"
    assert run(["upgrade", str(older), "-o", str(upgraded)]) == 0
    assert "逐格核对一致" in capsys.readouterr().out
    assert _projects(read_book(upgraded)[1]) == _projects(read_book(chosen)[1])
    assert _notes(upgraded) == len(PEOPLE)
    assert run(["report", str(upgraded), "-o", str(tmp_path / "报告.docx")]) == 0
    assert len(Document(str(tmp_path / "报告.docx")).tables) >= 19
    target = tmp_path / "公开.xlsx"
    command = ["final", str(upgraded), "--public", "--allow-open", "-o", str(target)]
    if run(command):
        names = tmp_path / "公开人名.xlsx"
        book = openpyxl.load_workbook(names)
        for row in book.worksheets[0].iter_rows(min_row=2):
            row[3].value = "隐去"
        book.save(names)
        assert run(command) == 0
    assert left_in(target) == left_in(target.with_suffix(".docx")) == []


def _handed_out(filled: Submission, folder: Path) -> Path:
    """The parts of the empty workbook, three projects to each of six."""
    whole = emptied(filled)
    build(load(whole.family), whole, folder / "自评.xlsx")
    listed = folder / "分工.xlsx"
    assert run(["split", str(folder / "自评.xlsx"), "--list", str(listed)]) == 0
    book = openpyxl.load_workbook(listed)
    for number in range(18):
        book.worksheets[0][f"A{3 + number}"] = PEOPLE[number // 3]
    book.save(listed)
    assert run(["split", str(folder / "自评.xlsx"), "--list", str(listed), "-o", str(folder / "分发")]) == 0
    return folder / "分发"


def _filled_in(path: Path, filled: Submission, number: int) -> int:
    """What a script types into a part: all of its projects, a note and a sheet of its own."""
    part, book = read_book(path)[1], openpyxl.load_workbook(path)
    count = 0
    for data in part.forms:
        source, sheet = list(filled.of("project"))[data.number - 1], book[data.sheet]
        theirs = {key: text for key, text in source.fields.items() if text}
        for block, rows in source.rows.items():
            theirs |= {f"{block}[{i}].{key}": text for i, row in enumerate(rows) for key, text in row.items() if text}
        count += sum(_typed(sheet, data.places[key], text) for key, text in theirs.items() if key != "project_name")
        if data is part.forms[0]:
            sheet["AZ3"] = f"{NOTE}{number}"
    book.create_sheet("底稿")["A1"] = f"第{number}份的明细"
    book.save(path)
    return count


def _typed(sheet: Worksheet, place: str, text: str) -> bool:
    """A text as it was published; cells under a merged one take theirs from above."""
    cell = sheet[place]
    if type(cell).__name__ == "MergedCell":
        return False
    cell.value, cell.number_format = text, "@"
    cell.data_type = "s"  # a target may begin with =
    return True


def _corrected(path: Path) -> None:
    part, book = read_book(path)[1], openpyxl.load_workbook(path)
    data = part.forms[0]
    book[data.sheet][data.places["indicators[0].actual"]].value = "更正后的完成值"
    book.save(path)


def _projects(submission: Submission) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """What the projects say, without blanks."""
    found = []
    for data in submission.of("project"):
        rows = [{key: text for key, text in row.items() if text} for row in data.rows["indicators"]]
        found.append(({key: text for key, text in data.fields.items() if text}, rows))
    return found


def _differing(one: Sequence[object], other: Sequence[object]) -> list[int]:
    return [index for index, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]


def _notes(path: Path) -> int:
    with zipfile.ZipFile(path) as package:
        return sum(package.read(name).decode("utf-8", "replace").count(NOTE) for name in package.namelist())


def _as_if_older(source: Path, target: Path) -> Path:
    """The same workbook as an earlier version would have marked it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(b"jixiao_made", b"jixiao_mode") if name == "xl/workbook.xml" else content
            )
    return target
