"""What the checks of a row say, in few hidden columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from jixiao.core.functions.results import Outcome
from openpyxl.worksheet.worksheet import Worksheet

FORM = "附件2 整体支出自评表"
FEWEST_BEFORE = 27
"""Hidden columns of a form's sheet when each check had its own."""

HIDDEN_NOW = 12
SIGNS = {outcome.value for outcome in Outcome}


@pytest.fixture(scope="module")
def sheets(book_of: Callable[[str], Path]) -> tuple[Worksheet, Worksheet]:
    path = book_of("quyuan-2024")
    return openpyxl.load_workbook(path)[FORM], openpyxl.load_workbook(path, data_only=True)[FORM]


def signs(sheet: Worksheet) -> dict[int, str]:
    """The signs of each row that has some, which stand in the last column."""
    held = {row: str(sheet.cell(row, sheet.max_column).value or "") for row in range(1, sheet.max_row + 1)}
    return {row: text for row, text in held.items() if text}


def test_a_sheet_has_few_hidden_columns(sheets: tuple[Worksheet, Worksheet]) -> None:
    hidden = [span for span in sheets[0].column_dimensions.values() if span.hidden]
    assert sum(span.max - span.min + 1 for span in hidden) <= HIDDEN_NOW < FEWEST_BEFORE


def test_each_check_has_a_sign_in_each_row_and_its_text_behind_its_mark(sheets: tuple[Worksheet, Worksheet]) -> None:
    rows = signs(sheets[1])
    assert rows
    assert len({len(text) for text in rows.values()}) == 1
    for row, text in rows.items():
        assert set(text) <= SIGNS
        held = "".join(str(cell.value) for cell in sheets[1][row] if str(cell.value).startswith("⟦"))
        assert [held.split(f"⟦{number}⟧")[-1][0] for number in range(1, len(text) + 1)] == list(text)


def test_a_failure_is_told_in_the_hint_of_its_row_and_counted_in_the_list(
    book_of: Callable[[str], Path], sheets: tuple[Worksheet, Worksheet]
) -> None:
    rows = signs(sheets[1])
    failing = {row for row, text in rows.items() if Outcome.FAIL.value in text}
    hints = {row: "".join(str(c.value) for c in sheets[1][row] if str(c.value).endswith("。")) for row in rows}
    assert failing
    assert all(hints[row] for row in failing)
    listed = openpyxl.load_workbook(book_of("quyuan-2024"), data_only=True)["全部校验"]
    told = [str(row[5].value) for row in listed if row[2].value == FORM and "行）" in str(row[5].value)]
    assert told
    assert all(text.startswith(Outcome.FAIL.value) for text in told)
