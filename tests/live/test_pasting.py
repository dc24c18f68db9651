"""What is pasted, filled down, cut and sorted: what it counts as, what is said where, and what 校验全部 mends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import xlwings as xw
import xlwings_calc
from jixiao.documents.workbook.build import build
from jixiao.documents.workbook.layout.row_hints import WAITS
from jixiao.interfaces.excel.cell_looks import has_input_looks
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.forms.library import load
from jixiao.model.submission.submission import Submission
from jixiao.model.submission.typed_figures import UNREADABLE

from .desk import OVERALL, Desk, Opened, row_of
from .hands import BASE, Hands, Place, Seen, seen, shown
from .office import Office

pytestmark = pytest.mark.live

RTF = (
    r"{\rtf1\ansi\trowd\cellx2000\cellx4000\intbl 19.5\u19975?\cell 3-5\cell\row"
    r"\trowd\cellx2000\cellx4000\intbl 1,250.5\cell \u8212?\u8212?\cell\row}"
)
"""A table of two rows as Word copies it: 19.5万, 3-5; 1,250.5, ——."""


WORD_HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><style>td{font-size:10.5pt}</style><body>
<!--StartFragment--><table class=MsoTableGrid border=1 style='border-collapse:collapse'>
<tr><td style='border:solid windowtext 1.0pt;background:red'><p class=MsoNormal><span lang=EN-US>19.5</span><span
style='font-family:宋体'>万</span></p></td><td><p class=MsoNormal>3-5</p></td></tr>
<tr><td sdval="12.3456"><p>12.35</p></td><td><p class=MsoNormal>——</p></td></tr></table></body></html>"""
"""A table of two rows as Word, a browser and, with all digits, LibreOffice copy it."""

TABBED = "19.5万\t3-5\r\n1,250.5\t——\r\n"
"""The same as Notepad copies it."""


PASTED = {
    "vehicle_purchase.budget": Seen("19.5万", "19.5", WAITS, False, "19.5", 19.5, "19.5"),
    "vehicle_purchase.final": Seen("3-5", "3-5", UNREADABLE, True, "3-5", 0, "3-5"),
    "vehicle_running.budget": Seen("1250.5", "1250.5", "", False, "1250.5", 1250.5, "1250.5"),
    "vehicle_running.final": Seen("——", "——", "", False, "——", 0, "——"),
    "procurement.previous": Seen("125万元", "125", WAITS, False, "125", 125, "125"),
    "abroad.budget": Seen("12.5", "12.5", "", False, "12.5", 12.5, "12.5"),
    "abroad.final": Seen("约20", "约20", UNREADABLE, True, "约20", 0, "约20"),
    "reception.budget": Seen("３．５", "3.5", WAITS, False, "3.5", 3.5, "3.5"),
    "reception.final": Seen("7", "7", "", False, "7", 7, "7"),
    "procurement.budget": Seen("19.5万", "19.5", WAITS, False, "19.5", 19.5, "19.5"),
    "procurement.final": Seen("3-5", "3-5", UNREADABLE, True, "3-5", 0, "3-5"),
    "budget_adjustment.budget": Seen("12.3456", "12.3456", "", False, "12.3456", 12.3456, "12.3456"),
    "budget_adjustment.final": Seen("——", "——", "", False, "——", 0, "——"),
    "abroad.previous": Seen("3", "3", "", False, "3", 3, "3"),
    "reception.previous": Seen("4", "4", "", False, "4", 4, "4"),
    "office.budget": Seen("4", "4", "", False, "4", 4, "4"),
    "utilities_travel.budget": Seen("4", "4", "", False, "4", 4, "4"),
    "meeting_training.budget": Seen("4", "4", "", False, "4", 4, "4"),
    "office.previous": Seen("8.8", "8.8", "", False, "8.8", 8.8, "8.8"),
    "budget_adjustment.previous": Seen("8.8", "8.8", "", False, "8.8", 8.8, "8.8"),
}
"""By the cell: two rows and a text out of Word, two rows of another workbook, two rows by 粘贴为数值, a column, filled
down, cut.

LibreOffice copies what is cut on a protected sheet.
"""


def press_on(desk: Desk, cell: xw.Range) -> str:
    """Select a cell and press 粘贴为数值."""
    cell.sheet.activate()
    cell.select()
    return desk.press("paste_values")


