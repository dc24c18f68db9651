"""A unit's year by the buttons: a book of 0.1.0 with 18 projects, 升级, 拆分 to six, 合并 twice, 生成报告, 公开版.

What the six do is done to their files; what the office fills in and chooses is typed into the open workbooks.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import jixiao.interfaces.excel.buttons as buttons
import openpyxl
import pytest
import xlwings as xw
from docx import Document
from jixiao.documents.circulation.merge import DELETED
from jixiao.documents.circulation.private_remains import left_in
from jixiao.documents.versions import report_name
from jixiao.documents.workbook.layout.made import is_older
from jixiao.documents.workbook.read import read_book
from jixiao.documents.workbook.sheets.list_sheets import KEEP, TAKE

from ..documents.circulation import unit_year as year
from .desk import Desk

pytestmark = [pytest.mark.live, pytest.mark.long]


def test_eighteen_projects_filled_by_six_by_the_buttons(
    app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(year.BOOK, tmp_path / "自评.xlsm"))
    before = year.cells(read_book(path)[1])
    app.impl.on_alert = lambda alert: "yes" if alert.buttons == "yes_no" else "ok"

    def at(file: Path) -> Desk:
        names = [book.name for book in app.books]
        book = app.books[file.name] if file.name in names else app.books.open(str(file))
        monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
        return Desk(app, book, file)

    assert "逐格核对一致" in at(path).press("upgrade_book")
    upgraded = tmp_path / "自评（升级）.xlsm"
    assert not is_older(read_book(upgraded)[1])
    assert year.cells(read_book(upgraded)[1]) == before

    whole, parts = _handed_out(at(upgraded), tmp_path)
    office = at(whole)
    data = list(read_book(whole)[1].of("project"))[year.MEANWHILE.project - 1]
    office.book.sheets[data.sheet].range(data.places[year.MEANWHILE.key]).value = year.MINE
    typed = sum(year.fill_in(part, who) for who, part in zip(year.PEOPLE, parts, strict=True))

    monkeypatch.setattr(buttons.circulation, "ask_books", lambda _: parts)
    told = office.press("merge_parts")
    assert f"合并进来 {typed - 1} 格" in told
    assert f"有 {len(PLANTED)} 处工作簿里填的和送来的不一样" in told
    merged = whole.with_stem(f"{whole.stem}（合并）")
    after = read_book(merged)[1]
    assert sorted(row[4:7] for row in after.lists["disagreements"]) == sorted(
        line for line in year.listed_expected(before) if line[1] != DELETED
    )

    desk = at(merged)
    takes = {one.who: TAKE if one.is_taken else KEEP for one in PLANTED if one is not year.MEANWHILE}
    choices = [KEEP if row[4] == year.MINE else takes[row[6]] for row in after.lists["disagreements"]]
    desk.book.sheets["合并分歧"].range("H3").options(transpose=True).value = choices
    assert f"采用送来的 {choices.count(TAKE)} 处，保留工作簿的 {choices.count(KEEP)} 处" in desk.press("merge_parts")
    chosen = merged.with_stem(f"{merged.stem}（合并）")
    said = year.cells(read_book(chosen)[1])
    differing = {
        cell for cell in said.keys() | year.cells(after).keys() if said.get(cell) != year.cells(after).get(cell)
    }
    assert differing == {one.cell for one in PLANTED if one.is_taken}
    titles = openpyxl.load_workbook(chosen, read_only=True).sheetnames
    assert [title for title in titles if title.startswith(year.OWN)] == [
        year.OWN, *(f"{year.OWN}（{who}）" for who in year.PEOPLE[1:]),
    ]  # fmt: skip

    desk = at(chosen)
    desk.press("write_report")
    report = chosen.with_name(report_name(chosen.stem))
    assert len(Document(str(report)).tables) >= 19
    _assert_published(desk, chosen)


PLANTED = tuple(one for one in year.PLANTED if one.theirs != DELETED)
"""Nobody deletes a row here: that is a button of its own."""


def _handed_out(desk: Desk, folder: Path) -> tuple[Path, list[Path]]:
    """拆分 twice: the first press writes the list of who fills in what, the second follows it."""
    desk.app.impl.on_alert = lambda alert: "no" if alert.buttons == "yes_no" else "ok"
    assert "分工表" in desk.press("split_parts")
    listed = desk.app.books[f"{desk.path.stem}分工.xlsx"]
    people = [[who] for who in year.PEOPLE for _ in range(year.EACH)]
    listed.sheets[0].range("A3").value = people
    listed.save()
    listed.close()
    desk.app.impl.on_alert = lambda alert: "yes" if alert.buttons == "yes_no" else "ok"
    assert "已分成 6 份" in desk.press("split_parts")
    handed = folder / f"{desk.path.stem}分发"
    return handed / f"{desk.path.stem}（总表）.xlsm", [handed / f"{who}.xlsm" for who in year.PEOPLE]


def _assert_published(desk: Desk, book: Path) -> None:
    assert "像是人名的词还没有定" in desk.press("make_public")
    names = book.with_name(f"{book.stem}公开版人名.xlsx")
    desk.app.books[names.name].close()
    listed = openpyxl.load_workbook(names)
    people = [row[0].value for row in listed.worksheets[0].iter_rows(min_row=2)]
    for row in listed.worksheets[0].iter_rows(min_row=2):
        row[3].value = "隐去"
    listed.save(names)
    assert set(people) >= {"马国强", "周晓梅", "欧阳志远"}
    assert "已生成公开版" in desk.press("make_public")
    public = book.with_name(f"{book.stem}公开版.xlsx")
    for file in (public, public.with_suffix(".docx")):
        assert left_in(file, people) == []
