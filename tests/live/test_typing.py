"""What is typed or pasted into a cell for money: the figure it means, or why it is none, in hint and check."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from jixiao.audit.checks import run
from jixiao.core.functions.results import Outcome
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.submission.submission import Submission

from .desk import OVERALL, Desk, Opened

pytestmark = pytest.mark.live


@dataclass(frozen=True)
class Seen:
    """What a person sees after an entry: the figure that counts, if one does, and whether hint and check complain."""

    figure: str | None
    is_hinted: bool
    is_found: bool


ENTRIES = {
    "125": Seen("125", False, False),
    "1250.5": Seen("1250.5", False, False),
    "１２．５": Seen("12.5", True, False),
    "125万元": Seen("125", True, False),
    "1250.5元": Seen("0.12505", True, False),
    "1,250.5": Seen("1250.5", False, False),
    "/": Seen(None, False, False),
    "——": Seen(None, False, False),
    "三百": Seen(None, True, True),
    "0.6.1": Seen(None, True, True),
    "约20": Seen(None, True, True),
}


def enter(desk: Desk, text: str) -> Seen:
    sheet = desk.book.sheets[OVERALL]
    cell = sheet.names["funds_budget"].refers_to_range
    cell.api.getCellByPosition(0, 0).setFormula(text)  # as a paste from a document puts it in
    desk.app.calculate()
    evaluation = snapshot(desk.book).evaluation
    value = next(evaluation.of("overall")).value("funds.budget")
    hints = [each for each in sheet.range((cell.row, 1), (cell.row, sheet.used_range.last_cell.column)).value if each]
    found = [f for f in run(evaluation) if f.outcome is Outcome.FAIL and f.reference == "funds.budget"]
    return Seen(
        f"{value.normalize():f}" if isinstance(value, Decimal) else None,
        any("读不出来" in str(each) for each in hints),
        any("读不出来" in f.message for f in found),
    )


def test_what_is_entered_counts_or_is_complained_of_where_it_stands(opened: Opened, quyuan: Submission) -> None:
    desk = opened(quyuan)
    assert {text: enter(desk, text) for text in ENTRIES} == ENTRIES


@pytest.mark.parametrize(("text", "figure"), [("１２．５", 12.5), ("125万元", 125), ("1,250.5元", 0.12505)])
def test_a_figure_written_as_a_text_becomes_a_number_when_all_is_checked(desk: Desk, text: str, figure: float) -> None:
    assert enter(desk, text).is_hinted
    assert "把写成文字的数改成数字 1 处" in desk.press("check_all")
    cell = desk.book.sheets[OVERALL].names["funds_budget"].refers_to_range
    assert cell.value == pytest.approx(figure)
    assert not enter(desk, cell.formula).is_hinted
