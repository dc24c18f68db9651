"""What a row asks of our functions, asked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from jixiao.core.functions import FUNCTIONS
from openpyxl.formula.tokenizer import Token, Tokenizer

ROWS = 9
"""Of the sample's form."""

MOST = 5
"""Calls in all the formulas of one row: its completion, its points, the shared one, and two that are rarely asked."""

Books = tuple[openpyxl.Workbook, openpyxl.Workbook]
"""The workbook with its formulas, and with their results."""


@pytest.fixture(scope="module")
def sheets(book_of: Callable[[str], Path]) -> Books:
    path = book_of("quyuan-2024")
    return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)


def asked(formula: object) -> list[str]:
    tokens = Tokenizer(str(formula)).items if str(formula).startswith("=") else []
    opened = (token.value[:-1] for token in tokens if token.type == Token.FUNC and token.subtype == Token.OPEN)
    return [name for name in opened if name in FUNCTIONS]


def test_the_target_and_the_actual_value_of_a_row_are_asked_about_few_times(sheets: Books) -> None:
    sheet = sheets[0]["附件2 整体支出自评表"]
    rows = [Counter(name for cell in row for name in asked(cell.value)) for row in sheet.iter_rows()]
    of_block = [calls for calls in rows if calls["ANSWERS"]]
    assert len(of_block) == ROWS
    for calls in of_block:
        assert calls["ANSWERS"] == 1
        assert calls.total() - calls["HEAD_POINTS"] <= MOST, calls


def test_the_stored_answers_are_what_the_call_gives(sheets: Books) -> None:
    formulas, values = sheets[0]["附件2 整体支出自评表"], sheets[1]["附件2 整体支出自评表"]
    cells = [cell for row in formulas.iter_rows() for cell in row if "ANSWERS" in asked(cell.value)]
    told = [str(values[cell.coordinate].value) for cell in cells]
    assert len(told) == ROWS
    assert all(text.startswith("〔1〕") or not text.strip() for text in told)
    assert sum("〔2〕定量" in text for text in told) >= 5
