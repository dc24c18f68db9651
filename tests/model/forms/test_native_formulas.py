"""The native formulas in the language of expressions: with Python and without they say what the functions say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import FUNCTIONS, call
from jixiao.core.scoring import families, load
from jixiao.model.evaluation.evaluation import as_cell_value
from jixiao.model.forms.expression import Call, Literal, Name, calls, evaluate, parse, to_formula
from jixiao.model.forms.native_formulas import QUOTIENT, UNDECIDED, WAITING, folded, natively, quotient_formula
from jixiao.model.forms.spreadsheet_functions import NotANumber

FAMILIES = sorted(families())
MONEY = st.decimals(0, 100_000, places=2)
POINTS = st.decimals(0, 100, places=1)
CELL = st.one_of(st.none(), MONEY, st.sampled_from(["12.5万元", "/", "待定", "-3"]))
SIGN = st.sampled_from(["", "≥", "≤", "=", ">", "<", "＜", "≦"])
FIGURE = st.decimals(0, 3000, places=2).map(lambda d: f"{d.normalize():f}")
UNIT = st.sampled_from(["", "%", "个", "人次", "万元", "公里", "天", "年", "吨"])
WRITTEN = st.one_of(
    st.builds("{}{}{}".format, SIGN, FIGURE, UNIT),
    st.sampled_from(["", "/", "2024.12", "2024年12月底前", "达到预期指标", "提升", "1,000个"]),
    st.sampled_from(["1,00", "-5", "1/2", "3～5个", "5.", "%"]),
)
RULE = st.sampled_from(["", "直接赋分", "按比例赋分", "满意度赋分", "别的"])


def asked(name: str, cells: dict[str, Any], family: str, *, is_there: bool) -> Any:
    """What a cell shows that holds the native formula of a function, with and without Python."""

    def answer(name: str, *values: Any) -> Any:
        if not is_there:
            raise NotANumber(name)
        return call(name, *values)

    arguments = tuple(Name(a.name) for a in FUNCTIONS[name].arguments if a.name in cells)
    known = {key: None if value == "" else value for key, value in cells.items()}
    if "target" in cells:
        known[QUOTIENT] = as_cell_value(evaluate(quotient_formula(), known.__getitem__, answer))
    return as_cell_value(evaluate(natively(Call(name, arguments), load(family)), known.__getitem__, answer))


def assert_the_same(name: str, cells: dict[str, Any], family: str) -> Any:
    expected = as_cell_value(call(name, *(None if value == "" else value for value in cells.values())))
    told = asked(name, cells, family, is_there=True)
    assert told == expected, (name, cells, family)
    without = asked(name, cells, family, is_there=False)
    assert without in (expected, WAITING, UNDECIDED, None), (name, cells, family)
    return without


@pytest.mark.parametrize("name", ["EXEC_RATE", "CONTROL_RATE", "GROWTH_RATE"])
@given(first=CELL, second=CELL)
def test_rates(name: str, first: Any, second: Any) -> None:
    one, other = (a.name for a in FUNCTIONS[name].arguments)
    without = assert_the_same(name, {one: first, other: second}, "mof")
    if isinstance(first, Decimal) and isinstance(second, Decimal) and min(first, second) > 0:
        assert isinstance(without, Decimal)


@pytest.mark.parametrize("family", FAMILIES)
@given(budget=CELL, spent=CELL, weight=st.one_of(st.none(), POINTS))
def test_points_of_execution(family: str, budget: Any, spent: Any, weight: Any) -> None:
    cells = {"budget": budget, "spent": spent, "weight": weight, "family": family}
    assert_the_same("EXEC_SCORE", cells, family)


@pytest.mark.parametrize("family", FAMILIES)
@given(target=WRITTEN, actual=WRITTEN, weight=POINTS, rule=RULE)
def test_completion_and_points(family: str, target: str, actual: str, weight: Decimal, rule: str) -> None:
    assert_the_same("COMPLETION", {"target": target, "actual": actual, "family": family}, family)
    completion = as_cell_value(call("COMPLETION", target, actual, family))
    cells = {"weight": weight, "target": target, "actual": actual, "rule": rule, "completion": completion}
    assert_the_same("SCORE_ROW", cells | {"family": family}, family)


@pytest.mark.parametrize(
    ("target", "actual", "completion", "points"),
    [
        ("≥95%", "96%", "1.0105", 10),
        ("≤20个", "25个", "0.8", 8),
        ("100", "50", "0.5", 5),
        ("质量好", "达标", 1, 10),
        ("≥12公里", "15公里", "1.25", 10),
        ("100万元", "50万元", "0.5", 5),
    ],
)
def test_a_numeric_target_needs_no_python(target: str, actual: str, completion: str, points: int) -> None:
    cells = {"target": target, "actual": actual, "family": "hunan-2024"}
    done = asked("COMPLETION", cells, "hunan-2024", is_there=False)
    assert done == Decimal(completion)
    if target != "质量好":
        row = {"weight": Decimal(10), "target": target, "actual": actual, "rule": "", "completion": done}
        assert asked("SCORE_ROW", row | {"family": "hunan-2024"}, "hunan-2024", is_there=False) == points


@given(total=st.one_of(st.none(), st.decimals(-5, 105, places=1), st.just("九十")))
def test_grades(total: Any) -> None:
    assert_the_same("GRADE", {"total": total, "family": "mof"}, "mof")


@given(a=CELL, b=CELL, tolerance=st.sampled_from([Decimal("0.01"), Decimal("0.5")]))
def test_checks(a: Any, b: Any, tolerance: Decimal) -> None:
    assert_the_same("CHECK_EQUAL", {"a": a, "b": b, "tolerance": tolerance}, "mof")
    assert_the_same("CHECK_LIMIT", {"value": a, "limit": b}, "mof")


def test_what_only_python_says_stands_in_a_fallback() -> None:
    formula = natively(Call("CHECK_DATE", (Name("actual"), Name("target"), Name("year"))), load("mof"))
    assert to_formula(formula, str) == f'IFERROR(CHECK_DATE(actual,target,year),"{UNDECIDED}")'


NAME = st.one_of(
    st.builds("{}指标（{}分）".format, st.sampled_from(["产出", "数量", ""]), FIGURE),
    st.sampled_from(
        ["产出指标", "产出（50）分", "满意度(10分)", "（.5分）", "（1,0分）", "效益指标（20分）（5分）", "５０分", ""]
    ),
)


@given(label=NAME)
def test_points_in_a_name(label: str) -> None:
    without = assert_the_same("HEAD_POINTS", {"label": label}, "mof")
    if "分" not in label:
        assert without is None


def test_the_usual_name_needs_no_python() -> None:
    assert asked("HEAD_POINTS", {"label": "产出指标（50分）"}, "mof", is_there=False) == 50


def test_two_numbers_are_compared_without_a_call() -> None:
    known = 'IF(AND(ISNUMBER(a),ISNUMBER(b)),CHECK_EQUAL(a,b,0.05),"－")'
    excluded = 'IF(NOT(AND(ISNUMBER(a),ISNUMBER(b))),"－",CHECK_EQUAL(a,b,0.05))'
    for test in (known, excluded):
        assert set(calls(natively(parse(test), load("mof")))).isdisjoint(FUNCTIONS)
    assert "CHECK_EQUAL" in calls(natively(parse("CHECK_EQUAL(a,b,0.05)"), load("mof")))


def test_what_literals_rule_out_is_not_written() -> None:
    assert folded(parse('IF(20<=5,JOIN_TEXT(a),"")')) == Literal("")
    assert folded(parse('IF(a<=5,JOIN_TEXT(a),"")')) == parse('IF(a<=5,JOIN_TEXT(a),"")')
