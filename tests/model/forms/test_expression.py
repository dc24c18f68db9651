"""The expression language: what binds tighter, what is a text, what a formula looks like in a cell."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.errors import UserError
from jixiao.model.forms.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    Call,
    ExpressionError,
    Literal,
    Name,
    Node,
    Operation,
    calls,
    evaluate,
    names,
    parse,
    to_formula,
)
from jixiao.model.forms.spreadsheet_functions import NotANumber

VALUES: dict[str, Any] = {
    "two": Decimal(2),
    "funds.spent": Decimal("67.46"),
    "资金.全年_1": Decimal(5),
    "overall:funds.spent": Decimal(12),
    "blank": None,
    "word": "Abc",
    "column": [Decimal(1), None, "x", Decimal("2.5")],
    "keys": ["a", "b", "A", None],
    "amounts": [Decimal(1), Decimal(2), Decimal(4), Decimal(8)],
}


def no_function(name: str, *_: Any) -> Any:
    raise AssertionError(f"called {name}")


def value(text: str) -> Any:
    return evaluate(parse(text), VALUES.__getitem__, no_function)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1+2*3", 7),
        ("(1+2)*3", 9),
        ("10-4-3", 3),
        ("24/4/3", 2),
        ("2*3%", Decimal("0.06")),
        ("200%%", Decimal("0.02")),
        ("50%+1", Decimal("1.5")),
        ("-2*3", -6),
        ("2--3", 5),
        ("-50%", Decimal("-0.5")),
        ("+two", 2),
        ("1+1=2", True),
        ("(1=2)=FALSE", True),
        ("9=9=TRUE", True),  # left to right
        ("3>2", True),
        ("2>=two", True),
        ("2<>two", False),
        ("1&2+3", "15"),
        ('"a"&1="A1"', True),
        ('"a""b"', 'a"b'),
        ('""', ""),
        ('"1,(2"', "1,(2"),
        ("TRUE", True),
        ("FALSE", False),
        ("funds.spent*100", 6746),
        ("资金.全年_1+1", 6),
        ("overall:funds.spent+资金.全年_1", 17),
        ("  1 + 2 ", 3),
        ("=1+2", 3),
        ("1.50+1", Decimal("2.50")),
        ('IF(1>2,1/0,"else")', "else"),
        ("if(two=2,1,1/0)", 1),
    ],
)
def test_a_formula_means_what_a_spreadsheet_means_by_it(text: str, expected: Any) -> None:
    answer = value(text)
    assert answer == expected
    assert isinstance(answer, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("SCORE_ROW(10,,3)", (Literal(Decimal(10)), Literal(""), Literal(Decimal(3)))),
        ("SCORE_ROW(10,)", (Literal(Decimal(10)), Literal(""))),
        ("SCORE_ROW(,)", (Literal(""), Literal(""))),
        ("SCORE_ROW()", ()),
    ],
)
def test_an_argument_left_out_between_commas_is_a_blank(text: str, arguments: tuple[Node, ...]) -> None:
    assert parse(text) == Call("SCORE_ROW", arguments)


def test_functions_are_written_in_any_case_and_names_as_they_stand() -> None:
    node = parse("exec_rate(Funds.Budget,funds.spent)+Funds.Budget")
    assert list(calls(node)) == ["EXEC_RATE"]
    assert list(names(node)) == ["Funds.Budget", "funds.spent", "Funds.Budget"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "结尾"),
        ("=", "结尾"),
        ("1+", "结尾"),
        ("(1", "结尾"),
        ("SUM(1", "结尾"),
        ("1)", "「)」"),
        ("1 2", "「2」"),
        ("SUM(1 2)", "「2」"),
        ("*2", "「*」"),
        ('"a', '「"」'),
        ("a^2", "「^」"),
        ("a;b", "「;」"),
        ("a:", "「:」"),
        ("a:1", "「:」"),
        ("{1}", "「{」"),
        ("≥95%", "「≥」"),
        ("IF(1,2)", "IF 要写三个参数"),
        ("IF()", "IF 要写三个参数"),
    ],
)
def test_a_formula_that_cannot_be_read_is_told_in_chinese_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ExpressionError, match=r"公式|IF") as caught:
        parse(text)
    assert told in str(caught.value)
    assert isinstance(caught.value, UserError)


@pytest.mark.parametrize(
    "text",
    [
        "1+" * MAX_LENGTH + "1",
        "(" * 500 + "1" + ")" * 500,
        "-" * 1000 + "1",
        "1" + "%" * 1000,
        "1" + "+1" * 900,
        "IF(1," * 300 + "1" + ",1)" * 300,
    ],
    ids=["long", "brackets", "signs", "percents", "sum", "branches"],
)
def test_a_formula_longer_or_deeper_than_any_honest_one_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"太长|太深|太多"):
        parse(text)


def test_an_honest_formula_of_the_greatest_depth_is_read_and_evaluated() -> None:
    depth = MAX_DEPTH - 1
    assert value("(" * depth + "1" + ")" * depth) == 1
    assert value("1" + "+1" * 150) == 151


def test_a_formula_for_a_cell_has_what_stands_for_each_key_in_its_place() -> None:
    node = parse('IF(COUNT(rows.a)=0,"",ROUND(-x*100,2)&"（""元""）")')
    shown = to_formula(node, {"rows.a": "rows_a", "x": "$B$7"}.__getitem__)
    assert shown == 'IF(COUNT(rows_a)=0,"",ROUND((-$B$7)*100,2)&"（""元""）")'


# ---- a formula written and read again means the same ---------------------------------------------------------------

NUMBERS = st.decimals(0, 10**6, places=2).map(lambda d: Literal(d.copy_abs()))
TEXTS = st.text(alphabet='ab"，“”中 %(', max_size=5).map(Literal)
LEAVES = NUMBERS | TEXTS | st.booleans().map(Literal) | st.sampled_from([Name(key) for key in VALUES])


def _grown(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(children, children)
    binary = st.builds(Operation, st.sampled_from(["=", "<>", "<", ">", "<=", ">=", "&", "+", "-", "*", "/"]), pairs)
    unary = st.builds(Operation, st.sampled_from(["-", "+", "%"]), st.tuples(children))
    branch = st.builds(Call, st.just("IF"), st.tuples(children, children, children))
    native = st.builds(Call, st.sampled_from(["SUM", "COUNT", "COUNTA"]), pairs)
    return binary | unary | branch | native


def _answer(node: Node) -> Any:
    try:
        return evaluate(node, VALUES.__getitem__, no_function)
    except (NotANumber, ArithmeticError) as error:
        return type(error)


@given(st.recursive(LEAVES, _grown, max_leaves=12))
def test_a_formula_written_into_a_cell_and_read_again_has_the_same_value(node: Node) -> None:
    written = to_formula(node, lambda key: key)
    assert _answer(parse(written)) == _answer(node)


@given(st.recursive(LEAVES, _grown, max_leaves=12))
def test_a_formula_read_and_written_again_stays_as_it_is(node: Node) -> None:
    written = to_formula(node, lambda key: key)
    assert to_formula(parse(written), lambda key: key) == written


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_is_refused_in_chinese(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        parse(text)


def test_words_looked_for_are_spelled_out_in_a_cell() -> None:
    formula = to_formula(parse('NOT(HAS_WORD(level1&level2,"成本","费用"))'), str.upper)
    search = 'ISNUMBER(SEARCH("{}",LEVEL1&LEVEL2))'
    assert formula == f"NOT(OR({search.format('成本')},{search.format('费用')}))"
