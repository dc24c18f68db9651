"""Paragraphs that belong to no section of an outline: what stands under a heading that comes again is another's."""

from __future__ import annotations

import pytest
from jixiao.audit.checks.prose import audit, context_of
from jixiao.model.evaluation import evaluate
from jixiao.model.forms.library import load
from jixiao.model.submission import Submission
from jixiao.model.submission.submission import LOOSE_TEXT, Unplaced


@pytest.mark.parametrize(
    "lines",
    [
        ["六、年度预算安排", "2025年度项目总预算1720.00万元。", "六、年度预算安排", "2025年度项目总预算1170.00万元。"],
        ["一、中央财政衔接资金", "(一)支持产业发展150万元;", "(二)按1%提取项目管理费46.3万元。",
         "二、省级财政衔接资金", "(一)支持产业发展180万元;", "(二)按1%提取项目管理费55.09万元。"],
    ],
    ids=["a heading again", "two funds"],
)  # fmt: skip
def test_figures_of_two_things_are_not_compared(lines: list[str]) -> None:
    submission = Submission("generic", "某某局", 2025, published=True)
    submission.unplaced += [Unplaced(LOOSE_TEXT, line, "") for line in lines]
    assert [one.message for one in audit(context_of(evaluate(load("generic"), submission)))] == []
