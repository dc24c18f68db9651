"""A formula made once for all rows says in each row what it would if made for that row alone."""

from __future__ import annotations

from collections.abc import Callable

from jixiao.documents.workbook.layout.formula_texts import formula_text
from jixiao.model.evaluation.formulas import schema
from jixiao.model.forms.expression import parse, to_formula
from jixiao.model.forms.library import load


def test_only_the_addresses_differ_and_it_is_made_once() -> None:
    form = schema(load("hunan-2024").form("overall"), 2024)
    made: list[str] = []

    def make(reference: Callable[[str], str]) -> str:
        made.append("once")
        return to_formula(parse('IF(weight="",0,weight*completion)'), reference)

    for addresses in ({"weight": "H5", "completion": "M5"}, {"weight": "H6", "completion": "M6"}):
        weight, completion = addresses.values()
        text = formula_text(form, "points", make, addresses.__getitem__)
        assert text == f'IF({weight}="",0,{weight}*{completion})'
    assert made == ["once"]


def test_a_formula_without_addresses_stays_as_it_is() -> None:
    form = schema(load("hunan-2024").form("overall"), 2024)
    assert formula_text(form, "sum", lambda _: "SUM(2,6)", str) == "SUM(2,6)"


def test_addresses_are_asked_for_in_the_formula_s_order_each_once() -> None:
    """Who is asked hands out columns as it is asked: the same figures must make the same book."""
    form, asked = schema(load("hunan-2024").form("overall"), 2024), list[str]()
    names = [f"field.{number}" for number in range(12)]

    def reference(name: str) -> str:
        asked.append(name)
        return name.upper()

    text = formula_text(form, "many", lambda of: "+".join(map(of, [*names, *names])), reference)
    assert asked == names
    assert text == "+".join(name.upper() for name in [*names, *names])