def paste_everything(hands: Hands, desk: Desk, at: Mapping[str, Place]) -> None:
    hands.paste(at["vehicle_purchase.budget"].cell, {"text/rtf": RTF})
    hands.paste(at["procurement.previous"].cell, {"text/plain;charset=utf-16": "125万元"})
    sheet = desk.app.books.add().sheets[0]
    sheet.range("A1").value = [[12.5, "约20"], ["３．５", 7]]
    sheet.range("A1:B2").color = (255, 0, 0)
    hands.command("Copy", sheet.range("A1:B2"))
    hands.command("Paste", at["abroad.budget"].cell)
    hands.copy({"text/html": WORD_HTML, "text/plain;charset=utf-16": TABBED})
    press_on(desk, at["procurement.budget"].cell)
    hands.copy({"text/plain;charset=utf-16": "3\n4\n5"})
    press_on(desk, at["abroad.previous"].cell)
    at["office.budget"].cell.value = 4
    column = (at["office.budget"].cell, at["meeting_training.budget"].cell)
    hands.command("FillDown", desk.book.sheets[BASE].range(*column))
    at["office.previous"].cell.value = 8.8
    hands.command("Cut", at["office.previous"].cell)
    hands.command("Paste", at["budget_adjustment.previous"].cell)


def test_what_is_pasted_counts_or_is_complained_of_and_looks_as_before(
    office: Office, opened: Opened, quyuan: Submission
) -> None:
    desk = opened(quyuan)
    hands = Hands(office, desk)
    at = {key: place for key, place in hands.amounts().items() if key in PASTED}
    paste_everything(hands, desk, at)
    below = at["reception.previous"].cell.offset(1)
    assert not below.api.getRows().IsVisible
    assert [below.value, below.offset(1).value] == [None, 5]
    found, told = seen(desk, at, {key: shown(place.cell) for key, place in at.items()})
    assert found == PASTED
    assert "把写成文字的数改成数字 4 处" in told
    assert "恢复填写格的颜色、边框和解锁" in told
    assert "重新合并拆开的单元格 2 处" in told  # of the four: LibreOffice refuses where Word's table was pasted
    for place in at.values():
        cell = place.cell.api
        assert not cell.CellProtection.IsLocked
        assert cell.BottomBorder.OuterLineWidth > 0
    assert "已修复" not in desk.press("check_all")


@pytest.fixture(scope="module")
def asking(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice that opens its dialogs."""
    with Office(tmp_path_factory.mktemp("asking"), asks=True) as running:
        running.install(extension)
        yield running


def test_a_block_pasted_with_ctrl_v_lands_and_is_made_to_look_as_before(
    office: Office, asking: Office, quyuan: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As text after the dialog Text Import, as HTML after Import Options."""
    del office  # skips where there is no LibreOffice
    path = tmp_path / "自评.xlsx"
    build(load(quyuan.family), quyuan, path)
    desk = Desk(app := xlwings_calc.attach(asking.context), book := app.books.open(str(path)), path)
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    app.impl.on_alert = lambda alert: "ok" if alert.buttons == "ok" else "no"
    hands, sheet = Hands(asking, desk), book.sheets[BASE]
    text, table = {"text/plain;charset=utf-16": TABBED}, {"text/html": WORD_HTML}
    for first, content in (("B8", text), ("B10", table), ("C23", text), ("C31", table), ("C8", table)):
        hands.paste_and_agree(sheet.range(first), content)
        cells = [sheet.range(first).offset(row, column) for row in (0, 1) for column in (0, 1)]
        assert [shown(cell) for cell in cells] == ["19.5万", "3-5", "1250.5" if content == text else "12.35", "——"]
        assert all(map(has_input_looks, cells)) == (content == text)
    assert "恢复填写格的颜色、边框和解锁" in desk.press("check_all")
    pasted = [*sheet.range("B8:D8"), *sheet.range("B10:C11"), *sheet.range("C23:D24"), *sheet.range("C31:D32")]
    assert all(map(has_input_looks, pasted))


def named(desk: Desk) -> dict[str, tuple[str, ...]]:
    """What each indicator says and gets, whatever its row."""
    overall = next(snapshot(desk.book).evaluation.of("overall"))
    rows = range(len(overall.data.rows["indicators"]))
    return {
        overall.printed("name", "indicators", row): tuple(
            overall.printed(key, "indicators", row) for key in ("target", "actual", "weight", "score", "reason")
        )
        for row in rows
    }


def test_sorted_indicators_keep_what_belongs_to_them(office: Office, desk: Desk) -> None:
    hands, sheet = Hands(office, desk), desk.book.sheets[OVERALL]
    before = named(desk)
    first, last = (desk.column(OVERALL, f"indicators_{key}").column for key in ("name", "reason"))
    names = sheet.range((row_of(desk, 0), first), (row_of(desk, 3), first))
    order = names.value
    hands.command(
        "DataSort", sheet.range(names[0], (row_of(desk, 3), last)),
        ByRows=True, HasHeader=False, Col1=first, Ascending1=False,
    )  # fmt: skip
    assert names.value != order
    desk.press("check_all")
    assert named(desk) == before
    assert not [cell for line in desk.formulas()[OVERALL] for cell in line if "#REF!" in str(cell)]
