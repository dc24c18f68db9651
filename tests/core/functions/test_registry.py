"""The one list of functions, and how they are called."""

from __future__ import annotations

from typing import Any, Never

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import FUNCTIONS, Argument, Problem, UnknownFunction, Verdict, call, cell_function, to_cell
from jixiao.core.functions import registry as registry_module
from jixiao.core.functions.registry import Function

NAMES = [
    "EXEC_RATE",
    "CONTROL_RATE",
    "GROWTH_RATE",
    "EXEC_SCORE",
    "COMPLETION",
    "SCORE_ROW",
    "SCORE_ROWS",
    "GRADE",
    "HEAD_POINTS",
    "CHECK_SUM",
    "CHECK_EQUAL",
    "CHECK_REASON",
    "CHECK_LIMIT",
    "CHANGE_TEXT",
    "LOST_TEXT",
    "CHECK_BAND",
    "CHECK_DATE",
    "CHECK_COPY",
]


def test_all_functions_in_the_order_they_are_written() -> None:
    assert [name for name in FUNCTIONS if name in NAMES] == NAMES


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_is_told_in_chinese(function: Function) -> None:
    for text in (function.help, *(argument.label for argument in function.arguments)):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert all(argument.help for argument in function.arguments)


BASIC = set(
    """
    and any as base binary boolean byref byval call case const date declare dim do each else end enum
    error exit false for function get global goto if in input integer is let like line lock long loop me
    mod new next not nothing null object on option optional or print private property public put redim
    rem resume return select set single static step stop string sub then to true type until variant wend
    while with write xor
    """.split()  # noqa: SIM905 - a list of ninety words is read better so
)
"""Words of Basic: an argument called so keeps the whole VBA project from being compiled, in LibreOffice at least."""


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_arguments_are_no_words_of_basic(function: Function) -> None:
    assert not BASIC & {argument.name.lower() for argument in function.arguments}


def test_a_name_in_any_case() -> None:
    assert call("exec_rate", 4, 1) == call("EXEC_RATE", 4, 1)


def test_an_unknown_function_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownFunction, match="EXEC_RATE"):
        call("EXEC", 1)


@pytest.mark.parametrize("cells", [(), (1,), (1, 2, 3)])
def test_a_wrong_number_of_arguments_is_a_problem(cells: tuple[Any, ...]) -> None:
    answer = call("EXEC_RATE", *cells)
    assert isinstance(answer, Problem)
    assert "全年预算数、全年执行数" in str(answer)


def test_a_description_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_module, "_functions", {})
    with pytest.raises(TypeError, match="described"):

        @cell_function("说明", Argument("a", "甲", "甲"))
        def wrong(a: object, b: object = None) -> None:
            return None


def test_a_programming_error_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    functions: dict[str, Function] = {}
    monkeypatch.setattr(registry_module, "_functions", functions)
    monkeypatch.setattr(registry_module, "FUNCTIONS", functions)

    @cell_function("说明", Argument("a", "甲", "甲"))
    def broken(a: int) -> Never:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        registry_module.call("BROKEN", 1)


def test_arguments_are_called_as_libreoffice_takes_them() -> None:
    called = {argument.name for function in FUNCTIONS.values() for argument in function.arguments}
    assert all(name.isascii() and name.isalnum() for name in called)


CELL = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.dates(), st.text(max_size=30),
    st.sampled_from(["≥95%", "96%", "=0件", "1e9", "-3", "≤5万亿元/斤", "≤万", "/", "mof", "直接赋分", "0%", "1/3"]),
)  # fmt: skip
RANGE = st.lists(st.lists(CELL, max_size=3), max_size=3) | st.lists(CELL, max_size=4)


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(CELL | RANGE, max_size=6))
def test_no_cells_make_a_function_raise(name: str, cells: Any) -> None:
    answer = call(name, *cells)
    for one in answer if isinstance(answer, list) else [answer]:
        assert isinstance(to_cell(one), float | str)


@given(st.lists(CELL | RANGE, min_size=3, max_size=3))
def test_every_check_gives_a_verdict(cells: Any) -> None:
    assert isinstance(call("CHECK_SUM", *cells), Verdict)
    assert isinstance(call("CHECK_EQUAL", *cells), Verdict)
    assert isinstance(call("CHECK_REASON", *cells), Verdict)
    assert isinstance(call("CHECK_LIMIT", *cells[:2]), Verdict)
