"""What is typed into cells for figures, as a person types it: what it counts as, and what is then said where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
import xlwings as xw
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.submission.submission import Submission

from .desk import Desk, Opened
from .office import Office

pytestmark = pytest.mark.live

BASE = "附件1 基础数据表"


@dataclass(frozen=True)
class Seen:
    """What a person sees after an entry.

    Attributes:
        shown: what the cell shows.
        figure: what it counts as in checks and report; a text that is no figure as it was typed, nothing for a blank.
        is_hinted: whether the hint beside the row says that it cannot be read.
        is_found: whether the check says so.
        checked: what the cell shows after 校验全部.
        added: what a native total then adds for it.
    """

    shown: str
    figure: str | None
    is_hinted: bool
    is_found: bool
    checked: str
    added: float


MONEY = {
    "125": Seen("125", "125", False, False, "125", 125),
    "1250.5": Seen("1250.5", "1250.5", False, False, "1250.5", 1250.5),
    "1,250.5": Seen("1250.5", "1250.5", False, False, "1250.5", 1250.5),
    "１２．５": Seen("１２．５", "12.5", True, False, "12.5", 12.5),
    "19.5万": Seen("19.5万", "19.5", True, False, "19.5", 19.5),
    "125万元": Seen("125万元", "125", True, False, "125", 125),
    "1,250.5元": Seen("1,250.5元", "0.12505", True, False, "0.12505", 0.12505),
    "三百": Seen("三百", "三百", True, True, "三百", 0),
    "约20": Seen("约20", "约20", True, True, "约20", 0),
    "/": Seen("/", "/", False, False, "/", 0),
    "——": Seen("——", "——", False, False, "——", 0),
    "0.6.1": Seen("0.6.1", "0.6.1", True, True, "0.6.1", 0),
    "3-5": Seen("3-5", "3-5", True, True, "3-5", 0),
    "2026-3-5": Seen("2026-03-05", "2026-03-05", False, True, "误填 2026-03-05", 0),
    "TRUE": Seen("TRUE", "TRUE", False, True, "误填 TRUE", 0),
    "#N/A": Seen("#N/A", "#N/A", True, True, "#N/A", 0),
    "=100+25": Seen("125", "125", False, False, "125", 125),
    "很长" * 2000: Seen("很长" * 2000, "很长" * 2000, True, True, "很长" * 2000, 0),
    "": Seen("", None, False, False, "", 0),
}


@dataclass(frozen=True)
class Entry:
    """A cell for an amount of 附件1, and what is typed there."""

    reference: str
    cell: xw.Range
    text: str


def entries(desk: Desk) -> list[Entry]:
    """Each text of the table with a cell of its own."""
    form = next(snapshot(desk.book).evaluation.of("base"))
    cells = [p for p in form.layout.cells if p.key and p.cell.kind == "amount" and not p.cell.formula and not p.block]
    sheet = desk.book.sheets[BASE]
    return [
        Entry(placed.key, sheet.range(form.data.places[placed.key]), text)
        for placed, text in zip(cells, MONEY, strict=False)
    ]


def type_in(office: Office, desk: Desk, typed: Sequence[Entry]) -> None:
    """Type into selected cells, as the keyboard does, whatever stood there."""
    dispatcher = office.service("com.sun.star.frame.DispatchHelper")
    desk.book.sheets[BASE].activate()
    frame = desk.book.api.getCurrentController().getFrame()
    for entry in typed:
        entry.cell.clear_contents()
        entry.cell.number_format = "General"
        entry.cell.select()
        if entry.text:
            dispatcher.executeDispatch(frame, ".uno:EnterString", "", 0, (_property("StringName", entry.text),))


def _property(name: str, value: str) -> Any:
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def shown(entry: Entry) -> str:
    return str(entry.cell.api.getCellByPosition(0, 0).String)


def added(entry: Entry) -> float:
    """What a native sum adds for a cell: nothing for a text."""
    return float(entry.cell.api.getCellByPosition(0, 0).Value)


def is_hinted(entry: Entry) -> bool:
    sheet = entry.cell.sheet
    cells = sheet.range((entry.cell.row, 1), (entry.cell.row, sheet.used_range.last_cell.column)).value
    return any(f"“{entry.text}”读不出来" in str(each) for each in cells)


def judged(desk: Desk, typed: Sequence[Entry]) -> Iterator[tuple[str | None, bool]]:
    """What each counts as, and whether the check says that it cannot be read."""
    evaluation = snapshot(desk.book).evaluation
    found = [f for f in run(evaluation) if f.outcome is Outcome.FAIL and "读不出来" in f.message]
    for entry in typed:
        value = next(evaluation.of("base")).value(entry.reference)
        figure = value if value is None or isinstance(value, str) else f"{value.normalize():f}"
        yield figure, any(f.reference == entry.reference for f in found)


def test_what_is_typed_counts_or_is_complained_of_where_it_stands(
    office: Office, opened: Opened, quyuan: Submission
) -> None:
    desk = opened(quyuan)
    typed = entries(desk)
    assert len(typed) == len(MONEY)
    type_in(office, desk, typed)
    before = [(shown(e), *counted, is_hinted(e)) for e, counted in zip(typed, judged(desk, typed), strict=True)]
    told = desk.press("check_all")
    seen = {
        e.text: Seen(first, figure, hinted, found, shown(e), added(e))
        for e, (first, figure, found, hinted) in zip(typed, before, strict=True)
    }
    assert seen == MONEY
    assert "把写成文字的数改成数字 4 处" in told
    assert "把误成日期的内容改成文字、不计入合计（请改填数字） 2 处" in told


def test_a_formula_that_fails_is_named_before_anything_else(office: Office, opened: Opened, quyuan: Submission) -> None:
    desk = opened(quyuan)
    entry = replace(entries(desk)[0], text="=1/0")
    type_in(office, desk, [entry])
    told = desk.press("check_all")
    assert BASE in told
    assert entry.cell.address.replace("$", "") in told
    assert "请改正这个单元格的公式或重新填写" in told


def test_a_number_typed_after_a_date_in_the_same_cell_is_read_as_the_number(
    office: Office, opened: Opened, quyuan: Submission
) -> None:
    desk = opened(quyuan)
    entry = entries(desk)[0]
    entry.cell.number_format = "yyyy/m/d"
    entry.cell.value = 125
    assert list(judged(desk, [entry])) == [("125", False)]
