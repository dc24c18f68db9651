"""What is typed into cells for figures, as a person types it: what it counts as, and what is then said where."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jixiao.documents.workbook.layout.cells import format_of
from jixiao.documents.workbook.layout.row_hints import WAITS
from jixiao.interfaces.excel.open_book import snapshot
from jixiao.model.submission.submission import Submission
from jixiao.model.submission.typed_figures import UNREADABLE

from .desk import OVERALL, Desk, Opened, row_of
from .hands import BASE, Hands, Place, Seen, added, errors_at_home, judged, seen, shown
from .office import Office

pytestmark = pytest.mark.live

MONEY = {
    "125": Seen("125", "125", "", False, "125", 125, "125"),
    "1250.5": Seen("1250.5", "1250.5", "", False, "1250.5", 1250.5, "1250.5"),
    "1,250.5": Seen("1250.5", "1250.5", "", False, "1250.5", 1250.5, "1250.5"),
    "１２．５": Seen("１２．５", "12.5", WAITS, False, "12.5", 12.5, "12.5"),
    "19.5万": Seen("19.5万", "19.5", WAITS, False, "19.5", 19.5, "19.5"),
    "125万元": Seen("125万元", "125", WAITS, False, "125", 125, "125"),
    "1,250.5元": Seen("1,250.5元", "0.12505", WAITS, False, "0.12505", 0.12505, "0.12505"),
    "－3 万元": Seen("－3 万元", "-3", WAITS, False, "-3", -3, "-3"),
    "三百": Seen("三百", "三百", UNREADABLE, True, "三百", 0, "三百"),
    "元": Seen("元", "元", UNREADABLE, True, "元", 0, "元"),
    "约20": Seen("约20", "约20", UNREADABLE, True, "约20", 0, "约20"),
    "/": Seen("/", "/", "", False, "/", 0, "/"),
    "——": Seen("——", "——", "", False, "——", 0, "——"),
    "／": Seen("／", "／", "", False, "／", 0, "／"),
    "无": Seen("无", "无", "", False, "无", 0, "无"),
    "95%": Seen("95.00%", "95.00%", "", True, "误填 95%", 0, "误填 95%"),
    "12:30": Seen("误填 12:30", "误填 12:30", "", True, "误填 12:30", 0, "误填 12:30"),
    "0.6.1": Seen("0.6.1", "0.6.1", UNREADABLE, True, "0.6.1", 0, "0.6.1"),
    "3-5": Seen("3-5", "3-5", UNREADABLE, True, "3-5", 0, "3-5"),
    "2026-3-5": Seen("误填 2026-03-05", "误填 2026-03-05", "", True, "误填 2026-03-05", 0, "误填 2026-03-05"),
    "TRUE": Seen("TRUE", "TRUE", UNREADABLE, True, "误填 TRUE", 0, "误填 TRUE"),
    "#N/A": Seen("#N/A", "#N/A", UNREADABLE, True, "#N/A", 0, "#N/A"),
    "=100+25": Seen("125", "125", "", False, "125", 125, "125"),
    "很长" * 2000: Seen("很长" * 2000, "很长" * 2000, UNREADABLE, True, "很长" * 2000, 0, "很长" * 2000),
    "": Seen("", None, "", False, "", 0, ""),
}


def typed(office: Office, desk: Desk, texts: Mapping[str, str]) -> dict[str, Place]:
    """Each text typed into a cell of its own, whatever stood there."""
    hands = Hands(office, desk)
    places = dict(zip(texts, hands.amounts().values(), strict=False))
    for text, place in places.items():
        place.cell.clear_contents()
        place.cell.number_format = "General"
        if text:
            hands.type_in(place.cell, text)
    return places


def test_what_is_typed_counts_or_is_complained_of_where_it_stands(
    office: Office, opened: Opened, quyuan: Submission
) -> None:
    desk = opened(quyuan)
    before = errors_at_home(desk, BASE)
    places = typed(office, desk, {text: text for text in MONEY})
    assert len(places) == len(MONEY)
    desk.app.calculate()
    assert [added(places[text].cell) for text in ("2026-3-5", "12:30")] == [0, 0]  # before anything is pressed
    at_home = errors_at_home(desk, BASE) - before
    found, told = seen(desk, places, {text: text for text in MONEY})
    assert found == MONEY
    assert at_home >= sum(each.hint == UNREADABLE and each.is_found for each in found.values())
    assert "把写成文字的数改成数字 5 处" in told
    assert "把误填的日期、百分数改成文字、不计入合计（请改填数字） 2 处" in told


RATES = {
    "９５．５": ("95.50%", "0.955", 0.955),
    "９５％": ("95.00%", "0.95", 0.95),
    "95‰": ("9.50%", "0.095", 0.095),
    "2024-3-5": ("误填 2024-03-05", "误填 2024-03-05", 0),
}
"""What is typed into a cell for a rate: what it shows after 校验全部, counts as and adds."""


def test_rates_are_read_as_percentages_whatever_the_keyboard_wrote(office: Office, desk: Desk) -> None:
    hands = Hands(office, desk)
    form = next(snapshot(desk.book).evaluation.of("project"))
    cell = desk.book.sheets[form.data.sheet].range(form.data.places["fiscal.rate"])
    found = {}
    for text in RATES:
        cell.clear_contents()
        cell.number_format = format_of("percent", None)
        hands.type_in(cell, text)
        desk.press("check_all")
        value = next(snapshot(desk.book).evaluation.of("project")).value("fiscal.rate")
        found[text] = shown(cell), value if isinstance(value, str) else f"{value:f}".rstrip("0"), added(cell)
    assert found == RATES


def test_points_written_with_their_unit_count_as_points(office: Office, desk: Desk) -> None:
    hands, row = Hands(office, desk), row_of(desk, 0)
    weight, score = (
        desk.book.sheets[OVERALL].range((row, desk.column(OVERALL, f"indicators_{key}").column))
        for key in ("weight", "score")
    )
    for cell in (weight, score):
        hands.type_in(cell, "5分")
    values = next(snapshot(desk.book).evaluation.of("overall"))
    assert [values.value(key, "indicators", 0) for key in ("weight", "score")] == [5, 5]
    assert "把写成文字的数改成数字 2 处" in desk.press("check_all")
    assert (weight.value, score.value) == (5, 5)


def test_a_formula_that_fails_is_one_error_among_the_others(office: Office, opened: Opened, quyuan: Submission) -> None:
    desk = opened(quyuan)
    (place,) = typed(office, desk, {"=1/0": ""}).values()
    assert "校验完成" in desk.press("check_all")
    assert judged(desk, place) == ("#DIV/0!", True)


def test_a_number_typed_after_a_date_in_the_same_cell_is_read_as_the_number(
    office: Office, opened: Opened, quyuan: Submission
) -> None:
    desk = opened(quyuan)
    place = next(iter(Hands(office, desk).amounts().values()))
    place.cell.number_format = "yyyy/m/d"
    place.cell.value = 125
    assert judged(desk, place) == ("125", False)
