"""Between text and figure, both ways: what a typed text counts as, and how a figure is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jixiao.model.forms.family import NUMERIC, Kind
from jixiao.model.submission.figures import cell_value, formatted, number_format, plain, printed_figure


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("90.80", "amount", Decimal("90.80")),
        (" 27.69 ", "amount", Decimal("27.69")),
        ("1,234,567.8", "amount", Decimal("1234567.8")),
        ("-3", "amount", Decimal(-3)),
        ("0", "count", Decimal(0)),
        ("95.13%", "percent", Decimal("0.9513")),
        ("100%", "percent", Decimal(1)),
        ("0.9513", "percent", Decimal("0.9513")),
        ("33.3333333333333", "amount", Decimal("33.3333333333333")),
        ("", "amount", None),
        ("  ", "points", None),
        ("——", "amount", "——"),
        ("约100", "amount", "约100"),
        ("118.49万元", "amount", Decimal("118.49")),
        ("5人", "count", Decimal(5)),
        ("9.5分", "points", Decimal("9.5")),
        ("12.5%", "amount", "12.5%"),  # no amount is a percentage
        ("10%", "count", "10%"),
        ("10%", "points", Decimal("0.1")),
        ("5人", "amount", "5人"),  # another kind's unit is no figure
        ("118.49元", "amount", "118.49元"),
        ("≥95%", "percent", "≥95%"),
        ("1,23", "amount", "1,23"),
        ("1.", "amount", "1."),
        ("1e5", "amount", "1e5"),
        ("00123", "count", "00123"),  # a cell would drop its noughts
        ("0.10", "points", Decimal("0.10")),
        ("123456789012345", "amount", Decimal(123456789012345)),
        ("1234567890.1234567", "amount", "1234567890.1234567"),  # a cell keeps fifteen digits
        ("99.999999999999999", "amount", "99.999999999999999"),
        ("12", "text", "12"),
        (" 12 ", "text", " 12 "),
        ("2025-03-20", "date", "2025-03-20"),
        ("", "text", None),
    ],
)
def test_what_a_typed_text_counts_as(text: str, kind: Kind, value: Decimal | str | None) -> None:
    assert cell_value(text, kind) == value
    assert type(cell_value(text, kind)) is type(value)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("90.80", "0.00"),
        ("20", "0"),
        ("1,234.5", "#,##0.0"),
        ("95.13%", "0.00%"),
        ("100%", "0%"),
        ("118.49万元", '0.00"万元"'),
        ("——", "General"),
        ("", "General"),
    ],
)
def test_a_figures_format_keeps_the_digits_it_was_typed_with(text: str, pattern: str) -> None:
    assert number_format(text) == pattern


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        ("90.8", "0.00", "90.80"),
        ("90.8", "General", "90.8"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0.9513", "0.00%", "95.13%"),
        ("0.95136", "0.00%", "95.136%"),  # the cell holds more than it shows: the figure wins
        ("27.699", "0.00", "27.699"),
        ("1", "0%", "100%"),
        ("118.49", '0.00"万元"', "118.49万元"),
        ("-0.5", "0.0", "-0.5"),
        ("100", "0.00\\分", "100.00分"),  # as LibreOffice writes the format
        ("5", "0\\人", "5人"),
        ("118.49", "0.00\\万\\元", "118.49万元"),
        ("118.49", "0.00万元", "118.49万元"),
    ],
)
def test_a_cells_figure_is_read_as_it_is_shown_but_never_shortened(value: str, pattern: str, text: str) -> None:
    assert formatted(Decimal(value), pattern) == text


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("0.951286"), "percent", "95.13%"),
        (Decimal("0.95125"), "percent", "95.13%"),  # half up
        (Decimal(1), "percent", "100%"),
        (Decimal("20.00"), "amount", "20"),
        (Decimal("0.1234567"), "amount", "0.123457"),
        (Decimal(100), "points", "100"),
        ("——", "amount", "——"),
        (None, "amount", ""),
    ],
)
def test_how_a_report_prints_a_value(value: Decimal | str | None, kind: Kind, text: str) -> None:
    assert printed_figure(value, kind) == text


def test_plain_figures_have_no_needless_digits_and_no_exponent() -> None:
    assert [plain(Decimal(v)) for v in ("20.00", "1E+3", "0.10", "0E-5")] == ["20", "1000", "0.1", "0"]


FIGURES = st.builds(
    lambda sign, value, places, grouped, unit: f"{sign}{value:{',' if grouped else ''}.{places}f}{unit}",
    st.sampled_from(["", "-"]),
    st.decimals(0, Decimal("999999999.99"), places=6),
    st.integers(0, 6),
    st.booleans(),
    st.sampled_from(["", "%", "UNIT"]),
)


@given(text=FIGURES, kind=st.sampled_from(sorted(NUMERIC)))
def test_a_figure_written_into_a_cell_and_read_back_is_the_same_text(text: str, kind: Kind) -> None:
    text = text.replace("UNIT", {"amount": "万元", "points": "分", "count": "人"}.get(kind, ""))
    assume(not text.endswith("%") or kind not in ("amount", "yuan", "count"))
    value = cell_value(text, kind)
    assert isinstance(value, Decimal)
    shown = formatted(value, number_format(text))
    assert shown == text or (value == 0 and shown == text.removeprefix("-"))


@given(text=st.text(max_size=12), kind=st.sampled_from(["amount", "text"]))
def test_no_text_is_lost_whatever_it_is(text: str, kind: Kind) -> None:
    value = cell_value(text, kind)
    if isinstance(value, str):
        assert value == (text.strip() if kind in NUMERIC else text)
    elif value is None:
        assert not text.strip() or kind == "text"
