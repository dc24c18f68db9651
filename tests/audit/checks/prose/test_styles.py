"""Reports in the styles of many provinces: nothing is told of right figures, and a wrong figure is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Tell
from .styles import STYLES, Figures, general_budget, three_public_done, three_public_shares

Style = Callable[[Figures], str]
SEEDS = range(25)
BY_NAME = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)

UNDECIDED = {
    "project_funds": {0, 1, 2, 3},  # parts of a project's money may leave some out
    "vehicles": {3, 4},  # the total is said twice, or a change whose rate then fits by chance
    "general_budget": {3, 4},
}
"""Figures of a style that cannot always be told to be wrong."""


@BY_NAME
def test_nothing_is_told_of_right_figures(style: Style, tell: Tell) -> None:
    for seed in SEEDS:
        text = style(Figures(seed))
        assert [f.message for f in tell(text)] == [], text


def test_nothing_is_told_of_a_whole_report_of_right_figures(tell: Tell) -> None:
    others = {general_budget, three_public_done, three_public_shares}  # they give other figures of things already told
    styles = [style for style in STYLES if style not in others]
    for seed in SEEDS:
        text = "\n".join(style(Figures(seed)) for style in styles)
        assert [f.message for f in tell(text)] == []


@BY_NAME
def test_one_wrong_figure_is_found(style: Style, tell: Tell) -> None:
    for seed in range(6):
        whole = Figures(seed)
        style(whole)
        for place in range(len(whole.said)):
            wrong = Figures(seed, place)
            text = style(wrong)
            found = tell(text)
            if place not in UNDECIDED.get(style.__name__, ()):
                assert found, f"{wrong.said[place]} in {text}"


def test_a_paragraph_of_a_hundred_thousand_characters_is_read(tell: Tell) -> None:
    text = "".join(style(Figures(1)) for style in STYLES if style is not general_budget) * 90
    assert len(text) > 100_000
    assert {f.check for f in tell(text)} <= {"N03", "N05"}  # the styles give one thing different figures


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "《" * 50_000,
        "，" * 50_000,
        "综合科、" * 12_000 + "5个科室",
        "占" * 50_000 + "5%",
        "1,234" * 10_000,
        "其中：甲1万元，" * 5_000,
        "甲1万元，占5%；" * 5_000,
        " " * 50_000 + "5万元",
    ],
    ids=["brackets", "titles", "commas", "names", "shares of", "digits", "lists", "shares", "spaces"],
)
def test_a_text_of_nothing_but_marks_is_read_as_fast_as_any(text: str, tell: Tell) -> None:
    assert len(tell(text)) < 10
