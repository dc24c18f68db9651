"""Column widths: a table that fits its page stays as the form has it; one that does not gives to its long texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.documents.report.column_widths import NORMAL, SMALL, PrintedCell, fitted, printed

COLUMNS = [30.0, 30.0, 30.0, 20.0]
LONG = "受市场环境影响，企业发展质量有待提高，下一步加强监管。"


def rows(count: int, reason: str) -> list[PrintedCell]:
    return [
        printed(row, column, 1, text) for row in range(count) for column, text in enumerate(("甲", "乙", "", reason))
    ]


def test_a_table_that_fits_stays_as_the_form_has_it() -> None:
    assert fitted(COLUMNS, rows(3, LONG), 200) == (COLUMNS, NORMAL, True)


def test_a_column_of_long_texts_gets_more_from_the_others() -> None:
    widths, *_ = fitted(COLUMNS, rows(20, LONG), 100)
    assert widths[3] > COLUMNS[3]
    assert sum(widths) == pytest.approx(sum(COLUMNS))


def test_letters_are_small_only_where_that_fits_the_page() -> None:
    assert fitted([60.0], [printed(row, 0, 1, "字" * 40) for row in range(15)], 190)[1:] == (SMALL, True)
    assert fitted([60.0], [printed(row, 0, 1, "字" * 40) for row in range(60)], 190)[1:] == (NORMAL, False)


@given(
    st.lists(st.floats(9, 60), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.text(max_size=80)), max_size=30),
)
def test_the_sum_stays_and_no_column_is_too_narrow_for_two_characters(columns: list[float], texts: list[Any]) -> None:
    cells = [printed(row, column % len(columns), 1, text) for row, column, text in texts]
    widths, *_ = fitted(columns, cells, 60)
    assert sum(widths) == pytest.approx(sum(columns))
    assert min(widths) >= 9 - 1e-9


def test_no_figure_is_broken_in_two() -> None:
    cells = [printed(0, 0, 1, "242.61"), printed(1, 1, 1, "很长的文字" * 60), printed(2, 2, 1, "12%")]
    widths, size, _ = fitted([9.0, 60.0, 60.0], cells, 60.0)
    assert widths[0] >= 6 * size.half_width + 1.4
    assert sum(widths) == pytest.approx(129)
