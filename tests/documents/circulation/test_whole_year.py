"""A unit's year, as files and by the commands: a book of 0.1.0 with 18 projects is upgraded, split among six, filled in
by six with disagreements planted, merged, chosen, reported and published; every disagreement is listed, nothing lost.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from jixiao.documents.circulation.private_remains import left_in
from jixiao.documents.circulation.split import values_of
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.list_sheets import KEEP, TAKE
from jixiao.interfaces.cli.entry import run
from jixiao.model.submission import Submission
from openpyxl.worksheet._reader import WorksheetReader

from . import unit_year as year

Capture = pytest.CaptureFixture[str]


def test_eighteen_projects_filled_by_six(tmp_path: Path, capsys: Capture) -> None:
    book = Path(shutil.copy(year.BOOK, tmp_path / "自评.xlsm"))
    old = read_book(book)[1]
    before = year.cells(old)
    upgraded = tmp_path / "自评（升级1）.xlsm"
    assert run(["upgrade", str(book)]) == 0
    assert f"填写的 {_filled(old)} 格、正文 2 段都带过来了，逐格核对一致" in capsys.readouterr().out
    new = read_book(upgraded)[1]
    assert year.cells(new) == before
    assert not is_older(new)

    whole, parts = _handed_out(upgraded, tmp_path)
    typed = sum(year.fill_in(part, who) for who, part in zip(year.PEOPLE, parts, strict=True))
    capsys.readouterr()
    merged = tmp_path / "合并.xlsm"
    assert run(["merge", str(whole), *map(str, parts), "-o", str(merged)]) == 1
    told = capsys.readouterr().out
    assert f"合并进来 {typed - 1} 格" in told  # one of them was filled in by both
    assert f"有 {len(year.PLANTED)} 处工作簿里填的和送来的不一样" in told
    after = read_book(merged)[1]
    assert year.cells(after) == year.merged_cells_expected(before)
    assert sorted(row[4:7] for row in after.lists["disagreements"]) == year.listed_expected(before)
    _assert_places_are_right(after)
    _assert_additions_are_there(merged)

    chosen = _chosen(merged, after, tmp_path / "选定.xlsm", capsys)
    assert year.cells(read_book(chosen)[1]) == year.chosen_cells_expected(year.cells(after))
    _assert_additions_are_there(chosen)
    assert run(["report", str(chosen), "-o", str(tmp_path / "报告.docx")]) == 0
    assert len(Document(str(tmp_path / "报告.docx")).tables) >= 19
    _assert_published(chosen, tmp_path / "公开.xlsx", capsys)


def _filled(submission: Submission) -> int:
    """How many cells of a book people filled in, those of 首页 among them."""
    forms = [text for data in submission.forms for _, text in values_of(data) if text]
    home = (submission.unit, submission.report_date, submission.preparer, submission.phone)
    return len(forms) + sum(map(bool, [*home, *submission.choices.values()]))


def _handed_out(book: Path, folder: Path) -> tuple[Path, list[Path]]:
    """The whole and the parts, three projects to each of six; one row is deleted, one cell filled in by both."""
    listed = folder / "分工.xlsx"
    assert run(["split", str(book), "--list", str(listed)]) == 0
    allotment = openpyxl.load_workbook(listed)
    for number in range(len(year.PEOPLE) * year.EACH):
        allotment.worksheets[0][f"A{3 + number}"] = year.PEOPLE[number // year.EACH]
    allotment.save(listed)
    assert run(["split", str(book), "--list", str(listed), "-o", str(folder / "分发")]) == 0
    whole, parts = (
        folder / "分发" / f"{book.stem}（总表）.xlsm",
        [folder / "分发" / f"{who}.xlsm" for who in year.PEOPLE],
    )
    parts[2] = _without_last_row(parts[2], folder / "财务科.xlsm")
    data = list(read_book(whole)[1].of("project"))[year.MEANWHILE.project - 1]
    year.type_in(whole, {(data.sheet, data.places[year.MEANWHILE.key]): year.MINE})
    return whole, parts


def _without_last_row(part: Path, target: Path) -> Path:
    """Somebody deletes the last indicator of their last project."""
    data = list(read_book(part)[1].of("project"))[-1]
    place = data.places[f"indicators[{len(data.rows['indicators']) - 1}].name"]
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert run(["delete-indicator", str(part), "--sheet", data.sheet, "--row", row, "-o", str(target)]) == 0
    return target


def _assert_places_are_right(submission: Submission) -> None:
    """Each row of the list names a cell in which stands what it says."""
    said = {
        (data.sheet, data.places[key]): text
        for data in submission.forms
        for key, text in values_of(data)
        if key in data.places
    }
    rows = submission.lists["disagreements"]
    assert [said[row[1], row[2]] for row in rows] == [row[4] for row in rows]


def _assert_additions_are_there(path: Path) -> None:
    """A note, a comment, a sheet with a picture and a chart, and a picture on a form, of each of six."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    text = "".join(parts.values())
    for who in year.PEOPLE:
        assert text.count(f"{year.NOTE}：{who}") == text.count(f"{year.REMARK}：{who}") == 1
        assert text.count(f"{who}的明细") == 1
        assert text.count(f'descr="{who}的公章"') == 2
    with pytest.MonkeyPatch.context() as patched:  # openpyxl takes longest over the borders of merged cells
        patched.setattr(WorksheetReader, "bind_merged_cells", lambda _: None)
        book = openpyxl.load_workbook(path, keep_vba=True)
    own = [sheet for sheet in book.worksheets if sheet.title.startswith(year.OWN)]
    assert [sheet.title for sheet in own] == [year.OWN, *(f"{year.OWN}（{who}）" for who in year.PEOPLE[1:])]
    assert all(len(sheet._charts) == 1 for sheet in own)


def _chosen(merged: Path, said: Submission, target: Path, capsys: Capture) -> Path:
    rows = said.lists["disagreements"]
    takes = {one.who: TAKE if one.is_taken else KEEP for one in year.PLANTED if one is not year.MEANWHILE}
    choices = [KEEP if row[4] == year.MINE else takes[row[6]] for row in rows]
    edited = Path(shutil.copy(merged, merged.with_name("定好.xlsm")))
    year.type_in(edited, {("合并分歧", f"H{line}"): choice for line, choice in enumerate(choices, 3)})
    assert run(["merge", str(edited), "-o", str(target)]) == 0
    taken = sum(one.is_taken for one in year.PLANTED)
    assert f"采用送来的 {taken} 处，保留工作簿的 {len(year.PLANTED) - taken} 处" in capsys.readouterr().out
    return target


def _assert_published(book: Path, target: Path, capsys: Capture) -> None:
    """Names are asked for once; then both files are written and nothing of persons is in them."""
    command = ["final", str(book), "--public", "--allow-open", "-o", str(target)]
    assert run(command) == 1
    names = target.with_name(f"{target.stem}人名.xlsx")
    listed = openpyxl.load_workbook(names)
    people = [row[0].value for row in listed.worksheets[0].iter_rows(min_row=2)]
    assert set(people) >= {"马国强", "周晓梅", "欧阳志远"}
    for row in listed.worksheets[0].iter_rows(min_row=2):
        row[3].value = "隐去"
    listed.save(names)
    assert run(command) == 0
    assert "已生成公开版" in capsys.readouterr().out
    for file in (target, target.with_suffix(".docx")):
        assert left_in(file, people) == []
