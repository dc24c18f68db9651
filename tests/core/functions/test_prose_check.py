"""CHECK_TEXT: a paragraph against named figures, as a cell asks it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jixiao.core.functions import Verdict, call
from jixiao.core.functions.results import Outcome

TEXT = (
    "2024年全年支出67.46万元，其中：基本支出53.06万元，项目支出14.4万元。“三公”经费预算0.9万元，决算0万元。"
    "内设编制数为5人，实有人数3人。预算执行率95.13%。"
)


def check(text: Any, names: Any, values: Any) -> Verdict:
    answer = call("CHECK_TEXT", text, names, values)
    assert isinstance(answer, Verdict)
    return answer


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("基本支出", 53.06),
        ("基本支出", "53.06"),
        ("基本支出", "530600元"),
        ("基本支出（元）", 530600),
        ("基本支出(万元)", 53.06),
        ("项目支出", 14.40),
        ("三公经费预算", 0.9),
        ("三公经费决算数", 0),
        ("“三公”经费", 0),
        ("编制数", 5),
        ("编制（人）", "5名"),
        ("预算执行率", 0.9513),
        ("预算执行率", "95.13%"),
    ],
)
def test_a_figure_that_agrees(name: str, value: Any) -> None:
    assert check(TEXT, [[name]], [[value]]).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("name", "value", "figures"),
    [
        ("基本支出", 54.06, ("53.06", "54.06")),
        ("基本支出（元）", 53.06, ("53.06", "53.06")),
        ("三公经费预算", 0, ("0.9", "0")),
        ("编制数", 3, ("5", "3")),
        ("预算执行率", 0.9531, ("95.13", "95.31")),
    ],
)
def test_a_figure_that_is_contradicted(name: str, value: Any, figures: tuple[str, ...]) -> None:
    verdict = check(TEXT, [[name]], [[value]])
    assert verdict.outcome is Outcome.FAIL
    assert verdict.figures == figures
    assert all(figure in verdict.text for figure in figures)
    assert "核对" in verdict.text


def test_ranges_of_rows_and_only_what_is_mentioned() -> None:
    names = [["基本支出"], ["政府采购金额"], ["项目支出"], [None]]
    assert check([[TEXT]], names, [[53.06], [10.07], [14.4], [1]]).outcome is Outcome.PASS
    verdict = check(TEXT, names, [[53.06], [10.07], [15.4], [1]])
    assert (verdict.outcome, verdict.figures) == (Outcome.FAIL, ("14.4", "15.4"))


@pytest.mark.parametrize(
    ("text", "names", "values", "why"),
    [
        ("", ["基本支出"], [1], "为空"),
        (None, ["基本支出"], [1], "为空"),
        (TEXT, ["基本支出", "项目支出"], [1], "2个"),
        (TEXT, ["政府采购金额"], [10.07], "没有提到"),
        (TEXT, ["基本支出"], [None], "没有提到"),
        (TEXT, ["基本支出"], ["——"], "没有提到"),
        ("基本支出约50万元", ["基本支出"], [53.06], "没有提到"),
    ],
)
def test_what_cannot_be_judged(text: Any, names: Any, values: Any, why: str) -> None:
    verdict = check(text, names, values)
    assert verdict.outcome is Outcome.UNKNOWN
    assert why in verdict.text


def test_another_years_figure_is_not_this_years() -> None:
    text = "2023年基本支出50.01万元，2024年基本支出53.06万元。"
    assert check(text, ["2024年基本支出"], [53.06]).outcome is Outcome.PASS
    assert check(text, ["2024年基本支出"], [50.01]).outcome is Outcome.FAIL


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_a_value_agrees_with_its_own_print(value: Any) -> None:
    text = f"本年基本支出{value:,f}万元，其他略。"
    assert check(text, ["基本支出"], [float(value)]).outcome is Outcome.PASS
    assert check(text, ["基本支出"], [float(value) + 1]).outcome is Outcome.FAIL


def test_a_workbook_that_does_not_ask_does_not_wait_for_it() -> None:
    code = "import sys, jixiao.core.functions; print('jixiao.core.quantity.sentences.reader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
