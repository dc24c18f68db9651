"""Several texts in one cell."""

from __future__ import annotations

import pytest
from jixiao.documents.workbook.layout.marked_texts import LONGEST, joined, joined_formula, packed, taken
from jixiao.model.forms.expression import evaluate, parse

TEXTS = ["甲", "", "〔2〕⟦字⟧", "丙"] * 3


def value(formula: str, cell: str = "") -> object:
    return evaluate(parse(formula), {"A1": cell}.__getitem__, lambda name, *values: f"{name}{values}")


@pytest.mark.parametrize("first", [1, 9, 99])
def test_a_text_comes_out_as_it_went_in(first: int) -> None:
    cell = joined(TEXTS, first)
    assert [value(taken("A1", number, 0), cell) for number in range(first, first + len(TEXTS))] == TEXTS
    assert value(taken("A1", first, 1), joined(["甲乙"], first)) == "乙"


def test_the_formula_gives_what_the_cell_holds() -> None:
    assert value(joined_formula([f'"{text}"' for text in TEXTS], 5)) == joined(TEXTS, 5)


def test_as_much_goes_into_a_cell_as_excel_takes_and_what_is_longer_stands_alone() -> None:
    half = LONGEST // 2
    assert list(packed([half, half, 1, LONGEST + 1, 1])) == [0, 0, 1, 2, 3]
    assert list(packed([])) == []
